"""Ministries with their names over time, parties, authorities, laws, programmes, and who held which office when.

All of it is data in `de/`: ministries.csv, office_holders.csv, parties.csv, institutions.csv, portfolios.csv. A ministry
that is renamed closes its row (`until`) and gets a new one; the old name stays readable. Office-holder rows whose
precision is "inferred" or "unknown" are guesses and weak witnesses. Sources: de/SOURCES.md.

    >>> institutions = load_institutions()
    >>> institutions.ministry("Ministerium Schule und Weiterbildung").entity
    'org:nrw-msw'
    >>> [holder.person for holder in institutions.holders("MAIS", date(2013, 12, 2)) if holder.office == "Minister"]
    ['Guntram Schneider']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ..errors import KnowledgeError
from ..values import Period
from . import DATA
from .rows import read_rows

FEDERAL = "00"
RANKS = ("Ministerpräsident", "Regierungspräsident", "Staatssekretär", "Minister", "Senator")
"""Kinds of office, longer words first: a Ministerpräsident is no Minister."""
PREFIXES = {"05": "nrw", FEDERAL: "bund"}


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry under one name. `precision` is "day", or "term" where only the term of the government is known."""

    state: str
    abbr: str
    name: str
    valid: Period
    precision: str = "day"
    successors: str = ""

    @property
    def entity(self) -> str:
        return f"org:{PREFIXES.get(self.state, self.state)}-{self.abbr.lower()}"

    @property
    def full(self) -> str:
        """The official name with its Land."""
        return f"{self.name} des Landes Nordrhein-Westfalen" if self.state == "05" else self.name


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """Who held which office, in which organisation, when. Precision: day, month, year, inferred, unknown or open.

    `also` is a second title held at the same time, `place` the town in the office's name ("Arnsberg").
    """

    person: str
    gender: str
    office: str
    organisation: str
    abbr: str
    state: str
    party: str
    valid: Period
    since_precision: str
    until_precision: str
    also: str = ""
    place: str = ""

    @property
    def surname(self) -> str:
        return self.person.split()[-1]

    @property
    def is_dated(self) -> bool:
        """Whether anything is known about the time in office at all."""
        return self.valid.first is not None or self.valid.last is not None

    @property
    def is_firm(self) -> bool:
        """Whether both ends of the time in office are known, not guessed."""
        return not {self.since_precision, self.until_precision} & {"inferred", "unknown"}


@dataclass(frozen=True, slots=True)
class Institution:
    """A party, authority, law, programme, association with the forms it is written in. `label` is ORG, LAW or PROGRAMME."""

    label: str
    entity: str
    name: str
    forms: tuple[str, ...]
    state: str = ""
    kind: str = ""


def fold_ministry(name: str) -> str:
    """What two spellings of one ministry share: "für", "des Landes …", case and commas do not count.

    >>> fold_ministry("Ministeriums für Arbeit,\\nIntegration und Soziales des Landes Nordrhein-Westfalen")
    'ministerium arbeit integration und soziales'
    """
    folded = re.sub(r"\s+", " ", name).strip().casefold()
    folded = re.sub(r" des landes [\w-]+$| (?:nordrhein-westfalens?|nrw)$|^(?:nrw-|das |die )", "", folded)
    folded = re.sub(r"^((?:bundes)?minister)(?:iums|ien|in|s|iens)\b", r"\1ium", folded)
    folded = re.sub(r"\bminister\b", "ministerium", folded)
    return re.sub(r"[\s,]+", " ", re.sub(r"\bfür\b", " ", folded)).strip()


