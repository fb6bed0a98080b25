"""Names of places with the type word that governs them: "die Kreise A, B, den C-Kreis sowie die Städte D und E".

A type word holds over the list that follows it; in the singular it holds for one name. What each name means, a Kreis or
the town of that name, is decided in districts.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ..knowledge.gazetteer import District, Gazetteer, Municipality, State
from .tokens import Phrases, Stretches, Tokens, words

KREIS = re.compile(
    r"(?:Land|Nachbar|Nachbarland|Heimat|Partner)?[Kk]reis(?:e|es|en|s)?|Ldkr|Lkr|LK|Lk|Kr|(?:Städter|R)egion(?:en)?|Landratsamt",
    re.UNICODE,
)
MANY_KREISE = frozenset(("Kreise", "Kreisen", "Landkreise", "Landkreisen"))
TOWN = words("Stadt Städte Städten Stadtkreis Stadtkreise Stadtkreisen Landeshauptstadt Universitätsstadt Hansestadt Bundesstadt Großstadt Großstädte Großstädten Ruhrgebietsstadt Revierstadt Domstadt")  # fmt: skip
SMALL_TOWN = words("Gemeinde Gemeinden Kreisstadt Samtgemeinde Ortschaft Dorf Kommune Kommunen Städtchen")
MANY_TOWNS = words("Städte Städten Stadtkreise Stadtkreisen Großstädte Großstädten Gemeinden Kommunen")
LINKS = frozenset((",", "und", "sowie", "bzw", "oder", "/", "&", ";"))
FILLERS = words("der die das den dem des an in im auch wie im sowie aus für nach noch beiden")
PREPOSITIONS = words("in nach aus bei von bis um nahe ab gegen rund zwischen für über")


@dataclass(frozen=True, slots=True)
class Place:
    """A name that was found, what it may be, and what its surroundings say. `kind`: "kreis", "town" or None."""

    start: int
    end: int
    head: int  # where the type word begins when it belongs to the mention, else start
    name: str
    districts: tuple[District, ...]
    towns: tuple[Municipality, ...]
    state: State | None
    kind: str | None
    listed: int  # number of the enumeration it stands in
    introduced: bool  # a preposition, a type word or a list in front of it


@lru_cache(maxsize=4)
def _table(gazetteer: Gazetteer) -> Phrases[str]:
    names: dict[str, str] = {}
    for name, districts in gazetteer.districts_by_name.items():
        names[name] = name
        for district in districts:
            for inflected in inflections(name):
                names[inflected] = name
            if not district.is_city and name == district.short:
                names.setdefault(name, name)
    for name in gazetteer.towns_by_name:
        names.setdefault(name, name)
    for state in gazetteer.states:
        names.setdefault(state.name, state.name)
        if len(state.short) == 3:
            names[state.short] = state.name
    return Phrases(names)


@lru_cache(maxsize=4)
def _variants(gazetteer: Gazetteer) -> frozenset[str]:
    """The names no rule makes: "Kreis Neuss" is read as a whole, not as a type word with a name behind it."""
    return frozenset(name for names in gazetteer.variants.values() for name in names)


def inflections(name: str) -> tuple[str, ...]:
    """The other cases of a district's full name, and its spellings with and without hyphens.

    >>> inflections("Märkischer Kreis")
    ('Märkische Kreis', 'Märkischen Kreis', 'Märkischen Kreises', 'Märkischem Kreis', 'Märkischen Kreise')
    """
    found: list[str] = []
    if match := re.fullmatch(r"(.*sch)er (Kreis)(.*)", name):
        stem, noun, rest = match.groups()
        found += [
            f"{stem}e {noun}{rest}",
            f"{stem}en {noun}{rest}",
            f"{stem}en {noun}es{rest}",
            f"{stem}em {noun}{rest}",
            f"{stem}en {noun}e{rest}",
        ]
    elif match := re.fullmatch(r"((?:[\wäöüß]+-)+)Kreis", name):
        parts = match[1].rstrip("-")
        found += [
            f"{name}es",
            f"{name}e",
            f"{parts} Kreis",
            f"{parts} Kreises",
            f"{parts.replace('-', ' ')} Kreis",
            f"{parts}kreis",
            f"{parts}kreises",
        ]
    elif match := re.fullmatch(r"(\w+(?:ch|lich|isch)e) (\w.*)", name):
        found += [f"{match[1]}n {match[2]}", f"{match[1]}r {match[2]}"]  # "Südliche Weinstraße"
    elif re.fullmatch(r"\w+kreis", name):
        found += [f"{name}es", f"{name}e"]
    elif match := re.fullmatch(r"(Rhein-Kreis|Eifelkreis|Altmarkkreis|Saalekreis) (.+)", name):
        found += [f"{match[1]}es {match[2]}"]
    elif match := re.fullmatch(r"(Regionalverband) (.+)", name):
        found += [f"{match[1]}es {match[2]}", f"{match[1]}s {match[2]}"]
    elif match := re.fullmatch(r"(Land)?[Kk]reis (.+)", name):
        pass  # the type word is read apart, with its list
    return tuple(found)


def find_places(tokens: Tokens, gazetteer: Gazetteer, taken: tuple[tuple[int, int], ...]) -> Iterable[Place]:
    """Every name of a place with the type word that governs it, from left to right."""
    table = _table(gazetteer)
    stretches = Stretches(taken)
    mode: str | None = None
    many = False
    head = 0
    number = 0
    last_end = -1
    index = 0
    while index < len(tokens.all):
        token = tokens.all[index]
        word = token.string
        if KREIS.fullmatch(word) and not _full_name(table, tokens, token.start, gazetteer):
            mode, many, head = "kreis", word in MANY_KREISE, token.start
            number += 0 if last_end >= 0 else 1
            index += 2 if tokens.word(index + 1) == "." and word in ("Lkr", "Kr", "LK", "Lk", "Ldkr") else 1
            continue
        if word in TOWN or word in SMALL_TOWN:
            mode, many, head = ("town" if word in TOWN else "small"), word in MANY_TOWNS, token.start
            number += 0 if last_end >= 0 else 1
            index += 1
            continue
        found = table.at(tokens.line, token.start) if token.is_capital else None
        if coordinated := _coordinated(tokens, index, gazetteer):
            end, district = coordinated
            yield Place(token.start, end, token.start, district.name, (district,), (), None, "kreis", number, True)
            last_end = end
            index = max(index, tokens.before(end)) + 1
            continue
        if (
            found
            and not stretches.touch(token.start, found[0])
            and not tokens.line[token.start - 1 : token.start].isalnum()
        ):
            end, name = found
            adjacent = last_end >= 0
            if not adjacent and mode is None:
                number += 1
            introduced = adjacent or mode is not None or tokens.word(index - 1).lower() in PREPOSITIONS
            districts = gazetteer.districts_by_name.get(name, ())
            place = Place(
                token.start, end, head if mode == "kreis" and not many else token.start, name, districts,
                gazetteer.towns_by_name.get(name, ()), gazetteer.state(name) if len(name) > 2 else None, mode, number, introduced,
            )  # fmt: skip
            yield place
            last_end = end
            index = max(index, tokens.before(end)) + 1
            if mode in ("kreis", "town", "small") and not many:
                # "der Kreis Gütersloh, Hamm": the type word of one does not hold for the next
                mode = None
            continue
        if found and stretches.touch(token.start, found[0]):
            mode, last_end = None, -1
            index += 1
            continue
        if word == "(" and last_end >= 0 and (close := _past_figure(tokens, index)):
            index = close  # "die Kreise Kleve (12 Projekte), Wesel (8) und …"
            continue
        if word in LINKS or word in FILLERS or word == "kreisfreien" or word == "kreisfreie":
            if last_end >= 0 and word in LINKS and "\n\n" in tokens.gap(index):
                mode, last_end = None, -1
            index += 1
            continue
        mode, last_end = None, -1
        index += 1


def _past_figure(tokens: Tokens, index: int) -> int:
    """The token behind a bracket that holds a figure of the place before it; 0 for any other bracket."""
    inside = tokens.word(index + 1)
    if not (inside[:1].isdigit() or inside.lower() in ("rund", "etwa", "je", "insgesamt", "knapp", "über")):
        return 0
    return next((at + 1 for at in range(index + 2, index + BRACKET) if tokens.word(at) == ")"), 0)


BRACKET = 9
"""How many tokens a figure in brackets may have: "(rund 1,2 Mio. Euro)"."""


def _full_name(table: Phrases[str], tokens: Tokens, start: int, gazetteer: Gazetteer) -> bool:
    """Whether a name that contains the type word begins here ("Region Hannover", "Städteregion Aachen")."""
    found = table.at(tokens.line, start)
    if not found or found[1] == "Städteregion":
        return False
    return found[1] in _variants(gazetteer) or not re.match(r"(?:Land)?[Kk]reis ", found[1])


def _coordinated(tokens: Tokens, index: int, gazetteer: Gazetteer) -> tuple[int, District] | None:
    """The first half of "Rhein-Sieg- und Rhein-Erft-Kreis"."""
    word = tokens.word(index)
    if not word.endswith("-") or tokens.word(index + 1) not in ("und", "sowie", ",") or not word[:1].isupper():
        return None
    for name in (f"{word}Kreis", f"{word[:-1]}kreis"):
        if found := gazetteer.districts_by_name.get(name):
            return tokens.all[index].end, found[0]
    return None


def with_both(places: Iterable[Place], tokens: Tokens) -> list[Place]:
    """ "Stadt und Kreis Paderborn" names the town too: the first type word stands for it."""
    found: list[Place] = []
    for place in places:
        index = tokens.index_at(place.start)
        if index is not None and tokens.word(index - 2) in ("und", "sowie", "/"):
            first, second = tokens.word(index - 3), tokens.word(index - 1)
            town, kreis = first in ("Stadt", "Gemeinde"), KREIS.fullmatch(first) and first not in MANY_KREISE
            if (town and KREIS.fullmatch(second) and second not in MANY_KREISE) or (
                kreis and second in ("Stadt", "Gemeinde")
            ):
                word = tokens.all[index - 3]
                kind = "town" if town else "kreis"
                found.append(
                    replace(place, start=word.start, end=word.end, head=word.start, kind=kind, introduced=True)
                )
        found.append(place)
    return found
