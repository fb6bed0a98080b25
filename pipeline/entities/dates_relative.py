"""Dates told from the day of the release ("gestern", "im vergangenen Jahr", "vor eineinhalb Jahren"), and durations."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..knowledge.language import Language
from ..knowledge.numbers import hedge_before, parse_digits, parse_word
from ..values import Duration, Period
from .dates_readings import Reading, months_period, shifted_month, week_of, years_period
from .dates_resolve import tense

# One of them: "im vergangenen Jahr" is a time, "in den vergangenen Jahren" is not.
SINGULAR = {
    "year": ("jahr", "jahres", "jahrs", "kalenderjahr", "kalenderjahres", "haushaltsjahr", "haushaltsjahres"),
    "month": ("monat", "monats", "monates"),
    "week": ("woche", "kalenderwoche"),
    "weekend": ("wochenende", "wochenendes"),
    "quarter": ("quartal", "quartals"),
    "half": ("halbjahr", "halbjahres"),
    "decade": ("jahrzehnt", "jahrzehnts", "jahrzehntes"),
}
# Months in one of each, for durations; days for the shorter ones.
MONTHS = {"year": 12, "month": 1, "quarter": 3, "half": 6, "decade": 120, "century": 1200}
DAYS = {"week": 7, "day": 1}
WORDS_BEFORE = re.compile(r"[^\W_]+(?:[.,]\d+)?[½¼¾]?|[(,;:.!?\n]")
# "am Freitag vergangener Woche"
OF_WEEK = re.compile(r"\s(?:der\s)?([^\W\d_]+)\sWoche\b")
LEFT_WORD = re.compile(r"(?:^|[\s(„»“‚'\"])(\w+)\s*\(?$")
# "heute vor einem Jahr", "heute in einer Woche"
AWAY = re.compile(
    r"\s+(?P<way>vor|in)\s+(?:genau\s+|exakt\s+)?(?P<number>[^\W_]+)\s+"
    r"(?P<unit>Jahr(?:en)?|Monat(?:en)?|Woche(?:n)?|Tag(?:en)?)\b"
)
SAME = re.compile(r"\b(?:gleichen|selben|desselben|demselben)\s+$")
OF_YEAR_BEFORE = re.compile(r"\s+(?:des\s+Vorjahre?s|im\s+Vorjahr|ein\s+Jahr\s+zuvor)\b")
SAME_A_YEAR_BEFORE = frozenset({"vorjahresmonat", "vorjahresmonats", "vorjahresquartal", "vorjahresquartals"})
# "ab Dienstag fährt der Bus", "bis Freitag": never the day that is over.
FROM_ON = re.compile(r"\b(?:[Aa]b|[Bb]is(?:\s+zum)?)\s+$")
RANGE_WORDS = frozenset({"bis", "und", "oder", "bzw"})


@lru_cache(maxsize=1024)
def pointer(word: str, language: Language) -> int | None:
    """Where an adjective points: "vergangenen" -1, "diesem" 0, "kommender" +1; None for any other word."""
    stem = re.sub(r"(?:e|en|er|es|em)$", "", word.lower())
    return language.pointers.get(stem)


def read_day_word(string: str, start: int, end: int, language: Language) -> list[Reading] | None:
    """ "heute", "gestrigen", "übermorgen": one day, with the part of the day that may follow."""
    word = string[start:end]
    before = string[max(0, start - 14) : start].lower()
    if word == "Morgen" and not re.search(r"(?:^|[.!?:„\"]\s*)$", before):
        return None
    if word.lower() == "morgen" and re.search(
        r"(?:heute|gestern|am|jeden|guten|früh(?:en|er)?|auf|und|der|den)\s+$", before
    ):
        return None
    if word.lower() == "heute" and re.match(r"\s+auf\s+morgen", string[end : end + 14]):
        return None
    if (
        word.lower() == "morgen"
        and re.search(r"\bvon\s+$", before)
        and not re.match(r"\s+(?:an|bis)\b", string[end : end + 5])
    ):
        return None  # "der Unterricht von morgen"
    shift = language.days[word.lower()]
    part = re.match(r"\s+([^\W\d_]+)", string[end : end + 20])
    if part and part[1].lower() in language.day_parts and (part[1][0].isupper() or part[1] == "früh"):
        end += part.end()
    else:
        if away := AWAY.match(string, end):
            step = _number(away["number"], language)
            stretch = language.stretches[away["unit"].lower()]
            if step is not None and 0 < step == int(step) < 1000:
                count = int(step) * (1 if away["way"] == "in" else -1)
                return [
                    Reading(
                        start,
                        away.end(),
                        "dates.anniversary",
                        shift=lambda day: _moved(day + timedelta(days=shift), stretch, count),
                        confidence=0.9,
                    )
                ]
    return [
        Reading(
            start, end, "dates.relative_day", shift=lambda day: Period.day(day + timedelta(days=shift)), confidence=0.95
        )
    ]


def _moved(day: date, stretch: str, count: int) -> Period:
    """The same day some years, months, weeks or days away; the month's last one where it has no such day."""
    if stretch in DAYS:
        return Period.day(day + timedelta(days=count * DAYS[stretch]))
    year, month = shifted_month(day, count * MONTHS[stretch])
    return Period.day(date(year, month, min(day.day, monthrange(year, month)[1])))


