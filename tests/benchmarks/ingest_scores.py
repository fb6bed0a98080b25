"""How well a page was read: characters, reading order, kinds of blocks, joined words, held against what was printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

LEAST_ALIKE = 70
"""Per cent; a printed row that no stretch of the text resembles so far was not read."""

CLOSE = 3
"""Characters that may stand between two rows that follow each other: the mark of a list, a speck."""

BARE = re.compile(r"[\s|*#•\-\u00ad\u2010]")
"""Left out of the comparison: blanks, hyphens (a line end may keep or lose one) and the marks of Markdown and lists."""


@dataclass(slots=True)
class Scores:
    """Sums over pages; rates come from the sums, so that a long page weighs more than a short one."""

    characters: int = 0
    wrong: int = 0
    steps: int = 0
    misplaced: int = 0
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    joins: Counter[str] = field(default_factory=Counter)
    triage: Counter[str] = field(default_factory=Counter)

    @property
    def error_rate(self) -> float:
        return self.wrong / max(1, self.characters)

    @property
    def order_rate(self) -> float:
        return self.misplaced / max(1, self.steps)

    @property
    def kinds_f1(self) -> tuple[float, float]:
        """Over all rows, and as the mean over the kinds."""
        f1 = [2 * c["hit"] / max(1, 2 * c["hit"] + c["missed"] + c["wrong"]) for c in self.kinds.values()]
        hits = sum(c["hit"] for c in self.kinds.values())
        misses = sum(c["missed"] + c["wrong"] for c in self.kinds.values())
        return 2 * hits / max(1, 2 * hits + misses), sum(f1) / max(1, len(f1))

    def add(self, other: Scores) -> None:
        self.characters += other.characters
        self.wrong += other.wrong
        self.steps += other.steps
        self.misplaced += other.misplaced
        for kind, counts in other.kinds.items():
            self.kinds[kind].update(counts)
        self.joins.update(other.joins)
        self.triage.update(other.triage)


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without blanks and hyphens, and where each of its characters stood."""

    string: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, string: str) -> Bare:
        places = tuple(at for at, char in enumerate(string) if not BARE.match(char))
        return cls("".join(string[at] for at in places), places)


def locate(rows: Sequence[Mapping[str, Any]], read: Bare) -> list[tuple[int, int, int] | None]:
    """Where each printed row stands in what was read, and how many of its characters are wrong; None if it is lost."""
    found: list[tuple[int, int, int] | None] = []
    ends: dict[str, int] = {}
    taken: set[int] = set()
    for row in rows:
        bare = Bare.of(row["text"]).string
        start = read.string.find(bare, ends.get(row["flow"], 0))
        while start in taken:
            start = read.string.find(bare, start + 1)
        if start < 0:
            start = read.string.find(bare)
            start = -1 if start in taken else start
        if start >= 0:
            found.append((start, start + len(bare), 0))
        else:
            # Near the row before it first: rows of a table are much alike.
            alike = _alike(bare, read.string, ends.get(row["flow"]))
            if alike is None:
                found.append(None)
                continue
            found.append(alike)
        taken.add(found[-1][0])
        ends[row["flow"]] = found[-1][1]
    return found


def _alike(bare: str, string: str, near: int | None) -> tuple[int, int, int] | None:
    windows = [] if near is None else [(near, near + 3 * len(bare))]
    for first, last in [*windows, (0, len(string))]:
        alike = fuzz.partial_ratio_alignment(bare, string[first:last], score_cutoff=LEAST_ALIKE)
        if alike is not None:
            start, end = first + alike.dest_start, first + alike.dest_end
            if end - start < 0.5 * len(bare):
                continue
            return start, end, min(len(bare), Levenshtein.distance(bare, string[start:end]))
    return None


def reading(rows: Sequence[Mapping[str, Any]], text: str, blocks: Iterable[tuple[str, int, int]] = ()) -> Scores:
    """The scores of one document; `blocks` are kind, start and end in the text that was read."""
    scores, read = Scores(), Bare.of(text)
    blocks = list(blocks)
    places = locate(rows, read)
    last: dict[str, tuple[int, tuple[int, int, int] | None]] = {}
    seen = 0
    for row, place in zip(rows, places, strict=True):
        size = len(Bare.of(row["text"]).string)
        scores.characters += size
        scores.wrong += size if place is None else place[2]
        seen += 0 if place is None else place[1] - place[0]
        before = last.get(row["flow"])
        last[row["flow"]] = row["page"], place
        if before is not None and before[0] == row["page"] and place is not None and before[1] is not None:
            scores.steps += 1
            scores.misplaced += not -CLOSE <= place[0] - before[1][1] <= CLOSE
        if blocks and place is not None and read.places:
            middle = read.places[min((place[0] + place[1]) // 2, len(read.places) - 1)]
            kind = next((kind for kind, start, end in blocks if start <= middle < end), "none")
            if kind == row["kind"]:
                scores.kinds[kind]["hit"] += 1
            else:
                scores.kinds[row["kind"]]["missed"] += 1
                scores.kinds[row["kind"]][f"as {kind}"] += 1
                scores.kinds[kind]["wrong"] += 1
    scores.wrong += max(0, len(read.string) - seen)
    return scores


def joins(rows: Sequence[Mapping[str, Any]], made: Iterable[tuple[str, str, str]]) -> Counter[str]:
    """Right, wrong and missing joins; `made` are the tokens before and after each line end, and what became of them."""
    wanted: Counter[tuple[str, str, str]] = Counter()
    for row, after in pairwise(rows):
        if row["joined"]:
            wanted[row["text"].split()[-1], after["text"].split()[0], row["joined"]] += 1
    got = Counter(made)
    right = sum((got & wanted).values())
    wrong = got - wanted
    return Counter({"right": right, "wrong": sum(wrong.values()), "missing": sum((wanted - got).values())}) + Counter(
        {f"wrong: {' / '.join(one)}": count for one, count in wrong.items()}
    )
