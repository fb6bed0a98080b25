"""Dates by the calendar: days, months, years, decades, and the ranges within one expression.

Every reader is anchored at the word that gave it away and looks a short way left and right; none searches the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..knowledge.language import Language, longest_first
from ..knowledge.numbers import parse_ordinal
from ..values import Period
from .dates_decades import read_decade
from .dates_readings import Reading, day_period, days_period, full_year, months_period, nothing, years_period

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:1[6-9]\d\d|20\d\d|21\d\d)"
DASH = r"[-–—‐‑]"
# Names shorter than this are short forms: they need a year or a day beside them, and a dot may follow.
FULL_NAME = 5
FULL_SHORT = frozenset({"mai", "juni", "juli", "märz", "juno"})


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled expressions for one language."""

    day_month: re.Pattern[str]
    day: re.Pattern[str]
    month: re.Pattern[str]
    season: re.Pattern[str]
    special: re.Pattern[str]
    clock: re.Pattern[str]


@lru_cache(maxsize=4)
def patterns(language: Language) -> Patterns:
    full = [name for name in language.month_names if len(name) >= FULL_NAME or name in FULL_SHORT]
    short = [name for name in language.month_names if name not in full]
    month = rf"(?:(?i:{'|'.join(full)})\b|(?i:{'|'.join(short)})\b\.?)"
    weekday = rf"(?i:{'|'.join(longest_first(language.weekdays))})\b\.?,?\s*(?:(?:den|dem)\s+)?"
    link = rf"(?:\s*(?:,|und|sowie|oder|bis\s+(?:zum|einschließlich)|bis|auf(?=\s+den\s)|/|{DASH}))"
    year = rf"(?:\s*,?\s*(?P<year>{YEAR}(?!\d)|['’]\d\d\b)|\s+des\s+Jahres\s+(?P<year2>{YEAR})(?!\d))?"
    seasons = "|".join(longest_first(language.seasons))
    special = "|".join(longest_first(language.special_years))
    return Patterns(
        day_month=re.compile(
            rf"(?P<days>(?:{DAY}\.|{DAY}(?=\s(?i:{'|'.join(full)})\b|{link}\s*{DAY}\.))(?:{link}+\s*(?:den\s+)?(?:{weekday})?{DAY}\.){{0,6}})"
            rf"[ \t\u00a0]{{0,3}}\n?[ \t]{{0,3}}(?P<month>{month}){year}"
        ),
        day=re.compile(DAY + r"(?!\d)"),
        month=re.compile(rf"(?P<month>{month})(?:\s*(?P<link>/|und|{DASH})\s*(?P<month2>{month}))?{year}"),
        season=re.compile(
            rf"(?P<season>(?i:{seasons}))(?:\s*/\s*(?P<season2>(?i:{seasons})))?(?:\s+des\s+Jahres)?(?:\s*(?P<year>{YEAR})(?!\d)(?:\s?[/–-]\s?(?P<to>\d{{2,4}})(?!\d))?)?"
        ),
        special=re.compile(rf"(?i:{special})\s*(?P<year>{YEAR})(?!\d)(?:\s?[/–-]\s?(?P<to>(?:{YEAR}|\d\d))(?!\d))?"),
        clock=re.compile(
            rf"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?(?:\s*(?:Uhr\s*)?(?:{DASH}|bis|und)\s*(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?)?\s*Uhr\b"
        ),
    )


ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])")
ISO_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?![\d-])")
# "02.12.2013", "3. 5. 2014", "28./29.12.2024", "3.-5.5.2014"; two-digit years only without blanks.
NUMERIC = re.compile(
    rf"(?:(?P<first>{DAY})\.(?:\s?(?P<month1>{MONTH})\.)?\s?(?:{DASH}|/|bis|und)\s?)?"
    rf"(?P<day>{DAY})\.\s?(?P<month>{MONTH})\.(?:\s?(?P<year>{YEAR})|(?P<short>\d\d))(?![\d:])(?!\.\d)"
)
NUMERIC_YEARLESS = re.compile(
    rf"(?:(?P<first>{DAY})\.\s?(?:{DASH}|/|bis|und)\s?)?(?P<day>{DAY})\.\s?(?P<month>{MONTH})\.(?!\s?\d)"
)
MONTH_YEAR = re.compile(rf"({MONTH})\s?([./])\s?({YEAR})(?![\d])(?!\.\d)")
YEAR_RANGE = re.compile(rf"({YEAR})(\s?/\s?|\s?{DASH}\s?)({YEAR}|\d\d)(?!\d)(?![./-]\d)")
BARE_YEAR = re.compile(r"(?:1\d\d\d|20\d\d)(?![\d²³])(?![.,/:-]\d)")
# Before these, no number was ever called a year in passing; they need a word that says so.
MODERN = 1800
OF_CLUB = re.compile(r"\s(?:e\.\s?V\.|eV\b|GmbH\b)")


