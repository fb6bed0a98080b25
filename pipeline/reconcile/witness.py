"""What reconciliation takes in and gives out: witnesses with their claims, and the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..facts import Claim, Conflict, Fact, Finding, Header, PublicationDate, SeriesPoint
from ..values import Period
from .copies import sketch


@dataclass(frozen=True, slots=True)
class Witness:
    """One document as it speaks before the others: its header, its claims and a sketch of its text."""

    document: str
    header: Header
    claims: tuple[Claim, ...]
    shingles: tuple[int, ...] = ()

    @classmethod
    def of(cls, document: str, header: Header, claims: Iterable[Claim], string: str) -> Witness:
        """The witness of a document whose running text is `string`."""
        return cls(document, header, tuple(claims), sketch(string))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What remains when all witnesses were heard."""

    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    series: tuple[SeriesPoint, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One claim with the time it holds for, after a doubted date was set right, and the source it counts for.

    `moment` is when it was said to hold (a day, or an interval for an undated document), `period` the time it speaks
    of, `exact` whether the moment is a single day.
    """

    claim: Claim
    source: str
    moment: Period | None
    period: Period | None

    @property
    def exact(self) -> bool:
        return self.moment is not None and self.moment.first is not None and self.moment.first == self.moment.last

    @property
    def time(self) -> Period | None:
        """The time its value holds for: the period it names, else the moment it was said."""
        return self.period or self.moment

    @property
    def document(self) -> str:
        return self.claim.evidence.document

    @property
    def order(self) -> tuple[date, date, str]:
        first = self.moment.first if self.moment and self.moment.first else date.min
        last = self.moment.last if self.moment and self.moment.last else date.max
        return first, last, self.claim.id


def heard(witness: Witness, source: str) -> Iterator[Said]:
    """The claims of a witness with their times."""
    for claim in witness.claims:
        yield hear(claim, witness.header.published, source)


def hear(claim: Claim, published: PublicationDate, source: str) -> Said:
    """One claim with its times; one that hangs on a doubted printed date moves with it."""
    printed = published.value.first if published.value else None
    best = published.best
    shift = years = 0
    if published.suspect and best and best.first and printed:
        shift, years = (best.first - printed).days, best.first.year - printed.year
    if ("when", "earlier") in claim.qualifiers:
        return Said(claim, source, None, None)  # before the release, nobody says when
    relative = ("time", "relative") in claim.qualifiers
    period = _in_year(claim.period, years) if relative else claim.period
    if claim.as_of is not None and (claim.as_of == printed or relative):
        return Said(claim, source, Period.day(claim.as_of + timedelta(days=shift)), period)
    return Said(claim, source, Period.day(claim.as_of) if claim.as_of is not None else best, period)


def _in_year(period: Period | None, years: int) -> Period | None:
    if period is None or not years:
        return period
    try:
        first = period.first.replace(year=period.first.year + years) if period.first else None
        last = period.last.replace(year=period.last.year + years) if period.last else None
    except ValueError:  # 29 February
        return period
    return Period(first, last, period.precision)
