"""Names that other documents of the archive spell out: they prove how a damaged one meant them.

A page read by the English model says "Serap Giler". In another release stands "Serap Güler", and that proves it. A
surname alone proves less: that there is a Müller somewhere says nothing about a Mr Miller. So a form that is itself
somebody's name changes only where the first name agrees as well; one that is nobody's needs no first name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from ..knowledge.lexicon import Lexicon
from .candidates import Forms, search
from .channel import load_channel
from .names import NAME_BUDGET, SELDOM, TITLES, is_given, is_proof
from .tokens import NEW_PARAGRAPH, Token
from .words import Reading, has_umlaut

# A name and the word before it: (first name or "", name).
Pair = tuple[str, str]
NAMED = re.compile(r"\b(?=([A-ZÄÖÜ][^\W\d_]+(?:-[A-ZÄÖÜ][^\W\d_]+)?)\b[ \t]*(?:\r?\n[ \t]*)?([A-ZÄÖÜ][^\W\d_]{3,})\b)")
LEAST = 4  # letters


def spelled_out(string: str, lexicon: Lexicon) -> frozenset[Pair]:
    """People in a text whose surname is written with ä, ö, ü or ß, as read: so it was meant."""
    found = set()
    for match in NAMED.finditer(string):
        first, name = match.groups()
        if has_umlaut(name) and is_proof(name, lexicon) and is_first_name(first, lexicon):
            found.add((first, name))
    return frozenset(found)


def is_first_name(word: str, lexicon: Lexicon) -> bool:
    """Whether somebody may be called so and it is no common word besides; "Herr" and "Frau" are titles."""
    return word not in TITLES and (is_given(word, lexicon) or lexicon.count(word) < SELDOM)


def doubtful(words: Sequence[Token], readings: Sequence[Reading], lexicon: Lexicon) -> frozenset[Pair]:
    """Forms in a damaged stretch that may be somebody's name and hide an umlaut, with the word before them."""
    found = set()
    for index, (token, reading) in enumerate(zip(words, readings, strict=True)):
        if not may_be_name(reading.seen, lexicon):
            continue
        before = readings[index - 1].seen if index and not token.mark and token.gap != NEW_PARAGRAPH else ""
        found.add((before if before[:1].isupper() else "", reading.seen))
    return frozenset(found)


def may_be_name(seen: str, lexicon: Lexicon) -> bool:
    """Whether a form could be a surname that lost its umlaut."""
    return len(seen) >= LEAST and seen[0].isupper() and not has_umlaut(seen) and not lexicon.lists(seen)


def proofs(doubted: Iterable[Pair], spelled: Iterable[Pair], lexicon: Lexicon) -> dict[Pair, frozenset[str]]:
    """For each doubtful form the names that others prove it to be; forms that nothing proves are left out."""
    firsts: dict[str, set[str]] = defaultdict(set)
    for first, name in spelled:
        firsts[name].add(first)
    forms, channel = Forms(sorted(firsts)), load_channel()
    called = Forms(sorted({first for all_of_one in firsts.values() for first in all_of_one}))

    @cache
    def first_names(read: str) -> set[str]:
        """Those that may be meant by the word before a name, be it damaged itself ("Jérg")."""
        return {read, *search(read, called, channel, budget=NAME_BUDGET)} if read else set()

    found = {}
    for before, seen in doubted if forms.sorted else ():
        stems = (seen, seen[:-1]) if seen.endswith("s") else (seen,)
        meant = {name for stem in stems for name in search(stem, forms, channel, budget=NAME_BUDGET)}
        agreeing = {name for name in meant if not firsts[name].isdisjoint(first_names(before))}
        if not agreeing and len(meant) == 1 and not any(lexicon.is_name(stem) for stem in stems):
            agreeing = meant
        if agreeing:
            found[before, seen] = frozenset(agreeing)
    return found