def read_digits(string: str, start: int, language: Language) -> list[Reading] | None:
    """What the digits at `start` say as a date; an empty list where they must not be read at all, None where nothing fits."""
    known = patterns(language)
    if match := ISO.match(string, start):
        period = day_period(int(match[1]), int(match[2]), int(match[3]))
        return [Reading(start, match.end(), "dates.iso", period=period) if period else nothing(start, match.end())]
    if match := known.clock.match(string, start):
        return [Reading(start, match.end(), "dates.clock")]
    if match := NUMERIC.match(string, start):
        return _numeric(match)
    if match := known.day_month.match(string, start):
        return _day_month(match, string, language)
    if match := NUMERIC_YEARLESS.match(string, start):
        cue = re.search(
            r"(?:\b(?:am|vom|bis|zum|ab|seit|dem|den|der)|,|\()\s*$", string[max(0, start - 8) : start], re.I
        )
        month, last = int(match["month"]), int(match["day"])
        first = int(match["first"] or last)
        if cue and days_period(2000, month, first, last):
            return [
                Reading(
                    start,
                    match.end() - 0,
                    "dates.day",
                    yearly=lambda y: days_period(y, month, first, last),
                    confidence=0.85,
                )
            ]
        return None
    if match := MONTH_YEAR.match(string, start):
        if match[2] == "/" and _left_word(string, start) in language.register_words:
            return []
        return [
            Reading(
                start, match.end(), "dates.month", period=Period.month(int(match[3]), int(match[1])), confidence=0.9
            )
        ]
    if decade := read_decade(string, start):
        return decade
    return _years(string, start, language)


def _numeric(match: re.Match[str]) -> list[Reading]:
    year = full_year(match["year"] or match["short"])
    last = day_period(year, int(match["month"]), int(match["day"]))
    if last is None:
        return [nothing(match.start(), match.end())]
    if not match["first"]:
        confidence = 0.99 if match["year"] else 0.9
        return [Reading(match.start(), match.end(), "dates.day", period=last, confidence=confidence)]
    month = int(match["month1"] or match["month"])
    first = day_period(year, month, int(match["first"]))
    if first and last.first and first.first and first.first > last.first:
        first = day_period(year - 1, month, int(match["first"]))
    if first is None:
        return [nothing(match.start(), match.end())]
    return [Reading(match.start(), match.end(), "dates.range", period=Period(first.first, last.last))]


