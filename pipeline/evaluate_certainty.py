"""What a confidence is worth: of all that was said with 0.9, nine in ten should be right.

The expected calibration error is the mean distance between the two over bins of confidence, each bin weighed by what lies
in it (Naeini and others 2015). With a hundred values in all, chance alone makes about 0.02 of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

EDGES = (0.0, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Where the bins end: most of what we say is said with more than 0.9, so they are narrow there."""

Said = tuple[float, bool]
"""The confidence something was said with, and whether it is true."""


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said with about one confidence: how often, how sure on average, and which share is true."""

    count: int
    stated: float
    right: float

    @classmethod
    def of(cls, said: Iterable[Said]) -> Bin:
        values = list(said)
        if not values:
            return cls(0, 0.0, 0.0)
        return cls(
            len(values), sum(sure for sure, _ in values) / len(values), sum(true for _, true in values) / len(values)
        )


def bins(said: Iterable[Said]) -> tuple[Bin, ...]:
    """The reliability curve: one bin for each stretch between two edges.

    >>> [bin.count for bin in bins([(0.65, True), (0.96, True), (0.97, False)])]
    [1, 0, 0, 0, 2]
    """
    values = list(said)
    return tuple(
        Bin.of(value for value in values if low < value[0] <= high or (low == 0.0 == value[0]))
        for low, high in pairwise(EDGES)
    )


def calibration_error(said: Iterable[Said]) -> float:
    """The expected calibration error; 0 where nothing was said.

    >>> calibration_error([(0.9, True)] * 9 + [(0.9, False)])
    0.0
    """
    curve = bins(said)
    total = sum(one.count for one in curve)
    return round(sum(one.count * abs(one.stated - one.right) for one in curve) / total, 4) if total else 0.0


def table(certain: Mapping[str, Iterable[Said]]) -> list[str]:
    """Lines of 80 columns: for each kind how often, how sure, how often right, the error, and "sure→right" in each bin.

    >>> print(*table({"dates": [(0.75, False), (0.75, True), (0.97, True)]}), sep="\\n")
    kind              said sure right   ECE  ≤0.7    ≤0.8    ≤0.9    ≤0.95   ≤1
    dates                3  .82   .67  .177          .75→.50                 .97→1.0
    """
    lines = [
        f"{'kind':17} {'said':>4} {'sure':>4} {'right':>5} {'ECE':>5}  " + _row(f"≤{high:g}" for high in EDGES[1:])
    ]
    for kind, said in certain.items():
        values = list(said)
        if not values:
            continue
        whole, error = Bin.of(values), f"{calibration_error(values):.3f}".removeprefix("0")
        cells = (f"{_points(one.stated)}→{_points(one.right)}" if one.count else "" for one in bins(values))
        lines.append(
            f"{kind:17} {whole.count:4} {_points(whole.stated):>4} {_points(whole.right):>5} {error:>5}  {_row(cells)}"
        )
    return lines


def _row(cells: Iterable[str]) -> str:
    return " ".join(f"{cell:7}" for cell in cells).rstrip()


def as_dict(certain: Mapping[str, Iterable[Said]]) -> dict[str, Any]:
    """The same for programs."""
    found = {}
    for kind, said in certain.items():
        values = list(said)
        curve = [
            {"up_to": high, "count": one.count, "stated": round(one.stated, 4), "right": round(one.right, 4)}
            for high, one in zip(EDGES[1:], bins(values), strict=True)
        ]
        found[kind] = {"count": len(values), "calibration_error": calibration_error(values), "bins": curve}
    return found


def _points(share: float) -> str:
    """A share in three digits: ".98", "1.0"."""
    return f"{share:.2f}".removeprefix("0") if share < 0.995 else "1.0"
