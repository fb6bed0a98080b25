"""What we know about German words that say when, how many and how much: data from de/*.toml, thinly typed.

Every key is lower case; a reader folds the word before it looks here. The dictionaries are plain and cheap to ask, so
a finder can test every word of a text against them.

    >>> language = load_language(DATA)
    >>> language.months["juni"], language.abbreviations >= {"bzw.", "z. B."}
    (6, True)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import KnowledgeError

DATA = Path(__file__).parent / "de"


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words before a number that loosen it, and a sentence that shows them."""

    kind: str
    words: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Months, number words, units, hedges, abbreviations, stop words. Compared by identity, so it can key a cache."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 0
    day_parts: frozenset[str]
    seasons: Mapping[str, tuple[int, int]]  # first month, number of months
    special_years: Mapping[str, tuple[int, int]]  # "schuljahr" -> (8, 12)
    edges: frozenset[str]
    days: Mapping[str, int]  # "gestern" -> -1
    pointers: Mapping[str, int]  # "vergangen" -> -1
    pointer_words: Mapping[str, tuple[str, int]]  # "vorjahr" -> ("year", -1)
    stretches: Mapping[str, str]  # "jahren" -> "year"
    feasts: Mapping[str, tuple[int, int, int]]  # "heiligabend" -> (12, 24, 1): month, day, number of days
    days_of: Mapping[str, tuple[int, int, int]]  # behind "Tag der"
    terms: Mapping[str, tuple[tuple[int, int], ...]]  # "05" -> ((1995, 2000), …): elected, to end
    movable_feasts: Mapping[str, tuple[int, int]]  # "karfreitag" -> (-2, 1): days from Easter Sunday, number of days
    founding: frozenset[str]  # verbs that make an old number a year
    cues: frozenset[str]
    names_with_years: frozenset[str]
    register_words: frozenset[str]

    units: Mapping[str, int]
    tens: Mapping[str, int]
    halves: Mapping[str, Decimal]
    ordinals: Mapping[str, int]
    scales: Mapping[str, Decimal]
    fractions: Mapping[str, Fraction]
    fillers: frozenset[str]
    hedges: tuple[Hedge, ...]
    sums: frozenset[str]

    currencies: Mapping[str, tuple[str, Decimal]]
    rates: Mapping[str, Decimal]
    per: Mapping[str, str]
    measures: Mapping[str, str]
    coined: frozenset[str]  # "49-Euro-Ticket" is a name

    labels: frozenset[str]
    streets: tuple[str, ...]
    serial: tuple[str, ...]
    relational: tuple[str, ...]
    relational_prepositions: frozenset[str]
    not_counted: frozenset[str]
    plural_e: tuple[str, ...]
    name_adjectives: tuple[str, ...]
    plural_rn: tuple[str, ...]
    plural_same: tuple[str, ...]
    vague: frozenset[str]
    genders: Mapping[str, tuple[str, ...]]
    total: frozenset[str]
    no_adjective: frozenset[str]

    abbreviations: frozenset[str]  # as written, with their dots
    stopwords: frozenset[str]

    @property
    def decade_words(self) -> Mapping[str, int]:
        """ "siebziger" -> 1970, glued to its years too ("siebzigerjahren"); "nullerjahre" -> 2000."""
        forms = ("er", "ern", "erjahre", "erjahren")
        decades = {word: 1900 + tens for word, tens in self.tens.items()} | {"null": 2000}
        return {f"{word}{form}": first for word, first in decades.items() for form in forms}

    @property
    def month_names(self) -> tuple[str, ...]:
        """Every way to write a month, longest first, for building patterns."""
        return longest_first(self.months)


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Longer words before their beginnings, so that a pattern prefers "mehr als" to "mehr"."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _table(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(
            f"cannot be read: {error}", source=str(path), help="mend the file and run again"
        ) from error


def _numbered(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {form: int(number) for number, forms in table.items() for form in forms}


@lru_cache(maxsize=4)
def load_language(folder: Path = DATA) -> Language:
    """Read the language files of a folder once. KnowledgeError names the file that is wrong."""
    time, numbers = _table(folder, "time.toml"), _table(folder, "numbers.toml")
    units, words, counting = _table(folder, "units.toml"), _table(folder, "words.toml"), _table(folder, "counting.toml")
    try:
        return Language(
            months=_numbered(time["months"]),
            weekdays=_numbered(time["weekdays"]),
            day_parts=frozenset(time["day_parts"]["words"]),
            seasons={word: (first, length) for word, (first, length) in time["seasons"].items()},
            special_years={word: (first, length) for word, (first, length) in time["years"].items()},
            edges=frozenset(time["edges"]["words"]),
            days=time["days"],
            pointers=time["pointers"],
            pointer_words={word: (stretch, step) for word, (stretch, step) in time["pointer_words"].items()},
            stretches={form: name for name, forms in time["stretches"].items() for form in forms},
            feasts={word: (month, day, length) for word, (month, day, length) in time["feasts"].items()},
            days_of={word: (month, day, length) for word, (month, day, length) in time["days_of"].items()},
            terms={land: tuple((first, last) for first, last in years) for land, years in time["terms"].items()},
            movable_feasts={word: (offset, length) for word, (offset, length) in time["movable_feasts"].items()},
            founding=frozenset(time["founding"]["words"]),
            cues=frozenset(time["cues"]["words"]),
            names_with_years=frozenset(time["names_with_years"]["words"]),
            register_words=frozenset(time["register_words"]["words"]),
            units=numbers["units"],
            tens=numbers["tens"],
            halves={word: Decimal(value) for word, value in numbers["halves"].items()},
            ordinals=numbers["ordinals"],
            scales={word: Decimal(value) for word, value in numbers["scales"].items()},
            fractions={word: Fraction(value) for word, value in numbers["fractions"].items()},
            fillers=frozenset(numbers["fillers"]["words"]),
            hedges=tuple(Hedge(row["kind"], tuple(row["words"]), row["example"]) for row in numbers["hedges"]),
            sums=frozenset(numbers["sums"]["words"]),
            currencies={form: (code, Decimal(value)) for form, (code, value) in units["currencies"].items()},
            rates={code: Decimal(rate) for code, rate in units["rates"].items()},
            per=units["per"],
            measures=units["measures"],
            coined=frozenset(units["coined"]["words"]),
            labels=frozenset(counting["labels"]["words"]),
            streets=tuple(counting["streets"]["endings"]),
            serial=tuple(counting["serial"]["endings"]),
            relational=tuple(counting["relational"]["endings"]),
            relational_prepositions=frozenset(counting["relational"]["prepositions"]),
            not_counted=frozenset(counting["not_counted"]["words"]),
            plural_e=tuple(counting["plural_e"]["endings"]),
            name_adjectives=tuple(counting["name_adjectives"]["endings"]),
            plural_same=tuple(counting["plural_same"]["words"]),
            vague=frozenset(counting["vague"]["words"]),
            plural_rn=tuple(counting["plural_rn"]["endings"]),
            genders={name: tuple(endings) for name, endings in counting["gender"].items()},
            total=frozenset(counting["total"]["words"]),
            no_adjective=frozenset(counting["no_adjective"]["words"]),
            abbreviations=frozenset(words["abbreviations"]["words"]),
            stopwords=frozenset(words["stopwords"]["words"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"a block is missing or of the wrong shape: {error!r}", source=str(folder)) from error