def _day_month(match: re.Match[str], string: str, language: Language) -> list[Reading]:
    """ "28. Juni 2016", "28. und 29. Juni 2016", "3. bis 5. Mai", "3., 10. und 17. Mai": one reading, or one for each day."""
    month = language.months[match["month"].lower().rstrip(".")]
    stated = match["year"] or match["year2"]
    days = [(int(m[0]), match.start("days") + m.start()) for m in patterns(language).day.finditer(match["days"])]
    numbers = [number for number, _ in days]
    through = len(days) == 2 and re.search(rf"bis|{DASH}", match["days"]) is not None
    consecutive = all(b == a + 1 for a, b in pairwise(numbers))
    if through or consecutive:
        spans = [(numbers[0], numbers[-1], match.start(), match.end())]
    else:
        ends = [at for _, at in days[1:]] + [match.end()]
        spans = [(n, n, at, end) for (n, at), end in zip(days, ends, strict=True)]
    readings = []
    for first, last, start, end in spans:
        if first > last or days_period(2000, month, first, last) is None:
            return [nothing(match.start(), match.end())]
        while string[end - 1] in " ,\n" or string[start:end].endswith((" und", " sowie", " oder")):
            end -= 1 if string[end - 1] in " ,\n" else len(string[start:end].rsplit(" ", 1)[1])
        rule = "dates.range" if first < last else "dates.day"
        if stated:
            period = days_period(full_year(stated), month, first, last)
            if period is None:
                return [nothing(match.start(), match.end())]
            readings.append(Reading(start, end, rule, period=period, confidence=0.99))
        else:
            readings.append(Reading(start, end, rule, yearly=_yearly_days(month, first, last), confidence=0.93))
    return readings


def _yearly_days(month: int, first: int, last: int) -> Callable[[int], Period | None]:
    return lambda year: days_period(year, month, first, last)


def _left_word(string: str, start: int) -> str:
    """The word before, lower case, without a dot; "" when something else stands between."""
    match = re.search(r"([\w§-]+)\.?:?\s*$", string[max(0, start - 30) : start])
    return match[1].lower() if match else ""


def _years(string: str, start: int, language: Language) -> list[Reading] | None:
    """A year or two: "2012", "2012/2013", "2009 bis 2011". A number in a register or a plain number is none."""
    left = _left_word(string, start)
    if left in language.register_words or left in language.names_with_years:
        return []
    if RUNNING_NUMBER.search(string[max(0, start - 24) : start]):
        return []
    if match := YEAR_RANGE.match(string, start):
        first, last = (
            int(match[1]),
            full_year(match[3]) if len(match[3]) == 4 else int(match[1]) // 100 * 100 + int(match[3]),
        )
        slash = "/" in match[2]
        if last == first + 1 or (last > first and last - first <= 60 and not (slash and len(match[3]) == 2)):
            return [Reading(start, match.end(), "dates.range", period=years_period(first, last), confidence=0.95)]
    if (match := ISO_MONTH.match(string, start)) and 1900 <= int(match[1]) <= 2100:
        return [
            Reading(
                start, match.end(), "dates.month", period=Period.month(int(match[1]), int(match[2])), confidence=0.85
            )
        ]
    match = BARE_YEAR.match(string, start)
    if not match:
        return None
    year, after = int(match[0]), string[match.end() : match.end() + 40]
    if re.match(r"\s?%|[-‐‑]\w|\w", after) and not re.match(r"er\b", after):
        return None
    next_word = re.match(r"\s*([^\W\d_]+(?:-[^\W\d_]+)*|[€$£%°])", after)
    following = next_word[1].lower() if next_word else ""
    if following in language.currencies or following in language.measures or following in language.scales:
        return None
    before = string[max(0, start - 4) : start]
    if re.search(r"\d[ \u00a0/]?$", before) and not re.search(
        r"\b(?:19|20)\d\d\s*$", string[max(0, start - 8) : start]
    ):
        # the tail of a telephone number
        return None
    hedged = left in {word for hedge in language.hedges for word in hedge.words if hedge.kind != "at_least"}
    if (hedged and not (left in ("über", "unter") and following == "hinaus")) or (
        left == "zu" and "bis zu" in string[start - 10 : start].lower()
    ):
        return None
    comparing = left == "als" and re.search(r"\b(?:mehr|weniger)\s+als\s+$", string[max(0, start - 16) : start], re.I)
    if comparing and next_word and next_word[1][0].isupper():
        return None
    temporal = (
        left in language.cues
        or left in language.stretches
        or left in language.seasons
        or left in language.months
        or left == ""
    )
    # "insgesamt 2000 Lehrkräfte", "die 1900 Plätze": round or counted, so no year.
    named = next_word is not None and next_word[1][0].isupper() and not temporal
    if named and (left in language.fillers or year % 100 == 0):
        return None
    if OF_CLUB.match(after):  # "FC Germania 1911 e. V."
        return None
    told = left in YEAR_TOLD_BY or left in language.months or left in language.seasons
    founded = not 1900 <= year <= 2060 and not named and _founded(string, start, match.end(), language)
    if (year < MODERN and not (told or founded)) or (year < MODERN and named):
        return None
    if not (1900 <= year <= 2060 or temporal or told or founded):
        return None
    return [Reading(start, match.end(), "dates.year", period=Period.year(year), confidence=0.95 if temporal else 0.88)]


