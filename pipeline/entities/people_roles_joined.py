"""Two offices of one person, and offices that no list has: what stands around the office a name was found with.

"Der Bürgermeister und Kreistagsabgeordnete Wolfgang Weber", "…, Bürgermeister und Kreistagsabgeordneter,", "der Chef der
Staatskanzlei, Staatsminister Thomas Kolb, …", "Verbandsvorsteher Landrat Jens Kranz", "Ihr Stellvertreter ist Dozent Uwe Lenz".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..knowledge import Knowledge
from ..knowledge.names import Role
from .names import Found
from .people_roles import (
    COMPLEMENT,
    DROPPED,
    IS,
    KEPT,
    LINKING,
    STOPS,
    VERB,
    Office,
    complement,
    of_one,
    office,
    predicate,
)
from .people_titles import titles_before, titles_behind
from .tokens import TOKEN, Tokens, words

AND = words("und sowie")
ARTICLES = {"m": words("der dem den des ein einem einen eines"), "f": words("die der eine einer")}
RANK = re.compile(r"(?:Ober|Unter|Groß|Erz|Vize|Haupt|Ehren|Chef|Hof|Hoch|Alt)[a-zäöüß]{4,}$")
"""Prefixes that make a rank of an office: an unknown word with one of them, before a name, is an office."""
FEMALE = re.compile(r"[A-ZÄÖÜ]\w{4,}in$")


def joined(said: Office, name: Found, tokens: Tokens, known: Knowledge, names: Mapping[int, Found]) -> Office:
    """The office with a second one that the same words give the same person; else the office as it is."""
    at = tokens.index_at(said.start) if said.start >= 0 else None
    if at is None or said.plural:
        return said
    gender = name.gender or known.names.gender(name.name.split()[0]) or said.gender
    if said.start > name.start:
        return _and_behind(said, at, gender, tokens, known, names)
    first = at
    while KEPT.match(tokens.word(first - 1)) or DROPPED.match(tokens.word(first - 1)):
        first -= 1
    before = tokens.word(first - 1)
    if before in AND and "\n" not in tokens.gap(first - 1):
        other = _office_up_to(tokens, first - 1, gender, known)
        return _pair(other, said, f" {before} ", gender, known) if other is not None else said
    if before in IS and (other := predicate(tokens, first - 1, known)) is not None and not other.plural:
        return _pair(other, said, ", ", gender, known)
    role = known.names.role(before)
    if role is not None and first == at and not role.plural and tokens.gap(first - 1) == " ":
        return _pair(office(tokens, first - 1, role), said, " ", gender, known)
    if before in ARTICLES[gender] and tokens.word(first - 2) == ",":
        first -= 1  # "Der Vorsitzende, der Abgeordnete Kai Kolbe, will …"
        before = ","
    if before == "," and tokens.word(name.last + 1) == "," and not _goes_on(tokens, name.last + 2, known, names):
        other = _office_up_to(tokens, first - 1, gender, known)
        return _pair(other, said, ", ", gender, known) if other is not None else said
    return said


def unlisted(name: Found, tokens: Tokens, known: Knowledge) -> Office | None:
    """An office nobody listed: a word with a rank in front or a woman's ending, between an article and a full name that
    agree with it. "Der Obermufti Selim Demir", "die Zunftobrin Eva Kranz"; not "der Zirkus Egon Kolbe"."""
    gender = known.names.gender(name.name.split()[0]) if name.full else None
    at = titles_before(tokens, name.first)[0] - 1
    word = tokens.word(at)
    if gender is None or tokens.gap(at) != " " or tokens.word(at - 1).lower() not in ARTICLES[gender]:
        return None
    fits = FEMALE.match(word) if gender == "f" else RANK.match(word) and not word.endswith("in")
    if not fits or known.lexicon.lists(word) or known.gazetteer.state(word) or word in known.gazetteer.towns_by_name:
        return None
    return office(tokens, at, Role(word, gender, False, word))


def _and_behind(
    said: Office, at: int, gender: str, tokens: Tokens, known: Knowledge, names: Mapping[int, Found]
) -> Office:
    """ "Kai Kolbe, Bürgermeister und Kreistagsabgeordneter, …": the second office behind the name."""
    rest = said.phrase.partition(said.role.word)[2]
    end = at + 1 + len(TOKEN.findall(rest))
    if tokens.word(end) not in AND:
        return said
    begin = end + 1
    while tokens.word(begin) in ("zugleich", "auch", "damit") or KEPT.match(tokens.word(begin)):
        begin += 1
    role = known.names.role(tokens.word(begin))
    if role is None or role.plural or begin + 1 in names or titles_behind(tokens, begin + 1) in names:
        return said
    other = office(tokens, begin, role, complement(tokens, begin + 1, known))
    return _pair(said, other, f" {tokens.word(end)} ", gender, known)


def _office_up_to(tokens: Tokens, end: int, gender: str, known: Knowledge) -> Office | None:
    """The office that ends before this token, with what it is of; only behind an article that means one person."""
    for back in range(1, COMPLEMENT):
        at = end - back
        word = tokens.word(at)
        if at < 0 or word in STOPS or word in (",", "(", "–", "-") or VERB.match(word) or "\n\n" in tokens.gap(at):
            return None
        if known.names.is_first(word) and tokens.word(at + 1)[:1].isupper():
            return None
        role = known.names.role(word)
        if role is None:
            continue
        if role.plural or (back > 1 and tokens.word(at + 1) not in LINKING):
            return None
        first = at
        while KEPT.match(tokens.word(first - 1)) or DROPPED.match(tokens.word(first - 1)):
            first -= 1
        article = tokens.word(first - 1).lower()
        if article not in ARTICLES[gender] and not tokens.starts_sentence(first):
            return None
        rest = " ".join(tokens.string[tokens.all[at].end : tokens.all[end - 1].end].split())
        return replace(office(tokens, at, role, f" {rest}" if rest else ""), plural=False)
    return None


def _pair(one: Office, other: Office, between: str, gender: str, known: Knowledge) -> Office:
    """Both offices as one, when both can be one person's of this gender."""
    first, second = of_one(one, gender, known), of_one(other, gender, known)
    if first.gender != second.gender or first.role.word == second.role.word:
        return other if one.start < other.start else one
    also = (*first.also, second.role, *second.also)
    start = min(first.start, second.start)
    return replace(first, phrase=f"{first.phrase}{between}{second.phrase}", start=start, also=also)


def _goes_on(tokens: Tokens, at: int, known: Knowledge, names: Mapping[int, Found]) -> bool:
    """Whether an enumeration of people goes on here: "…, Minister Kolb, Landrat Kranz und …"."""
    return at in names or titles_behind(tokens, at) in names or known.names.role(tokens.word(at)) is not None
