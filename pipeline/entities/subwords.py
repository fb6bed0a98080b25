"""What the letters of a word say about it: the mean of small vectors that belong to the pieces it is made of.

A word that no list knows still has pieces: "Liibeck" shares "beck" and "eck>" with words that stand where it stands. The
vectors of the pieces were learned from running text, damaged words among it, by floret
(models/recipe/language_subwords.py); how a name finder weighs them it learned with its other weights. Both lie in one file
beside spaCy's own, because a spaCy pipeline has room for one table of vectors only, and that holds the features of words.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

FILE = "subwords.npz"
WEIGHTS = "weights"  # and the number of the name finder they belong to
REMEMBERED = 50_000  # words whose vectors are kept (13 MB); most words of a text came before
PIECES = (3, 5)  # letters of the shortest and the longest piece; the word itself is one too
HASHES, SEED = 2, 2166136261  # as floret finds the rows of a piece


def floret_vectors(table: np.ndarray) -> Vectors:
    """A table of pieces as spaCy reads it."""
    from spacy.vectors import Vectors

    shortest, longest = PIECES
    return Vectors(
        mode="floret", data=table, hash_count=HASHES, hash_seed=SEED, minn=shortest, maxn=longest, bow="<", eow=">"
    )


class Subwords:
    """The vectors of words by their pieces, and how name finders weigh them (width of the finder, width of a vector)."""

    def __init__(self, table: np.ndarray, weights: dict[int, np.ndarray]) -> None:
        self.weights = weights
        self._vectors = floret_vectors(table)
        self._row_of: dict[int, int] = {}
        self._rows = np.zeros((0, table.shape[1]), dtype="float32")

    @classmethod
    def load(cls, path: Path) -> Subwords:
        """From a file that holds the pieces as whole numbers from -127 to 127, and what one of them is worth."""
        with np.load(path) as file:
            weights = {int(name.removeprefix(WEIGHTS)): file[name] for name in file.files if name.startswith(WEIGHTS)}
            return cls(file["table"].astype("float32") * file["unit"], weights)

    def look_up(self, keys: np.ndarray, strings: StringStore) -> np.ndarray:
        """A row for each word, given by its key."""
        words: list[int] = keys.tolist()
        new = [word for word in dict.fromkeys(words) if word not in self._row_of]
        if len(self._row_of) + len(new) > len(self._rows):
            new = list(dict.fromkeys(words))
            self._row_of.clear()
            self._rows = np.zeros((max(REMEMBERED, len(new)), self._rows.shape[1]), dtype="float32")
        if new:
            first = len(self._row_of)
            self._vectors.strings = strings
            self._rows[first : first + len(new)] = self._vectors.get_batch(new)
            self._row_of.update(zip(new, range(first, first + len(new)), strict=True))
        return self._rows[[self._row_of[word] for word in words]]
