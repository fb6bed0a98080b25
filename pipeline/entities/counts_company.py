"""Numbers that count only in company: "eine" in a list of counts, "beide"; a sum is no member of such a list."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ..knowledge.language import Language
from ..knowledge.numbers import Number
from .counts_elliptic import Found, elliptic, named_before
from .counts_nouns import read_phrase

LIST_LINK = re.compile(
    r"(?:,|,?\s+(?:und|sowie|oder|plus|bzw\.))\s+(?:je\s+|jeweils\s+|noch\s+|zusätzlich\s+|weitere\s+)?$"
)

# "30 Geräte und einen Zuschuss von 8.000 Euro": the sum is told, nothing is counted.
OF_A_SUM = re.compile(
    r"\s(?:von|über|in\sHöhe\svon)\s(?:[^\W\d_]+\.?\s){0,3}\d[\d.,]*\s?(?:€|Euro|EUR|Mio|Mrd|Milli|Prozent|%|Stück)"
)


def settled(string: str, found: list[Found], language: Language) -> list[Found]:
    """Keep "eine" only inside a list of counts: "zwei Fachkräfte, eine Verwaltungsfachkraft sowie eine halbe Stelle"."""
    kept: list[Found] = []
    named = named_before(string, language)
    for index, item in enumerate(found):
        if item.certain:
            kept.append(item)
            continue
        if item.phrase is None:
            if resolved := elliptic(string, item, kept, named):
                kept.append(resolved)
            continue
        if OF_A_SUM.match(string, item.phrase.end):
            continue
        before = kept[-1] if kept else None
        if before and before.phrase and before.phrase.end <= item.number.start:
            link = string[before.phrase.end : item.number.start]
            if LIST_LINK.fullmatch(link):
                kept.append(replace(item, certain=True))
                continue
        after = found[index + 1] if index + 1 < len(found) else None
        if (
            after
            and after.certain
            and item.phrase
            and after.phrase
            and item.phrase.end <= after.number.start
            and LIST_LINK.fullmatch(string[item.phrase.end : after.number.start])
        ):
            kept.append(replace(item, certain=True))
    return kept


def both(string: str, language: Language) -> list[Found]:
    found = []
    for match in re.finditer(r"\b[Bb]eide[nr]?\b", string):
        phrase = read_phrase(string, match.end(), language, plural=True)
        if phrase:
            found.append(
                Found(Number(match.start(), match.end(), Decimal(2), word=True), phrase, "counts.both", confidence=0.8)
            )
    return found
