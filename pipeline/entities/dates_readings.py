"""What a date expression says before it is resolved: a fixed time, one that lacks its year, or one told from today.

Readers (`dates_calendar`, `dates_relative`) yield `Reading`s; `dates` joins them to ranges and resolves them.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ..values import Duration, Period


@dataclass(frozen=True, slots=True)
class Reading:
    """One expression. Exactly one of `period`, `yearly`, `shift`, `duration` is set; a clock time or an unknown has none.

    `yearly` builds the period for a year ("28. Juni"), `shift` for a day the text was written on ("gestern").
    `direction` says where the year lies that is missing: -1 past, +1 future, 0 nearest.
    """

    start: int
    end: int
    rule: str
    period: Period | None = None
    yearly: Callable[[int], Period | None] | None = None
    shift: Callable[[date], Period | None] | None = None
    duration: Duration | None = None
    direction: int = 0
    confidence: float = 0.98

    @property
    def is_time(self) -> bool:
        """Whether it can be an end of a range."""
        return self.period is not None or self.yearly is not None or self.shift is not None

    def moved(self, start: int, end: int) -> Reading:
        return replace(self, start=start, end=end)


def nothing(start: int, end: int) -> Reading:
    """These characters look like a date the calendar does not have ("31. April 2014"); no part of them is one."""
    return Reading(start, end, "dates.none")


def day_period(year: int, month: int, day: int) -> Period | None:
    """The day, or None where the calendar has none ("31. April")."""
    try:
        return Period.day(date(year, month, day))
    except ValueError:
        return None


def days_period(year: int, month: int, first: int, last: int) -> Period | None:
    """From one day of a month to another."""
    try:
        return Period(date(year, month, first), date(year, month, last), "interval" if first < last else "day")
    except ValueError:
        return None


def months_period(year: int, first: int, length: int) -> Period:
    """`length` whole months from month `first` of `year`; a winter runs into the next year."""
    last_year, last_month = divmod(year * 12 + first - 1 + length - 1, 12)
    last = date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    period = Period(date(year, first, 1), last)
    return Period.month(year, first) if length == 1 else period


def years_period(first: int, last: int) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31), "year" if first == last else "interval")


def shifted_month(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def week_of(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def full_year(digits: str) -> int:
    """Four digits as they are; two by the rule of POSIX strptime (69 to 99 are 19xx)."""
    number = int(digits.lstrip("'’"))
    if len(digits.lstrip("'’")) > 2:
        return number
    return number + (1900 if number >= 69 else 2000)


def nearest_year(build: Callable[[int], Period | None], today: date, direction: int) -> Period | None:
    """The period of the year that makes most sense on `today`: next to it, on the side the text points to."""
    best: tuple[int, Period] | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        period = build(year)
        if period is None or period.first is None or period.last is None:
            continue
        if (direction < 0 and period.first > today) or (direction > 0 and period.last < today):
            continue
        middle = period.first + (period.last - period.first) / 2
        distance = abs((middle - today).days)
        if best is None or distance < best[0]:
            best = distance, period
    return best[1] if best else None


def joined(first: Reading, second: Reading) -> Reading | None:
    """The range from one reading to the next, or None where they make none (an end before its beginning)."""
    both: dict[str, Any] = {
        "start": first.start,
        "end": second.end,
        "rule": "dates.range",
        "confidence": min(first.confidence, second.confidence),
    }

    def hull(one: Period | None, two: Period | None) -> Period | None:
        if one is None or two is None or one.first is None or two.last is None or one.first > two.last:
            return None
        return Period(one.first, two.last)

    if first.period and second.period:
        period = hull(first.period, second.period)
        return Reading(period=period, **both) if period else None
    if first.yearly and second.period and second.period.first:
        build, year = first.yearly, second.period.first.year
        period = hull(build(year), second.period) or hull(build(year - 1), second.period)
        return Reading(period=period, **both) if period else None
    if first.period and first.period.last and second.yearly:
        build, year = second.yearly, first.period.last.year
        period = hull(first.period, build(year)) or hull(first.period, build(year + 1))
        return Reading(period=period, **both) if period else None
    if first.yearly and second.yearly:
        one, two = first.yearly, second.yearly
        return Reading(yearly=lambda year: hull(one(year), two(year)) or hull(one(year), two(year + 1)), **both)
    if first.shift and second.shift:
        left, right = first.shift, second.shift
        return Reading(shift=lambda day: hull(left(day), right(day)), **both)
    return None
