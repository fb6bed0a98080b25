"""Which of several people of one name each document means, once offices, places and times say that there are several.

People are built from offices: those one document names together, or that may follow one another in one Land, are one
person's; those nobody holds at once are two people's. What fits to more than one of them stays open. Nothing depends on
the order in which documents come in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from ..facts import Judgement
from ..knowledge import Knowledge
from .namesakes import APART, SAME, Sighting, Term, clash, gender_of, in_order, kind_of, place_of, terms_of, two_genders

MARK = "@"
"""Between the id of a name and what tells its people apart: "person:petra-weber@kreis-borken"."""
_WORDS = {
    "district": "kreis", "town": "stadt", "region": "bezirk", "government": "regierung", "parliament": "landtag",
    "contact": "kontakt", "police": "polizei", "court": "gericht", "clergy": "kirche", "school": "schule",
}  # fmt: skip


@dataclass(slots=True)
class _Person:
    """One of the people of a name: the offices held, earliest first."""

    terms: list[Term]
    issuers: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return min(_key(term) for term in self.terms if _first(term) == _first(self.terms[0]))

    @property
    def states(self) -> set[str]:
        return {state for term in self.terms for state in _states(term)}

    @property
    def documents(self) -> set[str]:
        return {one.document for term in self.terms for one in term.seen}


def base_of(entity: str) -> str:
    """The id of the name behind the id of one of its people.

    >>> base_of("person:petra-weber@kreis-borken")
    'person:petra-weber'
    """
    return entity.partition(MARK)[0]


def divide(
    entity: str, sightings: Sequence[Sighting], known: Knowledge, judged: Mapping[str, Judgement]
) -> dict[str, tuple[str, ...]]:
    """The ids of the people each document may mean: one, or several where it stays open. Empty where all is one person.

    `judged` are a person's decisions, about the name ("eine Person", "zwei Personen") or about one of its people (the id
    of another one: they are the same).
    """
    own = judged.get(entity)
    said = own.decision.strip().casefold() if own else ""
    found = in_order(sightings)
    if said in SAME or len({one.document for one in found}) < 2:
        return {}
    terms = terms_of(found, known)
    apart = {frozenset((a, b)) for a, b in combinations(range(len(terms)), 2) if clash(terms[a], terms[b], known)}
    if not apart:
        if said not in APART:
            return _by_gender(entity, found, known)
        apart = {frozenset(pair) for pair in combinations(range(len(terms)), 2) if not _together(*pair, terms)}
        if not apart:
            return _by_gender(entity, found, known)
    people, loose = _people(terms, apart, _same(entity, judged))
    if len(people) < 2:
        return {}
    return _assigned(entity, found, people, loose, known)


def _together(one: int, other: int, terms: Sequence[Term]) -> bool:
    return bool({seen.document for seen in terms[one].seen} & {seen.document for seen in terms[other].seen})


def _people(
    terms: Sequence[Term], apart: set[frozenset[int]], same: Sequence[tuple[str, str]]
) -> tuple[list[_Person], list[Term]]:
    """The people that offices make, and the offices that fit to several of them."""
    parts = [[number] for number in range(len(terms))]

    def clashing(one: Sequence[int], other: Sequence[int]) -> bool:
        return any(frozenset((a, b)) in apart for a in one for b in other)

    def join(a: int, b: int, *, forced: bool = False) -> None:
        one = next(part for part in parts if a in part)
        other = next(part for part in parts if b in part)
        if one is not other and (forced or not clashing(one, other)):
            one.extend(other)
            parts.remove(other)

    by_key = {_key(term): number for number, term in enumerate(terms)}
    for one, other in same:
        if one in by_key and other in by_key:
            join(by_key[one], by_key[other], forced=True)
    for a, b in combinations(range(len(terms)), 2):
        if _together(a, b, terms):
            join(a, b)
    parts = sorted((sorted(part, key=lambda n: (_first(terms[n]), _key(terms[n]))) for part in parts), key=lambda p: (_first(terms[p[0]]), _key(terms[p[0]])))  # fmt: skip
    poles = [part for part in parts if any(clashing(part, other) for other in parts if other is not part)]
    made: list[list[int]] = []
    loose: list[Term] = []
    for part in [*poles, *(part for part in parts if part not in poles)]:
        fitting = [other for other in made if not clashing(part, other)]
        chosen = _nearest(part, fitting, terms)
        if chosen is not None:
            chosen.extend(part)
        elif part in poles:
            made.append(list(part))
        else:
            loose += [terms[number] for number in part]
    people = [_Person(sorted((terms[n] for n in numbers), key=lambda t: (_first(t), _key(t)))) for numbers in made]
    return sorted(people, key=lambda person: person.key), loose


def _nearest(part: Sequence[int], fitting: Sequence[list[int]], terms: Sequence[Term]) -> list[int] | None:
    """Whose career an office belongs to: the only one in its Land, or the only one at all where no Land is told."""
    states = {state for number in part for state in _states(terms[number])}
    alike = [one for one in fitting if states & {state for number in one for state in _states(terms[number])}]
    if len(alike) == 1:
        return alike[0]
    unknown = [one for one in fitting if not any(_states(terms[number]) for number in one)]
    if not alike and not states and len(fitting) == 1:
        return fitting[0]
    return unknown[0] if not alike and len(fitting) == len(unknown) == 1 else None


def _assigned(
    entity: str, found: Sequence[Sighting], people: Sequence[_Person], loose: Sequence[Term], known: Knowledge
) -> dict[str, tuple[str, ...]]:
    """Each document with its person: by an office it names, then by who issued it, then by the Land it speaks for."""
    ids = [f"{entity}{MARK}{person.key}" for person in people]
    documents: dict[str, list[Sighting]] = defaultdict(list)
    for one in found:
        documents[one.document].append(one)
    sure: dict[str, int] = {}
    for number, person in enumerate(people):
        for document in person.documents:
            sure[document] = number
    for document, seen in documents.items():
        if document not in sure and len(numbers := _by_office(seen, people, known)) == 1:
            sure[document] = numbers.pop()
    for document, number in sure.items():
        people[number].issuers.update(issuer for one in documents[document] for issuer in one.issuers)
    open_ = {one.document for term in loose for one in term.seen}
    assigned: dict[str, tuple[str, ...]] = {}
    for document, seen in documents.items():
        if document in sure:
            assigned[document] = (ids[sure[document]],)
            continue
        issuers = {issuer for one in seen for issuer in one.issuers}
        states = {one.state for one in seen if one.state}
        by_issuer = [number for number, person in enumerate(people) if person.issuers & issuers]
        by_state = [number for number, person in enumerate(people) if person.states & states]
        chosen = next((one for one in (by_issuer, by_state) if len(one) == 1), None) if document not in open_ else None
        assigned[document] = (ids[chosen[0]],) if chosen else tuple(ids)
    return assigned


def _by_office(seen: Sequence[Sighting], people: Sequence[_Person], known: Knowledge) -> set[int]:
    """The people who hold, held or will hold an office that a document names, with its place or without."""
    found: set[int] = set()
    for one in seen:
        kind = kind_of(one.role) if one.role else None
        if kind is None or one.role is None:
            continue
        place = place_of(one.role, kind, known)[0]
        found |= {
            number
            for number, person in enumerate(people)
            if any(term.kind == kind and (not place or term.place == place) for term in person.terms)
        }
    return found


def _by_gender(entity: str, found: Sequence[Sighting], known: Knowledge) -> dict[str, tuple[str, ...]]:
    """A woman and a man of one name; documents that do not tell stay open."""
    if two_genders(found, known) is None:
        return {}
    words = {"f": f"{entity}{MARK}frau", "m": f"{entity}{MARK}mann"}
    told: dict[str, set[str]] = defaultdict(set)
    for one in found:
        told[one.document].update({gender} if (gender := gender_of(one, known)) else ())
    return {
        document: (words[next(iter(genders))],) if len(genders) == 1 else (words["f"], words["m"])
        for document, genders in sorted(told.items())
    }


def _same(entity: str, judged: Mapping[str, Judgement]) -> list[tuple[str, str]]:
    """The pairs of people that somebody decided are one."""
    pairs = []
    for about, one in sorted(judged.items()):
        other = one.decision.strip()
        if base_of(about) == entity != about and base_of(other) == entity != other:
            pairs.append((about.partition(MARK)[2], other.partition(MARK)[2]))
    return pairs


def _first(term: Term) -> date:
    return term.days[0]


def _states(term: Term) -> frozenset[str]:
    """The Länder of an office: by its place, else by the Land its releases speak for."""
    return term.states or frozenset(one.state for one in term.seen if one.state)


def _key(term: Term) -> str:
    plain = unicodedata.normalize("NFKD", term.place.casefold().replace("ß", "ss"))
    place = re.sub(r"[^a-z0-9]+", "-", re.sub(r"([aou])\u0308", r"\1e", plain)).strip("-")
    word = _WORDS[term.kind]
    return f"{word}-{place}" if place else word
