"""People with their offices, each brought together under one name within the document.

A full name is found first (by its form, its title, an office before or behind it); then every later bare surname and
every "der Minister" that can only be one of them is given to the same person. A surname whose full name the document
never prints is looked up among the office-holders, and only taken when office, ministry and day leave one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ..facts import Mention
from ..knowledge import Knowledge
from ..knowledge.names import Role
from ..text import Span
from . import people_roles as roles
from .names import is_noun, surname_of
from .people_register import office_holder
from .people_sightings import Sighting, full_names
from .people_titles import ADDRESS, titles_before
from .tokens import Stretches, Tokens, slug, words

DETERMINERS = words(
    "ein eine einen einem einer eines der die das den dem des kein keine keinen jeder jede dieser diese im beim zum zur vom am mein sein ihr unser jeden"
)


@dataclass(slots=True)
class Person:
    """Someone the document names: the fullest name, and the offices printed with it."""

    name: str
    gender: str | None = None
    roles: list[roles.Office] = field(default_factory=list)
    known_from_head: bool = False

    @property
    def surname(self) -> str:
        return surname_of(self.name)

    @property
    def entity(self) -> str:
        return f"person:{slug(self.name)}"

    @property
    def role(self) -> str | None:
        return roles.best(self.roles)


def find_people(
    tokens: Tokens,
    known: Knowledge,
    *,
    taken: Collection[tuple[int, int]] = (),
    organisations: Collection[Mention] = (),
    today: date | None = None,
    state: str | None = None,
    people: Iterable[Mention] = (),
    look_up: bool = True,
    seen: Collection[tuple[int, int, str]] = (),
) -> tuple[Mention, ...]:
    """Every mention of a person. `taken` is masked, `organisations` are evidence for offices, `people` were named
    elsewhere in the document (its head), `seen` are the names a language model found: start, end, PER, LOC, ORG or MISC.
    `look_up` lets a surname whose full name is nowhere printed be found among the office-holders.
    """
    sightings = list(full_names(tokens, known, taken, seen))
    persons = _persons(sightings, people)
    sightings += list(_bare_surnames(tokens, known, persons, taken, sightings))
    sightings += list(_offices_alone(tokens, known, persons, sightings, taken))
    sightings.sort(key=lambda sighting: sighting.start)
    found: list[Mention] = []
    for sighting in sightings:
        if mention := _link(sighting, persons, found, tokens, known, organisations, today, state, look_up):
            found.append(mention)
    found += list(_pronouns(tokens, found, persons))
    return tuple(sorted(_with_roles(found, persons), key=lambda mention: mention.span))


def _persons(sightings: list[Sighting], people: Iterable[Mention]) -> list[Person]:
    """Everyone with a full name, those of the head too; "M. Schmidt" joins "Maria Schmidt"."""
    persons: list[Person] = [
        Person(m.name or m.surface, None, [roles.Office.of(m.role)] if m.role else [], True)
        for m in people
        if m.label == "PERSON" and m.name
    ]
    full = {sighting.name for sighting in sightings if sighting.full} | {person.name for person in persons}
    for sighting in sightings:
        if not sighting.full:
            continue
        name = _nominative(sighting.name, full)
        sighting.name = name
        person = next((p for p in persons if same_person(p.name, name)), None)
        if person is None:
            person = Person(name)
            persons.append(person)
        elif len(name) > len(person.name) and "." not in name:
            person.name = name
        person.gender = person.gender or sighting.gender
        if sighting.office and sighting.office not in person.roles:
            person.roles.append(sighting.office)
    return persons


def _nominative(name: str, others: Collection[str]) -> str:
    """ "Guntram Schneiders" is a genitive when the document prints "Guntram Schneider" too."""
    return name[:-1] if name.endswith("s") and name[:-1] in others else name


def same_person(one: str, other: str) -> bool:
    """Whether two full names can be one person's: same surname, and first names that do not contradict each other.

    >>> same_person("S. Löhrmann", "Sylvia Löhrmann"), same_person("Anna Schmidt", "Peter Schmidt")
    (True, False)
    """
    if one == other:
        return True
    if surname_of(one) != surname_of(other):
        return False
    a, b = one.split()[0].rstrip("."), other.split()[0].rstrip(".")
    return a == b or ((len(a) <= 2 or len(b) <= 2) and a[0] == b[0])


def _bare_surnames(
    tokens: Tokens,
    known: Knowledge,
    persons: list[Person],
    taken: Collection[tuple[int, int]],
    sightings: list[Sighting],
) -> Iterator[Sighting]:
    """Every other place where the surname of someone named in full stands alone."""
    surnames: dict[str, str] = {}
    for person in persons:
        surnames[person.surname] = person.surname
        surnames.setdefault(f"{person.surname}s", person.surname)
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for surface, base in sorted(surnames.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(surface.split()[0], []).append((surface.split(), base))
    stretches = Stretches([*((sighting.start, sighting.end) for sighting in sightings), *taken])
    for index, token in enumerate(tokens.all):
        if token.string not in by_first or stretches.touch(token.start, token.end):
            continue
        fitting = [
            (parts, base)
            for parts, base in by_first[token.string]
            if [tokens.word(index + step) for step in range(len(parts))] == parts
        ]
        if not fitting:
            continue
        parts, base = fitting[0]
        last = index + len(parts) - 1
        office = roles.office_before(tokens, index, known)
        if office is None and not _stands_as_name(tokens, index, last, known):
            continue
        end = tokens.all[last].end
        gender = titles_before(tokens, index)[2]
        yield Sighting(token.start, end, base, False, office, 0.9 if office else 0.85, gender, "people.surname")


def _stands_as_name(tokens: Tokens, index: int, last: int, known: Knowledge) -> bool:
    """Whether a surname is one here: "Koch sagte", not "ein Koch", "der Schneider", "Neuer Markt"."""
    before, following = tokens.word(index - 1), tokens.word(last + 1)
    if before in ADDRESS or titles_before(tokens, index)[1]:
        return True
    if before.lower() in DETERMINERS:
        return False
    if (
        following[:1].isupper()
        and tokens.gap(last) == " "
        and not re.match(r"[A-ZÄÖÜ]+$", following)
        and not tokens.string[tokens.all[last].start : tokens.all[last].end].endswith("s")
    ):
        return False
    return not (
        before[:1].islower() and re.search(r"(?:er|en|em|es|e)$", before) and is_noun(tokens.word(index), known)
    )


def _offices_alone(
    tokens: Tokens,
    known: Knowledge,
    persons: list[Person],
    sightings: list[Sighting],
    taken: Collection[tuple[int, int]],
) -> Iterator[Sighting]:
    """ "die Staatssekretärin", "der Minister", where one person of the document holds such an office."""
    stretches = Stretches([*((sighting.start, sighting.end) for sighting in sightings), *taken])
    for index, token in enumerate(tokens.all):
        article = tokens.word(index - 1).lower()
        if (
            not token.is_capital
            or article not in ("der", "die", "dem", "den", "des")
            or stretches.touch(token.start, token.end)
        ):
            continue
        role = known.names.role(token.string)
        if role is None or role.plural or not _agrees(article, role):
            continue
        following = tokens.word(index + 1)
        if (
            following[:1].isupper()
            or following in ("der", "des", "für", "von", "vom", "im", "in")
            or following == "innen"
        ):
            continue
        holders = [p for p in persons if any(office.fits(role) for office in p.roles)]
        if (
            len(holders) == 1
            and any(s.start < token.start and same_person(s.name, holders[0].name) for s in sightings if s.full)
            and not _is_next_to(token.start, sightings, tokens)
        ):
            yield Sighting(token.start, token.end, holders[0].name, True, None, 0.8, role.gender, "people.office")


def _agrees(article: str, role: Role) -> bool:
    return article in (("der", "dem", "den", "des") if role.gender == "m" else ("die", "der"))


def _is_next_to(start: int, sightings: list[Sighting], tokens: Tokens) -> bool:
    """Whether the office belongs to a name that follows at once ("die Ministerin, Sylvia Löhrmann")."""
    return any(0 <= s.start - start < 60 and s.office is not None and s.office.start == start for s in sightings)


def _link(
    sighting: Sighting,
    persons: list[Person],
    found: list[Mention],
    tokens: Tokens,
    known: Knowledge,
    organisations: Collection[Mention],
    today: date | None,
    state: str | None,
    look_up: bool,
) -> Mention | None:
    span = Span(sighting.start, sighting.end)
    surface = tokens.string[sighting.start : sighting.end]
    role = sighting.office.phrase if sighting.office else None
    if sighting.full:
        person = next(p for p in persons if same_person(p.name, sighting.name))
        return Mention(
            "PERSON", span, surface, person.name, person.entity, role, confidence=sighting.strength, rule=sighting.rule
        )
    candidates = [p for p in persons if p.surname == sighting.name or f"{p.surname}s" == sighting.name]
    if not candidates and (
        genitive := [p for p in persons if surname_of(sighting.name).removesuffix("s") == p.surname]
    ):
        candidates = genitive
    if candidates:
        fitting = [p for p in candidates if _fits(p, sighting)] or candidates
        if len(fitting) > 1:
            last = [m for m in found if any(m.entity == p.entity for p in fitting)]
            fitting.sort(key=lambda p: not (last and last[-1].entity == p.entity))
        person = fitting[0]
        sure = len(fitting) == 1
        if sighting.office and sighting.office not in person.roles:
            person.roles.append(sighting.office)
        return Mention(
            "PERSON", span, surface, person.name, person.entity, role,
            candidates=() if sure else tuple(p.entity for p in fitting), confidence=sighting.strength if sure else 0.55, rule=sighting.rule,
        )  # fmt: skip
    holder = None
    if look_up:
        holder = office_holder(sighting.name, sighting.office, known, organisations, today, state)
    if holder is not None:
        person = Person(holder, sighting.gender, [sighting.office] if sighting.office else [])
        persons.append(person)
        return Mention(
            "PERSON", span, surface, holder, person.entity, role, confidence=0.8, rule="people.office_holder"
        )
    return Mention(
        "PERSON", span, surface, None, None, role, confidence=min(sighting.strength, 0.75), rule=sighting.rule
    )


def _fits(person: Person, sighting: Sighting) -> bool:
    """Whether gender and office of a bare surname allow this person."""
    if sighting.gender and person.gender and sighting.gender != person.gender:
        return False
    return (
        sighting.office is None or not person.roles or any(office.fits(sighting.office.role) for office in person.roles)
    )


SPEAKS = words(
    "sagte betonte erklärte lobte dankte forderte würdigte ergänzte unterstrich kündigte verwies hob warb besuchte eröffnete"
)


def _pronouns(tokens: Tokens, found: list[Mention], persons: list[Person]) -> Iterator[Mention]:
    """ "Sie lobte …" at the start of a sentence, where the sentence before names one person of that gender and no other.

    Only verbs that a person does: "Sie bietet Beratung" may be a centre.
    """
    by_entity = {person.entity: person for person in persons}
    for index, token in enumerate(tokens.all):
        if (
            token.string not in ("Sie", "Er")
            or tokens.word(index + 1) not in SPEAKS
            or tokens.word(index - 1) not in (".", "“")
        ):
            continue
        begin = index - 2
        while (
            begin >= 0
            and not (tokens.starts_sentence(begin + 1) and tokens.word(begin) in (".", "!", "?"))
            and "\n\n" not in tokens.gap(begin)
        ):
            begin -= 1
        since = tokens.all[begin + 1].start
        before = {m.entity: m for m in found if since <= m.span.start < token.start}
        gender = "f" if token.string == "Sie" else "m"
        if len(before) == 1:
            entity, mention = before.popitem()
            person = by_entity.get(entity or "")
            if person is not None and person.gender == gender:
                yield replace(
                    mention,
                    span=Span(token.start, token.end),
                    surface=token.string,
                    confidence=0.75,
                    rule="people.pronoun",
                )


def _with_roles(found: list[Mention], persons: list[Person]) -> Iterator[Mention]:
    """Each mention with the person's office in its fullest form, so that a person has one office, not three wordings."""
    by_entity = {person.entity: person for person in persons}
    for mention in found:
        person = by_entity.get(mention.entity or "")
        yield replace(mention, role=person.role) if person is not None else mention
