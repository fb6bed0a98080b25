"""First names with their gender, and surnames: the lists that tell "Wibke Op den Akker" from a noun phrase.

The lists are short on purpose (names borne by many); a name that is missing can still be found by its title, its office
or the language model. Sources: de/SOURCES.md.

    >>> names = load_names()
    >>> names.is_first("Karl-Josef"), names.gender("Sylvia")
    (True, 'f')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import KnowledgeError
from . import DATA

SMALL = "von vom zu zum zur van der den dem de del della da di du des la le el al bin ibn ben ter ten op und"
PARTICLES = frozenset(
    [*SMALL.split(), *(word.capitalize() for word in SMALL.split() if word not in ("der", "den", "dem", "des", "und"))]
)
"""Small words inside surnames: von der Leyen, Op den Akker, van de Sand, El-Mafaalani, von und zu Guttenberg."""


@dataclass(frozen=True)
class Names:
    """First names (with m, f or u for both) and surnames."""

    first: Mapping[str, str]
    surnames: frozenset[str]

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


def load_names(folder: Path = DATA) -> Names:
    """Read the name lists from the knowledge folder."""
    first: dict[str, str] = {}
    try:
        for line in (folder / "first_names.txt").read_text("utf-8").splitlines():
            gender, _, names = line.partition(":")
            first.update(dict.fromkeys(names.split(), gender.strip()))
        surnames = frozenset((folder / "surnames.txt").read_text("utf-8").split())
    except OSError as error:
        raise KnowledgeError(f"cannot read a name list: {error.strerror}", source=str(error.filename)) from error
    return Names(first, surnames)
