"""The official register as a witness: how many districts, municipalities or Länder there were, on which basis of counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..knowledge import Knowledge
from ..values import Quantity
from .values import Camp, for_people

UNDATED = date(2021, 1, 1)
"""The day of the register that an undated claim is held against: that of its municipalities; never today, so that the
same files give the same store."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One way to count, its number, since when it holds (ISO, "" for ever), and why it gives this number."""

    value: int
    label: str
    why: str
    since: str


def register_bases(register: str | None, scope: str | None, day: date | None, known: Knowledge) -> tuple[Basis, ...]:
    """What the register says for a scope on a day, the official count first; empty where it has no say."""
    when = day or UNDATED
    if register == "districts" and scope and len(scope) == len("ags:05"):
        return tuple(
            Basis(basis.value, basis.label, basis.why, basis.valid.first.isoformat() if basis.valid.first else "")
            for basis in known.gazetteer.bases(scope, when)
        )
    if register == "municipalities" and scope and len(scope) == len("ags:05"):
        code = scope.removeprefix("ags:")
        count = sum(one.ags.startswith(code) for one in known.gazetteer.municipalities)
        why = f"Das amtliche Verzeichnis nennt {count} Städte und Gemeinden (Stand 2021)."
        return (Basis(count, "amtliches Verzeichnis", why, ""),) if count else ()
    if register == "states":
        count = len(known.gazetteer.states)
        return (Basis(count, "amtliches Verzeichnis", f"Die Bundesrepublik hat {count} Länder.", ""),)
    return ()


def explain_count(found: Sequence[Camp], bases: Sequence[Basis]) -> str:
    """For each value which way of counting gives it, or that none does: clauses of one German sentence, no full stop."""
    said = []
    for camp in sorted(found, key=lambda camp: not any(_fits(camp, basis) for basis in bases[:1])):
        basis = next((one for one in bases if _fits(camp, one)), None)
        if basis is not None:
            said.append(f"{for_people(camp.value)}: {basis.why.rstrip('.')}")
        else:
            said.append(
                f"{for_people(camp.value)}: keine bekannte Zählweise ergibt diese Zahl, {bases[0].why.rstrip('.')}"
            )
    return "; ".join(said)


def _fits(camp: Camp, basis: Basis) -> bool:
    return isinstance(camp.value, Quantity) and camp.value.agrees(Quantity(Decimal(basis.value)))
