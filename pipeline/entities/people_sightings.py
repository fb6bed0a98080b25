"""Where people stand in a text, before it is known who they are.

A name is seen by its form (a first name we know, a title), by the office in front of it, or by the language model.
Office and model also say how sure we may be of the form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from ..knowledge import Knowledge
from ..knowledge.names import PARTICLES
from . import people_roles as roles
from .names import NOT_IN_NAMES, THING_BEFORE, Found, find_names, is_compound, is_noun, names_a_thing
from .people_kinds import is_labelled
from .people_roles_behind import office_behind
from .people_roles_joined import joined, unlisted
from .people_titles import ADDRESS, titles_before, titles_behind, together
from .tokens import Tokens, covered


@dataclass(slots=True)
class Sighting:
    """One place where a person stands, before it is known who that is."""

    start: int
    end: int
    name: str
    full: bool
    office: roles.Office | None
    strength: float
    gender: str | None
    rule: str


def full_names(
    tokens: Tokens, known: Knowledge, taken: Collection[tuple[int, int]], seen: Collection[tuple[int, int, str]]
) -> Iterator[Sighting]:
    """Names with a first name; surnames with a title or form of address; names that only an office announces."""
    names = [_widened(name, tokens, known, seen) for name in find_names(tokens, known, taken)]
    places = [(name.start, name.end) for name in names]
    names += [name for name in _announced(tokens, known) if not covered(name.start, name.end, (*places, *taken))]
    places = [(name.start, name.end) for name in names]
    spotted = [(start, end) for start, end, label in seen if label == "PER"]
    names += [name for name in _spotted(tokens, known, spotted) if not covered(name.start, name.end, (*places, *taken))]
    names.sort(key=lambda name: name.start)
    listed = [name for name in _listed(tokens, known, names) if not covered(name.start, name.end, taken)]
    names = sorted([*names, *listed], key=lambda name: name.start)
    starts = {name.first: name for name in names}
    last: tuple[Found, roles.Office] | None = None
    for name in names:
        office = _shared_office(tokens, name, last, known)
        office = (
            roles.office_before(tokens, name.first, known) or office_behind(tokens, name.last, known, starts) or office
        )
        office = joined(office, name, tokens, known, starts) if office else unlisted(name, tokens, known)
        last = (name, office) if office else None
        if office is not None:
            office = roles.of_one(office, name.gender or known.names.gender(name.name.split()[0]), known)
        opinion = 0.08 if office else 0.0 if name in listed else _opinion(name, seen)
        strength = min(0.98, name.strength + opinion)
        if _is_brand(name, office, known, seen):
            continue
        if name.full and (office or _agreed(name, seen) or is_labelled(tokens, name.first)):
            strength = max(strength, 0.92)  # what looks like a noun ("Steinmeier") is a surname then
        if strength < 0.55:
            continue
        gender = name.gender or (office.gender if office else None)
        rule = "people.name" if name.full else "people.titled"
        yield Sighting(name.start, name.end, name.name, name.full, office, strength, gender, rule)


def _widened(name: Found, tokens: Tokens, known: Knowledge, seen: Collection[tuple[int, int, str]]) -> Found:
    """The name with a first name in front that only the language model knows: "Wilton" Daniel Gregory."""
    for start, end, label in seen:
        first = tokens.index_at(start)
        if label != "PER" or first is None or not (start < name.start and end >= name.end) or name.first - first > 2:
            continue
        ahead = [tokens.word(index) for index in range(first, name.first)]
        if tokens.word(first - 1).lower() in ("der", "die", "dem", "den", "des"):
            continue  # "der Naturschutzwarl Eckhard Pagel": an office that was misread, no name has an article
        if "." in ahead or tokens.word(name.first) in ahead:
            continue  # a sentence ends there; or "Von Thomas Adler Thomas Adler schreibt …": the name twice
        if not all(together(tokens, index) for index in range(first, name.first)):
            continue
        if all(
            word[:1].isupper() and word not in NOT_IN_NAMES | ADDRESS and not known.names.role(word) for word in ahead
        ):
            return replace(name, first=first, start=start, name=f"{' '.join(ahead)} {name.name}", full=True)
    return name


def _is_brand(
    name: Found, office: roles.Office | None, known: Knowledge, seen: Collection[tuple[int, int, str]]
) -> bool:
    """Whether an office and a word behind it are the name of something else, or that word is no name at all.

    "General Electric" is one body to the language model; in "unsere Mitarbeiter Softwareprojekte" it sees no person, and
    no list has the name.
    """
    if office is None or name.full or name.titled:
        return False
    whole = any(label != "PER" and start <= office.start and name.end <= end for start, end, label in seen)
    listed = known.names.is_surname(name.name) or name.name in known.lexicon.people
    return whole or (bool(seen) and not listed and not _agreed(name, seen) and known.lexicon.lists(name.name))


def _agreed(name: Found, seen: Collection[tuple[int, int, str]]) -> bool:
    return any(label == "PER" and start < name.end and name.start < end for start, end, label in seen)


def _opinion(name: Found, seen: Collection[tuple[int, int, str]]) -> float:
    """What the language model adds to a name without an office: it agrees, sees something else, or sees nothing.

    On the development part of GermEval 2014 it agrees to 295 names of ours, and 287 of them are right. Of 30 names in
    8,000 sentences of its training part that it takes for a place, a body or a work, two are people, so those are none.
    """
    if not seen:
        return 0.0
    labels = {label for start, end, label in seen if start < name.end and name.start < end}
    if "PER" in labels:
        return 0.06
    return -0.12 if name.titled else -0.45 if labels else -0.2


def _announced(tokens: Tokens, known: Knowledge) -> Iterator[Found]:
    """Names nobody listed, directly behind an office: "Staatssekretärin Gonca Türkeli-Dehnert", "Minister Groß"."""
    for index, token in enumerate(tokens.all):
        role = known.names.role(token.string) if token.is_capital else None
        if role is None:
            continue
        at = titles_behind(tokens, index + 1)
        if not together(tokens, at - 1):
            continue
        parts: list[int] = []
        while (
            len(parts) < 3
            and _may_be_name(tokens, at + len(parts), known)
            and (not parts or tokens.gap(at + len(parts) - 1) == " ")
        ):
            parts.append(at + len(parts))
        if not parts or (known.names.role(tokens.word(parts[0])) and len(parts) == 1):
            continue
        first, last = tokens.all[parts[0]], tokens.all[parts[-1]]
        name = " ".join(tokens.word(part) for part in parts)
        nouns = sum(is_noun(tokens.word(part), known) for part in parts)
        if nouns:
            continue
        yield Found(
            parts[0],
            parts[-1],
            first.start,
            last.end,
            name,
            len(parts) > 1,
            False,
            0.8 if len(parts) > 1 else 0.72,
            None if roles.ADJECTIVAL.search(role.word) else role.gender,  # "der Vorsitzende": the article tells
        )
        following = parts[-1] + 1
        if role.plural and tokens.word(following) in ("und", ",") and _may_be_name(tokens, following + 1, known):
            other = tokens.all[following + 1]
            if not is_noun(other.string, known) and not known.names.is_first(other.string):
                yield Found(
                    following + 1, following + 1, other.start, other.end, other.string, False, False, 0.7, role.gender
                )


def _may_be_name(tokens: Tokens, index: int, known: Knowledge) -> bool:
    word = tokens.word(index)
    if (
        len(word) < 3
        or not word[0].isupper()
        or word in NOT_IN_NAMES
        or word in ADDRESS
        or (word.isupper() and len(word) < 6)
    ):
        return False
    gazetteer = known.gazetteer
    if is_compound(word) or (known.names.role(word) is not None and not known.names.is_surname(word)):
        return False
    return word.replace("-", "").replace("’", "").replace("'", "").isalpha() and gazetteer.state(word) is None


NAME_PART = re.compile(
    r"(?:Mc|Mac|De|Di|La|Le|O['’]|[DLd]['’])?[^\W\d_][^\WA-ZÄÖÜ\d_]{0,14}(?:[-‑'’]\w{1,15})*$|[A-ZÄÖÜ]{4,15}$"
)
"""A part of a name has one capital, at its beginning; "dieAutorender Studie" is glued text, whatever a model says."""


def _spotted(tokens: Tokens, known: Knowledge, spotted: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """What the language model holds for a person, when its words may be a first name and a surname."""
    for start, end in spotted:
        first, last = tokens.index_at(start), tokens.before(end)
        if first is None or last < first:
            continue
        parts = [tokens.word(index) for index in range(first, last + 1)]
        if not 2 <= len(parts) <= 5 or any(word in NOT_IN_NAMES or not word[:1].isalpha() for word in parts):
            continue
        if (
            not all(NAME_PART.match(part) or part in PARTICLES for part in parts)
            or not re.search(r"[aeiouyäöüé]", parts[0], re.IGNORECASE)
            or not (parts[0][0].isupper() and any(letter.isupper() for letter in parts[-1]))
            or names_a_thing(tokens, first, last)
            or THING_BEFORE.match(parts[0])
            or is_compound(parts[-1])
            or is_noun(parts[0], known)
            or is_noun(parts[-1], known)
            or known.names.role(parts[0])
            or "\n" in tokens.string[start:end]
        ):
            continue
        yield Found(first, last, start, end, " ".join(parts), True, False, 0.72)


def _listed(tokens: Tokens, known: Knowledge, names: Collection[Found]) -> Iterator[Found]:
    """Names with a first name nobody listed, on a line of their own above or below the line of another name.

    "Unterzeichnet von:" and a name on each line: neighbours are proof enough, so long as the words are no nouns.
    """
    alone = {name.first for name in names if name.full and _fills_line(tokens, name.first, name.last)}
    ends = {name.last for name in names if name.full and _fills_line(tokens, name.first, name.last)}
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    for index in range(len(tokens.all) - 1):
        if index in taken or index + 1 in taken or not _fills_line(tokens, index, index + 1):
            continue
        beside = (index + 2 in alone and tokens.gap(index + 1).count("\n") == 1) or (
            index - 1 in ends and tokens.gap(index - 1).count("\n") == 1
        )
        parts = tokens.word(index), tokens.word(index + 1)
        if beside and all(
            NAME_PART.match(part) and _may_be_name(tokens, index + step, known) and not is_noun(part, known)
            for step, part in enumerate(parts)
        ):
            first, last = tokens.all[index], tokens.all[index + 1]
            yield Found(index, index + 1, first.start, last.end, " ".join(parts), True, False, 0.78)


def _fills_line(tokens: Tokens, first: int, last: int) -> bool:
    """Whether words stand alone on their line, or behind a colon there."""
    before = tokens.word(first - 1)
    opens = first == 0 or "\n" in tokens.gap(first - 1) or before == ":"
    return opens and "\n" in tokens.gap(last) and not any("\n" in tokens.gap(index) for index in range(first, last))


BETWEEN = re.compile(
    r"\s*(?:\([^()\n]{1,60}\))?(?:\s+(?:aus|vom|von der|von|für)\s[^,;.:()\n]{1,50}?)?(?:\s+\([^()\n]{1,60}\))?\s*"
    r"(?:,|und|sowie|&|/|, und|, sowie)\s+(?:auch\s+)?$"
)
"""What may stand between two names of an enumeration: a comma or "und", a party or Kreis in brackets, a town."""
HEADED = re.compile(r"\w*(?:ordneten|sitzenden|tragten)$")


def _shared_office(
    tokens: Tokens, name: Found, last: tuple[Found, roles.Office] | None, known: Knowledge
) -> roles.Office | None:
    """The office in front of an enumeration: "die Staatssekretäre A und B", "die Abgeordneten A B, C D und E F".

    `last` is the name before, with its office.
    """
    if last is None:
        return None
    before, office = last
    first = titles_before(tokens, name.first)[0]
    many = office.plural or HEADED.match(tokens.string[office.start :].split(None, 1)[0].rstrip(",:"))
    if not many or not BETWEEN.match(tokens.string[before.end : tokens.all[first].start]):
        return None
    return office