def read_same_a_year_before(string: str, start: int, end: int, stretch: str) -> list[Reading] | None:
    """ "im gleichen Monat des Vorjahres": the month named last, a year before."""
    if stretch not in ("month", "quarter", "half"):
        return None
    before = SAME.search(string[max(0, start - 16) : start])
    after = OF_YEAR_BEFORE.match(string, end)
    if not before or not after:
        return None
    begin = max(0, start - 16) + before.start()
    return [Reading(begin, after.end(), "dates.same_a_year_before", confidence=0.85)]


def read_weekday(
    string: str, start: int, end: int, weekday: int, language: Language, direction: int | None, cued: bool
) -> list[Reading] | None:
    """ "am Mittwochnachmittag", "kommenden Montag". `direction` is that of an adjective before it, if any."""
    if direction is None and not cued:
        return None
    if re.search(r"\bNacht\s+(?:von|vom)\s+$", string[max(0, start - 12) : start]) and re.match(
        r"\s+(?:auf|zum)\s", string[end : end + 6]
    ):
        return None  # the night is that of the second day
    if re.match(r"\s*(?:bis|–|-|und|/)\s*[A-ZÄÖÜ]\w*(?:tag|woch|abend)\b", string[end : end + 24]) or re.search(
        r"(?:tag|woch|abend)\s*(?:bis|–|-|/)\s*$", string[max(0, start - 14) : start]
    ):  # opening hours
        return None

    if week := OF_WEEK.match(string, end):
        step = pointer(week[1], language)
        if step is not None:
            offset = timedelta(days=7 * step + weekday)
            shift = lambda day: Period.day(day - timedelta(days=day.weekday()) + offset)  # noqa: E731
            return [Reading(start, week.end(), "dates.weekday", shift=shift, confidence=0.9)]

    verb = tense(string, start, end) if direction is None else 0
    if FROM_ON.search(string[max(0, start - 12) : start]):
        verb = 1

    def resolve(day: date) -> Period:
        ahead = (weekday - day.weekday()) % 7
        if direction is not None and direction < 0:
            return Period.day(day - timedelta(days=((-ahead) % 7 or 7) - 7 * (direction + 1)))
        if direction is not None and direction > 0:
            return Period.day(day + timedelta(days=(ahead or 7) + 7 * (direction - 1)))
        near = ahead <= 3 if verb == 0 else verb > 0 or ahead == 0
        return Period.day(day + timedelta(days=ahead if near else ahead - 7))

    return [Reading(start, end, "dates.weekday", shift=resolve, confidence=0.85 if direction is None else 0.92)]


