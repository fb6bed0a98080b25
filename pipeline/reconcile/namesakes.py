"""People of one name in several documents: one person, unless their offices, places and times, or their gender, say otherwise.

A name is one entity in every document (`person:slug`); what speaks for two people becomes a finding that asks to check, and
namesakes_divide.py gives each its own id. A career is no contradiction: two offices exclude each other only where releases
(or the register) show them at one time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import combinations, pairwise

from ..facts import Evidence, Finding, Judgement
from ..knowledge import Knowledge
from ..knowledge.inflection import fold

SAME = frozenset({"same", "one person", "eine person", "dieselbe", "derselbe", "dieselbe person"})
APART = frozenset({"apart", "not the same", "two people", "zwei personen", "verschieden", "verschiedene personen"})
"""What a person may decide about a name, in the words people use."""

TERM = 5 * 365
"""Days between two releases that name one office with nobody thought to have left and come back: about one term."""
MOVE = 365
"""Days in which nobody moves from a mandate in one Land to an office in another."""

_KINDS = {
    "landrat": "district", "burgermeister": "town", "oberburgermeister": "town", "regierungsprasident": "region",
    "ministerprasident": "government", "landtagsabgeordneter": "parliament", "landtagsabgeordnete": "parliament",
    "ansprechpartner": "contact", "sachbearbeiter": "contact", "pressesprecher": "contact", "pressereferent": "contact",
}  # fmt: skip
_GOVERNMENT = re.compile(r"(?!alt|ex|schatten|vize|reichs)\w*(?:minister|staatssekretar)$")
_PROFESSIONS = {
    "police": re.compile(r"(?:polizei|kriminal)(?!reporter|statist)\w+|\w*kommissar"),
    "court": re.compile(r"(?:amts|land|verwaltungs|sozial|arbeits|familien|jugend|straf|zivil)?richter|(?:ober|general)?staatsanwalt"),
    "clergy": re.compile(r"(?:stadt|dom|gemeinde|orts)?pfarrer|pastor|superintendent|domkapitular|(?:landes|weih|erz)?bischof"),
    "school": re.compile(r"schulleiter|(?:kon)?rektor|oberstudien(?:direktor|rat)|schulrat"),
}  # fmt: skip
"""Work at one place that fills somebody's days; releases name those of their own Land."""
_LOCAL = ("district", "town", "parliament", *_PROFESSIONS)
_FULL = ("district", "government", "region", *_PROFESSIONS)
_NEVER_AT_ONCE = frozenset(
    map(frozenset, [
        *combinations(_FULL, 2), ("district", "town"), ("town", "government"), ("town", "region"),
        ("contact", "district"), ("contact", "government"), ("contact", "region"),
    ])
)  # fmt: skip
"""Kinds of office one person does not hold at once; a mayor of a small town may well be a pastor or somebody's press officer."""
_CITY_STATES = ("02", "04", "11")  # there the mayor is the head of government
_OF = re.compile(r"der|des|von|vom|im|in|zu|(?:\w+)?stadt|gemeinde|(?:land)?kreis(?:es)?")
_NOT_NOW = re.compile(
    r"\b(?:gewählt|bisherig|künftig|designiert|ehemalig|früher|scheidend|damalig|kandidat|bewerber|nachfolg|vorgänger|alt-|"
    r"ex-)|\b(?:neue?[rnsm]?|war|wird|a\. ?D\.)(?!\w)",
    re.IGNORECASE,
)
"""Words around a name that leave open whether the office is held on the day of the release."""
_JOINED = re.compile(r", | und | sowie ")
_ADDRESS = re.compile(r"\b(Herrn?|Frau)\s+(?:(?:Prof|Dr)\.\s*)*$")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name as one document prints it, with its office, and the raw text around it. `day` is None where it is not known.

    `state` is the Land the release speaks for (its key, "05"), `issuers` are the entities that issued it.
    """

    document: str
    day: date | None
    name: str
    role: str | None
    evidence: Evidence
    before: str = ""
    behind: str = ""
    state: str = ""
    issuers: tuple[str, ...] = ()


@dataclass(slots=True)
class Term:
    """All sightings in one kind of office, of one place as far as that is told."""

    kind: str
    place: str = ""
    keys: frozenset[str] = frozenset()
    seen: list[Sighting] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        return sorted({one.day for one in self.seen if one.day})

    @property
    def states(self) -> frozenset[str]:
        return frozenset(key[:2] for key in self.keys)

    def on(self, day: date) -> Sighting:
        """The sighting next to a day."""
        return min(self.seen, key=lambda one: (abs((one.day or day) - day), *order_of(one)))


def namesakes(entity: str, sightings: Sequence[Sighting], known: Knowledge, judged: Judgement | None) -> list[Finding]:
    """What speaks for two people behind one name, one finding for each pair of offices; a person's decision wins.

    The same sightings in any order give the same findings.
    """
    said = judged.decision.strip().casefold() if judged else ""
    found = in_order(sightings)
    if said in SAME or len({one.document for one in found}) < 2:
        return []
    finding = partial(_finding, entity, by_hand=judged if said in APART else None)
    findings = [
        finding(one.on(day), other.on(day), f"beide Ämter hat niemand zugleich (Belege um den {day:%d.%m.%Y})")
        for one, other in combinations(terms_of(found, known), 2)
        if (day := clash(one, other, known)) is not None
    ]
    if not findings and (pair := two_genders(found, known)):
        findings.append(finding(*pair, "einmal ist es eine Frau, einmal ein Mann"))
    if not findings and said in APART:
        other = next(one for one in found if one.document != found[0].document)
        findings.append(finding(found[0], other, "die Texte selbst lassen es offen"))
    return findings


def in_order(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The oldest first, undated ones last; the same in whatever order they came."""
    return sorted(sightings, key=order_of)


