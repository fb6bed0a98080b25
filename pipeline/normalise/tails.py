"""A contact block or standing notice that hangs on the end of running text, on the very same line.

Web forms glue "Weitere Informationen: www… Ministerium … Straße 25 40219 Düsseldorf Telefon …" behind the last
sentence of a release, so a block must be able to begin inside a line.
"""

from __future__ import annotations

import re

from ..knowledge.letterheads import Letterheads
from . import cues
from .units import Surroundings, Unit, make_unit


def tail_kinds(units: list[Unit], string: str, around: Surroundings) -> list[Unit]:
    """The units, with a tail cut off from each long piece of running text that ends in contact data."""
    result: list[Unit] = []
    for unit in units:
        at = _tail_start(unit, around.letterheads)
        if at is None:
            result.append(unit)
            continue
        front = make_unit(string, unit.start, unit.start + len(unit.string[:at].rstrip()), around, close=unit.close)
        front.kind = unit.kind if unit.sure else None
        result.append(front)
        tail = make_unit(string, unit.start + at, unit.end, around, close=True)
        bare = tail.plain
        tail.kind = (
            "contact" if cues.contact_cues(bare) >= 2 else (around.letterheads.kind_of(bare[:400]) or "boilerplate")
        )
        tail.prose = False
        result.append(tail)
    return result


def _tail_start(unit: Unit, letterheads: Letterheads) -> int | None:
    """Where the tail begins within the unit, or None: the last sentences that hold addresses and no statement."""
    if not unit.prose or unit.kind is not None or cues.contact_cues(unit.string[-400:]) == 0:
        return None
    starts = [0] + [
        match.end() for match in cues.SENTENCES.finditer(unit.string) if not _abbreviated(unit.string, match)
    ]
    tail: int | None = None
    for position in range(len(starts) - 1, 0, -1):
        end = starts[position + 1] if position + 1 < len(starts) else len(unit.string)
        sentence = cues.plain(unit.string[starts[position] : end])
        if letterheads.kind_of(sentence[:400]) in ("contact", "boilerplate") or _is_address(sentence):
            tail = starts[position]
        elif tail is not None or end < len(unit.string) or len(sentence) > 60:
            break
    if tail is None or len(unit.string) - tail < 12:
        return None
    return tail


def _abbreviated(string: str, match: re.Match[str]) -> bool:
    return cues.ABBREVIATION.search(string[: match.start() + 1][-12:]) is not None


def _is_address(sentence: str) -> bool:
    """Two kinds of contact data and few small words: an address block, not a sentence that mentions a number."""
    words = len(sentence.split())
    return cues.contact_cues(sentence) >= 2 and cues.small_words(sentence) <= max(3, 0.2 * words)
