"""Gathering: which claims speak about the same thing, so that only these are compared.

A new document touches only the groups it has claims in: `group_of` is all an incremental build needs to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..facts import Claim
from ..knowledge.inflection import noun_key, stem
from ..knowledge.properties import Property
from ..values import Quantity

GroupKey = tuple[str, str, str]
"""family of the property, subject, scope"""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a property is compared, for curated and open-domain ones alike."""

    key: str
    label: str
    changes: str
    register: str | None = None
    identity: tuple[str, ...] = ()
    part_of: str | None = None
    curated: bool = True
    kind: str = "count"


def manners(properties: Iterable[Property]) -> dict[str, Manner]:
    """The manner of each curated property."""
    return {
        one.key: Manner(one.key, one.label, one.changes, one.register, one.identity, one.part_of, kind=one.kind)
        for one in properties
    }


def manner_of(claim: Claim, known: Mapping[str, Manner]) -> Manner:
    """The manner of a claim's property; an open-domain claim varies freely."""
    found = known.get(claim.property)
    return found or Manner(claim.property, claim.subject, "varies", curated=False)


def group_of(claim: Claim, known: Mapping[str, Manner]) -> GroupKey:
    """The group a claim belongs to. Open-domain claims need the same counted noun with the same modifiers."""
    manner = manner_of(claim, known)
    family = manner.part_of or manner.key
    subject = subject_of(claim, manner)
    if manner.kind == "entity":
        subject = " ".join(stem(word) for word in claim.subject.split())
    return family, subject, claim.scope or ""


def subject_of(claim: Claim, manner: Manner) -> str:
    """What the ids of facts and conflicts take for the subject: as printed, or what an open-domain group shares."""
    if manner.curated:
        return claim.subject
    told = (part for part in claim.subject.split() if len(part) > 2 and part not in ("und", "oder", "bzw."))
    return " ".join(sorted({noun_key(part) if part[:1].isupper() else stem(part) for part in told}))


def cell_of(claim: Claim, manner: Manner) -> tuple[str, ...]:
    """What within a group must be equal before two values compete: property, identity, per what.

    So a sum per centre never competes with the total.
    """
    named = dict(claim.qualifiers)
    per = claim.value.per if isinstance(claim.value, Quantity) else None
    if per and per.casefold().startswith("jahr") and manner.curated:
        per = None  # the property says that it is a yearly sum; some releases leave the word out
    extra = () if manner.curated else (named.get("form", ""), named.get("per", ""), named.get("when", ""))
    return (
        claim.property,
        *(named.get(name, "") for name in manner.identity),
        stem(per) if per else "",
        *extra,
    )