def order_of(one: Sighting) -> tuple[str, str, int]:
    return (one.day.isoformat() if one.day else "9999", one.document, one.evidence.start)


def _finding(entity: str, one: Sighting, other: Sighting, why: str, *, by_hand: Judgement | None) -> Finding:
    first, second = sorted((one, other), key=order_of)
    told = " und ".join(
        f"„{sighting.role or sighting.name}“" + (f" ({sighting.day:%d.%m.%Y})" if sighting.day else "")
        for sighting in (first, second)
    )
    if by_hand:
        ending = f"von Hand entschieden{f' ({by_hand.by})' if by_hand.by else ''}: verschiedene Personen."
    else:
        ending = "sie werden als zwei Personen geführt, bitte prüfen."
    message = f"Unter dem Namen {first.name} stehen {told}; {why}; {ending}"
    evidence = (first.evidence, second.evidence)
    return Finding("identity", "info" if by_hand else "warning", message, evidence, entity, "people.namesakes")


def kind_of(role: str) -> str | None:
    """The kind of an office held now; None for any other, and for one with an adjective ("stellvertretender Landrat").

    Of two offices in one ("Landrat des Kreises Borken und Vorsitzender …") the first that has a kind.
    """
    return next((kind for part in _JOINED.split(role) if (kind := _single(part))), None)


def _single(role: str) -> str | None:
    words = role.split()
    if not words:
        return None
    if fold(" ".join(words[:3])) == "mitglied des landtags":
        return "parliament"
    word = fold(words[0])
    if word in _KINDS:
        return _KINDS[word]
    word = word.removesuffix("in")
    if word in _KINDS or _GOVERNMENT.fullmatch(word):
        return _KINDS.get(word, "government")
    return next((kind for kind, known in _PROFESSIONS.items() if known.fullmatch(word)), None)


def terms_of(found: Sequence[Sighting], known: Knowledge) -> list[Term]:
    """The offices of a name, each with all its sightings; those that tell no place join the only place there is."""
    unsure = {one.document for one in found if _NOT_NOW.search(f"{one.before} {one.behind}")}
    by_kind: dict[str, dict[str, Term]] = defaultdict(dict)
    for one in found:
        if one.role and one.day and one.document not in unsure and (kind := kind_of(one.role)):
            place, keys = place_of(one.role, kind, known)
            if kind in _PROFESSIONS and (state := known.gazetteer.state(one.state)) is not None:
                place, keys = state.name, frozenset([state.code])
            by_kind[kind].setdefault(place, Term(kind, place, keys)).seen.append(one)
    terms = []
    for _, places in sorted(by_kind.items()):
        told = [term for place, term in sorted(places.items()) if place]
        bare = places.get("")
        if bare and len(told) < 2:
            term = told[0] if told else bare
            term.seen = sorted({*term.seen, *bare.seen}, key=order_of)
            told = [term]
        terms += told
    return terms


