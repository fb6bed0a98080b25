"""How much a word looks like German, letter by letter: for names and words that no list has.

"Eröffnung" could be a word even if it were in no list; "Ertffnung" could not.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

# The last one stands for every other character, the first for the edge of the word.
LETTERS = "^abcdefghijklmnopqrstuvwxyzäöüßé-0?"


class _Codes(dict[str, int]):
    """The number of each letter; all figures share one, and all that is no German letter another."""

    def __missing__(self, sign: str) -> int:
        return self["0" if sign.isdigit() else LETTERS[-1]]


_CODES = _Codes({letter: code for code, letter in enumerate(LETTERS)})


def encode(word: str) -> list[int]:
    """The letters as numbers, with three edges before and one behind."""
    return [0, 0, 0, *map(_CODES.__getitem__, word.lower()), 0]


class Letters:
    """Letter statistics of German words."""

    def __init__(self, table: bytes) -> None:
        self._table = table

    def weight(self, word: str) -> float:
        """Natural log of the probability that a German word not yet seen is spelled so."""
        size = len(LETTERS)
        table, most = self._table, size**3
        total = key = 0
        for code in encode(word)[3:]:
            key = key % most * size + code
            total += table[key]
        return -total / 16


@lru_cache(maxsize=2)
def load_letters(folder: Path | None = None) -> Letters:
    """The letter statistics that ship with the models."""
    path = (folder or paths.models() / "repair") / "letters.npz"
    try:
        with np.load(path) as arrays:
            return Letters(arrays["table"].tobytes())
    except FileNotFoundError as error:
        raise MissingTool("the table of letters is missing", source=str(path), help="run `make models`") from error
