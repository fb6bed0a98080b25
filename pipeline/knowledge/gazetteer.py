"""Districts (Kreise and kreisfreie Städte) with their official keys and validity, municipalities, Länder.

Everything is data in `de/`: districts.csv (a reform closes the old row's `until` and adds a new one), district_variants.csv
(only the names no rule makes), municipalities.csv, states.csv, special_units.csv, counting_bases.csv. Sources: de/SOURCES.md.

    >>> gazetteer = load_gazetteer()
    >>> gazetteer.count("05", date(2013, 12, 2))
    53
    >>> [basis.value for basis in gazetteer.bases("05", date(2013, 12, 2))]
    [53, 54]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from ..errors import KnowledgeError
from ..values import Period
from . import DATA
from .rows import read_rows

CITY_KINDS = ("Kreisfreie Stadt", "Stadtkreis")


@dataclass(frozen=True, slots=True)
class State:
    """A Land. `code` is its two digits in official keys, `adjective` uninflected ("nordrhein-westfälisch")."""

    code: str
    name: str
    adjective: str
    short: str
    capital: str

    @property
    def entity(self) -> str:
        return f"ags:{self.code}"


@dataclass(frozen=True, slots=True)
class District:
    """A Kreis or a kreisfreie Stadt while it existed. `ags` has five digits, or eight for a special unit.

    `name` is the official full name ("Kreis Soest", "Hagen"), `short` the part without the type word ("Soest"),
    `seat` the town of its administration.
    """

    ags: str
    short: str
    name: str
    kind: str
    valid: Period
    seat: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    @property
    def is_city(self) -> bool:
        return self.kind in CITY_KINDS or len(self.ags) == 8

    @property
    def state(self) -> str:
        return self.ags[:2]

    @property
    def entity(self) -> str:
        return f"ags:{self.ags}"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A town or village as of 2021-01-01; `district` is the key of its Kreis then, `inside` says it is no Kreis itself.

    `is_word` marks names that are everyday German words too (Essen, Halle, Senden).
    """

    ags: str
    name: str
    population: int
    is_word: bool = False

    @property
    def district(self) -> str:
        return self.ags[:5]

    @property
    def entity(self) -> str:
        return f"ags8:{self.ags}"


