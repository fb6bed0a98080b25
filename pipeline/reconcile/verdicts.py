"""The verdict on one group of claims: facts, conflicts, series, and why, in a German sentence with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ..facts import Conflict, Evidence, Fact, Finding, Judgement, SeriesPoint, stable_id
from ..knowledge import Knowledge
from ..knowledge.properties import Resolution
from ..values import Quantity
from .counting import explain_count, register_bases
from .groups import Manner, cell_of, manner_of
from .series import Point, grow, points_of, same_time
from .values import Camp, camps, choose, for_people, slip
from .witness import Said


@dataclass(frozen=True, slots=True)
class Court:
    """What every verdict needs: knowledge, the order of the rules, and what people decided."""

    known: Knowledge
    manners: Mapping[str, Manner]
    order: tuple[Resolution, ...]
    judgements: Mapping[str, Judgement]


@dataclass(slots=True)
class Verdicts:
    """What was found in one group, gathered while its cells are heard."""

    facts: list[Fact] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    series: list[SeriesPoint] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def judge(group: Sequence[Said], court: Court) -> Verdicts:
    """Hear one group: cell by cell, then the parts against their whole."""
    verdicts = Verdicts()
    cells: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for one in group:
        cells[cell_of(one.claim, manner_of(one.claim, court.manners))].append(one)
    for key in sorted(cells):
        said = sorted(cells[key], key=lambda one: one.order)
        manner = manner_of(said[0].claim, court.manners)
        _HEARINGS[manner.changes](key, said, manner, court, verdicts)
    _parts(group, court, verdicts)
    return verdicts


# --- constant ---------------------------------------------------------------------------------------------------------


def _constant(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """Two values for one time are a conflict; the register parts the times and may explain the values."""
    segments: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        segments[_segment(one, manner, court)].append(one)
    for segment, same in sorted(segments.items()):
        found = camps(same)
        bases = register_bases(manner.register, same[0].claim.scope, _when(same), court.known)
        if len(found) == 1:
            chosen = found[0]
            why = _agreed(chosen)
            if bases and isinstance(chosen.value, Quantity):
                official = bases[0]
                if chosen.value.value == official.value:
                    why = f"{why} {official.why}".strip()
                else:
                    why = explain_count(found, bases)
                    _register_finding(chosen, why, manner, verdicts)
            verdicts.facts.append(_fact(key, segment, chosen, manner, why=why))
            continue
        settled: dict[str, tuple[Camp, str]] = {}
        explained = False
        if bases:
            why = explain_count(found, bases)
            explained = all(any(_is(camp, basis.value) for basis in bases) for camp in found)
            authority = next((camp for camp in found if _is(camp, bases[0].value)), None)
            if authority:
                settled["authority"] = (authority, why)
            elif explained:
                settled["explained_by_counting_basis"] = (max(found, key=lambda camp: camp.sources), why)
        _conflict(key, segment, found, manner, court, verdicts, settled=settled, explained=explained)


def _segment(one: Said, manner: Manner, court: Court) -> str:
    """The stretch of time over which the register does not change, around the time a claim speaks of."""
    bases = register_bases(manner.register, one.claim.scope, _when([one]), court.known)
    return bases[0].since if bases else ""


def _when(said: Sequence[Said]) -> date | None:
    for one in said:
        for period in (one.period, one.moment):
            if period is not None and (day := period.first or period.last):
                return day
    return None


def _is(camp: Camp, number: int) -> bool:
    return isinstance(camp.value, Quantity) and camp.value.value == number


def _register_finding(camp: Camp, why: str, manner: Manner, verdicts: Verdicts) -> None:
    evidence = tuple(one.claim.evidence for one in camp.said[:3])
    claims = tuple(one.claim.id for one in camp.said)
    verdicts.findings.append(
        Finding("register_mismatch", "info", why, evidence, rule=f"register.{manner.register}", claims=claims)
    )


# --- grows ------------------------------------------------------------------------------------------------------------


def _grows(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """A growing number is a series; only what falls out of it is suspicious. Plans are kept apart as facts."""
    if "planned" in key:
        _varies(key, said, manner, court, verdicts)
        return
    growth = grow(said)
    for point in growth.points:
        verdicts.series.extend(_series(point))
        verdicts.facts.append(
            _fact(key, point.said[0].claim.id, Camp(point.value, point.said), manner, why=_step(point, growth.points))
        )
    for point in growth.stale:
        verdicts.series.extend(_series(point, "Wiederholt einen früheren Stand."))
        newest = max(
            (p for p in growth.points if p.day and point.day and p.day <= point.day), key=lambda p: p.value.value
        )
        message = (
            f"{manner.label}: {_said(point)} nennt {for_people(point.value)}, obwohl {for_people(newest.value)} schon am "
            f"{newest.day:%d.%m.%Y} erreicht war; das ist ein wiederholter früherer Stand."
        )
        verdicts.findings.append(_finding("stale", "info", message, point, "series.stale"))
    for point, other in growth.falls:
        pair = (Camp(point.value, point.said), Camp(other.value, other.said))
        typed = slip(point.value, other.value)
        note = "; vermutlich ein Tippfehler" if typed else ""
        why = (
            f"{manner.label} können nur wachsen, aber {_said(point)} nennt {for_people(point.value)} und {_said(other)} "
            f"{for_people(other.value)}{note}."
        )
        _conflict(key, point.said[0].claim.id, pair, manner, court, verdicts, why=why)


def _series(point: Point, note: str = "") -> Iterator[SeriesPoint]:
    """One row per document (a copy of another is told so), the fullest claim first."""
    seen: set[str] = set()
    sources: set[str] = set()
    ranked = sorted(
        point.said, key=lambda one: (one.claim.modality != "stated", -one.claim.confidence, _of(one), one.claim.id)
    )
    for one in ranked:
        claim = one.claim
        if one.document in seen or not isinstance(claim.value, Quantity):
            continue
        seen.add(one.document)
        copied = "Abschrift einer anderen Quelle." if one.source in sources else ""
        sources.add(one.source)
        said = " ".join(part for part in (note, point.note, copied) if part)
        yield SeriesPoint(
            claim.subject,
            claim.property,
            claim.scope,
            claim.value,
            point.day,
            claim.id,
            one.document,
            claim.evidence.quote,
            said,
        )


def _of(one: Said) -> int:
    return 0 if isinstance(one.claim.value, Quantity) and one.claim.value.of is not None else 1


def _step(point: Point, points: Sequence[Point]) -> str:
    at = points.index(point)
    if at == 0:
        return f"Erster bekannter Stand: {for_people(point.value)}."
    previous = points[at - 1]
    if previous.value.value == point.value.value:
        return f"Unverändert {for_people(point.value)}."
    return f"Zuwachs von {for_people(previous.value)} auf {for_people(point.value)}, kein Widerspruch."


# --- varies -----------------------------------------------------------------------------------------------------------


def _varies(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """Values are compared within one period only; between periods they may change."""
    times = _times(said)
    moving = len({camp.text for same in times for camp in camps(same)}) > 1
    for same in times:
        found = camps(same)
        label = same[0].period.iso() if same[0].period else f"as_of:{same[0].claim.id}"
        if len(found) == 1:
            verdicts.facts.append(_fact(key, label, found[0], manner, why=_agreed(found[0])))
        elif manner.curated or len({one.source for one in same}) > 1:
            _conflict(key, label, found, manner, court, verdicts)
        else:
            # Open-domain claims of one document do not contradict each other: "100 Kinder" here and "30 Kinder" there
            # are two groups of children.
            verdicts.facts.extend(_fact(key, f"{label}:{camp.text}", camp, manner, why=_agreed(camp)) for camp in found)
    if moving and len(times) > 1 and manner.curated:
        for point in points_of(said):
            verdicts.series.extend(_series(point))


def _times(said: Sequence[Said]) -> list[list[Said]]:
    """Claims of one time together: of one period; else of days close to each other; undated ones where they agree."""
    times: list[list[Said]] = []
    periods: dict[str, list[Said]] = {}
    open_ones: list[Said] = []
    for one in said:
        if one.period is not None:
            label = one.period.iso()
            if label not in periods:
                periods[label] = []
                times.append(periods[label])
            periods[label].append(one)
        elif not one.exact:
            open_ones.append(one)
        elif times and times[-1][-1].period is None and same_time(times[-1][0], one):
            times[-1].append(one)
        else:
            times.append([one])
    by_value = [(time, camps(time)) for time in times if time[0].period is None]
    for one in open_ones:
        friends = next((time for time, found in by_value if all(_agrees(camp, one) for camp in found)), None)
        if friends is not None:
            friends.append(one)
        else:
            time = [one]
            times.append(time)
            by_value.append((time, camps(time)))
    return times


def _agrees(camp: Camp, one: Said) -> bool:
    value = one.claim.value
    return isinstance(camp.value, Quantity) and isinstance(value, Quantity) and camp.value.agrees(value)


# --- event ------------------------------------------------------------------------------------------------------------


def _event(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """An event has one date; a year and a day in it agree."""
    found = camps(said)
    if len(found) == 1:
        verdicts.facts.append(_fact(key, "", found[0], manner, why=_agreed(found[0])))
    else:
        _conflict(key, "", found, manner, court, verdicts, kind="date")


_HEARINGS = {"constant": _constant, "grows": _grows, "varies": _varies, "event": _event}


# --- parts and wholes -------------------------------------------------------------------------------------------------


def _parts(group: Sequence[Said], court: Court, verdicts: Verdicts) -> None:
    """The parts that one document lists, summed, against the whole that another names."""
    parts: dict[tuple[str, str], list[Said]] = defaultdict(list)
    wholes: list[Said] = []
    for one in group:
        if not isinstance(one.claim.value, Quantity):
            continue
        manner = manner_of(one.claim, court.manners)
        period = one.period.iso() if one.period else ""
        if manner.part_of:
            parts[(one.document, period)].append(one)
        else:
            wholes.append(one)
    for (document, period), listed in sorted(parts.items()):
        distinct = {cell_of(one.claim, manner_of(one.claim, court.manners)): one for one in listed}
        if len(distinct) < 2:
            continue
        quantities = [one.claim.value for one in distinct.values()]
        total = sum_of([q for q in quantities if isinstance(q, Quantity)])
        for whole in wholes:
            same = (whole.period.iso() if whole.period else "") == period
            if whole.document == document or not same or not isinstance(whole.claim.value, Quantity):
                continue
            if not whole.claim.value.agrees(total):
                continue
            manner = manner_of(whole.claim, court.manners)
            values = sorted((q.value for q in quantities if isinstance(q, Quantity)), reverse=True)
            said = " + ".join(for_people(Quantity(value)) for value in values)
            message = (
                f"{manner.label}: die Summe {said} = {for_people(Quantity(total.value))} der einen Quelle stimmt mit "
                f"{for_people(whole.claim.value)} der anderen überein."
            )
            evidence = (whole.claim.evidence, *(one.claim.evidence for one in distinct.values()))
            claims = (whole.claim.id, *(one.claim.id for one in distinct.values()))
            verdicts.findings.append(
                Finding("sum_confirmed", "info", message, _once(evidence), rule="across.parts", claims=claims)
            )
            verdicts.facts[:] = [_with_sum(fact, whole.claim.id, claims, message) for fact in verdicts.facts]


def sum_of(parts: Sequence[Quantity]) -> Quantity:
    """The sum of parts as a quantity whose interval is the sum of theirs."""
    value = sum((part.value for part in parts), Decimal(0))
    vague = next((part.qualifier for part in parts if part.qualifier), None)
    return Quantity(value, parts[0].unit, vague, step=max(part.step for part in parts))


def _with_sum(fact: Fact, whole: str, claims: tuple[str, ...], message: str) -> Fact:
    if whole not in fact.claims:
        return fact
    merged = tuple(dict.fromkeys((*fact.claims, *claims)))
    return replace(
        fact,
        claims=merged,
        status="agreed" if fact.status == "stated" else fact.status,
        why=f"{fact.why} {message}".strip(),
    )


# --- words and records ------------------------------------------------------------------------------------------------


def _conflict(
    key: tuple[str, ...],
    segment: str,
    found: Sequence[Camp],
    manner: Manner,
    court: Court,
    verdicts: Verdicts,
    *,
    kind: str = "value",
    why: str = "",
    settled: Mapping[str, tuple[Camp, str]] | None = None,
    explained: bool = False,
) -> None:
    claim = found[0].said[0].claim
    identifier = stable_id("conflict", claim.subject if manner.curated else "", *key, claim.scope, segment)
    choice = choose(found, court.order, court.judgements.get(identifier), settled)
    reasons = [why or _against(found, manner)]
    rule = choice.rule if choice else None
    if choice is not None:
        others = [camp for camp in found if camp is not choice.camp]
        consensus = choice.camp.sources >= 2 and all(camp.sources == 1 for camp in others)
        if not why and consensus and all(slip(camp.value, choice.camp.value) for camp in others):
            wrong = ", ".join(for_people(camp.value) for camp in others)
            reasons.append(f"Vermutlich ein Tippfehler: {wrong} statt {for_people(choice.camp.value)}.")
        reasons.append(choice.why)
    status = "open"
    if rule == "human":
        status = "resolved"
    elif explained:
        status = "explained"
    elif rule is not None:
        status = "resolved"
    text = " ".join(dict.fromkeys(reason for reason in reasons if reason))
    period = found[0].said[0].period
    verdicts.conflicts.append(
        Conflict(
            identifier, claim.subject, claim.property, manner.label, claim.scope, period, kind, status,
            tuple(camp.as_value() for camp in found), choice.camp.text if choice else None, rule, text,
        )
    )  # fmt: skip
    chosen = choice.camp if choice else max(found, key=lambda camp: (camp.sources, camp.text))
    everyone = tuple(one for camp in found for one in camp.said)
    fact_status = {"open": "conflict"}.get(status, status)
    verdicts.facts.append(
        _fact(key, segment, Camp(chosen.value, everyone), manner, why=text, status=fact_status, rule=rule)
    )


def _fact(
    key: tuple[str, ...],
    segment: str,
    camp: Camp,
    manner: Manner,
    *,
    why: str,
    status: str | None = None,
    rule: str | None = None,
) -> Fact:
    first = camp.said[0]
    claim = first.claim
    as_of = next((one.moment.first for one in camp.said if one.exact and one.moment), None)
    confidence = 1.0
    for source in {one.source for one in camp.said}:
        confidence *= 1 - max(one.claim.confidence for one in camp.said if one.source == source)
    return Fact(
        id=stable_id("fact", claim.subject if manner.curated else "", *key, claim.scope, segment),
        subject=claim.subject,
        property=claim.property,
        label=manner.label,
        scope=claim.scope,
        period=first.period,
        as_of=as_of,
        value=camp.value,
        claims=tuple(dict.fromkeys(one.claim.id for one in camp.said)),
        status=status or ("agreed" if camp.sources > 1 else "stated"),
        rule=rule,
        why=why,
        confidence=round(1 - confidence, 3),
    )


def _agreed(camp: Camp) -> str:
    if camp.sources > 1:
        return f"{camp.sources} voneinander unabhängige Quellen stimmen überein: {for_people(camp.value)}."
    if camp.documents > 1:
        return f"{for_people(camp.value)} steht in {camp.documents} Abschriften einer Quelle."
    return f"Nur eine Quelle nennt {for_people(camp.value)}."


def _against(found: Sequence[Camp], manner: Manner) -> str:
    said = []
    for camp in sorted(found, key=lambda camp: (camp.first or date.max, camp.text)):
        when = f" ({camp.first:%d.%m.%Y})" if camp.first and camp.first == camp.last else ""
        count = f"{camp.sources} Quellen nennen" if camp.sources > 1 else "eine Quelle nennt"
        said.append(f"{count} {for_people(camp.value)}{when}")
    return f"{manner.label}: {', '.join(said[:-1])} und {said[-1]}."


def _said(point: Point) -> str:
    when = f"vom {point.day:%d.%m.%Y}" if point.day else "ohne Datum"
    return f"die Quelle {when}" if point.weight == 1 else f"{point.weight} Quellen {when}"


def _finding(kind: str, severity: str, message: str, point: Point, rule: str) -> Finding:
    evidence = _once(one.claim.evidence for one in point.said)
    return Finding(kind, severity, message, evidence, rule=rule, claims=tuple(one.claim.id for one in point.said))


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(one.document, one.start, one.end): one for one in evidence}.values())
