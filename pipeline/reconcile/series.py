"""Values that move in time: growth told from falls, stale repeats from news, change from conflict."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..values import Period, Quantity
from .values import origins
from .witness import Said

SAME_TIME = 31
"""Days within which two different counts of a thing that varies speak of the same time. A month is the finest step at
which the releases at hand report a count anew; what changes faster is reported with its day."""


@dataclass(frozen=True, slots=True)
class Point:
    """One step: the claims that give one value at one time (one per source and day)."""

    value: Quantity
    moment: Period | None
    said: tuple[Said, ...]
    note: str = ""

    @property
    def day(self) -> date | None:
        return self.moment.first if self.moment and self.moment.first == self.moment.last else None

    @property
    def weight(self) -> int:
        return len(set(origins(self.said).values()))


@dataclass(frozen=True, slots=True)
class Growth:
    """A growing series: the steps in order, and the points that do not fit, each with the step it falls behind."""

    points: tuple[Point, ...]
    stale: tuple[tuple[Point, Point], ...]
    falls: tuple[tuple[Point, Point], ...]


def points_of(said: Sequence[Said]) -> tuple[Point, ...]:
    """One point per value and time, oldest first; undated ones last."""
    found: dict[tuple[Decimal, str, str], list[Said]] = {}
    for one in said:
        value = one.claim.value
        if isinstance(value, Quantity):
            when = one.time.iso() if one.time else ""
            found.setdefault((value.value, value.qualifier or "", when), []).append(one)
    points = [
        Point(_best(same), same[0].time, tuple(sorted(same, key=lambda one: one.order))) for same in found.values()
    ]
    return tuple(sorted(points, key=lambda p: (_first(p), p.said[0].order, p.value.value)))


def _first(point: Point) -> date:
    return point.moment.first if point.moment and point.moment.first else date.max


def _best(said: Sequence[Said]) -> Quantity:
    """The fullest wording of a value: with its total where one claim gives it."""
    values = [one.claim.value for one in said if isinstance(one.claim.value, Quantity)]
    return next((value for value in values if value.of is not None), values[0])


def grow(said: Sequence[Said]) -> Growth:
    """Tell the steps of a growing number from the claims that fall out of it.

    The steps are the heaviest rising run of the dated points (weight: independent sources). A later claim of a value
    that had been reached earlier is stale, not false; one below or above what the run allows is a fall. Undated points
    get the interval in which growth leaves room for them.
    """
    points = points_of(said)
    dated = [point for point in points if point.day is not None]
    kept = _rising(dated)
    inside = {id(point) for point in kept}
    stale, falls = [], []
    days = [point.day or date.min for point in kept]
    highest: list[Point] = []
    for point in kept:
        highest.append(point if not highest or point.value.value >= highest[-1].value.value else highest[-1])
    reached: dict[Decimal, Point] = {}
    for point in kept:
        reached.setdefault(point.value.value, point)
    for point in dated:
        if id(point) in inside:
            continue
        at = bisect_right(days, point.day or date.min)
        before = highest[at - 1] if at else None
        if before is not None and point.value.value in reached and _below(point.value, before.value):
            first = reached[point.value.value]
            if first.day and point.day and first.day < point.day:
                stale.append((point, before))
                continue
        other = (
            before
            if before is not None and _below(point.value, before.value)
            else (kept[at] if at < len(kept) else before)
        )
        falls.append((point, other or kept[0]))
    placed = [_placed(point, kept) for point in points if point.day is None]
    steps = sorted([*kept, *placed], key=_place)
    return Growth(tuple(steps), tuple(stale), tuple(falls))


def _below(value: Quantity, other: Quantity) -> bool:
    """Whether a value is certainly less than another."""
    return value.high is not None and other.low is not None and value.high < other.low


def _rising(points: Sequence[Point]) -> list[Point]:
    """The heaviest run of points whose values never fall, by day (Fenwick tree over the ranked values: n log n).

    Of several points of one day the smaller values come first, so two true steps of one day stay.
    """
    ordered = sorted(points, key=lambda p: (p.day or date.min, p.value.value))
    ranks = {value: rank for rank, value in enumerate(sorted({p.value.value for p in ordered}), 1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    total: list[int] = []
    for index, point in enumerate(ordered):
        rank = ranks[point.value.value]
        best, last = 0, -1
        at = rank
        while at:
            if tree[at][0] > best:
                best, last = tree[at]
            at -= at & -at
        # A number said without reserve weighs a little more than "über 50".
        score = best + 2 * point.weight + (point.value.qualifier is None)
        before.append(last)
        total.append(score)
        at = rank
        while at < len(tree):
            if tree[at][0] < score:
                tree[at] = (score, index)
            at += at & -at
    if not ordered:
        return []
    at = max(range(len(ordered)), key=lambda index: (total[index], -index))
    run = []
    while at >= 0:
        run.append(ordered[at])
        at = before[at]
    return run[::-1]


def _placed(point: Point, kept: Sequence[Point]) -> Point:
    """An undated point with the interval that growth leaves for it: after the smaller values, before the larger ones."""
    values = [p.value.value for p in kept]
    at, behind = bisect_left(values, point.value.value), bisect_right(values, point.value.value)
    after = kept[at - 1].day if at and at == behind else None
    before = kept[behind].day if behind < len(kept) else None
    first = max([day for day in (point.moment.first if point.moment else None, after) if day], default=None)
    last = min([day for day in (point.moment.last if point.moment else None, before) if day], default=None)
    if first and last and first > last:
        return Point(point.value, point.moment, point.said, "Das Datum der Veröffentlichung ist nicht bekannt.")
    if not first and not last:
        return Point(point.value, None, point.said, "Das Datum der Veröffentlichung ist nicht bekannt.")
    said = " und ".join(
        part
        for part in (
            f"frühestens am {first:%d.%m.%Y}" if first else "",
            f"spätestens am {last:%d.%m.%Y}" if last else "",
        )
        if part
    )
    return Point(point.value, Period(first, last), point.said, f"Ohne gedrucktes Datum; {said}.")


def _place(point: Point) -> tuple[Decimal, date, str]:
    when = point.day or (point.moment.last if point.moment and point.moment.last else date.max)
    return point.value.value, when, point.said[0].claim.id


def same_time(one: Said, other: Said) -> bool:
    """Whether two claims of something that varies speak of the same time, so that they can contradict each other."""
    if one.period is not None and other.period is not None:
        return one.period.iso() == other.period.iso()
    if (one.period is None) != (other.period is None):
        return False
    if not one.exact or not other.exact or one.moment is None or other.moment is None:
        return False
    assert one.moment.first is not None
    assert other.moment.first is not None
    return abs((one.moment.first - other.moment.first).days) <= SAME_TIME
