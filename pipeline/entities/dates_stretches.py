"""Stretches inside a month or year: "in der zweiten Februarhälfte", "in den ersten drei Quartalen 2019", "die zweite Hälfte
des Jahres", "im gleichen Zeitraum des Vorjahres"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from ..knowledge.language import Language
from ..knowledge.numbers import parse_digits, parse_word
from ..values import Period
from .dates_calendar import YEAR
from .dates_readings import Reading, months_period

HALF = "hälfte"
ORDINAL_BEFORE = re.compile(r"(?:([12])\.|\b(erste|zweite)[nrs]?)\s*$", re.IGNORECASE)
YEAR_BEHIND = re.compile(rf"\s*(?:,\s*)?(?:(?:des\s+)?Jahre?s\s+|im\s+Jahre?\s+)?({YEAR})(?!\d)")
OF_THE_YEAR = re.compile(r"\s+des\s+(?:laufenden\s+)?Jahres\b(?!\s+\d)")
FIRST_FEW = re.compile(r"\b(?P<first>ersten)\s+(?P<number>[^\W_]+)\s+$", re.IGNORECASE)
"""What stands before "Monaten": only the beginning of a year is meant, "in den letzten drei Monaten" is a duration."""
OF_SOMETHING = re.compile(
    r"\s+(?:nach|vor|der|des(?!\s+(?:laufenden\s+)?Jahres)|seit|im|in|als|mit|von|ihre[rs]|seine[rs]|unsere[rs]|diese[rs](?!\s+Jahres)|[A-ZÄÖÜ])"
)
"""Words behind it that count from something else: "in den ersten drei Monaten nach der Geburt"."""
SAME = re.compile(r"\b(?:gleichen|selben|desselben|demselben|entsprechenden|vergleichbaren)\s+$")
YEAR_BEFORE = re.compile(
    r"\s+(?:des\s+Vorjahre?s|im\s+Vorjahr|ein\s+Jahr\s+(?:zuvor|vorher)|(?:des|im)\s+vergangenen\s+Jahre?s?|im\s+Jahr\s+zuvor)\b"
)
PERIODS = frozenset({"zeitraum", "zeitraums", "zeitraumes", "zeitpunkt", "zeitpunkts", "stichtag", "stichtags"})
PERIODS_BEFORE = frozenset({"vorjahreszeitraum", "vorjahreszeitraums", "vorjahreszeitraumes"})
NEAR = 12
"""How many dates before it are asked which stretch is meant: a comparison stands near what it compares."""


@lru_cache(maxsize=4)
def half_months(language: Language) -> dict[str, int]:
    """ "februarhälfte" -> 2, "jahreshälfte" -> 0 for the year itself."""
    return {"jahreshälfte": 0, HALF: -1} | {f"{name}{HALF}": month for name, month in language.months.items()}


def read_half(string: str, start: int, end: int, language: Language, direction: int) -> list[Reading] | None:
    """ "in der zweiten Februarhälfte": the first to the fifteenth, or the rest; halves of a year as half years."""
    number = ORDINAL_BEFORE.search(string[max(0, start - 10) : start])
    if number is None:
        return None
    begin = start - (len(number[0]))
    second = number[1] == "2" or (number[2] or "").lower() == "zweite"
    month = half_months(language)[string[start:end].lower()]
    if month < 0 and not (YEAR_BEHIND.match(string, end) or OF_THE_YEAR.match(string, end)):
        return None

    def build(year: int) -> Period:
        if month <= 0:
            return months_period(year, 7 if second else 1, 6)
        last = monthrange(year, month)[1]
        return Period(date(year, month, 16 if second else 1), date(year, month, last if second else 15))

    return _with_year(string, begin, end, build, direction)


def read_first_few(string: str, start: int, end: int, stretch: str, language: Language) -> list[Reading] | None:
    """ "in den ersten neun Monaten (des Jahres) 2012": from January on, in the year told or the nearest one."""
    length = {"month": 1, "quarter": 3}.get(stretch)
    left = max(0, start - 40)
    match = FIRST_FEW.search(string[left:start])
    if length is None or match is None or OF_SOMETHING.match(string, end):
        return None
    word = match["number"]
    number = parse_digits(word) if word[0].isdigit() else parse_word(word, language)
    if number is None or number != int(number) or not 2 <= int(number) * length < 12:
        return None
    months = int(number) * length
    return _with_year(string, left + match.start(), end, lambda year: months_period(year, 1, months), -1)


def _with_year(string: str, begin: int, end: int, build: Callable[[int], Period], direction: int) -> list[Reading]:
    if year := YEAR_BEHIND.match(string, end):
        return [Reading(begin, year.end(), "dates.stretch", period=build(int(year[1])), confidence=0.95)]
    told = OF_THE_YEAR.match(string, end)
    return [
        Reading(begin, told.end() if told else end, "dates.stretch", yearly=build, direction=direction, confidence=0.85)
    ]


def read_compared(string: str, start: int, end: int) -> list[Reading] | None:
    """ "im gleichen Zeitraum des Vorjahres", "zum gleichen Stichtag im Vorjahr": what was named last, a year before."""
    if string[start:end].lower() in PERIODS_BEFORE:
        return [Reading(start, end, "dates.same_a_year_before", shift=_year_before, confidence=0.8)]
    before = SAME.search(string[max(0, start - 20) : start])
    after = YEAR_BEFORE.match(string, end)
    if not before or not after:
        return None
    begin = max(0, start - 20) + before.start()
    return [Reading(begin, after.end(), "dates.same_a_year_before", shift=_year_before, confidence=0.8)]


def _year_before(day: date) -> Period:
    return Period.year(day.year - 1)


def a_year_before(values: list[Period | None], unit: str) -> Period | None:
    """The day or stretch named last, a year earlier; of a whole year or more nothing is known."""
    single = re.search(r"(?i)zeitpunkt|stichtag", unit) is not None
    months = re.search(r"(?i)monat|quartal|halbjahr", unit) is not None
    for value in reversed(values[-NEAR:]):
        if value is None or value.first is None or value.last is None:
            continue
        days = (value.last - value.first).days + 1
        if days > 300 or (single and days > 31) or (months and not 28 <= days <= 190) or (not single and days < 7):
            continue
        if value.first.day == 1 and days >= 28:
            count = (value.last.year - value.first.year) * 12 + value.last.month - value.first.month + 1
            return months_period(value.first.year - 1, value.first.month, count)
        return Period(_earlier(value.first), _earlier(value.last))
    return None


def _earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
