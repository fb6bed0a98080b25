"""Which documents are copies of each other: near-duplicate texts count as one independent source.

A text is remembered as a sketch: the smallest hashes of its runs of five words. Two sketches share a value about as
often as the texts share a run, so copies are found through a table of values, without comparing every pair.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence

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
_CROWD = 24  # a value that more texts share is a standing notice; only its first bearers are compared

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


def sources(sketches: Iterable[tuple[str, Sequence[int]]]) -> Mapping[str, str]:
    """Each document's source: the first document (in the order given) of those it is a copy of, else itself."""
    leader: dict[str, str] = {}
    kept: dict[str, Sequence[int]] = {}
    table: dict[int, list[str]] = {}
    for document, values in sketches:
        leader[document] = document
        seen: set[str] = set()
        for value in values[:PROBES]:
            for other in table.get(value, ()):
                if other not in seen:
                    seen.add(other)
                    if likeness(values, kept[other]) >= ALIKE:
                        leader[document] = leader[other]
                        break
            if leader[document] != document:
                break
        if leader[document] == document and len(values) >= LEAST:
            kept[document] = values
            for value in values[:PROBES]:
                bearers = table.setdefault(value, [])
                if len(bearers) < _CROWD:
                    bearers.append(document)
    return leader
