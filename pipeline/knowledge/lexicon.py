"""German word forms with their frequencies, and what can be built from them.

The forms come from models/lexicon (made by models/recipe/lexicon.py). A word is known when the list has it, when it is
a listed word with the capital of a sentence's beginning, or when it is a sound compound of listed words
("Bündelungsbehörde", "Integrationszentren"): German makes compounds faster than any list can follow.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool

# A part that is no counted beginning or end must be a listed word at least this long and this frequent (per hundred
# million words): with shorter or rarer ones nonsense splits well ("Staatssekre-tar", "Er-offnung").
PART_LENGTH = 4
PART_COUNT = 40
# Endings that the web list has as words and that would make anything a compound.
SUFFIXES = frozenset(
    [
        "lich",
        "liche",
        "lichen",
        "licher",
        "liches",
        "igen",
        "iger",
        "iges",
        "chen",
        "innen",
        "keit",
        "heit",
        "ungen",
        "ende",
        "enden",
        "ender",
        "endes",
        "isch",
        "ische",
        "ischen",
        "ischer",
        "schaft",
        "barer",
        "bare",
        "baren",
        "same",
        "samen",
        "loser",
        "lose",
        "losen",
        "haft",
        "hafte",
        "sten",
        "ster",
        "ster",
        "tion",
        "tionen",
        "eren",
        "erin",
        "erinnen",
        "ling",
        "linge",
        "tern",
        "tens",
        "weise",
        "heiten",
        "keiten",
        "schen",
        "sche",
        "lein",
        "arten",
        "isten",
        "ieren",
        "iert",
        "elle",
        "ellen",
        "elles",
        "eller",
    ]
)
LINKS = ("s", "n", "en", "es")
LONGEST = 60  # letters; what is longer is no word, and taking it apart takes its time
# Natural logs: how likely the next word is a compound that no list has, and that it has three parts.
NEW, THIRD = -4.0, -1.5
# Below this weight a split is an accident and the word not known ("Bündelungs-behörde" has -25).
LEAST = -27.0


class Lexicon:
    """Which words exist and how often they are written.

    >>> lexicon = Lexicon({"Bündelung": 90, "Behörde": 900, "für": 9000})
    >>> lexicon.knows("Bündelungsbehörde"), lexicon.knows("Für"), lexicon.knows("fur")
    (True, True, False)
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        *,
        people: Collection[str] = frozenset(),
        places: Collection[str] = frozenset(),
        heads: Mapping[str, int] | None = None,
        tails: Mapping[str, int] | None = None,
    ) -> None:
        self.counts = counts
        self.people = people
        self.places = places
        self._known: dict[str, bool] = {}
        self._splits: dict[str, tuple[tuple[str, ...], float]] = {}
        self.heads = heads or {}
        self.tails = tails or {}
        # A small lexicon made by hand has no counted parts: let every listed word begin or end one compound in a hundred.
        self._all_heads = max(100.0, float(sum(self.heads.values())))
        self._all_tails = max(100.0, float(sum(self.tails.values())))

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
        if not word[:1].isupper():
            return False
        if word.isupper():
            return word.lower() in self.counts or (len(word) > 1 and word.capitalize() in self.counts)
        # "GroBer" is not "grober".
        return word[0].lower() + word[1:] in self.counts

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
            return bool(parts) and all(
                part.isdigit() or self.knows(part) or self.knows(part.capitalize()) for part in parts
            )
        return self.compound(word) is not None

    def compound(self, word: str) -> tuple[str, ...] | None:
        """The parts this word is built from, or None; linking elements stay with the part before them.

        >>> Lexicon({"Familie": 900, "Bildung": 900}).compound("Familienbildung")
        ('Familien', 'bildung')
        """
        parts, weight = self.best_split(word)
        return parts if weight > LEAST else None

    def best_split(self, word: str) -> tuple[tuple[str, ...], float]:
        """The likeliest way to build this word and the natural log of how likely it is; no parts, -99 when there is none."""
        found = self._splits.get(word)
        if found is None:
            found = ((), -99.0)
            if 6 <= len(word) <= LONGEST and word.isalpha() and word[1:].islower():
                found = self._split(word, 1)
                found = (found[0], found[1] + NEW)
            self._splits[word] = found
        return found

    def _split(self, word: str, depth: int) -> tuple[tuple[str, ...], float]:
        best: tuple[tuple[str, ...], float] = ((), -99.0)
        for cut in range(2, len(word) - 3):
            head = self.head_weight(word[:cut])
            if head <= best[1]:
                continue
            weight = head + self.tail_weight(word[cut:])
            if weight > best[1]:
                best = ((word[:cut], word[cut:]), weight)
            if depth < 2 and len(word) - cut > 6:
                parts, rest = self._split(word[cut:], depth + 1)
                if head + rest + THIRD > best[1]:
                    best = ((word[:cut], *parts), head + rest + THIRD)
        return best

    def head_weight(self, part: str) -> float:
        """Natural log of how likely a compound begins with this part (linking element included)."""
        lower = part.lower()
        kinds = self.heads.get(lower, 0.0)
        if not kinds and len(part) >= PART_LENGTH:
            kinds = 0.5 * (
                self._common(lower)
                or any(
                    lower.endswith(link) and len(lower) - len(link) >= PART_LENGTH and self._common(lower[: -len(link)])
                    for link in LINKS
                )
            )
        return math.log(kinds / self._all_heads) if kinds else -99.0

    def tail_weight(self, part: str) -> float:
        """Natural log of how likely a compound ends in this part."""
        if part[0] == part[1:2] and part[0] not in "aeo":
            return -99.0  # "ko-nnen": no word begins with a letter twice but "Aal", "Eemshaven" and their like
        kinds = self.tails.get(part, 0.0)
        if not kinds and len(part) >= PART_LENGTH and part not in SUFFIXES:
            kinds = 0.5 * self._common(part)
        return math.log(kinds / self._all_tails) if kinds else -99.0

    def _common(self, part: str) -> bool:
        return max(self.counts.get(part, 0), self.counts.get(part.capitalize(), 0)) >= PART_COUNT

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
            "the lexicon is missing",
            source=str(path),
            help="run `make models`, or set AKTENLAGE_MODELS to a folder that has it",
        ) from error
    return forms, counts


@lru_cache(maxsize=2)
def _read(folder: Path) -> Lexicon:
    forms, counts = _unpack(folder / "forms.npz")
    people, _ = _unpack(folder / "names.npz")
    places, _ = _unpack(folder / "places.npz")
    heads, head_counts = _unpack(folder / "heads.npz")
    tails, tail_counts = _unpack(folder / "tails.npz")
    # The list is sorted, so the dict keeps that order and `forms` costs no second sort.
    lexicon = Lexicon(
        dict(zip(forms, counts, strict=True)),
        people=frozenset(people),
        places=frozenset(places),
        heads=dict(zip(heads, head_counts, strict=True)),
        tails=dict(zip(tails, tail_counts, strict=True)),
    )
    lexicon.__dict__["forms"] = forms
    return lexicon


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon that ships with the models (read once for each process)."""
    return _read(folder or paths.models() / "lexicon")
