"""Which of two real words did the sentence mean: "hatte" or "hätte", "Rate" or "Räte", "Strafe" or "Straße"?

Both are German, so only the sentence can tell. A small recurrent network has read 24 million words of speech from left
to right and from right to left; where both directions meet, it says which word it expects. It sees its neighbours with
their umlauts folded away, because on a damaged page they have none. The network is learned with PyTorch
(models/recipe/sentence.py) and read here with numpy alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

FOLD = str.maketrans("äöüÄÖÜßé", "aouAOUso")
QUOTES = dict.fromkeys("„“”«»\"'‚‘’*", '"') | dict.fromkeys("–—-", "-")
# Words and marks on each side that are looked at: a verb may stand far from its "wenn".
REACH = 24
EDGES = 4  # of a paragraph, read before its first word; the network has learned with some
FORMS, ENDINGS = 1 << 16, 1 << 13  # rows of the tables behind the hashes; row 0 is the edge of a paragraph


def fold(word: str) -> str:
    """A neighbour as the network sees it: without umlauts, numbers all alike, quotation marks and dashes all alike."""
    return "0" if word[:1].isdigit() else QUOTES.get(word, word.translate(FOLD))


def form_row(folded: str) -> int:
    """The row of a folded neighbour."""
    return zlib.crc32(folded.encode()) % (FORMS - 1) + 1


def ending_row(folded: str) -> int:
    """The row of its last three letters and its capital, which tell case and number even of rare words."""
    capital = "C" if folded[:1].isupper() else ""
    return zlib.crc32(f"~{folded[-3:].lower()}{capital}".encode()) % (ENDINGS - 1) + 1


TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")


def sequence(line: str) -> list[str]:
    """A line of clean text as words and marks, of several marks in a row only the last."""
    found: list[str] = []
    for match in TOKEN.finditer(line):
        word = match.group()
        if not word[0].isalnum() and found and not found[-1][0].isalnum():
            found[-1] = word
        else:
            found.append(word)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A word and its neighbours, nearest last on the left and first on the right, within its paragraph."""

    left: Sequence[str]
    right: Sequence[str]


class Sentences:
    """The network and the words it can choose between."""

    def __init__(self, arrays: dict[str, np.ndarray], words: Sequence[str]) -> None:
        self._arrays = arrays
        self.words = frozenset(words)
        self._rows = {word: row for row, word in enumerate(words)}
        self._table: dict[str, np.ndarray] = {}

    def knows(self, word: str) -> bool:
        """Whether the network has learned when this word is meant."""
        return word in self._rows

    def pair(self, seen: str, meant: str) -> tuple[str, str] | None:
        """The pair that decides between two words: themselves, or the last parts they share ("Platten-laden/-läden")."""
        for one, other in ((seen, meant), (seen.lower(), meant.lower()), (seen.capitalize(), meant.capitalize())):
            if one in self._rows and other in self._rows:
                return one, other
        same = 0
        while same < min(len(seen), len(meant)) and seen[same] == meant[same]:
            same += 1
        for cut in range(3, same + 1):
            one, other = seen[cut:], meant[cut:]
            if seen[0].isupper():
                one, other = one.capitalize(), other.capitalize()
            if len(one) >= 4 and one in self._rows and other in self._rows:
                return one, other
        return None

    def odds(self, places: Sequence[Place], pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each place the natural log of the odds that the second word of its pair stands there and not the first.

        How frequent both are is included, what a page turns into what is not.
        """
        if not places:
            return []
        hidden = self.states(places)
        table, bias = self._arrays["words"], self._arrays["words_bias"]
        first = [self._rows[seen] for seen, _ in pairs]
        second = [self._rows[meant] for _, meant in pairs]
        difference = table[second].astype(np.float32) - table[first].astype(np.float32)
        result = (hidden * difference).sum(axis=1) + (bias[second] - bias[first]).astype(np.float32)
        return [float(value) for value in result]

    def _embedded(self, word: str) -> np.ndarray:
        found = self._table.get(word)
        if found is None:
            if len(self._table) > 50_000:
                self._table.clear()
            folded = fold(word)
            form, ending = (form_row(folded), ending_row(folded)) if word else (0, 0)
            arrays = self._arrays
            found = arrays["forms"][form] * arrays["forms_scale"][form]
            found = self._table[word] = (found + arrays["endings"][ending]).astype(np.float32)
        return found

    def states(self, places: Sequence[Place]) -> np.ndarray:
        """What the network makes of the neighbours of each place, as (places, 128); rows of words are held against it."""
        before = [place.left[-REACH:] for place in places]
        behind = [place.right[:REACH][::-1] for place in places]
        # Neighbours are shared between places, so each word is turned into numbers once.
        rows = {word: row for row, word in enumerate(dict.fromkeys(chain([""], *before, *behind)))}
        seen = np.stack([self._embedded(word) for word in rows])
        left, right = _columns(before, rows), _columns(behind, rows)
        arrays = self._arrays
        context = np.concatenate(
            [
                self._read(seen, left, [len(row) for row in before], "f"),
                self._read(seen, right, [len(row) for row in behind], "b"),
                seen[left[:, -1]],
                seen[left[:, -2]],
                seen[right[:, -1]],
                seen[right[:, -2]],
            ],
            axis=1,
        )
        value = context @ arrays["out_w"] + arrays["out_b"]
        return np.asarray(0.5 * value * (1 + np.tanh(0.7978845608 * (value + 0.044715 * value**3))))

    def _read(self, seen: np.ndarray, columns: np.ndarray, lengths: Sequence[int], side: str) -> np.ndarray:
        """The state behind the last word of each row; a row begins with its edges, whatever length the others have."""
        arrays = self._arrays
        recurrent, bias = arrays[f"{side}_hh"], arrays[f"{side}_hh_b"]
        size = recurrent.shape[0]
        given_by = seen @ arrays[f"{side}_ih"] + arrays[f"{side}_ih_b"]
        begins = columns.shape[1] - np.array(lengths)[:, None] - EDGES
        state = np.zeros((len(columns), size), dtype=np.float32)
        for step in range(columns.shape[1]):
            given = given_by[columns[:, step]]
            own = state @ recurrent + bias
            gates = 1.0 / (1.0 + np.exp(-(given[:, : 2 * size] + own[:, : 2 * size])))
            new = np.tanh(given[:, 2 * size :] + gates[:, :size] * own[:, 2 * size :])
            state = (new + gates[:, size:] * (state - new)) * (step >= begins)
        return np.asarray(state)


def _columns(places: Sequence[Sequence[str]], rows: Mapping[str, int]) -> np.ndarray:
    """The rows of the words of each place, flush right, with edges before them."""
    longest = max(map(len, places)) + EDGES
    out = np.full((len(places), longest), rows[""], dtype=np.intp)
    for index, words in enumerate(places):
        out[index, longest - len(words) :] = [rows[word] for word in words]
    return out


@lru_cache(maxsize=2)
def load_sentences(folder: Path | None = None) -> Sentences:
    """The network that ships with the models."""
    path = (folder or paths.models() / "repair") / "sentences.npz"
    try:
        with np.load(path) as arrays:
            values = {name: arrays[name] for name in arrays.files if name != "vocabulary"}
            words = arrays["vocabulary"].tobytes().decode().split("\n")
    except FileNotFoundError as error:
        raise MissingTool("the model of real words is missing", source=str(path), help="run `make models`") from error
    small = {name: value for name, value in values.items() if name not in ("forms", "words", "words_bias")}
    values.update({name: value.astype(np.float32) for name, value in small.items()})
    return Sentences(values, words)
