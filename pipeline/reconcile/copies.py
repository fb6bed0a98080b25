"""Which documents are copies of each other: near-duplicate texts count as one independent source.

A text is remembered as a sketch: the smallest hashes of its runs of five words. Two sketches share a value about as
often as the texts share a run, so copies are found through a table of values, without comparing every pair.
"""

from __future__ import annotations

import heapq
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

RUN = 5
"""Words in a run: shorter ones are shared by unrelated releases ("in Kreisen und kreisfreien Städten")."""
SKETCH = 64
"""Hashes kept; the error of the estimated likeness is about 1/sqrt(64) = 12 %."""
PROBES = 12
"""Smallest hashes looked up: texts that share half their runs meet in the table with probability 1 - 0.5^12."""
ALIKE = 0.5
"""Share of common runs above which a text is a copy; two releases of one office on one subject stay below 0.2."""
LEAST = 12
"""Fewer runs say nothing: a headline is no text."""
CROWD = 24  # a value that more texts share is a standing notice; only its first bearers are compared

_WORDS = re.compile(r"\w+")


def sketch(string: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of words, in order."""
    words = [word.casefold() for word in _WORDS.findall(string)]
    runs = {zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)}
    return tuple(sorted(runs)[:SKETCH])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of common runs of two texts (of the shorter one, where one is a part of the other)."""
    if len(one) < LEAST or len(other) < LEAST:
        return 0.0
    mine, theirs = set(one), set(other)
    smallest = sorted(mine | theirs)[:SKETCH]
    return sum(value in mine and value in theirs for value in smallest) / len(smallest)


Place = tuple[str, str]
"""Age (ISO day) and id of a document: of two copies the one with the smaller place is the source."""

Bearers = Callable[[int], Iterable[tuple[str, Sequence[int]]]]
"""The first sources that bear a value, with their sketches."""


def source_of(document: str, values: Sequence[int], bearers: Bearers) -> str:
    """The first source found that a text is a copy of, else the text itself."""
    seen: set[str] = set()
    for value in values[:PROBES]:
        for other, sketched in bearers(value):
            if other not in seen:
                seen.add(other)
                if likeness(values, sketched) >= ALIKE:
                    return other
    return document


def sources(sketches: Iterable[tuple[str, Sequence[int]]]) -> Mapping[str, str]:
    """Each document's source: the first document (in the order given) of those it is a copy of, else itself."""
    found: dict[str, str] = {}
    table: dict[int, list[tuple[str, Sequence[int]]]] = {}
    for document, values in sketches:
        found[document] = source_of(document, values, lambda value: table.get(value, ()))
        if found[document] == document and len(values) >= LEAST:
            for value in values[:PROBES]:
                bearers = table.setdefault(value, [])
                if len(bearers) < CROWD:
                    bearers.append((document, values))
    return found


class Shelf(Protocol):
    """Where the sketches of many texts lie, so that only those that matter need be taken out."""

    def taken(self, document: str) -> tuple[Sequence[int], str | None]: ...
    def leaders(self, value: int, before: Place, most: int) -> Sequence[tuple[str, Sequence[int]]]: ...
    def followers(self, value: int, after: Place) -> Iterable[Place]: ...
    def settle(self, document: str, leader: str, *, leads: bool) -> None: ...


def settle(shelf: Shelf, unsettled: Iterable[Place]) -> Iterator[str]:
    """Find the sources of new texts, and of those that may now be copies of others; each whose source is another now.

    The same as `sources` over all texts in the order of their places, but only texts that share a value with a text
    that became a source, or is none any more, are looked at again.
    """
    waiting = sorted(unsettled)
    known = set(waiting)
    while waiting:
        place = heapq.heappop(waiting)
        document = place[1]
        values, before = shelf.taken(document)
        now = source_of(document, values, lambda value, place=place: shelf.leaders(value, place, CROWD))  # type: ignore[misc]
        leads = now == document and len(values) >= LEAST
        if now != before:
            shelf.settle(document, now, leads=leads)
            yield document
        if leads != (before == document and len(values) >= LEAST):
            for value in values[:PROBES]:
                if len(shelf.leaders(value, place, CROWD)) == CROWD:
                    continue  # nobody looks behind the first ones
                for other in shelf.followers(value, place):
                    if other not in known:
                        known.add(other)
                        heapq.heappush(waiting, other)
