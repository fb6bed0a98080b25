"""Which of two real words was meant: "hatte" or "hätte", "Rate" or "Räte", "fordern" or "fördern"?

Both are German, so only the sentence can tell. For each pair a small linear model has learned from 24 million words of
speech which neighbours speak for which; what pairs of one kind share (an article before a noun, "wenn" before a verb)
is learned once for all of them, so that rare pairs profit. Neighbours are looked at with their umlauts folded away,
because on a damaged page they have none.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

FOLD = str.maketrans("äöüÄÖÜßé", "aouAOUso")
BITS = 22
MASK = (1 << 32) - 1
# Words on each side that are looked at: six gave 7.2 % errors on speech kept apart, twelve 6.9 %; a verb stands far from
# its "wenn".
REACH = 12
QUOTES = dict.fromkeys("„“”«»\"'‚‘’*", '"') | dict.fromkeys("–—-", "-")

# Every combination of places that makes a feature: offsets from the word; the bag comes on top. Longer combinations
# were tried and only learned the training speeches by heart.
PLACES: tuple[tuple[int, ...], ...] = ((-1,), (-2,), (-3,), (1,), (2,), (3,), (-2, -1), (1, 2), (-1, 1))


def code(word: str) -> int:
    """A number for a neighbour: folded, numbers all alike, quotation marks and dashes all alike."""
    if word[:1].isdigit():
        word = "0"
    return zlib.crc32(QUOTES.get(word, word.translate(FOLD)).encode())


def ending(word: str) -> int:
    """A number for the end of a neighbour, which tells its case and number."""
    return zlib.crc32(("~" + word.translate(FOLD)[-2:].lower()).encode())


def kind(seen: str, meant: str) -> str:
    """What a pair shares with others: noun or not, what changed, how both end."""
    changed = "".join(letter for letter in meant if letter in "äöüß")
    return f"{'N' if meant[:1].isupper() else 'w'}{changed}{seen[-2:].translate(FOLD)}"


def features(key: int, codes: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """Where the weights of this context stand, for one pair or kind (`key`).

    `codes` are the numbers of 2 * REACH neighbours, left ones first, 0 where there is none; `ends` likewise.
    """
    yield key * 2654435761 & MASK
    for number, places in enumerate(PLACES, 1):
        value = key + number * 0x9E3779B1
        for place in places:
            value = (value * 0x85EBCA6B + codes[place + REACH - (place > 0)]) & MASK
        yield value * 2654435761 & MASK
    for number, place in enumerate((-1, 1, -2), 40):
        yield ((key + number * 0x9E3779B1) * 0x85EBCA6B + ends[place + REACH - (place > 0)]) * 2654435761 & MASK
    for position, value in enumerate(codes):
        side = 50 if position < REACH else 51
        yield ((key + side * 0x9E3779B1) * 0x85EBCA6B + value) * 2654435761 & MASK


class Pairs:
    """Linear models of real-word pairs."""

    def __init__(self, weights: np.ndarray, pairs: Sequence[str]) -> None:
        self._weights = weights
        self._pairs = frozenset(pairs)
        self.seen = frozenset(pair.split("|")[0] for pair in pairs)

    def knows(self, seen: str, meant: str) -> bool:
        """Whether there is a model for this pair."""
        return f"{seen}|{meant}" in self._pairs

    def find(self, seen: str, meant: str) -> tuple[str, str] | None:
        """The pair that decides between these words: themselves or the last parts they share ("Platten-laden/-läden")."""
        if self.knows(seen, meant):
            return seen, meant
        if seen[:1] != meant[:1]:
            return None
        same = 0
        while same < min(len(seen), len(meant)) and seen[same] == meant[same]:
            same += 1
        for cut in range(3, same + 1):
            pair = (seen[cut:], meant[cut:])
            if seen[0].isupper():
                pair = (pair[0].capitalize(), pair[1].capitalize())
            if len(pair[0]) >= 4 and self.knows(*pair):
                return pair
        return None

    def odds(self, seen: str, meant: str, left: Sequence[str], right: Sequence[str]) -> float:
        """Natural log of the odds that `meant` stands here and not `seen`, the frequency of both included."""
        before = list(left[-REACH:])
        after = list(right[:REACH])
        words = [""] * (REACH - len(before)) + before + after + [""] * (REACH - len(after))
        codes = [code(word) if word else 0 for word in words]
        ends = [ending(word) if word else 0 for word in words]
        total = 0.0
        for key in (zlib.crc32(f"{seen}|{meant}".encode()), zlib.crc32(kind(seen, meant).encode())):
            places = [value >> (32 - BITS) for value in features(key, codes, ends)]
            total += float(self._weights[places].astype(np.float32).sum())
        return total


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


@lru_cache(maxsize=2)
def load_pairs(folder: Path | None = None) -> Pairs:
    """The pairs that ship with the models."""
    path = (folder or paths.models() / "repair") / "pairs.npz"
    try:
        with np.load(path) as arrays:
            return Pairs(arrays["weights"], arrays["pairs"].tobytes().decode().split("\n"))
    except FileNotFoundError as error:
        raise MissingTool(
            "the models of real-word pairs are missing", source=str(path), help="run `make models`"
        ) from error
