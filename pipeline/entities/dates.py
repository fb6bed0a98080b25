"""Find every time a text names: days, months, years, seasons, ranges, and what is told from the day of the release.

The grammar is ours (dateparser's search takes "die" and "39,4" for dates): words that can give a date away are looked
up one by one, a reader anchored there takes what belongs to it, neighbours are joined to ranges, and what lacks a year
or a day is resolved against `today` or against the other dates of the text. A number that is no date never becomes one.

    >>> [m.value.iso() for m in find_dates(Text("am 28. und 29. Juni 2016"), language)]
    ['2016-06-28/2016-06-29']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ..facts import Mention
from ..knowledge.language import Language, longest_first
from ..text import Span, Text
from ..values import Period
from . import dates_calendar as by_calendar
from . import dates_feasts as by_feast
from . import dates_parts as by_part
from . import dates_relative as by_today
from .dates_decades import read_decade_word
from .dates_readings import Reading, joined
from .dates_recurring import adverbs, comes_every_year, read_recurring
from .dates_resolve import NEAR, days_of_writing, resolve
from .dates_stretches import (
    PERIODS,
    PERIODS_BEFORE,
    a_year_before,
    half_months,
    read_compared,
    read_first_few,
    read_half,
)

WORD = re.compile(r"[^\W_]+")
# A telephone number and the like: once one begins, its digits say no date.
PHONE = re.compile(r"(?:\+|\(?0)\d[\d \t\u00a0()/.–-]{4,40}")
ADDRESS = re.compile(r"https?://[^\s<>)]+|www\.[^\s<>)]+|@[\w.-]+")
PHONE_START = re.compile(r"\(?0\d{2,5}\)?\s?[/ –-]")
DIGIT_RUN = re.compile(r"\d+(?:[ ./-]\d+)*")
LINK = re.compile(
    r"\s*(?:,\s*)?(?:bis(?:\s+(?:zum|einschließlich|in\s+den|zu|in\s+das\s+Jahr))?(?:\s+Jahres?)?|[-–—‐])\s*"
)
BETWEEN = re.compile(r"\bzwischen\s+(?:dem\s+|den\s+Jahren\s+)?$", re.IGNORECASE)
# Only what our grammar leaves over, as an isolated expression: months in English.
ENGLISH = re.compile(
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|May|June|July|October|December)\s+\d{4}"
    r"|(?:January|February|March|May|June|July|October|December)\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?!\d)"
)
ENGLISH_NAMES = frozenset({"january", "february", "march", "may", "june", "july", "october", "december"})


def find_dates(
    text: Text, language: Language, *, today: Period | None = None, state: str | None = None
) -> tuple[Mention, ...]:
    """The times this text names, in order, without overlaps.

    A relative one (`Mention.relative`) has a value only when `today` says which day the text was written on; the end of
    a term of parliament also needs the Land (`state`, "ags:05") the text speaks for.
    """
    string = text.string
    readings = _extended(string, _joined(string, list(_read(string, language))), language)
    mentions: list[Mention] = []
    values: list[Period | None] = []
    written = days_of_writing(string, readings, today)
    for index, reading in enumerate(readings):
        if len(written) > 1 and reading.start >= written[1][0]:
            del written[0]
        today = written[0][1]
        span = Span(reading.start, reading.end)
        if reading.rule == "dates.same_a_year_before":
            value, relative = a_year_before(values, text[span]), any(mention.relative for mention in mentions[-NEAR:])
            if value is None and reading.shift:
                value, relative = resolve(string, reading, index, readings, today)
        else:
            value, relative = resolve(string, reading, index, readings, today)
        if reading.rule == "dates.term":
            value = by_today.end_of_term(string, reading, state, today, language)
        values.append(value)
        mentions.append(
            Mention(
                "DATE",
                span,
                text[span],
                value=reading.duration or value,
                relative=relative,
                confidence=reading.confidence,
                rule=reading.rule,
            )
        )
    return tuple(mentions)


def _read(string: str, language: Language) -> Iterator[Reading]:
    done = 0
    yielded = False
    triggers = _triggers(language)
    addresses = [match.span() for match in ADDRESS.finditer(string)][::-1]
    for match in WORD.finditer(string):
        start, end = match.span()
        while addresses and addresses[-1][1] <= start:
            addresses.pop()
        if start < done or (addresses and addresses[-1][0] <= start):
            continue
        first = string[start]
        found: list[Reading] | None = None
        if first.isdigit():
            if start and (
                string[start - 1] in "§_" or (string[start - 1] in ".,/:-" and string[start - 2 : start - 1].isdigit())
            ):
                continue
            if first == "0" and PHONE_START.match(string, start):
                phone = PHONE.match(string, start)
                done = phone.end() if phone else end
                continue
            found = by_calendar.read_digits(string, start, language)
            if found == []:
                run = DIGIT_RUN.match(string, start)
                done = run.end() if run else end
                continue
        else:
            word = match[0].lower()
            if word not in triggers:
                continue
            found = _read_word(string, start, end, word, language)
        for reading in found or ():
            if reading.start < done and yielded:  # what stands left belongs to the date before
                begin = done + (string[done] == " ")
                reading = reading.moved(begin, reading.end)
            every_year = reading.yearly and (
                EVERY_YEAR.match(string, reading.end) or comes_every_year(string, reading.start)
            )
            if reading.rule != "dates.none" and not every_year:
                yield _due(string, reading)
                yielded = True
            done = max(done, reading.end)


def _due(string: str, reading: Reading) -> Reading:
    """ "bis zum 31. Dezember" without a year looks ahead, "seit der Eröffnung am 3. Mai" back."""
    if reading.yearly and not reading.direction and DUE.search(string[max(0, reading.start - 10) : reading.start]):
        return replace(reading, direction=1)
    if reading.yearly and not reading.direction and SINCE.search(string[max(0, reading.start - 60) : reading.start]):
        return replace(reading, direction=-1)
    return reading


def _read_word(string: str, start: int, end: int, word: str, language: Language) -> list[Reading] | None:
    if word in language.days:
        return by_today.read_day_word(string, start, end, language)
    if word in _feast_words(language):
        direction, _, begin = _context(string, start, language)
        feast = by_feast.read_feast(string, start, end, language, direction)
        if feast and direction is not None:
            return [feast[0].moved(min(begin, feast[0].start), feast[0].end)]
        return feast
    if word in _decades(language):
        return read_decade_word(string, start, end, _decades(language)[word])
    if word in language.months:
        if day := by_calendar.read_spelled_day(string, start, language):
            return day
        direction, cued, begin = _context(string, start, language)
        found = by_calendar.read_month(string, start, language, direction or 0, cued)
        return _with_year_told(string, begin, found)
    if word in language.seasons:
        direction, cued, begin = _context(string, start, language)
        found = by_part.read_season(string, start, language, direction or 0, cued)
        return _with_year_told(string, begin, found)
    if word in language.special_years:
        found = by_part.read_special_year(string, start, language)
        if found:
            return found
        direction, _, begin = _context(string, start, language)
        if direction is not None:
            return by_today.read_special_year(begin, end, language.special_years[word], direction)
    if word in by_today.SAME_A_YEAR_BEFORE:
        return [Reading(start, end, "dates.same_a_year_before", confidence=0.8)]
    if word in ("kw", "kalenderwoche") and (week := by_part.read_week(string, start)):
        return week
    if word in language.stretches:
        stretch = language.stretches[word]
        if same := by_today.read_same_a_year_before(string, start, end, stretch):
            return same
        if few := read_first_few(string, start, end, stretch, language):
            return _with_year_told(string, few[0].start, few)
        if stretch in ("quarter", "half", "century"):
            direction, _, _ = _context(string, start, language)
            found = by_part.read_part_of_year(string, start, end, stretch, language, direction or 0)
            if found:
                return _with_year_told(string, found[0].start, found)
        if stretch == "term":
            return by_today.read_term(string, start, end, language)
        return by_today.read_stretch(string, start, end, language)
    if word in PERIODS or word in PERIODS_BEFORE:
        return read_compared(string, start, end)
    if word in half_months(language):
        direction, _, _ = _context(string, start, language)
        halved = read_half(string, start, end, language, direction or 0)
        return _with_year_told(string, halved[0].start, halved) if halved else None
    if word in language.pointer_words:
        return by_today.read_pointer_word(start, end, word, language)
    if word in language.edges and word.startswith("jahres"):
        return by_today.read_edge_of_year(string, start, end)
    if word[0] == "q" and len(word) == 2:
        return by_part.read_quarter_code(string, start)
    if word in ENGLISH_NAMES:
        return _read_english(string, start)
    weekday = _weekdays(language).get(word)
    dated = re.match(r",?\s*(?:\(|den\s|dem\s|der\s)?\s*\d{1,2}\.", string[end : end + 12])
    if (weekday is not None or word in adverbs(language)) and not dated:
        recurring = read_recurring(string, start, end, word, language)
        if recurring is not None:
            return recurring
    if weekday is not None and string[start].isupper() and not dated:
        direction, cued, begin = _context(string, start, language)
        return by_today.read_weekday(string, begin, end, weekday, language, direction, cued)
    return None


@lru_cache(maxsize=4)
def _weekdays(language: Language) -> dict[str, int]:
    """Monday = 0 of each full weekday name, also with a part of the day glued on ("mittwochnachmittag")."""
    full = {word: day for word, day in language.weekdays.items() if len(word) > 5 and not word.endswith("s")}
    return full | {word + part: day for word, day in full.items() for part in language.day_parts}


@lru_cache(maxsize=4)
def _triggers(language: Language) -> frozenset[str]:
    """The words that can give a date away; all others are passed by."""
    tables = (
        language.days,
        language.months,
        language.seasons,
        language.special_years,
        language.stretches,
        language.pointer_words,
    )
    edges = {word for word in language.edges if word.startswith("jahres")}
    codes = {"kw", "kalenderwoche", "q1", "q2", "q3", "q4"}
    return frozenset().union(
        *tables,
        edges,
        codes,
        ENGLISH_NAMES,
        _weekdays(language),
        adverbs(language),
        _feast_words(language),
        _decades(language),
        by_today.SAME_A_YEAR_BEFORE,
        PERIODS,
        PERIODS_BEFORE,
        half_months(language),
    )


@lru_cache(maxsize=4)
def _feast_words(language: Language) -> frozenset[str]:
    advent = {"advent", "advents", "adventssonntag"}
    return frozenset().union(language.feasts, language.days_of, language.movable_feasts, advent)


@lru_cache(maxsize=4)
def _decades(language: Language) -> dict[str, int]:
    return dict(language.decade_words)


def _context(string: str, start: int, language: Language) -> tuple[int | None, bool, int]:
    """What stands before a month, season or weekday: where it points, whether it is a time at all, where it begins."""
    match = re.search(r"([^\W\d_]+)\s+$", string[max(0, start - 30) : start])
    word = WORD.match(string, start)
    followed = word is not None and YEAR_TOLD.match(string, word.end()) is not None
    if word is not None and (until := UNTIL_MONTH.match(string, word.end())):
        followed = followed or until[1].lower() in language.months
    if not match:
        return None, followed, start
    step = by_today.pointer(match[1], language)
    if step is not None:
        return step, True, max(0, start - 30) + match.start()
    cued = match[1].lower() in STRONG_CUES or NIGHT.search(string[max(0, start - 40) : start]) is not None
    return None, cued or followed, start


# Words that make a bare month or weekday a time; "von", "der" and the like do not ("Frau von August", "die Mai").
STRONG_CUES = frozenset(
    {"im", "am", "seit", "ab", "bis", "vom", "zum", "anfang", "mitte", "ende", "beginn", "noch", "zwischen"}
)
# "in der Nacht auf Mittwoch", "in der Nacht von Dienstag auf Mittwoch"
NIGHT = re.compile(r"\bNacht\s+(?:(?:von|vom)\s+|(?:(?:von|vom)\s+[A-Z]\w+\s+)?(?:auf|zum)\s+(?:den\s+)?)$")
EVERY_YEAR = re.compile(r"\s*(?:eines|jeden|jedes|des\s+jeweiligen)\s+Jahre?s")
UNTIL_MONTH = re.compile(r"\s+bis\s+(?:(?:Anfang|Mitte|Ende)\s+)?([^\W\d_]+)")
DUE = re.compile(r"\bbis\s+(?:zum\s+)?$", re.IGNORECASE)
SINCE = re.compile(
    r"\bseit\s+(?:de[mr]\s+)?(?:(?:[^\W\d_]+\s+){1,3}(?:am|im|vom)\s+(?:\w+tag,?\s+(?:dem\s+)?)?)?$", re.IGNORECASE
)
YEAR_TOLD = re.compile(
    r"\s+(?:(dieses|des\s+laufenden|diesen)|(des\s+vergangenen|vergangenen|letzten|des\s+letzten|vorigen|des\s+Vor)|(des\s+kommenden|kommenden|nächsten|des\s+nächsten))\s*-?[Jj]ahre?s\b"
)


def _with_year_told(string: str, begin: int, found: list[Reading] | None) -> list[Reading] | None:
    """ "im Sommer dieses Jahres", "Ende März des kommenden Jahres": the year is told from today."""
    if not found or found[0].yearly is None:
        if found and begin < found[0].start and found[0].period is None:
            return [found[0].moved(begin, found[0].end)]
        return found
    reading = found[0]
    build = reading.yearly
    told = YEAR_TOLD.match(string, reading.end)
    if not told or build is None:
        return [reading.moved(min(begin, reading.start), reading.end)]
    step = 0 if told[1] else -1 if told[2] else 1
    return [Reading(reading.start, told.end(), reading.rule, shift=lambda day: build(day.year + step), confidence=0.92)]


def _read_english(string: str, start: int) -> list[Reading] | None:
    before = re.search(r"\d{1,2}(?:st|nd|rd|th)?\s+$", string[max(0, start - 8) : start])
    begin = start - len(before[0]) if before else start
    match = ENGLISH.match(string, begin) or ENGLISH.match(string, start)
    if not match:
        return None
    import dateparser  # heavy, and hardly ever needed

    found = dateparser.parse(
        match[0], languages=["en"], settings={"REQUIRE_PARTS": ["month", "year"], "PREFER_DAY_OF_MONTH": "first"}
    )
    if not found:
        return None
    has_day = len(re.findall(r"\d+", match[0])) > 1
    period = Period.day(found.date()) if has_day else Period.month(found.year, found.month)
    return [Reading(match.start(), match.end(), "dates.english", period=period, confidence=0.9)]


def _joined(string: str, readings: list[Reading]) -> list[Reading]:
    """Ranges over two readings: "vom 3. Mai bis zum 5. Juni 2014", "zwischen 2012 und 2015"."""
    result: list[Reading] = []
    for reading in readings:
        last = result[-1] if result else None
        if last and last.is_time and reading.is_time and reading.start - last.end <= 40:
            between = string[last.end : reading.start]
            linked = LINK.fullmatch(_without_edge(between)) or (
                between.strip() in ("und", "und dem", "und den")
                and BETWEEN.search(string[max(0, last.start - 24) : last.start])
            )
            if linked and last.rule != "dates.range" and (both := joined(last, reading)):
                result[-1] = both
                continue
        result.append(reading)
    return result


def _without_edge(between: str) -> str:
    """The words between two dates without a weekday, "Ende" or a clock time, which belong to the second one."""
    return re.sub(
        r"(?:\s+|^)(?:(?:Mitte|Ende|Anfang|Beginn)\s*(?:des\s+Jahres)?|(?:[A-Z][a-zä]+tag|Mittwoch|Sonnabend|[MDFS][aior]),?\s*(?:den|dem)?,?)\s*$",
        " ",
        between,
    )


def _extended(string: str, readings: list[Reading], language: Language) -> list[Reading]:
    """Take in what belongs to the expression on the left: a weekday, "Anfang", "Mitte", "Ende"."""
    pattern = _left_pattern(language)
    result = []
    last_end = 0
    for reading in readings:
        if reading.is_time:
            left = max(last_end, reading.start - 50)
            match = pattern.search(string[left : reading.start])
            if match:
                reading = reading.moved(left + match.start(), reading.end)
        last_end = reading.end
        result.append(reading)
    return result


@lru_cache(maxsize=4)
def _left_pattern(language: Language) -> re.Pattern[str]:
    edges = "|".join(longest_first(word for word in language.edges if not word.startswith("jahres")))
    weekdays = "|".join(longest_first(language.weekdays))
    return re.compile(
        rf"(?:\b(?:{edges})\s+(?:(?:des|der)\s+(?:Monats\s+|Jahres\s+|Legislaturperiode\s+|Wahlperiode\s+)?)?"
        rf"|\b(?:{weekdays})\b\.?,?\s+(?:(?:den|dem|der)\s+)?)$",
        re.IGNORECASE,
    )