@dataclass(frozen=True, slots=True)
class CountingBasis:
    """One way to count the districts of a Land on a day, and why it gives this number (German sentence for archivists)."""

    key: str
    state: str
    value: int
    valid: Period
    label: str
    why: str


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All districts since 2007 with validity, all municipalities of 2021, the Länder.

    A state is asked for by its code, "05" or "ags:05"; None means the whole country.
    """

    states: tuple[State, ...]
    districts: tuple[District, ...]
    special_units: tuple[District, ...]
    municipalities: tuple[Municipality, ...]
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis_rows: tuple[Mapping[str, str], ...] = ()

    def state(self, code: str | None) -> State | None:
        """The Land with this code, name or short form."""
        wanted = (code or "").removeprefix("ags:")
        return next((s for s in self.states if wanted in (s.code, s.name, s.short)), None)

    @cached_property
    def _by_ags(self) -> dict[str, District]:
        return {district.ags: district for district in (*self.districts, *self.special_units)}

    @cached_property
    def _towns_by_ags(self) -> dict[str, Municipality]:
        return {town.ags: town for town in self.municipalities}

    def district(self, ags: str) -> District | None:
        """The district (or special unit) with this key, "05974" or "ags:05974"."""
        return self._by_ags.get(ags.removeprefix("ags:"))

    def municipality(self, ags: str) -> Municipality | None:
        """The municipality with this key, "05974040" or "ags8:05974040"."""
        return self._towns_by_ags.get(ags.removeprefix("ags8:"))

    def name_of(self, entity: str) -> str | None:
        """The name behind an entity id of a Land, a district or a municipality."""
        if found := self.district(entity) or self.municipality(entity) or self.state(entity):
            return found.name
        return None

    def on(self, day: date, state: str | None = None) -> tuple[District, ...]:
        """The districts that existed on this day, of one Land or of all."""
        code = (state or "").removeprefix("ags:")
        return tuple(d for d in self.districts if d.valid.contains(day) and d.state.startswith(code))

    def count(self, state: str | None, day: date) -> int:
        """How many districts the official register has for a Land (None: Germany) on this day."""
        return len(self.on(day, state))

    def bases(self, state: str, day: date) -> tuple[CountingBasis, ...]:
        """Every known way to count the districts of a Land on this day; the official one comes first."""
        code = state.removeprefix("ags:")
        districts = self.on(day, code)
        cities = sum(district.is_city for district in districts)
        found = [
            CountingBasis(
                row["basis"], code, len(districts) + len(row["adds"].split()), valid, row["label"],
                row["why"].format(kreise=len(districts) - cities, cities=cities),
            )
            for row in self.basis_rows
            if row["state"] == code and (valid := _period(row["since"], row["until"])).contains(day)
        ]  # fmt: skip
        if not any(basis.key == "official" for basis in found):
            why = f"Das amtliche Verzeichnis nennt {len(districts) - cities} Kreise und {cities} kreisfreie Städte."
            valid = Period(day, day, "day")
            found.insert(0, CountingBasis("official", code, len(districts), valid, "amtliches Verzeichnis", why))
        return tuple(sorted(found, key=lambda basis: basis.key != "official"))

    def today(self, district: District, day: date | None) -> District:
        """The district that stands for this one on a day: itself, or what it was merged into."""
        while (
            day is not None and not district.valid.contains(day) and district.valid.last and district.valid.last < day
        ):
            following = [self._by_ags[ags] for ags in district.successors if ags in self._by_ags]
            if len(following) != 1:
                break
            district = following[0]
        return district

    def district_of(self, town: Municipality, day: date | None = None) -> District | None:
        """The district a municipality lies in."""
        found = self._by_ags.get(town.district)
        return self.today(found, day) if found else None

    @cached_property
    def towns_by_name(self) -> dict[str, tuple[Municipality, ...]]:
        """Municipalities by their name and the ways offices write it."""
        names: dict[str, list[Municipality]] = defaultdict(list)
        for town in self.municipalities:
            for name in spellings(town.name):
                names[name].append(town)
        return {name: tuple(sorted(towns, key=lambda town: -town.population)) for name, towns in names.items()}

    @cached_property
    def towns_by_short_name(self) -> dict[str, tuple[Municipality, ...]]:
        """Municipalities with an addition in brackets by the name without it: "Friedberg" of "Friedberg (Hessen)"."""
        names: dict[str, list[Municipality]] = defaultdict(list)
        for town in self.municipalities:
            if match := ADDED.match(town.name):
                names[match["town"]].append(town)
        return {name: tuple(sorted(towns, key=lambda town: -town.population)) for name, towns in names.items()}

    @cached_property
    def districts_by_name(self) -> dict[str, tuple[District, ...]]:
        """Districts by short name, full name and variants, newest first. A bare "Soest" is listed; context must decide."""
        names: dict[str, list[District]] = defaultdict(list)
        for district in (*self.districts, *self.special_units):
            for name in (*spellings(district.short), *spellings(district.name), *self.variants.get(district.ags, ())):
                if district not in names[name]:
                    names[name].append(district)
        return {name: tuple(sorted(found, key=_newest_first)) for name, found in names.items()}


def _newest_first(district: District) -> tuple[int, str]:
    return (-(district.valid.last or date.max).toordinal(), district.ags)


RIVER = re.compile(r"(?P<town>.+?) (?P<where>an der|am|auf der|im|in der|ob der|vor der|bei) (?P<what>\w+)$")
ABBREVIATED = re.compile(r"(?P<town>.+?) (?P<how>[aivo]\. ?d\.|[ai]\.) ?(?P<what>\w+\.?)(?P<rest>.*)$")
ADDED = re.compile(r"(?P<town>.+?)(?: \((?P<what>[^)]+)\)|/(?P<slash>\w+\.?))$")


@cache
def spellings(name: str) -> tuple[str, ...]:
    """The ways offices write one official name, by rule; the name itself comes first.

    >>> spellings("Mülheim an der Ruhr")[:3]
    ('Mülheim an der Ruhr', 'Mülheim a. d. Ruhr', 'Mülheim a. d.Ruhr')
    """
    found = dict.fromkeys([name])
    if match := RIVER.match(name):
        town, where, what = match.group("town", "where", "what")
        dotted = " ".join(f"{word[0]}." for word in where.split())
        for short in (dotted, dotted.replace(" ", "")):
            found[f"{town} {short} {what}"] = None
            found[f"{town} {short}{what}"] = None
        if where in ("an der", "am", "im", "in der"):
            found[f"{town}/{what}"] = None
            found[f"{town} ({what})"] = None
    elif match := ABBREVIATED.match(name):
        town, how, what, rest = match.group("town", "how", "what", "rest")
        letters = how.replace(" ", "").rstrip(".").split(".")
        long = {"a": "am", "i": "im", "ad": "an der", "id": "in der", "vd": "vor der", "od": "ob der"}["".join(letters)]
        tight, loose = ".".join(letters) + ".", ". ".join(letters) + "."
        for short in (f"{tight}{what}", f"{tight} {what}", f"{loose} {what}", f"{long} {what}"):
            found[f"{town} {short}{rest}"] = None
        if what == "OPf.":
            found[f"{town} in der Oberpfalz{rest}"] = None
    elif match := ADDED.match(name):
        what = match["what"] or match["slash"]
        found[f"{match['town']}/{what}"] = None
        found[f"{match['town']} ({what})"] = None
    return tuple(found)


def _period(since: str, until: str) -> Period:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return Period(first, last)


def _variants(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["ags"]].append(row["variant"])
    return {ags: tuple(names) for ags, names in found.items()}


def load_gazetteer(folder: Path = DATA) -> Gazetteer:
    """Read districts, municipalities and Länder from the knowledge folder."""
    try:
        return Gazetteer(
            states=tuple(State(**row) for row in read_rows(folder, "states.csv")),
            districts=tuple(
                District(
                    row["ags"], row["short"], row["name"], row["kind"], _period(row["since"], row["until"]), row["seat"],
                    tuple(row["predecessors"].split()), tuple(row["successors"].split()),
                )
                for row in read_rows(folder, "districts.csv")
            ),
            special_units=tuple(
                District(row["ags"], row["name"].removesuffix(" (Stadt)"), row["name"], row["status"], _period(row["since"], ""))
                for row in read_rows(folder, "special_units.csv")
            ),
            municipalities=tuple(
                Municipality(row["ags8"], row["name"], int(row["population"] or 0), row["common_word"] == "1")
                for row in read_rows(folder, "municipalities.csv")
            ),
            variants=_variants(read_rows(folder, "district_variants.csv")),
            basis_rows=tuple(read_rows(folder, "counting_bases.csv")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"a row of the gazetteer is wrong: {error}", source=str(folder)) from error
