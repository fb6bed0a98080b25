"""Several readings of one page image, combined word by word.

Each model of the engine has its own blind spot: the German one does not know §, the English one has no umlauts, the
Latin one knows more letters than German has. Where they see the same place differently, each votes for its word with
its confidence and with how far it is to be trusted; the German reading gives words, lines and order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise

from ..document import Box
from .ocr import Reading
from .sections import FIGURE, NUMBER

# How far a model is trusted when nothing else decides; by hand, the better model of German the further.
TRUST = {"deu": 1.0, "Latin": 0.9, "eng": 0.4}
# The German model never writes §, so where its figure stands before a number one other model is enough: on 30 development
# pages the English one never saw a sign there that was none.
SECTION_SIGN = 3.0
SAME = 0.7  # share of the larger box in which two words must lie on each other to be the same
UMLAUTS = frozenset("äöüßÄÖÜ")
Word = tuple[str, Box, float]


def combined(readings: Mapping[str, Reading]) -> Reading:
    """The German reading ("deu") with those of its words replaced that the other models agree to have read better."""
    base = readings["deu"]
    others = {model: _Rows(reading) for model, reading in readings.items() if model != "deu"}
    doubted = {
        index
        for index, ((string, _, _), (behind, _, _)) in enumerate(pairwise(base.words))
        if FIGURE.fullmatch(string) and NUMBER.fullmatch(behind)
    }
    words = []
    for index, word in enumerate(base.words):
        votes: dict[str, float] = {word[0]: TRUST["deu"] * word[2]}
        for model, rows in others.items():
            seen = rows.at(word[1])
            if seen and not (model == "eng" and loses_umlaut(word[0], seen[0])):
                sign = SECTION_SIGN if index in doubted and not seen[0].strip("§") else 0.0
                votes[seen[0]] = votes.get(seen[0], 0.0) + TRUST[model] * seen[2] + sign
        best = max(votes, key=lambda string: (votes[string], string == word[0]))
        words.append((best, word[1], word[2]))
    return Reading(tuple(words), base.lines)


def loses_umlaut(german: str, english: str) -> bool:
    """Whether the English model cannot have an opinion: the German one saw a letter that the English one does not know."""
    return not UMLAUTS.isdisjoint(german) and UMLAUTS.isdisjoint(english)


class _Rows:
    """The words of a reading by their upper edge, to be asked for by place."""

    def __init__(self, reading: Reading) -> None:
        self._words = sorted(reading.words, key=lambda word: word[1][1])
        self._tops = [word[1][1] for word in self._words]
        self._tallest = max((word[1][3] - word[1][1] for word in self._words), default=0.0)

    def at(self, box: Box) -> Word | None:
        """The one word that lies where this box is; None when there is none, or more than one in its place."""
        start = bisect_left(self._tops, box[1] - self._tallest)
        end = bisect_left(self._tops, box[3])
        found = [word for word in self._words[start:end] if _overlap(word[1], box) > 0]
        return found[0] if len(found) == 1 and _share(found[0][1], box) > SAME else None


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def _share(one: Box, other: Box) -> float:
    """How much of the larger of two boxes both share."""
    larger = max((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return _overlap(one, other) / larger if larger else 0.0
