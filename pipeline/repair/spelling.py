"""How likely a word is spelled as it is, for words that stand in no list: "Änderungsbescheids", not "Anderungsbescheids".

A small recurrent network has read half a million forms letter by letter. It is learned with PyTorch
(models/recipe/spelling.py) and read here with numpy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

# The first three are the edges: a word that begins small, one that begins with a capital, and the end of both.
LETTERS = "\x01\x02\x03abcdefghijklmnopqrstuvwxyzäöüßéèáàêçñ?"
SMALL, CAPITAL, END = 0, 1, 2
OTHER = len(LETTERS) - 1
LONGEST = 40
MOST_KNOWN = 200_000  # words that are remembered
AT_ONCE = 1_000  # words read together: 10 MB, and hardly faster with more
_CODE = {letter: code for code, letter in enumerate(LETTERS)}


def encode(word: str) -> list[int]:
    """The letters as numbers between their edges; the first edge says whether the word begins with a capital."""
    return [CAPITAL if word[:1].isupper() else SMALL, *(_CODE.get(letter, OTHER) for letter in word.lower()), END]


class Spelling:
    """The network and what it has said."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._arrays = arrays
        self._size = arrays["own"].shape[0]
        self._known: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """Natural log of the probability that a German word not yet seen is spelled so."""
        return self.weights([word])[0]

    def weights(self, words: Sequence[str]) -> list[float]:
        """The same for several words at once, which costs little more than for one."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        for start in range(0, len(new), AT_ONCE):
            some = new[start : start + AT_ONCE]
            self._known.update(zip(some, self._read(some), strict=True))
        return [self._known[word] for word in words]

    def _read(self, words: Sequence[str]) -> list[float]:
        """All words at once, letter by letter; words that begin alike are read once up to where they part."""
        arrays, size = self._arrays, self._size
        codes = sorted({tuple(encode(word)) for word in words})
        lengths = np.array([len(code) for code in codes])
        table = np.full((len(codes), lengths.max()), END)
        for row, code in enumerate(codes):
            table[row, : len(code)] = code
        # For each step whether a row parts here from the one before it, if it has not parted earlier.
        parts = np.ones(table.shape, dtype=bool)
        parts[1:] = np.logical_or.accumulate(table[1:] != table[:-1], axis=1)
        total = np.zeros(len(codes))
        state = np.zeros((1, size), dtype=np.float32)
        place = np.zeros(len(codes), dtype=np.intp)  # of each row in `state`
        for step in range(table.shape[1] - 1):
            reads = step + 1 < lengths
            first = np.flatnonzero(parts[:, step] & reads)
            given = arrays["given"][table[first, step]]
            state = state[place[first]]
            own = state @ arrays["own"] + arrays["own_bias"]
            gates = 1.0 / (1.0 + np.exp(-(given[:, : 2 * size] + own[:, : 2 * size])))
            new = np.tanh(given[:, 2 * size :] + gates[:, :size] * own[:, 2 * size :])
            state = new + gates[:, size:] * (state - new)
            said = state @ arrays["next"] + arrays["next_bias"]
            said -= said.max(axis=1, keepdims=True)
            said -= np.log(np.exp(said).sum(axis=1, keepdims=True))
            place = np.searchsorted(first, np.arange(len(codes)), side="right") - 1
            total[reads] += said[place[reads], table[reads, step + 1]]
        found = dict(zip(codes, total.tolist(), strict=True))
        return [found[tuple(encode(word))] for word in words]


@lru_cache(maxsize=2)
def load_spelling(folder: Path | None = None) -> Spelling:
    """The network that ships with the models."""
    path = (folder or paths.models() / "repair") / "spelling.npz"
    try:
        with np.load(path) as arrays:
            values = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except FileNotFoundError as error:
        raise MissingTool("the model of spelling is missing", source=str(path), help="run `make models`") from error
    # What a letter gives to the gates is the same in every word.
    values["given"] = values.pop("letters") @ values["given"] + values.pop("given_bias")
    return Spelling(values)
