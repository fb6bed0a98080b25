"""Who is called by which office, and which ministry has which field: the claims behind the series of office-holders.

"Integrationsminister" and "Minister für Arbeit, Integration und Soziales" are one office as far as integration goes, so
an office with several fields is claimed once for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..facts import Mention
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
