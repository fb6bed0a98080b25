"""First names with their gender, surnames, and the offices people hold.

The lists are short on purpose (names borne by many); a name that is missing can still be found by its title, its office
or the language model. An office is listed once; its cases and compounds ("Integrationsministerin", "Regierungs-
präsidenten") follow by rule. Sources: de/SOURCES.md.

    >>> names = load_names()
    >>> names.is_first("Karl-Josef"), names.gender("Sylvia")
    (True, 'f')
    >>> names.role("Staatssekretäre")
    Role(word='Staatssekretär', gender='m', plural=True, base='Staatssekretär')
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import KnowledgeError
from . import DATA

SMALL = "von vom zu zum zur van der den dem de del della da di du des la le el al bin ibn ben ter ten op"
PARTICLES = frozenset(
    [*SMALL.split(), *(word.capitalize() for word in SMALL.split() if word not in ("der", "den", "dem", "des", "und"))]
)
"""Small words inside surnames: von der Leyen, Op den Akker, van de Sand, El-Mafaalani, von und zu Guttenberg."""


@dataclass(frozen=True, slots=True)
class Role:
    """An office as one word in the nominative singular. `base` is its last part ("Minister" of "Schulminister")."""

    word: str
    gender: str
    plural: bool
    base: str


@dataclass(frozen=True, eq=False)
class Names:
    """First names (with m, f or u for both), surnames, and the forms of offices."""

    first: Mapping[str, str]
    surnames: frozenset[str]
    roles: Mapping[str, Role] = field(default_factory=dict)

    def is_first(self, word: str) -> bool:
        """Whether a word is a first name; a double name is one when all of its parts are."""
        return word in self.first or ("-" in word and all(part in self.first for part in word.split("-")))

    def is_surname(self, word: str) -> bool:
        """Whether a word is a known surname; a double name is one when any part is."""
        return word in self.surnames or ("-" in word and any(part in self.surnames for part in word.split("-")))

    def gender(self, first: str) -> str | None:
        """ "m" or "f" for a first name that only one of them bears, else None."""
        found = self.first.get(first) or self.first.get(first.split("-")[0])
        return found if found in ("m", "f") else None

    def female(self, role: Role) -> str:
        """The word for a woman in this office; the role's own word where no other is listed.

        >>> names = load_names()
        >>> [names.female(names.role(word)) for word in ("Landräte", "Beisitzer", "Kreistagsabgeordneten")]
        ['Landrätin', 'Beisitzerin', 'Kreistagsabgeordnete']
        """
        word = role.word
        umlaut = re.sub(r"a([^aeiou]{1,3})$", r"ä\1", word)
        forms = (f"{word}in", f"{umlaut}in", f"{word.removesuffix('e')}in", word.removesuffix("r"))
        found = (self.role(form) for form in forms)
        return next((other.word for other in found if other is not None and other.gender == "f"), word)

    def role(self, word: str) -> Role | None:
        """The office a word names, also inflected, also as a compound; None when it names none."""
        if word in self.roles:
            return self.roles[word]
        if not word[:1].isupper() or len(word) < 6:
            return None
        lower = word.lower()
        for cut in range(2, len(word) - 2):
            found = self.roles.get(lower[cut:])
            if found is not None and (
                lower[cut:] not in SHORT_ROLES or word[:cut] in ("Land", "Stadt", "Staats", "Bundes")
            ):
                head = word[:cut]
                base = found.base if head.endswith("-") else found.base.lower()
                whole = found.word if head.endswith("-") else found.word.lower()
                return Role(head + whole, found.gender, found.plural, base.capitalize())
        return None


SHORT = "rat rats rates räte rätin könig königs papst vorstand vorstands vorstände abt abts prior oberst stifter"
SHORT_ROLES = frozenset(SHORT.split())
"""Offices too short or common to be read out of any longer word ("Heimatrat", "Vorrat", "Beirat", "Zaunkönig")."""


def _forms(male: str, female: str, declension: str) -> dict[str, Role]:
    """Every inflected form of one office."""
    found: dict[str, Role] = {}

    def add(form: str, word: str, gender: str, plural: bool) -> None:
        found.setdefault(form, Role(word, gender, plural, word))

    add(male, male, "m", False)
    if female:
        add(female, female, "f", False)
        add(f"{female}nen", female, "f", True)
    if declension == "adjective":
        stem = male[:-1]
        for ending in ("n", "m", "s"):
            add(stem + ending, male, "m", False)
        return found
    if declension == "weak":
        ending = "n" if male.endswith("e") else "en"
        add(male + ending, male, "m", False)
        return found
    for ending in ("s", "es"):
        add(male + ending, male, "m", False)
    for plural in (f"{male}e", f"{male}n", f"{male}en", re.sub(r"a([a-zß]{1,3})$", r"ä\1e", male)):
        if not male.endswith("er") or plural == f"{male}n":
            add(plural, male, "m", True)
    return found


def load_names(folder: Path = DATA) -> Names:
    """Read the name lists from the knowledge folder."""
    first: dict[str, str] = {}
    roles: dict[str, Role] = {}
    try:
        for line in (folder / "first_names.txt").read_text("utf-8").splitlines():
            gender, _, names = line.partition(":")
            first.update(dict.fromkeys(names.split(), gender.strip()))
        surnames = frozenset((folder / "surnames.txt").read_text("utf-8").split())
        with (folder / "roles.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                roles.update(_forms(row["male"], row["female"], row["declension"]))
    except OSError as error:
        raise KnowledgeError(f"cannot read a name list: {error.strerror}", source=str(error.filename)) from error
    roles.update({form.lower(): role for form, role in list(roles.items())})
    return Names(first, surnames, roles)
