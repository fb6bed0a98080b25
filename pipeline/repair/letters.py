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
_CODE = {letter: code for code, letter in enumerate(LETTERS)}
_OTHER = len(LETTERS) - 1
_DIGIT = LETTERS.index("0")


def encode(word: str) -> list[int]:
    """The letters as numbers, with three edges before and one behind."""
    return [0, 0, 0, *(_DIGIT if sign.isdigit() else _CODE.get(sign, _OTHER) for sign in word.lower()), 0]


class Letters:
    """Letter statistics of German words."""

    def __init__(self, table: bytes) -> None:
        self._table = table

    def weight(self, word: str) -> float:
        """Natural log of the probability that a German word not yet seen is spelled so."""
        size = len(LETTERS)
        codes = encode(word)
        total = 0
        key = 0
        for at in range(3, len(codes)):
            key = (((codes[at - 3] * size + codes[at - 2]) * size + codes[at - 1]) * size) + codes[at]
            total += self._table[key]
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
