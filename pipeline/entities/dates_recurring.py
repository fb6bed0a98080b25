"""Weekdays that come again and again: "montags bis freitags", "jeden ersten Montag im Monat", "jedes Jahr im Mai".

They are times, but no day: a mention without a value, as a clock time is one. What looks alike and is a day all the
same is read here too: "am ersten Sonntag im Mai".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ..knowledge.language import Language, longest_first
from ..values import Period
from .dates_calendar import YEAR
from .dates_readings import Reading

ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "letzt": -1, "vorletzt": -2, "1": 1, "2": 2, "3": 3, "4": 4}
ORDINAL = r"(?:(?:erst|zweit|dritt|viert|letzt|vorletzt)e[nrsm]?|[1-4]\.)"
EVERY = re.compile(
    rf"\b(?:(?:(?:an\s+|in\s+)?jede[nrms]?|alle)\s+(?:(?P<every>{ORDINAL})(?:\s+(?:und|oder)\s+{ORDINAL})?\s+)?"
    rf"|(?P<which>{ORDINAL})(?:\s+(?:und|oder)\s+(?P<more>{ORDINAL}))?\s+"
    rf"|(?:jeweils|immer|alle\s+\w+\s+Wochen|wöchentlich|14-täglich|regelmäßig)\s+(?:am\s+)?)$",
    re.IGNORECASE,
)
OF_MONTH = re.compile(r"\s+(?:im|in\s+jedem|eines(?:\s+jeden)?|des|jeden|jedes|pro)\s+Monate?s?\b(?!\s+[A-ZÄÖÜ])")
OPEN = re.compile(
    r",?:?\s*(?:(?:von|jeweils|zwischen|ab|nur|in\s+der\s+Zeit|täglich)\s+)*(?:\d{1,2}(?:[.:]\d\d)?\s*(?:Uhr|bis|und|[-–])|geöffnet|erreichbar|geschlossen)"
)
"""What stands behind hours: "Montag bis Freitag von 9 bis 12 Uhr"; without it the days may be those of one week."""
YEARLY_BEFORE = re.compile(
    r"\b(?:jedes\s+Jahr|alljährlich|jährlich|alle\s+(?:\w+\s+)?Jahre|Jahr\s+für\s+Jahr|jede[nrms]?)\s+(?:wieder\s+)?"
    r"(?:(?:im|am|zum|zur|zu|in\s+der|ab|bis|(?:Anfang|Mitte|Ende)(?:\s+des)?)\s+){0,2}$",
    re.IGNORECASE,
)
LEFT = 50
"""Characters in which "jeden ersten und dritten" may stand in front of a weekday."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled expressions for one language."""

    adverbs: frozenset[str]
    more: re.Pattern[str]
    month: re.Pattern[str]


@lru_cache(maxsize=4)
def patterns(language: Language) -> Patterns:
    full = [word for word in language.weekdays if len(word) > 5]
    nouns = [word for word in full if not word.endswith("s")]
    words = [*full, *(f"{word}{part}{s}" for word in nouns for part in language.day_parts for s in ("", "s"))]
    day = rf"(?:{'|'.join(longest_first(words))})"
    months = "|".join(longest_first(name for name in language.months if len(name) > 2))
    return Patterns(
        adverbs=frozenset(word for word in words if word.endswith("s")),
        more=re.compile(rf"(?:\s*(?:,|und|oder|sowie|bis|/|[-–—])\s*{day}\b)+", re.IGNORECASE),
        month=re.compile(
            rf"\s+(?:im|des|in)\s+(?:(?:Monate?s?|nächsten|kommenden)\s+)?(?P<month>{months})\b(?:\s+(?P<year>{YEAR})(?!\d))?",
            re.IGNORECASE,
        ),
    )


def adverbs(language: Language) -> frozenset[str]:
    """ "montags", "dienstagabends": the words that alone say that a day comes again."""
    return patterns(language).adverbs


def read_recurring(string: str, start: int, end: int, word: str, language: Language) -> list[Reading] | None:
    """The expression around a weekday that comes again, or the one weekday of a month that is meant; else None."""
    known = patterns(language)
    left = max(0, start - LEFT)
    more = known.more.match(string, end)
    last = more.end() if more else end
    before = EVERY.search(string[left:start])
    begin = left + before.start() if before else start
    if before and before["which"]:
        if month := OF_MONTH.match(string, last):
            return [_again(begin, month.end())]
        return _in_month(string, begin, end, before, language) if not before["more"] else None
    if word in known.adverbs or before:
        month = OF_MONTH.match(string, last)
        return [_again(begin, month.end() if month else last)]
    return [_again(start, last)] if more and OPEN.match(string, last) else None


def comes_every_year(string: str, start: int) -> bool:
    """Whether the day or month that begins here is that of every year: "jedes Jahr im", "alljährlich am", "jeden"."""
    return YEARLY_BEFORE.search(string[max(0, start - LEFT) : start]) is not None


def _again(start: int, end: int) -> Reading:
    return Reading(start, end, "dates.recurring", confidence=0.9)


def _in_month(string: str, begin: int, end: int, before: re.Match[str], language: Language) -> list[Reading] | None:
    """ "am zweiten Sonntag im Oktober (2014)": one day of the year."""
    match = patterns(language).month.match(string, end)
    weekday = language.weekdays.get(string[begin + len(before[0]) : end].lower())
    number = ORDINALS[re.sub(r"(?:e[nrsm]?|\.)$", "", before["which"].lower())]
    if match is None or weekday is None:
        return None
    build = _nth_weekday(language.months[match["month"].lower()], weekday, number)
    if match["year"]:
        return [Reading(begin, match.end(), "dates.day", period=build(int(match["year"])), confidence=0.95)]
    return [Reading(begin, match.end(), "dates.day", yearly=build, confidence=0.85)]


def _nth_weekday(month: int, weekday: int, number: int) -> Callable[[int], Period]:
    """The day of a year that is the first, second, …, or (-1, -2) last but one such weekday of its month.

    >>> _nth_weekday(5, 6, 1)(2016).iso(), _nth_weekday(9, 6, -1)(2016).iso()
    ('2016-05-01', '2016-09-25')
    """

    def build(year: int) -> Period:
        if number > 0:
            first = date(year, month, 1)
            return Period.day(first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1)))
        last = date(year, month, monthrange(year, month)[1])
        return Period.day(last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-number - 1)))

    return build
