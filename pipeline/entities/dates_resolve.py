"""Which day a date means that leaves something out: told from the day of the release, or from the dates before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ..values import Period
from .dates_readings import Reading, nearest_year

# How many dates before it are asked for a year: a text that names none for so long has changed the subject, and
# the search stays linear.
NEAR = 40
# "27 Prozent mehr als 2017, im September …": a year that is only compared with says nothing about the next month.
COMPARED = re.compile(r"\b[Zz]um\s+Vergleich:\s+$|\b(?:als|gegenüber|wie)\s+(?:noch\s+)?(?:im\s+)?(?:Jahre?\s+)?$")
SENTENCE_END = re.compile(r"(?:[^\d\s]{2}|\d{4})[.!?:]\s+[A-ZÄÖÜ„\"]|\n\s*\n")
# "Erstmeldung Nr. 12 vom 3. Mai 2013: …": an older release printed again, whose "heute" is that day.
REPRINTED = re.compile(
    r"(?:^|[\n.!?:])\s*(?:(?:Erst|Ursprungs|Original|Ausgangs|Ursprungspresse)[Mm]eldung"
    r"|(?:Ursprüngliche|Vorangegangene|Frühere|Erste|Bisherige)[rn]?\s+(?:Meldung|Pressemeldung|Pressemitteilung|Mitteilung))\b"
)
REPRINT_DATED = 120
"""How far behind the words for an older release its day may stand: a number, a place, a headline's length."""
PAST = re.compile(
    r"\b(?:wurden?|war(?:en)?|hatten?|fand(?:en)?|kam(?:en)?|ging(?:en)?|begann(?:en)?|gab(?:en)?|konnten?|nahm(?:en)?"
    r"|erhielt(?:en)?|tagten?|startete(?:n)?|eröffnete(?:n)?|besuchte(?:n)?|feierte(?:n)?|traf(?:en)?|übergab(?:en)?"
    r"|unterzeichnete(?:n)?|beschloss(?:en)?|stellte(?:n)?|endete(?:n)?"
    r"|sagten?|teilten?|mitteilten?|erklärten?|betonten?|berichteten?|bestätigten?)\b"
)
FUTURE = re.compile(r"\b(?:wird|werden|soll(?:en)?)\b")
# What a release says in the present of a weekday is still to come ("am Samstag fährt der Bus"), if nothing says it is over.
PRESENT = re.compile(
    r"\b(?:beginn(?:t|en)|find(?:et|en)|start(?:et|en)|lädt|laden|feier[tn]|verkehr(?:t|en)|öffn(?:et|en)|fähr[t]|fahren|gibt|"
    r"informier(?:t|en)|biete[tn]|kommt|kommen|spiel(?:t|en)|tag(?:t|en)|treffen|trifft|bleib(?:t|en)|geht|gehen|steh(?:t|en)|"
    r"besuch(?:t|en)|eröffne[tn]|übergib[t]|lieg(?:t|en)|schließ(?:t|en)|end(?:et|en)|endet)\b"
)
OVER = re.compile(r"\b(?:hat|haben|habe|hätten?|seit|wurde|worden|ist|sind|sei|seien)\b")
CLAUSE_END = re.compile(r"(?:(?<!\d)|(?<=\d{4}))[.!?:]\s|[;„“\"»«]|\n\s*\n")
MONTH = 31
"""Days a date of another sentence may span to tell its year: a day or month is told along the way of a story ("Am 3. Mai 2013
… Im Juni"), a bare year is as often a goal or a comparison ("ab 2021", "wie 2013")."""
CLAUSE = 160
"""How many characters to either side of a date its verb is looked for."""


def resolve(
    string: str, reading: Reading, index: int, readings: list[Reading], today: Period | None
) -> tuple[Period | None, bool]:
    """The period and whether the release's day was needed for it."""
    if reading.period:
        return reading.period, False
    if reading.shift:
        told = (
            _year_nearby(string, reading, index, readings, same_sentence=True)
            if reading.rule == "dates.year_before"
            else None
        )
        if told is not None:
            return reading.shift(date(told, 1, 1)), False
        if today is None or today.first is None or today.last is None:
            return None, True
        first, last = reading.shift(today.first), reading.shift(today.last)
        return (first if first == last else None), True
    if reading.yearly is None:
        return None, reading.rule == "dates.term"
    year = _year_nearby(string, reading, index, readings, same_sentence=True)
    if year is not None:
        return reading.yearly(year), False
    if today is not None and today.first and today.last:
        direction = reading.direction or tense(string, reading.start, reading.end)
        first = nearest_year(reading.yearly, today.first, direction)
        last = nearest_year(reading.yearly, today.last, direction)
        if first == last:
            return first, True
    year = _year_nearby(string, reading, index, readings, same_sentence=False)
    return (reading.yearly(year) if year is not None else None), year is None or today is not None


def tense(string: str, start: int, end: int) -> int:
    """Where the verb of its sentence says that a date lies: -1 past ("wurde am 3. Mai eröffnet"), +1 future, 0 unsaid.

    Only where the verbs agree; without one the nearest day is meant.
    """
    left = string[max(0, start - CLAUSE) : start]
    opened = [match.end() for match in CLAUSE_END.finditer(left)]
    left = left[opened[-1] :] if opened else left
    right = string[end : end + CLAUSE]
    closed = CLAUSE_END.search(right)
    clause = f"{left} {right[: closed.start()] if closed else right}"
    past, future = PAST.search(clause), FUTURE.search(clause)
    if not past and not future and PRESENT.search(clause) and not OVER.search(clause):
        return 1
    return 0 if bool(past) == bool(future) else -1 if past else 1


def days_of_writing(string: str, readings: Sequence[Reading], today: Period | None) -> list[tuple[int, Period | None]]:
    """From which place on the text was written on which day: its own, and that of an older release it prints again."""
    found: list[tuple[int, Period | None]] = [(0, today)]
    for match in REPRINTED.finditer(string):
        for reading in readings:
            if match.end() <= reading.start <= match.end() + REPRINT_DATED and reading.rule == "dates.day":
                if reading.period is not None and reading.period.first == reading.period.last:
                    found.append((reading.end, reading.period))
                break
    return found


def _year_nearby(
    string: str, reading: Reading, index: int, readings: list[Reading], *, same_sentence: bool
) -> int | None:
    """The year of the nearest date with one before it; what comes later ("2008 erreichte er …") speaks of other times."""
    if reading.direction:
        return None
    for other in reversed(readings[max(0, index - NEAR) : index]):
        if other.period is None or other.period.first is None or other.period.last is None:
            continue
        if COMPARED.search(string[max(0, other.start - 24) : other.start]):
            continue
        if not same_sentence and (other.period.last - other.period.first).days > MONTH:
            continue
        if same_sentence and SENTENCE_END.search(
            string, min(other.start, reading.start), max(other.start, reading.start) + 2
        ):
            return None
        if other.period.first.year == other.period.last.year and 1950 <= other.period.first.year <= date.max.year:
            return other.period.first.year
    return None
