"""German word forms with their frequencies, and what can be built from them.

The forms come from models/lexicon (made by models/recipe/lexicon.py). A word is known when the list has it, when it is
a listed word with the capital of a sentence's beginning, or when it is a sound compound of listed words
("Bündelungsbehörde", "Integrationszentren"): German makes compounds faster than any list can follow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

# Endings that can stand as the last part of a word but are no words ("-zentrum" is one, "-ung" is not) are not needed:
# a part must be listed, at least this long and this frequent (per hundred million words), or nonsense splits well
# ("Staatssekre-tar", "Er-offnung" were accepted with shorter or rarer parts).
PART_LENGTH = 4
PART_COUNT = 40
SHORT_PARTS = frozenset(
    "ab an auf aus bei ein er ge be ver zer ent um un vor zu zur bio öl ort amt tag tor weg art not rat see bau fach all".split()
)


class Lexicon:
    """Which words exist and how often they are written.

    >>> lexicon = Lexicon({"Bündelung": 90, "Behörde": 900, "für": 9000})
    >>> lexicon.knows("Bündelungsbehörde"), lexicon.knows("Für"), lexicon.knows("fur")
    (True, True, False)
    """

    def __init__(
        self, counts: Mapping[str, int], *, people: Collection[str] = frozenset(), places: Collection[str] = frozenset()
    ) -> None:
        self.counts = counts
        self.people = people
        self.places = places
        self._known: dict[str, bool] = {}
        self._strengths: dict[str, int] = {}

    @cached_property
    def forms(self) -> list[str]:
        """All listed forms, sorted."""
        return sorted(self.counts)

    def count(self, word: str) -> int:
        """How often the form is written in a hundred million words; 0 when it is not listed."""
        return self.counts.get(word, 0)

    def lists(self, word: str) -> bool:
        """Whether the form itself, or its lower-case twin at the start of a sentence, stands in the list."""
        if word in self.counts:
            return True
        if word[:1].isupper():
            lower = word.lower()
            if lower in self.counts:
                return True
            return word.isupper() and len(word) > 1 and (word.capitalize() in self.counts)
        return False

    def is_name(self, word: str) -> bool:
        """Whether the word is a listed surname, first name or place (also in the genitive)."""
        return (
            word in self.people
            or word in self.places
            or (word.endswith("s") and (word[:-1] in self.people or word[:-1] in self.places))
        )

    def is_person(self, word: str) -> bool:
        """Whether the word is a listed surname or first name (also in the genitive)."""
        return word in self.people or (word.endswith("s") and word[:-1] in self.people)

    def knows(self, word: str) -> bool:
        """Whether this is a German word: listed, a listed name, hyphenated from known words, or a compound."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._knows(word)
        return found

    def _knows(self, word: str) -> bool:
        if self.lists(word) or self.is_name(word):
            return True
        if "-" in word:
            parts = [part for part in word.split("-") if part]
            return bool(parts) and all(part.isdigit() or self.knows(part) or self.knows(part.capitalize()) for part in parts)
        return self.compound(word) is not None

    def compound(self, word: str) -> tuple[str, ...] | None:
        """The listed parts this word is built from, or None; linking elements stay with the part before them.

        >>> Lexicon({"Familie": 900, "Bildung": 900}).compound("Familienbildung")
        ('Familien', 'bildung')
        """
        if len(word) < 2 * PART_LENGTH or not word.isalpha() or not word[1:].islower():
            return None
        return self._split(word, 0)

    def _split(self, word: str, depth: int) -> tuple[str, ...] | None:
        if depth and self.is_last(word):
            return (word,)
        if depth == 3:
            return None
        for cut in range(len(word) - 3, 1, -1):
            head = word[:cut]
            if self.is_part(head):
                tail = self._split(word[cut:], depth + 1)
                if tail:
                    return (head, *tail)
        return None

    def is_last(self, part: str) -> bool:
        """Whether this can be the last part of a compound."""
        return len(part) >= PART_LENGTH and self.strength(part) >= PART_COUNT

    def is_part(self, part: str) -> bool:
        """Whether this can be a part before the last, linking element included."""
        return part.lower() in SHORT_PARTS or self.strength(part) >= PART_COUNT

    def strength(self, part: str) -> int:
        """How common a part of a compound is as a word by itself, its linking element taken off.

        The stem of a verb counts a tenth of its infinitive ("Förder-", "Schätz-"). The links -e- and -er- are left to
        the listed plurals ("Kinder-", "Länder-"): taking them off makes "Anfanger" of "Anfang" and "Forder" of "Ford".
        """
        found = self._strengths.get(part)
        if found is None:
            found = self._strengths[part] = self._strength(part.lower())
        return found

    def _strength(self, part: str) -> int:
        def common(word: str) -> int:
            return max(self.counts.get(word.capitalize(), 0), self.counts.get(word, 0))

        best = common(part)
        for link in ("s", "n", "en", "es"):
            if best < PART_COUNT and part.endswith(link) and len(part) - len(link) >= PART_LENGTH:
                best = max(best, common(part[: -len(link)]))
        return max(best, self.counts.get(f"{part}en", 0) // 10, self.counts.get(f"{part}n", 0) // 10)

    def has_prefix(self, prefix: str) -> bool:
        """Whether any listed form starts so."""
        index = bisect_left(self.forms, prefix)
        return index < len(self.forms) and self.forms[index].startswith(prefix)


def _unpack(path: Path) -> tuple[list[str], list[int]]:
    try:
        with np.load(path) as arrays:
            forms = arrays["forms"].tobytes().decode().split("\n")
            counts = arrays["counts"].tolist() if "counts" in arrays else []
    except FileNotFoundError as error:
        raise MissingTool(
            "the lexicon is missing", source=str(path), help="run `make models`, or set AKTENLAGE_MODELS to a folder that has it"
        ) from error
    return forms, counts


@lru_cache(maxsize=2)
def _read(folder: Path) -> Lexicon:
    forms, counts = _unpack(folder / "forms.npz")
    people, _ = _unpack(folder / "names.npz")
    places, _ = _unpack(folder / "places.npz")
    # The list is sorted, so the dict keeps that order and `forms` costs no second sort.
    lexicon = Lexicon(dict(zip(forms, counts, strict=True)), people=frozenset(people), places=frozenset(places))
    lexicon.__dict__["forms"] = forms
    return lexicon


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon that ships with the models (read once for each process)."""
    return _read(folder or paths.models() / "lexicon")