# "Presseinfo Nr. 44 / 2009": the number of a release in its year.
RUNNING_NUMBER = re.compile(r"\b(?:Nr\.?|Nummer|[Ii]nfo|[Mm]itteilung|[Mm]eldung)\s*\d{1,5}\s?/\s?$")
YEAR_TOLD_BY = frozenset({"jahr", "jahre", "jahres", "jahren", "anno"})


def _founded(string: str, start: int, end: int, language: Language) -> bool:
    """Whether a verb of founding stands in the same clause ("Erbaut wurde das Instrument 1774; …")."""
    before = re.split(r"[.!?;:,\n]", string[max(0, start - 80) : start])[-1]
    after = re.split(r"[.!?;:,\n]", string[end : end + 80])[0]
    return any(word.lower() in language.founding for word in re.findall(r"[^\W\d_]+", f"{before} {after}"))


SPELLED_DAY = re.compile(
    r"\b(?:am|zum|vom|bis|ab|seit|dem|den|der)\s(?P<day>[a-zäöüß]+(?:ste|te)[nrs]?|[Ee]rste[nr]|[Dd]ritte[nr])\s$"
)


def read_spelled_day(string: str, start: int, language: Language) -> list[Reading] | None:
    """ "am ersten Mai 2014": the day as an ordinal word before the month at `start`."""
    left = max(0, start - 40)
    before = SPELLED_DAY.search(string[left:start])
    month = patterns(language).month.match(string, start) if before else None
    if before is None or month is None or month["month2"] or not string[start].isupper():
        return None
    day = parse_ordinal(before["day"], language)
    number = language.months[month["month"].lower().rstrip(".")]
    if day is None or days_period(2000, number, day, day) is None:
        return None
    begin, stated = left + before.start("day"), month["year"] or month["year2"]
    if not stated:
        return [Reading(begin, month.end(), "dates.day", yearly=_yearly_days(number, day, day), confidence=0.9)]
    period = day_period(full_year(stated), number, day)
    return [Reading(begin, month.end(), "dates.day", period=period, confidence=0.97)] if period else None


def read_month(string: str, start: int, language: Language, direction: int, cued: bool) -> list[Reading] | None:
    """A month by name, with or without its year; without one only behind a word that says it is a time."""
    match = patterns(language).month.match(string, start)
    if not match or not string[start].isupper():
        return None
    name = match["month"].lower().rstrip(".")
    first = language.months[name]
    last = language.months[match["month2"].lower().rstrip(".")] if match["month2"] else first
    length = (last - first) % 12 + 1
    end = match.end()
    stated = match["year"] or match["year2"]
    through = re.search(r"\bzwischen\s+$", string[max(0, start - 12) : start], re.IGNORECASE)
    if match["month2"] and match["link"] == "und" and length != 2 and stated is None and not through:
        end, length = match.end("month"), 1
    if stated:
        year = full_year(stated)
        if first > last:
            year -= 1
        return [Reading(start, end, "dates.month", period=months_period(year, first, length), confidence=0.98)]
    if not cued or (len(name) < FULL_NAME and name not in FULL_SHORT):
        return None
    return [
        Reading(
            start,
            end,
            "dates.month",
            yearly=lambda year: months_period(year, first, length),
            direction=direction,
            confidence=0.85,
        )
    ]
