"""How well and how fast claims are reconciled: made-up corpora with planted growth, conflicts, copies, rounding and slips.

Every claim is planted with its truth, so precision and recall are exact. Groups of claims are made and judged one
after the other, as an incremental build does; memory must not grow with their number. The same cells are also settled
by three simple policies (newest wins, majority, TruthFinder), to see what the rules are worth.
"""

from __future__ import annotations

import math
import random
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipeline.facts import Claim, Evidence, Header, PublicationDate, stable_id
from pipeline.knowledge import DATA, load_knowledge
from pipeline.knowledge.properties import load_resolution
from pipeline.reconcile.across import compare_across
from pipeline.reconcile.groups import Manner
from pipeline.reconcile.records import Court, Verdicts
from pipeline.reconcile.values import printed
from pipeline.reconcile.verdicts import judge
from pipeline.reconcile.witness import Said, Witness
from pipeline.values import Period, Quantity

SIZES = (10_000, 100_000, 1_000_000)
SOURCES = 100_000
FIRST_DAY = date(2010, 1, 4)
MANNERS = {
    "grows": Manner("grows", "Zentren", "grows"),
    "varies": Manner("varies", "Mittel im Jahr", "varies"),
    "event": Manner("event", "Eröffnung", "event"),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One group of claims with its truth: the cells in which values conflict, and the true value of each cell.

    A cell is a year (varies), "" (event) or "growth" (grows); `falls` is how many claims of a growth are false.
    """

    said: tuple[Said, ...]
    kind: str
    conflicts: frozenset[str]
    truth: dict[str, str]
    falls: int = 0
    stale: int = 0


def _claim(
    group: int, number: int, kind: str, value: Quantity | Period, document: str, day: date, period: Period | None
) -> Claim:
    identifier = stable_id(group, number, document, printed(value))
    return Claim(
        identifier, f"Einrichtung {group}", kind, value, Evidence(document, 0, 0, "", ""), "ags:05", period, day,
        confidence=0.9, rule="bench",
    )  # fmt: skip


def _slip(number: int, rng: random.Random) -> int:
    """The number with one digit mistyped: far enough off that rounding does not hide it."""
    digits = list(str(number))
    at = rng.randrange(min(2, len(digits)))
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return int("".join(digits))


def plant(group: int, rng: random.Random) -> Planted:
    """One group: about eight in ten groups are sound, the others hold a planted error."""
    kind = rng.choice(("grows", "varies", "event"))
    wrong = rng.random() < 0.2
    return {"grows": _growth, "varies": _yearly, "event": _opening}[kind](group, rng, wrong)


def _document(rng: random.Random) -> tuple[str, str]:
    """A document and the source it counts for: one in five is a copy of another."""
    number = rng.randrange(SOURCES)
    return f"d{number}{'c' * (copy := rng.random() < 0.2)}{rng.randrange(9) if copy else ''}", f"d{number}"


def _say(
    said: list[Said],
    group: int,
    kind: str,
    value: Quantity | Period,
    day: date,
    period: Period | None,
    rng: random.Random,
) -> None:
    document, source = _document(rng)
    claim = _claim(group, len(said), kind, value, document, day, period)
    said.append(Said(claim, source, Period.day(day), period))
    if rng.random() < 0.15:  # a copy repeats it within days; it counts for the same source
        copied = _claim(group, len(said), kind, value, f"{document}x", day, period)
        said.append(Said(copied, source, Period.day(day), period))


def _growth(group: int, rng: random.Random, wrong: bool) -> Planted:
    said: list[Said] = []
    day, value = FIRST_DAY + timedelta(days=rng.randrange(400)), rng.randrange(10, 30)
    steps: list[tuple[date, int]] = []
    for _ in range(rng.randrange(5, 12)):
        steps.append((day, value))
        shown = Quantity(Decimal(value), qualifier="more_than") if rng.random() < 0.1 else Quantity(Decimal(value))
        _say(said, group, "grows", shown, day, None, rng)
        day += timedelta(days=rng.randrange(40, 300))
        value += rng.randrange(1, 9)
    stale = 0
    if rng.random() < 0.2:  # an old figure told again, when newer ones are known
        old = steps[rng.randrange(len(steps) - 2)]
        _say(said, group, "grows", Quantity(Decimal(old[1])), steps[-1][0] + timedelta(days=9), None, rng)
        stale = 1
    falls = 0
    if wrong:
        at = rng.randrange(1, len(steps) - 1)
        # Too low, or too high in the middle; a slip that lands on a step or beyond the last one cannot be told from truth.
        slipped = rng.choice((max(steps[at][1] // 3, 1), steps[-1][1] + rng.randrange(5, 60)))
        if slipped not in {number for _, number in steps} and (slipped < steps[at][1] or at < len(steps) - 2):
            _say(said, group, "grows", Quantity(Decimal(slipped)), steps[at][0] + timedelta(days=5), None, rng)
            falls = 1
    conflicts = frozenset({"growth"}) if falls else frozenset()
    return Planted(tuple(said), "grows", conflicts, {"growth": str(steps[-1][1])}, falls, stale)


def _yearly(group: int, rng: random.Random, wrong: bool) -> Planted:
    said: list[Said] = []
    truth: dict[str, str] = {}
    conflicts = set()
    years = rng.sample(range(2011, 2020), rng.randrange(2, 5))
    bad = rng.choice(years) if wrong else None
    for year in years:
        value = rng.randrange(1_000_000, 9_999_999)
        truth[str(year)] = str(value)
        day = date(year + 1, 1, 5)
        for _ in range(rng.randrange(1, 4) if year != bad else 3):
            day += timedelta(days=rng.randrange(3, 60))
            exact = rng.random() < 0.6
            rounded = Quantity(Decimal(round(value, -5)), "EUR", "approx", step=Decimal(100_000))
            _say(
                said,
                group,
                "varies",
                Quantity(Decimal(value), "EUR") if exact else rounded,
                day,
                Period.year(year),
                rng,
            )
        # One claim in full, so that the cell has a true value to find.
        _say(said, group, "varies", Quantity(Decimal(value), "EUR"), day + timedelta(days=1), Period.year(year), rng)
        if year == bad:
            _say(
                said,
                group,
                "varies",
                Quantity(Decimal(_slip(value, rng)), "EUR"),
                day + timedelta(days=70),
                Period.year(year),
                rng,
            )
            conflicts.add(str(year))
    return Planted(tuple(said), "varies", frozenset(conflicts), truth)


def _opening(group: int, rng: random.Random, wrong: bool) -> Planted:
    said: list[Said] = []
    true = FIRST_DAY + timedelta(days=rng.randrange(3000))
    for number in range(rng.randrange(2, 6)):
        value = Period.year(true.year) if number and rng.random() < 0.3 else Period.day(true)
        _say(said, group, "event", value, true + timedelta(days=rng.randrange(1, 900)), None, rng)
    if wrong:
        _say(said, group, "event", Period.day(true), true + timedelta(days=3), None, rng)
        slipped = true.replace(year=true.year + rng.choice((-1, 1, 2)), day=min(true.day, 28))
        _say(said, group, "event", Period.day(slipped), true + timedelta(days=1200), None, rng)
    return Planted(tuple(said), "event", frozenset({""}) if wrong else frozenset(), {"": true.isoformat()})


def planted(claims: int, seed: int = 20) -> Iterator[Planted]:
    """Groups until about so many claims were made."""
    rng = random.Random(seed)
    made = group = 0
    while made < claims:
        one = plant(group, rng)
        made += len(one.said)
        group += 1
        yield one


def cell_of(one: Said) -> str:
    return one.period.iso() if one.period else ""


@dataclass(slots=True)
class Score:
    """True and false alarms and misses over all cells, and how often each policy chose the true value."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    grown: int = 0
    grown_found: int = 0
    grown_false: int = 0
    disputed: int = 0
    right: Counter[str] | None = None

    @property
    def conflicts(self) -> tuple[float, float]:
        return self.hits / max(self.hits + self.false, 1), self.hits / max(self.hits + self.missed, 1)

    @property
    def growth(self) -> tuple[float, float]:
        return self.grown_found / max(self.grown_found + self.grown_false, 1), self.grown_found / max(self.grown, 1)


def tally(score: Score, one: Planted, verdicts: Verdicts) -> None:
    """Hold one verdict against the truth."""
    assert score.right is not None
    if one.kind == "grows":
        found = len(verdicts.conflicts)
        score.hits += min(found, one.falls)
        score.false += max(found - one.falls, 0)
        score.missed += max(one.falls - found, 0)
        score.grown += 1
        told = max((point.value.value for point in verdicts.series if not point.note), default=None)
        score.grown_found += told is not None and str(told) == one.truth["growth"] and found == one.falls
        score.grown_false += found > one.falls
        return
    seen = {
        (conflict.period.iso() if conflict.period and one.kind == "varies" else ""): conflict
        for conflict in verdicts.conflicts
    }
    score.hits += len(seen.keys() & one.conflicts)
    score.false += len(seen.keys() - one.conflicts)
    score.missed += len(one.conflicts - seen.keys())
    for cell in one.conflicts:
        score.disputed += 1
        said = [s for s in one.said if one.kind == "event" or cell_of(s) == cell]
        score.right["rules"] += cell in seen and seen[cell].chosen == one.truth[cell]
        for name, policy in POLICIES.items():
            score.right[name] += policy(said) == one.truth[cell]


def newest(said: Sequence[Said]) -> str:
    return printed(max(said, key=lambda one: one.order).claim.value)


def majority(said: Sequence[Said]) -> str:
    return Counter(printed(one.claim.value) for one in sorted(said, key=lambda one: one.order)).most_common(1)[0][0]


def truthfinder(said: Sequence[Said]) -> str:
    """TruthFinder (Yin, Han, Yu 2008) on one cell: trust of sources and confidence of values feed each other."""
    values = [printed(one.claim.value) for one in said]
    trust = dict.fromkeys((one.document for one in said), 0.9)
    confidence: dict[str, float] = {}
    for _ in range(5):
        raw: dict[str, float] = defaultdict(float)
        for one, value in zip(said, values, strict=True):
            raw[value] += -math.log(max(1 - trust[one.document], 1e-9))
        confidence = {value: 1 / (1 + math.exp(-0.3 * score)) for value, score in raw.items()}
        trust = {one.document: confidence[value] for one, value in zip(said, values, strict=True)}
    return max(sorted(confidence), key=lambda value: confidence[value])


POLICIES = {"newest": newest, "majority": majority, "truthfinder": truthfinder}


def measure(claims: int) -> tuple[Score, float, int]:
    """Judge a corpus of about so many claims: score, seconds of judging, peak bytes."""
    court = Court(load_knowledge(), MANNERS, load_resolution(DATA / "resolution.toml"), {})
    score = Score(right=Counter())
    seconds = 0.0
    tracing = claims <= SIZES[0] * 10
    if tracing:
        tracemalloc.start()
    for one in planted(claims):
        start = time.process_time()
        verdicts = judge(one.said, court)
        seconds += time.process_time() - start
        tally(score, one, verdicts)
    peak = tracemalloc.get_traced_memory()[1] if tracing else 0
    tracemalloc.stop()
    return score, seconds, peak


def timed(claims: int) -> float:
    """Seconds of judging alone, without the tracing of memory that slows it down."""
    court = Court(load_knowledge(), MANNERS, load_resolution(DATA / "resolution.toml"), {})
    seconds = 0.0
    for one in planted(claims):
        start = time.process_time()
        judge(one.said, court)
        seconds += time.process_time() - start
    return seconds


def whole(claims: int) -> float:
    """Seconds of `compare_across` over all witnesses at once, curated properties in many places."""
    rng = random.Random(7)
    known = load_knowledge()
    witnesses = []
    for number in range(claims // 10):
        day = FIRST_DAY + timedelta(days=rng.randrange(3600))
        header = Header(published=PublicationDate(Period.day(day), "printed"))
        made = tuple(
            Claim(
                stable_id(number, at), "Veranstaltung", "guests", Quantity(Decimal(rng.randrange(20, 400))),
                Evidence(f"w{number}", 0, 0, "", ""), f"ags:{rng.randrange(1000, 17000):05d}", None, day,
            )
            for at in range(10)
        )  # fmt: skip
        sketch = tuple(sorted(rng.randrange(2**32) for _ in range(64)))
        witnesses.append(Witness(f"w{number}", header, made, sketch))
    start = time.process_time()
    compare_across(witnesses, known, {})
    return time.process_time() - start


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the number of claims that the time grows with, between the smallest and the largest corpus."""
    return math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])


def main(data: Path | None = None) -> None:
    """Print quality, policies, time per claim, exponent and memory."""
    _, _, peak = measure(SIZES[0])
    larger, _, larger_peak = measure(SIZES[1])
    print(
        f"conflicts P {larger.conflicts[0]:.4f} R {larger.conflicts[1]:.4f}   growth P {larger.growth[0]:.4f} R {larger.growth[1]:.4f}"
    )
    assert larger.right is not None
    shares = {name: larger.right[name] / max(larger.disputed, 1) for name in ("rules", *POLICIES)}
    print("disputed cells settled rightly: " + "  ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    print(f"peak memory {peak / 1e6:.1f} MB at {SIZES[0]:,} claims, {larger_peak / 1e6:.1f} MB at {SIZES[1]:,}")
    seconds = [timed(size) for size in SIZES]
    for size, spent in zip(SIZES, seconds, strict=True):
        print(f"{size:>9,} claims  {spent:8.2f} s  {spent / size * 1e6:6.1f} µs per claim")
    print(f"exponent {exponent(SIZES, seconds):.3f}")
    both = [whole(size) for size in SIZES[:2]]
    print(f"all witnesses at once: {both[0]:.2f} s and {both[1]:.2f} s, exponent {exponent(SIZES[:2], both):.3f}")


if __name__ == "__main__":
    main()
