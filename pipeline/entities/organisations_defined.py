"""Bodies that the text itself introduces: "Forum Wanderrecht (FWR)", and what letters in brackets stand for otherwise.

The letters are looked for in the words before the bracket, from right to left, the first at the beginning of a word
(Schwartz and Hearst 2003). That makes a definition; a body is defined only if its words, or a language model, say so:
"Afrikanische Schweinepest (ASP)" and "Kommunalabgabengesetz (KAG)" define no body.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..facts import Mention
from . import organisations_bodies as bodies
from .tokens import Tokens, covered, slug

SHORT = re.compile(
    r" ?\((?:kurz:? )?[„\"]?(?P<short>[A-ZÄÖÜ][\wäöü]*[A-ZÄÖÜ][\wäöü]{0,6})[“\"]?(?P<more>\)| e\. ?V\.\)|,)"
)
BODY = re.compile(
    r"(?:verband|bund|verein|vereinigung|gesellschaft|stiftung|institut|akademie|forum|rat|amt|kammer|dienst|fürsorge|mission|"
    r"landsmannschaft|gewerkschaft|gemeinschaft|agentur|zentrale|zentrum|büro|stelle|hilfe|werk|kasse|bank|klub|club|liga|union|"
    r"initiative|netzwerk|bündnis|behörde|anstalt|universität|hochschule|partei|kirche|kommission|föderation|allianz|betriebe)(?:e?s|en|n)?$",
    re.IGNORECASE,
)
NO_BODY = re.compile(
    r"(?:gesetz|ordnung|verordnung|satzung|richtlinie|vertrag|abkommen|plan|programm|system|verfahren|pest|virus|krankheit|"
    r"projekt|studie|index|steuer|abgabe|fonds|maßnahme|prüfung|jahr|modell|konzept|strategie)(?:e?s|en|n|e)?$",
    re.IGNORECASE,
)
ARTICLES = frozenset({"der", "des", "dem", "den"})
FURTHEST = 9
"""Words before the bracket that may make up the name: "Landsmannschaft der Deutschen aus Russland" has five."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Letters in brackets and the words they stand for: tokens [first, last], and the place of the letters."""

    first: int
    last: int
    short: str
    start: int
    end: int


def definitions(tokens: Tokens) -> Iterator[Definition]:
    """Every place where letters in brackets stand for the words before them."""
    for match in SHORT.finditer(tokens.line):
        last = tokens.before(match.start())
        first = _begins(tokens, last, match["short"])
        if first is not None:
            yield Definition(first, last, match["short"], *match.span("short"))


def _begins(tokens: Tokens, last: int, short: str) -> int | None:
    """The token with which the words for these letters begin, or None where they are no such words."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    index, word = last, tokens.word(last)
    at = len(word)
    for letter in reversed(letters[1:]):
        while True:
            at = word.lower().rfind(letter, 0, at)
            if at >= 0:
                break
            index, word = _before(tokens, index)
            if not word or last - index > FURTHEST:
                return None
            at = len(word)
    while True:
        if at > 0 and word.lower().startswith(letters[0]) and word[0].isupper():
            return index if index < last or "-" in word or len(word) > 2 * len(short) else None
        index, word = _before(tokens, index)
        if not word or last - index > FURTHEST:
            return None
        at = len(word)


def _before(tokens: Tokens, index: int) -> tuple[int, str]:
    """The word before, with its number; "" at a mark, an empty line or the beginning."""
    word = tokens.word(index - 1)
    whole = (word[:1].isalpha() or word == "&") and "\n\n" not in tokens.gap(index - 1)
    return index - 1, word if whole else ""


def find_defined(
    tokens: Tokens, found: Collection[Mention], seen: Collection[tuple[int, int, str]]
) -> tuple[list[Mention], set[str]]:
    """The bodies so introduced that no rule has found, and all letters that stand for something else."""
    known = [(mention.span.start, mention.span.end) for mention in found]
    mentions: list[Mention] = []
    others: set[str] = set()
    for one in definitions(tokens):
        start, end = tokens.all[one.first].start, tokens.all[one.last].end
        if covered(start, end, known):
            continue
        words = [tokens.word(index) for index in range(one.first, one.last + 1)]
        nouns = [word for word in words if word[0].isupper()]
        viewed = any(label == "ORG" and first < end and start < last for first, last, label in seen)
        is_body = any(BODY.search(word) for word in nouns) or viewed
        if any(NO_BODY.search(word) for word in (nouns[0], nouns[-1])) or not is_body:
            others.add(one.short)
            continue
        name = bodies.nominative(tokens.phrase(one.first, one.last))
        if words[0].endswith("en") and words[1:2] and words[1][0].isupper() and tokens.word(one.first - 1) in ARTICLES:
            name = bodies.agree(tokens.phrase(one.first, one.last))  # "der Jungen Union (JU)"
        entity = f"org:{slug(name)}"
        mentions.append(bodies.organisation(tokens, start, end, name, entity, 0.85, "defined"))
    return mentions, others
