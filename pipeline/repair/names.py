"""What may change at all: names only by proof or by a hard sign of damage.

"Hecke", "Neuburger", "Klute" and "Schroder" look damaged and are names. A page without umlauts hides "Schröder" in the
same letters, so nothing but a spelling elsewhere can tell; until then the name stays as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ..knowledge.lexicon import Lexicon
from .candidates import Candidate, Forms, search
from .channel import Channel
from .tokens import NEW_PARAGRAPH, Token
from .words import COMMON, Reading, has_umlaut

# A confusion dearer than this (natural log) is no reason to touch a word that may be a name.
RARE = 9.0
# A listed name that ends so many different compounds is an ordinary noun as well ("Träger", "Größe").
NOUN = 40
# A name spelled out elsewhere in the text or in a register is one word in three thousand here.
SPELLED = -8.0
PART = 6  # letters of a word that a guess may begin or end in
SHORT = 8  # letters; "Uberto" is a name
SELDOM = 300  # in a hundred million words
NAME_BUDGET = 7.5  # natural log; one confusion, or two frequent ones
OFFICE = re.compile(r"präsident|sekretär|bürgermeister|kämmer|geschäftsführ|gräfin|prälat|Ärzt|anwält", re.IGNORECASE)
# Who holds an office stands right before the name ("Trainer Hauser"), be the word damaged itself or not.
HOLDER = re.compile(
    r"(?:minister|pr[aä]sident|rat|meister|sprecher|sekret[aä]r|direktor|leiter|trainer|chef|kanzler|dezernent|richter|anwalt)"
    r"(?:in)?$|(?:abgeordnete|vorsitzende|beauftragte)[rn]?$",
    re.IGNORECASE,
)
TITLES = frozenset(
    ["Herr", "Herrn", "Frau", "Familie", "Pfarrer", "Kollege", "Kollegin", "Professor", "Professorin", "Doktor"]
)
ARTICLE = re.compile(r"d(?:er|ie|as|e[nms])|k?eine?[nmrs]?|(?:dies|jed|all|unser|ihr|sein)e[nmrs]?", re.IGNORECASE)
# A name that is written more often than this in a hundred million words is mostly another word ("Weiß", "Groß").
CALLED = 8000
# Natural log of how much likelier a guess must be than what was read.
GUESSED, GUESSED_SMALL = 4.0, 2.0
# A common noun needs less than a rare one.
UNLIKELY, LIKELY = 1.0, 0.5
NEIGHBOURS = 3.0  # what the words around it may add ("den Müttern")
# Natural log: letters so unlike German that a name cannot be spelled so ("Rtibben" for "Rübben").
IMPOSSIBLE = 8.0


def is_free(
    token: Token,
    reading: Reading,
    candidate: Candidate,
    proven: Collection[str],
    called: bool,
    articled: bool | None,
    lexicon: Lexicon,
) -> bool:
    """Whether this word may become this candidate at all.

    Names change only by proof or by a hard sign of damage: "Hecke", "Neuburger" and "Schroder" are names of people.
    `called` says that a first name or a title stands before the word, `articled` what an article before it says
    (see `is_articled`).
    """
    if any(start < token.cut < end for start, end, _ in candidate.changes):
        return False
    seen = reading.seen
    if reading.known and candidate.word.lower() == seen.lower():
        return False  # "versorgungs- und kammerrechtlich" is written small
    gain = candidate.weight - candidate.cost - reading.weight
    if candidate.slip and gain < IMPOSSIBLE:
        return False
    if candidate.word in proven or candidate.hard(seen):
        return True
    if called and seen[0].isupper():
        # After a first name only what cannot be a surname ("Peter Landesprasident", "Israel Staatsrason").
        return bool(OFFICE.search(candidate.word)) or (
            candidate.parts == 1
            and candidate.weight > COMMON
            and gain > IMPOSSIBLE
            and not reading.name
            and not lexicon.is_person(candidate.word)
        )
    if articled is False and reading.name and seen.endswith("er") and gain < IMPOSSIBLE:
        return False
    if articled and candidate.parts == 1 and candidate.weight > COMMON and gain > NEIGHBOURS:
        return True
    if seen[0].isupper() and is_mere_name(candidate.word, lexicon):
        return False  # "Jurgen" and "Muller" may be written so
    if not candidate.parts and seen.startswith("Uber") and candidate.word.startswith("Über") and len(seen) > SHORT:
        return gain > 0  # anything may be compounded with "Über", hardly anything begins with "Uber"
    if not candidate.parts and gain > 0 and has_known_part(seen, candidate, lexicon):
        return True
    if not candidate.parts:
        return gain > (GUESSED if seen[0].isupper() else GUESSED_SMALL)
    if reading.name:
        # "Lander" and "Klager" stand in lists of surnames too, but the word they hide is a hundred times commoner than
        # any name of a person, and is none itself.
        return candidate.weight > COMMON and not is_mere_name(candidate.word, lexicon)
    if not reading.known and seen[0].isupper():
        # A name nobody listed ("Lafnitz") must be far less likely than the noun, and the confusion no rare one.
        added = NEIGHBOURS if candidate.weight > COMMON else 0.0
        return gain > demand(reading, candidate) - added and (candidate.slip or candidate.cost < RARE)
    return True


def has_known_part(seen: str, candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether a guess begins or ends in a word that holds all it changes, and that is none as read.

    "Burokratiefetischismus" is "Bürokratie" and something; "Beurteilerzustandigkeit" is somebody's "Zuständigkeit".
    """
    word = candidate.word
    first, last = candidate.changes[0][0], candidate.changes[-1]
    behind = len(word) - (len(seen) - last[1])  # in the word as meant: behind the last change
    for cut in range(max(behind, PART), len(word) - 2):
        if lexicon.lists(word[:cut].capitalize()) and not lexicon.knows(
            seen[: cut - len(word) + len(seen)].capitalize()
        ):
            return True
    for cut in range(3, min(first, len(word) - PART) + 1):
        if lexicon.lists(word[cut:].capitalize()) and not lexicon.knows(seen[cut:].capitalize()):
            return True
    return False


