"""Who is called by which office, and which ministry has which field: the claims behind the series of office-holders.

"Integrationsminister" and "Minister für Arbeit, Integration und Soziales" are one office as far as integration goes, so
an office with several fields is claimed once for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..facts import Mention
from ..knowledge.gazetteer import District, Municipality
from ..knowledge.institutions import Institutions
from ..knowledge.reading import Reading, Sentence


@dataclass(frozen=True, slots=True)
class Named:
    """A person or ministry named in a sentence, the office or field it stands for, and the words it is called by."""

    sentence: Sentence
    mention: Mention
    office: str
    called: str


def held(reading: Reading, institutions: Institutions, day: date | None) -> Iterator[Named]:
    """Each person with each office they are called by, once, where the document is surest."""
    surest: dict[tuple[str, str], tuple[Sentence, Mention]] = {}
    for sentence in reading.sentences:
        for person in sentence.labelled("PERSON"):
            if person.role and person.name:
                pair = (person.name, person.role)
                if pair not in surest or surest[pair][1].confidence < person.confidence:
                    surest[pair] = (sentence, person)
    seen: set[tuple[str, str]] = set()
    for (name, role), (sentence, person) in surest.items():
        for office in institutions.offices_of(role, name, day):
            if (name, office) not in seen:
                seen.add((name, office))
                yield Named(sentence, person, office, role)


def responsible(reading: Reading, institutions: Institutions) -> Iterator[Named]:
    """Each ministry with each field in its name, once for each document."""
    known = {one.entity: one for one in institutions.ministries}
    seen: set[tuple[str, str]] = set()
    for sentence in reading.sentences:
        for mention in sentence.labelled("ORG"):
            ministry = known.get(mention.entity or "")
            if ministry is None or not mention.name or mention.name not in (ministry.name, ministry.full):
                continue
            for field in institutions.fields_of(ministry.name):
                if (ministry.name, field) not in seen:
                    seen.add((ministry.name, field))
                    yield Named(sentence, mention, f"Ministerium für {field}", ministry.name)


_OF_A_KREIS = re.compile(r"(?:^|\s)(?:Landr(?:at|ätin)|Kreis[a-zäöüß]{4,})$")
_OF_A_TOWN = re.compile(r"(?:^|\s)(?:(?:Ober|Orts|Samtgemeinde)?[Bb]ürgermeister(?:in)?|Stadt[a-zäöüß]{4,})$")
_OF_EITHER = re.compile(r"(?:dezernent(?:in)?|^Amtsleiter(?:in)?|^Beigeordnete[r]?)$")
_TITLE = r"(?:\s+(?:Dr|Prof|h|c|med)\.)*\s+"


def is_local(office: str) -> bool:
    """Whether an office is one of many alike that only its Kreis or town tells apart: "Landrat", "Bürgermeisterin"."""
    return any(kind.search(office) for kind in (_OF_A_KREIS, _OF_A_TOWN, _OF_EITHER))


def place_of_office(one: Named, issuer: District | Municipality | None) -> str | None:
    """The Kreis or town whose office it is: named right beside it, else the one that issues the release if it has such an office.

    "Leverkusens Oberbürgermeister Kolb", "Landrätin Eva Kranz (Kreis Soest)"; None where the text does not say.
    """
    sentence, span = one.sentence, one.mention.span
    start = sentence.span.start
    ahead = sentence.string[: max(span.start - start, 0)]
    behind = sentence.string[span.end - start :]
    word = re.escape(one.called.split()[-1])
    office = re.search(rf"\s{word}{_TITLE}$", ahead)
    for place in sentence.labelled("DISTRICT", "PLACE"):
        beside = office is not None and place.span.end - start == office.start()
        in_brackets = behind.startswith(" (") and place.span.start == span.end + 2
        if (
            place.entity
            and place.entity.count(":") == 1
            and len(place.entity) > len("ags:05")
            and (beside or in_brackets)
        ):
            return place.entity
    if issuer is None:
        return None
    is_kreis = isinstance(issuer, District) and not issuer.is_city
    fits = _OF_EITHER.search(one.office) or (_OF_A_KREIS if is_kreis else _OF_A_TOWN).search(one.office)
    return issuer.entity if fits else None
