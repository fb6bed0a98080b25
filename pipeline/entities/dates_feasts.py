"""Holidays that stand for a day: "Heiligabend", "Ostern 2016", "am Tag der Deutschen Einheit", "zum 1. Advent".

Which words they are is data (knowledge/de/time.toml); where the movable ones fall in a year is computed.

    >>> easter(2016)
    datetime.date(2016, 3, 27)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from ..knowledge.language import Language
from ..knowledge.numbers import parse_ordinal
from ..values import Period
from .dates_calendar import YEAR
from .dates_readings import Reading

YEAR_BEHIND = re.compile(rf"\s(?:des\s+Jahres\s+|im\s+Jahre?\s+)?(?P<year>{YEAR})(?!\d)(?![-.,/]\d)")
NUMBERED = re.compile(r"(?:(\d)\.|([^\W\d_]+))\s$")
# Without its year a feast is a time only behind one of these: "Aktion Weihnachten im Schuhkarton" names none.
CUE = re.compile(
    r"\b(?:an|am|zu|zum|vor|nach|bis|seit|ab|über|um|im|vom|zwischen|rund\sum)\s(?:de[mnr]\s|das\s|die\s)?$",
    re.IGNORECASE,
)
FIRST_YEAR = 1583  # the Gregorian rule for Easter begins here


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    line = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * line) // 433
    month = (h + line - 7 * m + 90) // 25
    return date(year, month, (h + line - 7 * m + 33 * month + 19) % 32)


def read_feast(string: str, start: int, end: int, language: Language, direction: int | None) -> list[Reading] | None:
    """The feast whose name ends at `end`, with its year or behind a word that says it is a time."""
    if not string[start].isupper():
        return None
    build, begin = _builder(string, start, string[start:end].lower(), language)
    if build is None:
        return None
    if match := YEAR_BEHIND.match(string, end):
        period = build(int(match["year"]))
        return [Reading(begin, match.end(), "dates.feast", period=period, confidence=0.95)] if period else None
    if (
        direction is None
        and not CUE.search(string[max(0, begin - 20) : begin])
        and not _paired(string, begin, language)
    ):
        return None
    return [Reading(begin, end, "dates.feast", yearly=build, direction=direction or 0, confidence=0.85)]


def _paired(string: str, begin: int, language: Language) -> bool:
    """ "zwischen Weihnachten und Neujahr": behind another feast."""
    match = re.search(r"([^\W\d_]+)\s(?:und|bis|oder)\s$", string[max(0, begin - 30) : begin])
    return match is not None and (match[1].lower() in language.feasts or match[1].lower() in language.movable_feasts)


def _builder(
    string: str, start: int, word: str, language: Language
) -> tuple[Callable[[int], Period | None] | None, int]:
    if word in language.feasts:
        month, day, length = language.feasts[word]
        return lambda year: _days(date(year, month, day), length), start
    if word in language.movable_feasts:
        offset, length = language.movable_feasts[word]
        return lambda year: _days(easter(year) + timedelta(days=offset), length) if year >= FIRST_YEAR else None, start
    left = string[max(0, start - 20) : start]
    if word in language.days_of and (match := re.search(r"\bTag(?:e[ns]?|s)?\sder\s(?:Deutschen\s)?$", left)):
        month, day, length = language.days_of[word]
        return lambda year: _days(date(year, month, day), length), start - len(match[0])
    if word in ("advent", "advents", "adventssonntag") and (match := NUMBERED.search(left)):
        number = int(match[1]) if match[1] else parse_ordinal(match[2], language)
        if number in (1, 2, 3, 4):
            return lambda year: Period.day(_advent(year, number)), start - len(match[0])
    return None, start


def _days(first: date, length: int) -> Period:
    return Period.day(first) if length == 1 else Period(first, first + timedelta(days=length - 1))


def _advent(year: int, number: int) -> date:
    """The Sundays of Advent; the fourth is the last one before 25 December."""
    christmas = date(year, 12, 25)
    fourth = christmas - timedelta(days=christmas.isoweekday())
    return fourth - timedelta(days=7 * (4 - number))