def with_names(reading: Reading, forms: Forms, channel: Channel, lexicon: Lexicon) -> Reading:
    """The same with the names among its candidates that are spelled out elsewhere (`forms`), their genitives too."""
    seen = reading.seen
    if not forms.sorted or not seen[0].isupper() or len(seen) < 4 or has_umlaut(seen) or lexicon.lists(seen):
        return reading
    found = {candidate.word: candidate for candidate in reading.candidates}
    for form, ending in ((seen, ""), (seen[:-1], "s")) if seen.endswith("s") else ((seen, ""),):
        for name, (cost, changes) in search(form, forms, channel, budget=NAME_BUDGET).items():
            known = found.get(name + ending)
            if known is None or known.weight < SPELLED:
                found[name + ending] = Candidate(name + ending, cost, changes, 1, SPELLED)
    if len(found) == len(reading.candidates) and all(map(reading.candidates.__contains__, found.values())):
        return reading
    ordered = sorted(found.values(), key=lambda candidate: candidate.cost - candidate.weight)
    return replace(reading, candidates=tuple(ordered))


def demand(reading: Reading, candidate: Candidate) -> float:
    """How much likelier (natural log, neighbours included) the candidate must be than the word as read.

    A capital word that no list has may be a name; it needs more than a verb.
    """
    if reading.known or not reading.seen[0].isupper() or not candidate.parts or candidate.hard(reading.seen):
        return 0.0
    return LIKELY if candidate.weight > COMMON else UNLIKELY


def is_mere_name(word: str, lexicon: Lexicon) -> bool:
    """Whether the word is a person's name and nothing else: no place, no noun that compounds end in."""
    placed = word in lexicon.places or word.removesuffix("s") in lexicon.places
    return lexicon.is_person(word) and not placed and lexicon.tails.get(word.lower(), 0) < NOUN


def is_given(word: str, lexicon: Lexicon) -> bool:
    """Whether a person may be called so before the surname ("Peter"); "Schicht" is somebody's name too, but a noun first."""
    return lexicon.is_person(word) and lexicon.count(word) < CALLED and lexicon.tails.get(word.lower(), 0) < NOUN


def is_called(words: Sequence[Token], readings: Sequence[Reading], index: int, lexicon: Lexicon) -> bool:
    """Whether a first name, another name or a title stands right before this word."""
    if not index or words[index].gap == NEW_PARAGRAPH or words[index].mark not in ("", "."):
        return False
    before = readings[index - 1]
    if words[index].mark == ".":
        return before.seen in ("Dr", "Prof") or (len(before.seen) == 1 and before.seen.isupper())
    if before.seen in TITLES or HOLDER.search(before.seen):
        return True
    # "Jurgen Bucher": the first name is damaged itself.
    meant = [candidate.word for candidate in before.candidates[:1] if not before.known]
    return before.seen[0].isupper() and any(is_given(name, lexicon) for name in (before.seen, *meant))


def is_articled(words: Sequence[Token], readings: Sequence[Reading], index: int) -> bool | None:
    """Whether an article stands before this word, so that it is no surname ("der Sanger singt"); None without one.

    False for "der Bucher Weg": the form of a place before a capital.
    """
    if not index or words[index].mark or words[index].gap == NEW_PARAGRAPH:
        return None
    if not ARTICLE.fullmatch(readings[index - 1].seen):
        return None
    if index + 1 == len(words) or words[index + 1].mark or words[index + 1].gap == NEW_PARAGRAPH:
        return True
    return not readings[index + 1].seen[0].isupper()


def called_somewhere(words: Sequence[Token], readings: Sequence[Reading], lexicon: Lexicon) -> set[str]:
    """Surnames that a title or first name stands before; where the same form stands alone it is that name again.

    "Herr Burger" makes "Burger" a name on this page; "Herr Prasident" is called so because he is one.
    """
    return {
        reading.seen
        for index, reading in enumerate(readings)
        if reading.candidates
        and reading.seen[0].isupper()
        and lexicon.is_person(reading.seen)
        and is_called(words, readings, index, lexicon)
    }


def is_proof(word: str, lexicon: Lexicon) -> bool:
    """Whether the word, spelled out, proves a name: a listed one, or a capital word that is no common noun.

    A book ("Bücher") does not prove that Mr Bucher is called so.
    """
    rare = lexicon.count(word) < SELDOM and not lexicon.tails.get(word.lower(), 0)
    return is_mere_name(word, lexicon) or (rare and word not in lexicon.places)
