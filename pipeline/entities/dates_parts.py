"""Parts of a year by name or number: seasons, school years, quarters and halves, calendar weeks, centuries."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..knowledge.language import Language
from ..knowledge.numbers import parse_ordinal
from ..values import Period
from .dates_calendar import YEAR, patterns
from .dates_readings import Reading, months_period, years_period

QUARTER_SHORT = re.compile(rf"Q([1-4])(?:\s*/?\s*({YEAR}))?(?!\d)")
YEAR_AFTER = re.compile(rf"\s*(?:,\s*)?(?:(?:des\s+)?Jahres\s+|im\s+Jahre?\s+|/\s?)?(?P<year>{YEAR})(?!\d)")
WEEK_NUMBER = re.compile(rf"(?:KW|Kalenderwoche)\s*(\d{{1,2}})(?!\d)(?:\s*/?\s*({YEAR}))?")
WEEK_BEFORE = re.compile(r"(?<!\d)(\d{1,2})\.\s?$")
WEEK_NAMED = re.compile(rf"(KW|Kalenderwoche)(?:\s*/?\s*({YEAR}))?(?!\w)")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_season(string: str, start: int, language: Language, direction: int, cued: bool) -> list[Reading] | None:
    match = patterns(language).season.match(string, start)
    if not match or not string[start].isupper():
        return None
    if re.match(r"[-\w]", string[match.end() : match.end() + 1]):  # "Sommer-Tour"
        return None
    first, length = language.seasons[match["season"].lower()]
    if match["season2"]:
        second, more = language.seasons[match["season2"].lower()]
        length = (second - first) % 12 + more
    if match["year"]:
        period = months_period(int(match["year"]), first, length)
        return [Reading(start, match.end(), "dates.season", period=period, confidence=0.97)]
    if not cued:
        return None
    return [
        Reading(
            start,
            match.end(),
            "dates.season",
            yearly=lambda year: months_period(year, first, length),
            direction=direction,
            confidence=0.75,
        )
    ]


def read_special_year(string: str, start: int, language: Language) -> list[Reading] | None:
    """ "Schuljahr 2013/14", "Wintersemester 2016/2017": years that begin in August, October, April."""
    match = patterns(language).special.match(string, start)
    if not match:
        return None
    first, length = language.special_years[string[start : match.start("year")].strip().lower()]
    year = int(match["year"])
    last = year
    if match["to"]:
        last = int(match["to"]) if len(match["to"]) == 4 else year // 100 * 100 + int(match["to"])
        if last <= year:
            return None
    elif first != 4:
        # "Schuljahr 2016" names no school year for sure: the year as printed.
        return [Reading(match.start("year"), match.end("year"), "dates.year", period=Period.year(year), confidence=0.9)]
    length += 12 * max(last - year - 1, 0)
    return [
        Reading(start, match.end(), "dates.special_year", period=months_period(year, first, length), confidence=0.9)
    ]


def read_part_of_year(
    string: str, start: int, end: int, stretch: str, language: Language, direction: int
) -> list[Reading] | None:
    """ "3. Quartal 2014", "im ersten Halbjahr", "19. Jahrhundert": the noun is at start:end, its number stands before it."""
    left = re.search(r"(?:(\d{1,2})\.|([^\W\d_]+)\.?)\s*$", string[max(0, start - 30) : start])
    if not left:
        return None
    word = (left[2] or "").lower()
    number = int(left[1]) if left[1] else ROMAN.get(word) or parse_ordinal(word, language)
    if not number:
        return None
    begin = start - len(left[0])
    if stretch == "century":
        if not 10 <= number <= 22:
            return None
        return [
            Reading(begin, end, "dates.century", period=years_period(number * 100 - 99, number * 100), confidence=0.9)
        ]
    months = {"quarter": 3, "half": 6}.get(stretch)
    if months is None or number > 12 // months:
        return None
    first = (number - 1) * months + 1
    after = YEAR_AFTER.match(string, end)
    if after:
        return [
            Reading(begin, after.end(), f"dates.{stretch}", period=months_period(int(after["year"]), first, months))
        ]
    return [
        Reading(
            begin,
            end,
            f"dates.{stretch}",
            yearly=lambda year: months_period(year, first, months),
            direction=direction,
            confidence=0.85,
        )
    ]


def read_week(string: str, start: int) -> list[Reading] | None:
    """ "KW 12/2020", "in der 42. Kalenderwoche": the ISO week, without a year that of the nearest one."""
    match = WEEK_NUMBER.match(string, start)
    before = None if match else WEEK_BEFORE.search(string[max(0, start - 5) : start])
    if match:
        begin, number = start, int(match[1])
    elif before:
        match = WEEK_NAMED.match(string, start)
        begin, number = start - len(before[0]), int(before[1])
    if not match or not 1 <= number <= 53:
        return None
    if match[2] and iso_week(int(match[2]), number) is None:
        return None
    if match[2]:
        return [Reading(begin, match.end(), "dates.week", period=iso_week(int(match[2]), number), confidence=0.9)]
    return [Reading(begin, match.end(), "dates.week", yearly=lambda year: iso_week(year, number), confidence=0.8)]


def iso_week(year: int, number: int) -> Period | None:
    """Monday to Sunday of a calendar week; None for a week 53 that the year does not have."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(monday, monday + timedelta(days=6))


def read_quarter_code(string: str, start: int) -> list[Reading] | None:
    match = QUARTER_SHORT.match(string, start)
    if not match or not match[2]:
        return None
    return [Reading(start, match.end(), "dates.quarter", period=months_period(int(match[2]), int(match[1]) * 3 - 2, 3))]