def place_of(role: str, kind: str, known: Knowledge) -> tuple[str, frozenset[str]]:
    """The place in the words of an office, with the official keys it may mean; both empty where none is told or known."""
    gazetteer = known.gazetteer
    if kind in ("government", "parliament"):
        for state in sorted(gazetteer.states, key=lambda state: -len(state.name)):
            if re.search(rf"\b{re.escape(state.name)}s?\b", role):
                return state.name, frozenset([state.code])
        return "", frozenset()
    words = next(part for part in _JOINED.split(role) if _single(part) == kind).split()[1:]
    while words[1:] and _OF.fullmatch(fold(words[0])):
        words = words[1:]
    for name in dict.fromkeys((" ".join(words), " ".join(words).removesuffix("es"), " ".join(words).removesuffix("s"))):
        districts = gazetteer.districts_by_name.get(name, ())
        keys = {one.ags for one in districts if one.is_city is (kind == "town")}
        if kind == "town":
            keys |= {town.ags for town in gazetteer.towns_by_name.get(name, ())}
        if keys and kind in ("town", "district"):
            return name, frozenset(keys)
    return "", frozenset()


def clash(one: Term, other: Term, known: Knowledge) -> date | None:
    """A day around which two offices were held that one person does not hold at once; None where nothing says so."""
    if {sighting.document for sighting in one.seen} & {sighting.document for sighting in other.seen}:
        return None  # one document names the person with both
    if any(term.kind == "town" and (not term.keys or term.states & {*_CITY_STATES}) for term in (one, other)):
        return None
    spelled = one.place.startswith(other.place) or other.place.startswith(one.place)  # Halle, Halle (Saale)
    apart = bool(one.place and other.place and not spelled and one.keys.isdisjoint(other.keys))
    far = apart and one.states.isdisjoint(other.states) and (one.kind in _LOCAL or other.kind in _LOCAL)
    if not (far or (apart and one.kind == other.kind) or frozenset({one.kind, other.kind}) in _NEVER_AT_ONCE):
        return None
    if (one.kind == "contact" or other.kind == "contact") and one.kind == other.kind:
        return None
    days = [*_within(one, other, known), *_within(other, one, known)]
    shared = {*one.days} & {*other.days}
    if len(shared) > 1 or one.days == other.days:
        days += shared
    else:  # a single day at the end of one and the beginning of the other is a handover
        days += [day for day in shared for term in (one, other) if term.days[0] < day < term.days[-1]]
    if far:
        days += [a for a in one.days for b in _next_to(a, other.days) if abs((a - b).days) <= MOVE]
    return min(days, default=None)


def _next_to(day: date, days: Sequence[date]) -> Sequence[date]:
    at = bisect_left(days, day)
    return days[max(0, at - 1) : at + 1]


def _within(inner: Term, outer: Term, known: Knowledge) -> Iterator[date]:
    """The days of one term that lie between two sightings of the other, or in its time by the register."""
    stretches = [(a, b) for a, b in pairwise(outer.days) if (b - a).days <= TERM]
    for holder in known.institutions.tenures(outer.seen[0].name):
        first, last = holder.valid.first, holder.valid.last
        fits = holder.person == outer.seen[0].name and holder.is_firm and kind_of(holder.office) == outer.kind
        if fits and first and last and any(first <= day <= last for day in outer.days):
            stretches.append((first, last))
    days = inner.days
    for first, last in stretches:
        at = bisect_left(days, first)
        yield from (day for day in days[at : at + 2] if first < day < last)


def two_genders(found: Sequence[Sighting], known: Knowledge) -> tuple[Sighting, Sighting] | None:
    """A woman and a man in two documents, under a first name that both bear."""
    if known.names.gender(found[0].name.split()[0]) is not None:
        return None  # the name says it; the rest is a slip, or a word meant for both
    seen: dict[str, dict[str, Sighting]] = {"f": {}, "m": {}}
    for one in found:
        if gender := gender_of(one, known):
            seen[gender].setdefault(one.document, one)
    both = seen["f"].keys() & seen["m"].keys()
    women, men = ([one for one in seen[g].values() if one.document not in both] for g in "fm")
    offices = {_bare(one.role) for one in women if one.role}
    men = [one for one in men if not one.role or _bare(one.role) not in offices]
    return (women[0], men[0]) if women and men else None


def _bare(role: str) -> str:
    return fold(role.split()[0]).removesuffix("in")


def gender_of(one: Sighting, known: Knowledge) -> str | None:
    """By address before a full name, else by the office; "Ansprechpartner" and the like are said of women too."""
    if " " in one.evidence.quote and (address := _ADDRESS.search(one.before)):
        return "f" if address[1] == "Frau" else "m"
    word = one.role.split()[0] if one.role else ""
    role = known.names.role(word)
    if role is None or role.plural:
        return None
    if role.gender == "f":
        return "f" if word.endswith("in") else None
    kind = kind_of(word)
    return "m" if kind not in (None, "contact", "parliament") and known.names.female(role) != role.word else None
