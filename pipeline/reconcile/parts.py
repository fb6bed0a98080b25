"""Parts and wholes across documents: what one release lists in parts, another may give as one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..facts import Fact, Finding
from ..values import Quantity
from .groups import cell_of, manner_of
from .records import Court, Verdicts, once, one_sentence
from .values import for_people
from .witness import Said


def judge_parts(group: Sequence[Said], court: Court, verdicts: Verdicts) -> None:
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
        agreeing = [
            whole
            for whole in sorted(wholes, key=lambda whole: whole.claim.id)
            if whole.document != document
            and (whole.period.iso() if whole.period else "") == period
            and isinstance(whole.claim.value, Quantity)
            and whole.claim.value.agrees(total)
        ]
        if not agreeing:
            continue
        first = agreeing[0].claim
        assert isinstance(first.value, Quantity)
        values = sorted((q.value for q in quantities if isinstance(q, Quantity)), reverse=True)
        said = " + ".join(for_people(Quantity(value)) for value in values)
        others = len({whole.document for whole in agreeing})
        message = (
            f"{manner_of(first, court.manners).label}: die Summe {said} = {for_people(Quantity(total.value))} einer Quelle "
            f"stimmt mit {for_people(first.value)} {'einer anderen' if others == 1 else f'in {others} anderen'} überein."
        )
        summed = [one.claim for one in distinct.values()]
        evidence = (*(whole.claim.evidence for whole in agreeing), *(claim.evidence for claim in summed))
        claims = (*(whole.claim.id for whole in agreeing), *(claim.id for claim in summed))
        verdicts.findings.append(
            Finding("sum_confirmed", "info", message, once(evidence), rule="across.parts", claims=claims)
        )
        for whole in agreeing:
            own = (whole.claim.id, *(claim.id for claim in summed))
            verdicts.facts[:] = [_with_sum(fact, whole.claim.id, own, message) for fact in verdicts.facts]


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
        why=one_sentence([fact.why, message]),
    )