def stretch_at(day: date, stretch: str, step: int) -> Period | None:
    """The year, month, week … that lies `step` from the one `day` is in."""
    if stretch == "year":
        return Period.year(day.year + step)
    if stretch == "month":
        return Period.month(*shifted_month(day, step))
    if stretch == "week":
        return week_of(day + timedelta(days=7 * step))
    if stretch == "weekend":
        saturday = day - timedelta(days=(day.weekday() - 5) % 7)  # the latest Saturday, today included
        saturday += timedelta(days=7) if step > 0 else timedelta(0)
        if step == 0 and day.weekday() < 5:
            saturday += timedelta(days=7) if day.weekday() > 1 else timedelta(0)
        if step < 0 and day.weekday() >= 5:
            saturday -= timedelta(days=7)
        return Period(saturday, saturday + timedelta(days=1))
    if stretch in ("quarter", "half"):
        length = MONTHS[stretch]
        year, month = shifted_month(day.replace(month=(day.month - 1) // length * length + 1, day=1), step * length)
        return months_period(year, month, length)
    if stretch == "decade":
        first = day.year // 10 * 10 + 10 * step
        return years_period(first, first + 9)
    return None


def _stretch(stretch: str, step: int) -> Callable[[date], Period | None]:
    return lambda day: stretch_at(day, stretch, step)


def read_stretch(string: str, start: int, end: int, language: Language) -> list[Reading] | None:
    """A noun for a stretch of time ("Jahr", "Wochen", "Wochenende"): with a pointer or a number before it."""
    word = string[start:end].lower()
    stretch = language.stretches[word]
    left = max(0, start - 70)
    before = [(m[0], left + m.start()) for m in WORDS_BEFORE.finditer(string[left:start])]
    if not before:
        return None
    last, at = before[-1]
    step = pointer(last, language)
    if step is not None and word in SINGULAR.get(stretch, ()):
        return [Reading(at, end, f"dates.relative_{stretch}", shift=_stretch(stretch, step), confidence=0.93)]
    if stretch == "weekend" and last.lower() == "am":
        return [Reading(start, end, "dates.relative_weekend", shift=_stretch("weekend", 0), confidence=0.75)]
    if last.lower() in ("des", "zum", "am") and word in ("jahres", "jahrs", "monats", "monates"):
        edge = before[-2] if len(before) > 1 else ("", at)
        if edge[0].lower() in language.edges and not re.match(r"\s*(?:1[89]|20)\d\d", string[end : end + 6]):
            return [Reading(edge[1], end, f"dates.relative_{stretch}", shift=_stretch(stretch, 0), confidence=0.85)]
        return None
    return _counted(string, start, end, stretch, before, language)


def _number(word: str, language: Language) -> Decimal | None:
    return parse_digits(word) if word[0].isdigit() or word[0] in "½¼¾" else parse_word(word, language)


def _counted(
    string: str, start: int, end: int, stretch: str, before: list[tuple[str, int]], language: Language
) -> list[Reading] | None:
    """ "vor eineinhalb Jahren", "seit mehr als 30 Jahren", "zwei bis drei Wochen"."""
    index = len(before) - 1
    number = _number(before[index][0], language)
    if number is None and index and before[index][0][0].islower() and before[index][0].endswith(("e", "en", "er")):
        index -= 1  # "zehn lange Jahre"
        number = _number(before[index][0], language)
        if number == 1:  # "ein bedeutender Tag"
            return None
    if number is None or (number == 1 and stretch == "day" and before[index][0] in ("ein", "Ein", "eine", "Eine")):
        return None
    if before[index][0].lower() in ("halbe", "halben", "halbes", "halber") and index:
        whole = _number(before[index - 1][0], language)
        if whole == 1:
            index -= 1
    elif before[index][0].lower() in ("halb", "eines") or number == 0:
        return None
    if stretch == "year" and 1500 <= number <= 2200 and number == int(number):
        return None  # "seit 2018 Jahren": a year with a word too many
    begin = before[index][1]
    if string[begin - 1 : begin] in (".", ",", "/") and begin and string[begin - 2 : begin - 1].isdigit():
        return None
    if (
        index > 1
        and before[index - 1][0].lower() in RANGE_WORDS
        and _number(before[index - 2][0], language) is not None
    ):
        return [
            Reading(before[index - 2][1], end, "dates.duration", duration=length_of(number, stretch), confidence=0.85)
        ]
    hedge, hedge_start = hedge_before(string, begin, language)
    left_word = LEFT_WORD.search(string[max(0, hedge_start - 15) : hedge_start])
    ago = bool(left_word) and left_word[1].lower() == "vor"  # type: ignore[index]
    duration = length_of(number, stretch)
    if duration is None:
        return None
    about = string[hedge_start:begin].strip().lower() in (
        "gut",
        "knapp",
    )  # "vor gut zehn Jahren" is a year all the same
    if ago and (about or hedge not in ("more_than", "at_least", "less_than", "up_to")):
        vor = max(0, hedge_start - 15) + left_word.start(1)  # type: ignore[union-attr]
        return [Reading(vor, end, "dates.ago", shift=_ago(number, stretch), confidence=0.85)]
    return [Reading(begin, end, "dates.duration", duration=duration, confidence=0.9)]


def length_of(number: Decimal, stretch: str) -> Duration | None:
    """The duration in years, months and days; None for hours and anything finer than a day."""
    exact = Fraction(number)
    if stretch in MONTHS:
        months = exact * MONTHS[stretch]
        if months.denominator == 1:
            years, rest = divmod(int(months), 12)
            return Duration(years, rest) if stretch not in ("month",) else Duration(months=int(months))
        return Duration(days=round(months * Fraction(3044, 100)))  # 30.44 days: a mean month
    if stretch in DAYS:
        days = exact * DAYS[stretch]
        return Duration(days=int(days)) if days.denominator == 1 else None
    return None


def _ago(number: Decimal, stretch: str) -> Callable[[date], Period | None]:
    """As fine as the word is: whole years give the year, half years and months the month, weeks the week."""

    def resolve(day: date) -> Period | None:
        if stretch in MONTHS:
            months = Fraction(number) * MONTHS[stretch]
            if months.denominator != 1 or int(months) >= day.year * 12:
                return None
            if stretch in ("year", "decade", "century") and int(months) % 12 == 0:
                return Period.year(day.year - int(months) // 12)
            return Period.month(*shifted_month(day, -int(months)))
        days = timedelta(days=int(number * DAYS[stretch])) if stretch in DAYS else None
        if days is None or days.days > 100_000:
            return None
        return week_of(day - days) if stretch == "week" else Period.day(day - days)

    return resolve


def read_pointer_word(start: int, end: int, word: str, language: Language) -> list[Reading]:
    stretch, step = language.pointer_words[word]
    rule = "dates.year_before" if stretch == "year" else f"dates.relative_{stretch}"
    return [Reading(start, end, rule, shift=_stretch(stretch, step), confidence=0.85)]


def read_special_year(start: int, end: int, shape: tuple[int, int], step: int) -> list[Reading]:
    """ "ab dem kommenden Schuljahr": the year that begins in August, counted from the one the day lies in."""
    first, length = shape

    def resolve(day: date) -> Period:
        year = day.year if day.month >= first else day.year - 1
        return months_period(year + step, first, length)

    return [Reading(start, end, "dates.special_year", shift=resolve, confidence=0.85)]


def read_edge_of_year(string: str, start: int, end: int) -> list[Reading] | None:
    """ "Jahresende 2025", "zum Jahresbeginn", "zum Jahreswechsel 2016/2017"."""
    word = string[start:end].lower()
    turn = word == "jahreswechsel"
    if match := re.match(r"\s+(\d{4})(?:\s?/\s?(\d{4}|\d\d))?(?!\d)", string[end : end + 14]):
        year = int(match[1])
        period = Period(date(year, 12, 31), date(year + 1, 1, 1)) if turn and match[2] else Period.year(year)
        return [Reading(start, end + match.end(), "dates.year", period=period, confidence=0.9)]
    cue = re.search(r"\b(?:bis|zum|am|vor|seit|zu|ab|noch|nach)\s+$", string[max(0, start - 8) : start], re.I)
    if turn or not cue:
        return None
    return [Reading(start, end, "dates.relative_year", shift=_stretch("year", 0), confidence=0.85)]


_OF_COUNCILS = re.compile(r"Kreistag|Gemeinderat|Stadtrat|Ratsperiode|\bRat(?:e?s)?\b|Bezirks|Kommun|Europ")
_OF_THE_BUND = re.compile(r"Bundestag|Bundesregierung|Bundesminist|\bBund(?:es)?\b|Koalition im Bund")
_SAYS_WHOSE = 200
"""Characters before the words in which another parliament than that of the release's Land may be named."""


def end_of_term(
    string: str, reading: Reading, state: str | None, today: Period | None, language: Language
) -> Period | None:
    """The year in which the parliament's term is to end; None in a year of elections, and where another body is meant."""
    around = string[max(0, reading.start - _SAYS_WHOSE) : reading.end + 40]
    land = "00" if _OF_THE_BUND.search(around) else (state or "").removeprefix("ags:")
    if today is None or today.first is None or today.first != today.last or _OF_COUNCILS.search(around):
        return None
    year = today.first.year
    running = [last for first, last in language.terms.get(land, ()) if first < year < last]
    begun = any(first == year for first, _ in language.terms.get(land, ()))
    return Period.year(max(running)) if running and not begun else None


def read_term(string: str, start: int, end: int, language: Language) -> list[Reading] | None:
    """ "bis Ende der Legislaturperiode": a time, but which one only the Land's calendar tells; the value stays open."""
    if re.match(r"\s*\(?(?:1[89]|20)\d\d", string[end : end + 8]):
        return None  # the year that follows is the date
    edge = re.search(
        r"\b([^\W\d_]+)\s+(?:der\s+|dieser\s+)(?:laufenden\s+|aktuellen\s+)?$", string[max(0, start - 40) : start]
    )
    if edge and edge[1].lower() in language.edges:
        return [Reading(max(0, start - 40) + edge.start(), end, "dates.term", confidence=0.8)]
    return None
