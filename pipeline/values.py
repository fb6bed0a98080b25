"""Numbers and times as press releases mean them: intervals.

"rund", "über" and "Sommer 2017" are information, not noise. A `Quantity` keeps the number as printed with its
qualifier and knows the interval it stands for; a `Period` is a stretch of days with open ends allowed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

QUALIFIERS = ("approx", "more_than", "at_least", "less_than", "almost", "up_to")

# How far "rund" and "fast" reach when nothing narrower is known: press offices round to two significant digits, and
# "rund 39,4 Millionen" for 39,386,000 is off by 0.04 %, "rund 100" for 96 by 4 %. Five per cent covers both.
LOOSE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as printed, and the interval it stands for.

    `step` is the precision of the print ("39,4 Millionen" has a step of 100,000), so that 39.4 million and 39,386,000
    agree. `of` is the total it is a part of ("47 von 53"), `per` what it is counted by ("Zentrum", "Jahr").
    `upper` is the other end of a printed range ("3 bis 5").
    """

    value: Decimal
    unit: str | None = None
    qualifier: str | None = None
    of: Decimal | None = None
    per: str | None = None
    upper: Decimal | None = None
    step: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.qualifier is not None and self.qualifier not in QUALIFIERS:
            raise ValueError(f"unknown qualifier {self.qualifier!r}; known are {', '.join(QUALIFIERS)}")

    @property
    def low(self) -> Decimal | None:
        """The least it can mean; None when open."""
        if self.qualifier in ("less_than", "up_to"):
            return None
        if self.qualifier in ("more_than", "at_least"):
            return self.value
        if self.qualifier in ("approx", "almost"):
            return self.value - max(abs(self.value) * LOOSE, self.step / 2)
        return self.value - self._rounding()

    @property
    def high(self) -> Decimal | None:
        """The most it can mean; None when open."""
        if self.upper is not None:
            return self.upper
        if self.qualifier in ("less_than", "up_to", "almost"):
            return self.value
        if self.qualifier in ("more_than", "at_least"):
            return None
        if self.qualifier == "approx":
            return self.value + max(abs(self.value) * LOOSE, self.step / 2)
        return self.value + self._rounding()

    def _rounding(self) -> Decimal:
        # A count of things is exact; only a print with a coarser step ("39,4 Millionen") was rounded.
        return self.step / 2 if self.step > 1 else Decimal(0)

    def agrees(self, other: Quantity) -> bool:
        """Whether the two intervals share a value."""
        if self.low is not None and other.high is not None and self.low > other.high:
            return False
        return not (other.low is not None and self.high is not None and other.low > self.high)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; None is an open end.

    `precision` says how it was printed: day, month, year, interval. ISO out and in:

        >>> Period.from_iso("2016-06").last
        datetime.date(2016, 6, 30)
        >>> Period(date(2016, 6, 28), date(2016, 6, 29)).iso()
        '2016-06-28/2016-06-29'
        >>> Period.year(2013).iso()
        '2013'
    """

    first: date | None
    last: date | None
    precision: str = "interval"

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a period runs forward, not from {self.first} to {self.last}")

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day, "day")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def from_iso(cls, value: str) -> Period:
        """Read an ISO day, month, year or interval "a/b" ("../b" and "a/.." are open)."""
        if "/" in value:
            left, right = value.split("/", 1)
            first = None if left in ("", "..") else cls.from_iso(left).first
            last = None if right in ("", "..") else cls.from_iso(right).last
            return cls(first, last)
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value)
        if not match:
            raise ValueError(f"not an ISO day, month, year or interval: {value!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return cls.year(year)
        if day is None:
            return cls.month(year, month)
        return cls.day(date(year, month, day))

    def iso(self) -> str:
        """The shortest ISO form that says the same days."""
        if self.first and self.last:
            if self.first == self.last:
                return self.first.isoformat()
            if (self.first, self.last) == (Period.year(self.first.year).first, Period.year(self.first.year).last):
                return f"{self.first.year:04d}"
            month = Period.month(self.first.year, self.first.month)
            if (self.first, self.last) == (month.first, month.last):
                return f"{self.first.year:04d}-{self.first.month:02d}"
        return f"{self.first.isoformat() if self.first else '..'}/{self.last.isoformat() if self.last else '..'}"

    def contains(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        if self.first and other.last and self.first > other.last:
            return False
        return not (other.first and self.last and other.first > self.last)

    def meet(self, other: Period) -> Period | None:
        """The days both have, or None."""
        if not self.overlaps(other):
            return None
        firsts = [p.first for p in (self, other) if p.first]
        lasts = [p.last for p in (self, other) if p.last]
        return Period(max(firsts) if firsts else None, min(lasts) if lasts else None)

    def shifted(self, days: int) -> Period:
        move = timedelta(days=days)
        return replace(self, first=self.first and self.first + move, last=self.last and self.last + move)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time that is no date: "in zwei Tagen", "seit mehr als 30 Jahren". ISO 8601: P2D, P30Y, P1Y6M."""

    years: int = 0
    months: int = 0
    days: int = 0

    def iso(self) -> str:
        parts = "".join(f"{n}{letter}" for n, letter in ((self.years, "Y"), (self.months, "M"), (self.days, "D")) if n)
        return f"P{parts or '0D'}"
