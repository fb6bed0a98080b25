"""Who a bare surname with an office is, by the register of office-holders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..facts import Mention
from ..knowledge import Knowledge
from .people_roles import Office


def _responsible(office: Office, known: Knowledge, state: str) -> frozenset[str]:
    """The ministries that the first part of an office names: Schul- of Schulministerin."""
    field = office.role.word[: len(office.role.word) - len(office.role.base)]
    found = known.institutions.responsible(field, None, state=state) if field else ()
    return frozenset(ministry.entity for ministry in found)


def office_holder(
    surname: str,
    office: Office | None,
    known: Knowledge,
    organisations: Collection[Mention],
    today: date | None,
    state: str | None,
) -> str | None:
    """The full name of an office-holder with this surname, when office, time and ministry leave one; else None.

    A ministry the document names is evidence; so is, in a release of the Land, a day within the time in office, or an
    office that names the ministry's field ("Schulministerin").
    """
    if office is None:
        return None
    entities = {mention.entity for mention in organisations} | {
        candidate for mention in organisations for candidate in mention.candidates
    }
    code = (state or "").removeprefix("ags:")
    fitting = []
    for holder in known.institutions.office_holders:
        if holder.surname not in (surname, surname.removesuffix("s")):
            continue
        role = known.names.role(holder.office.split()[0])
        if role is None or not office.fits(role) or (office.gender and office.gender != holder.gender):
            continue
        in_time = today is not None and holder.is_dated and holder.valid.contains(today)
        if today is not None and holder.is_dated and not in_time:
            continue
        if (
            holder.organisation in entities
            or (code == holder.state and in_time)
            or (code == holder.state and holder.organisation in _responsible(office, known, code))
        ):
            fitting.append(holder.person)
    names = set(fitting)
    return names.pop() if len(names) == 1 else None