@dataclass(frozen=True, eq=False)
class Institutions:
    """Look-ups over ministries, office-holders and other named institutions."""

    ministries: tuple[Ministry, ...]
    office_holders: tuple[OfficeHolder, ...]
    institutions: tuple[Institution, ...] = ()
    portfolios: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, list[Ministry]]:
        found: dict[str, list[Ministry]] = {}
        for ministry in self.ministries:
            for key in {fold_ministry(ministry.name), ministry.abbr.casefold()}:
                found.setdefault(key, []).append(ministry)
        return found

    def named(self, name: str) -> tuple[Ministry, ...]:
        """Every row of the ministry with this name or abbreviation ("MAIS", "MAIS NRW"), oldest first."""
        found = self._by_name.get(fold_ministry(name), [])
        return tuple(sorted(found, key=lambda ministry: ministry.valid.first or date.min))

    def ministry(self, name: str, day: date | None = None, *, state: str | None = None) -> Ministry | None:
        """The ministry with this name or abbreviation: the row valid on that day, else the newest one, else None."""
        found = [m for m in self.named(name) if state is None or m.state == state.removeprefix("ags:")]
        valid = [m for m in found if day is not None and m.valid.contains(day)]
        best = valid or found
        return best[-1] if best else None

    def responsible(self, field: str, day: date | None, *, state: str = "05") -> tuple[Ministry, ...]:
        """The ministries for a field ("Integration", or "Schul" as in Schulministerium), on a day or ever."""
        word = dict(self.portfolios).get(field.casefold(), field).casefold()
        if not word:
            return ()
        pattern = re.compile(rf"(?<!\w){re.escape(word)}")
        return tuple(
            m
            for m in self.ministries
            if m.state == state.removeprefix("ags:")
            and (day is None or m.valid.contains(day))
            and (pattern.search(m.name.casefold()) or m.name.casefold() == f"{field.casefold()}ministerium")
        )

    def holders(self, office: str, day: date | None = None) -> tuple[OfficeHolder, ...]:
        """Who held an office, or any office in an organisation, on a day (None: ever).

        `office` is an office ("Ministerpräsident"; both genders are found), an entity ("org:nrw-mais"), an abbreviation
        ("MAIS") or a ministry's name.
        """
        ministry = self.ministry(office, day)
        keys = {office.casefold(), office.removesuffix("in").casefold(), f"{office}in".casefold()}
        return tuple(
            holder
            for holder in self.office_holders
            if (day is None or holder.valid.contains(day))
            and (
                (ministry is not None and holder.organisation == ministry.entity)
                or keys
                & {
                    holder.office.casefold(),
                    holder.organisation.casefold(),
                    holder.abbr.casefold(),
                    holder.also.casefold(),
                }
            )
        )

    def fields_of(self, name: str) -> tuple[str, ...]:
        """The fields of a ministry's or minister's full name, as they are written: ("Arbeit", "Integration", "Soziales").

        Only fields that portfolios.csv knows; "Schule und Weiterbildung" is Schule.
        """
        _, told, listed = re.sub(r"\s+(?:des Landes|im|in)\s.*", "", name).partition("für ")
        if not told:
            return ()
        known = {field for _, field in self.portfolios}
        parts = (part.strip() for part in re.split(r",|\bund\b|\bsowie\b|\bdes\b|\bder\b", listed))
        return tuple(dict.fromkeys(part for part in parts if part.casefold() in known))

    def offices_of(self, role: str, person: str, day: date | None) -> tuple[str, ...]:
        """The offices a role names, one for each field: "Schulministerin" is "Minister/in für Schule".

        A minister or state secretary named without a field gets those of the register, where it knows the person.
        """
        rank = next((one for one in RANKS if one.casefold() in role.casefold()), None)
        if rank is None:
            return (role,)
        title = f"{rank}/in"
        word = next(word for word in role.split() if rank.casefold() in word.casefold())
        compound = word.casefold().partition(rank.casefold())[0].removeprefix("nrw-").strip("-")
        names = {field: field[:1].upper() + field[1:] for _, field in self.portfolios} | {"inner": "Inneres"}
        field = dict(self.portfolios).get(compound)
        if field is not None:
            return (f"{title} für {names[field]}",)
        before, _, within = role.partition(" im Ministerium ")
        told = self.fields_of(f"Ministerium {within}" if within and " für " not in before else role)
        if compound or rank not in ("Minister", "Staatssekretär") or (not told and " für " in role):
            return tuple(f"{title} für {one}" for one in told) or (role,)
        terms = [
            one
            for one in self.tenures(person)
            if one.person == person and one.office.startswith(rank) and (day is None or one.valid.contains(day))
        ]
        ministries = {m.name for one in terms for m in self.ministries if m.entity == one.organisation}
        registered = self.fields_of(ministries.pop()) if len(ministries) == 1 else ()
        # "Minister für Arbeit, …" may have lost its end; a state secretary has only the fields that are told.
        if rank == "Minister" and set(told) <= set(registered):
            told = registered
        return tuple(f"{title} für {one}" for one in told) or (role,)

    def tenures(self, person: str) -> tuple[OfficeHolder, ...]:
        """Every office a person held, oldest first; by full name, by surname when it is all that is known."""
        found = [h for h in self.office_holders if h.person == person] or [
            h for h in self.office_holders if h.surname == person
        ]
        return tuple(sorted(found, key=lambda holder: holder.valid.first or date.min))


def _period(since: str, until: str) -> Period:
    return Period(
        Period.from_iso(since).first if since else None,
        Period.from_iso(until).last if until else None,
    )


def load_institutions(folder: Path = DATA) -> Institutions:
    """Read ministries, office-holders and other institutions from the knowledge folder."""
    try:
        return Institutions(
            ministries=tuple(
                Ministry(row["state"], row["abbr"], row["name"], _period(row["since"], row["until"]), row["precision"], row["successors"])
                for row in read_rows(folder, "ministries.csv")
            ),
            office_holders=tuple(
                OfficeHolder(
                    row["person"], row["gender"], row["office"], row["organisation"], row["abbr"], row["state"], row["party"],
                    _period(row["since"], row["until"]), row["since_precision"], row["until_precision"], row["also"], row["place"],
                )
                for row in read_rows(folder, "office_holders.csv")
            ),
            institutions=tuple(
                Institution(row["label"], row["entity"], row["name"], tuple(row["forms"].split(";")), row["state"], row["kind"])
                for row in read_rows(folder, "institutions.csv")
            ),
            portfolios=tuple((row["compound"], row["field"]) for row in read_rows(folder, "portfolios.csv")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"a row of the institutions is wrong: {error}", source=str(folder)) from error
