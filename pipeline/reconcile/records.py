"""How a verdict is written down: facts, conflicts and findings with their ids, and the German words for them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..facts import Claim, Conflict, Evidence, Fact, Finding, Judgement, SeriesPoint, stable_id
from ..knowledge import Knowledge
from ..knowledge.properties import Resolution
from .groups import Manner, subject_of
from .series import Point
from .values import Camp, choose, for_people, origins, slip


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


def record_conflict(
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
    identifier = stable_id("conflict", subject_of(claim, manner), *key, claim.scope, segment)
    choice = choose(found, court.order, court.judgements.get(identifier), settled)
    reasons = [why or against(found, manner)]
    rule = choice.rule if choice else None
    if choice is not None:
        others = [camp for camp in found if camp is not choice.camp]
        consensus = choice.camp.sources >= 2 and all(camp.sources == 1 for camp in others)
        # Where a person decided, the other value is not to be guessed away as a slip.
        if rule != "human" and not why and consensus and all(slip(camp.value, choice.camp.value) for camp in others):
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
    text = one_sentence(reasons)
    period = found[0].said[0].period
    verdicts.conflicts.append(
        Conflict(
            identifier, claim.subject, claim.property, label_of(claim, manner), claim.scope, period, kind, status,
            tuple(camp.as_value() for camp in found), choice.camp.text if choice else None, rule, text,
        )
    )  # fmt: skip
    chosen = choice.camp if choice else max(found, key=lambda camp: (camp.sources, camp.text))
    everyone = tuple(one for camp in found for one in camp.said)
    fact_status = {"open": "conflict"}.get(status, status)
    verdicts.facts.append(
        fact_of(key, segment, Camp(chosen.value, everyone), manner, why=text, status=fact_status, rule=rule)
    )


def one_sentence(reasons: Iterable[str]) -> str:
    """Several reasons as clauses of one sentence, each once."""
    clauses = dict.fromkeys(reason.strip().rstrip(".") for reason in reasons if reason.strip())
    return "; ".join(clauses) + "." if clauses else ""


def fact_of(
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
    doubt: dict[str, float] = {}
    origin = origins(camp.said)
    for one in camp.said:
        told = origin[one.source]
        doubt[told] = min(doubt.get(told, 1.0), 1 - one.claim.confidence)
    confidence = math.prod(sorted(doubt.values()))
    return Fact(
        id=stable_id("fact", subject_of(claim, manner), *key, claim.scope, segment),
        subject=claim.subject,
        property=claim.property,
        label=label_of(claim, manner),
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


_SHOWN = ("source", "law", "person")


def label_of(claim: Claim, manner: Manner) -> str:
    """What a fact is called: the property, with whose money, which law or who it is about."""
    named = dict(claim.qualifiers)
    told = [named[name] for name in manner.identity if name in _SHOWN and named.get(name)]
    return f"{manner.label}: {', '.join(told)}" if told else manner.label


def agreed(camp: Camp) -> str:
    if camp.sources > 1:
        return f"{camp.sources} voneinander unabhängige Quellen stimmen überein: {for_people(camp.value)}."
    if len({one.source for one in camp.said}) > 1:
        return (
            f"{for_people(camp.value)} steht in {camp.documents} Dokumenten im selben Satz, der als eine Quelle zählt."
        )
    if camp.documents > 1:
        return f"{for_people(camp.value)} steht in {camp.documents} Abschriften einer Quelle."
    return f"Nur eine Quelle nennt {for_people(camp.value)}."


def against(found: Sequence[Camp], manner: Manner) -> str:
    said = []
    for camp in sorted(found, key=lambda camp: (camp.first or date.max, camp.text)):
        when = f" ({camp.first:%d.%m.%Y})" if camp.first and camp.first == camp.last else ""
        count = f"{camp.sources} Quellen nennen" if camp.sources > 1 else "eine Quelle nennt"
        said.append(f"{count} {for_people(camp.value)}{when}")
    return f"{manner.label}: {', '.join(said[:-1])} und {said[-1]}."


def told(point: Point) -> str:
    when = f"vom {point.day:%d.%m.%Y}" if point.day else "ohne Datum"
    return f"die Quelle {when}" if point.weight == 1 else f"{point.weight} Quellen {when}"


def finding_of(kind: str, severity: str, message: str, point: Point, rule: str) -> Finding:
    evidence = once(one.claim.evidence for one in point.said)
    return Finding(kind, severity, message, evidence, rule=rule, claims=tuple(one.claim.id for one in point.said))


def once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(one.document, one.start, one.end): one for one in evidence}.values())
