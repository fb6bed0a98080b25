"""Who held which office when: one row for each holder, from the first release that names them to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..facts import SeriesPoint
from ..knowledge.inflection import fold
from ..knowledge.institutions import Institutions, OfficeHolder
from ..values import Period
from .values import Camp
from .witness import Said


def holders(found: Sequence[Camp], institutions: Institutions) -> Iterator[SeriesPoint]:
    """The people named in one office, in the order in which releases first name them; undated ones last.

    A release only shows that somebody was in office on its day, not when that began; where the register knows the time
    in office, the note says so. People side by side in an office ("Staatssekretär") stay side by side.
    """
    office = min((one.claim.subject for camp in found for one in camp.said), key=lambda name: (len(name), name))
    for camp in sorted(found, key=lambda camp: (_days(camp)[:1] or [date.max], camp.text)):
        days = _days(camp)
        first = min(camp.said, key=lambda one: (not one.exact, one.order))
        name = dict(first.claim.qualifiers).get("name") or camp.text
        yield SeriesPoint(
            office,
            first.claim.property,
            first.claim.scope,
            None,
            days[0] if days else None,
            first.claim.id,
            first.document,
            first.claim.evidence.quote,
            _note(days, len({one.document for one in camp.said}), _register(name, first, institutions)),
            name,
        )


def _days(camp: Camp) -> list[date]:
    return sorted({one.moment.first for one in camp.said if one.exact and one.moment and one.moment.first})


def _register(name: str, said: Said, institutions: Institutions) -> str:
    """What the register says about the time of a holder or of a ministry's name."""
    if said.claim.property == "ministry":
        day = said.moment.first if said.exact and said.moment else None
        rows = [one for one in institutions.named(name) if day is None or one.valid.contains(day)]
        found = rows[-1] if rows and (rows[-1].valid.first or rows[-1].valid.last) else None
        return f"Laut Verzeichnis unter diesem Namen{_span(found.valid)}." if found else ""
    holder = _tenure(name, said, institutions)
    if holder is None:
        return ""
    return f"Laut Verzeichnis im Amt{_span(holder.valid)}{'' if holder.is_firm else ' (ungefähr)'}."


def _span(valid: Period) -> str:
    since = f" seit {valid.first:%d.%m.%Y}" if valid.first else ""
    return since + (f" bis {valid.last:%d.%m.%Y}" if valid.last else "")


def _tenure(name: str, said: Said, institutions: Institutions) -> OfficeHolder | None:
    """The row of the register that a claim fits: the same kind of office, at a time that is known."""
    day = said.moment.first if said.exact and said.moment else None
    office = fold(said.claim.subject)
    for holder in institutions.tenures(name):
        kinds = [fold(word) for word in (holder.office.split()[0], *holder.also.split()[-1:])]
        alike = any(kind.removesuffix("in") in office for kind in kinds)
        if alike and holder.person == name and holder.is_dated and (day is None or holder.valid.contains(day)):
            return holder
    return None


def _note(days: Sequence[date], documents: int, register: str) -> str:
    said = []
    if len(days) > 1:
        said.append(f"Genannt vom {days[0]:%d.%m.%Y} bis {days[-1]:%d.%m.%Y}, in {documents} Dokumenten.")
    elif not days:
        said.append("Das Datum der Veröffentlichung ist nicht bekannt.")
    if register:
        said.append(register)
    return " ".join(said)
