"""Numbers that count only in company: "eine" in a list, "davon 40", "die Zahl der Zentren stieg auf 47", "beide"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ..knowledge.language import Language
from ..knowledge.numbers import Number
from .counts_nouns import Phrase, read_phrase

LIST_LINK = re.compile(
    r"(?:,|,?\s+(?:und|sowie|oder|plus|bzw\.))\s+(?:je\s+|jeweils\s+|noch\s+|zusätzlich\s+|weitere\s+)?$"
)
# "Die Zahl der Zentren stieg auf 47": the noun stands before its number.
NUMBER_OF = re.compile(r"\b(?:Zahl|Anzahl)\s(?:der|an|von)(?=\s)|\b(?:Zahl|Anzahl)(?=\s[A-ZÄÖÜ])")
REACHES = re.compile(
    r"(?:[^.!?\n]|(?<=\d)\.(?=\d)){0,60}?\b(?:auf|bei|von|betrug|beträgt|erreicht|erreichte|erreichten|umfasst|liegt|lag)\s(?:(?:rund|etwa|knapp|fast|über|mehr\sals|insgesamt|mittlerweile|inzwischen|nun|jetzt|derzeit|bei|gut)\s){0,3}$"
)
# "63 Projekte, davon 40 für Jugendliche"
OF_THEM = re.compile(
    r"\b(?:davon|darunter)\s(?:(?:allein|rund|etwa|mindestens|bereits|sind|waren|kamen|wurden|entfielen)\s){0,2}$",
    re.IGNORECASE,
)
# "396 Kommunen, neun davon in Modellregionen"
THEREOF = re.compile(r"\s(?:davon|von\sihnen)\b")
OF_ALL = re.compile(r"\b[Vv]on\s(?:(?:den|allen|diesen|insgesamt|rund|etwa|knapp|landesweit|bundesweit)\s){0,3}$")


@dataclass(frozen=True, slots=True)
class Found:
    """A number with what it counts, before lists are settled."""

    number: Number
    phrase: Phrase | None
    rule: str
    of: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    qualifier: str | None = None
    confidence: float = 0.95
    certain: bool = True  # False for "eine", which counts only in a list


def settled(string: str, found: list[Found], language: Language) -> list[Found]:
    """Keep "eine" only inside a list of counts: "zwei Fachkräfte, eine Verwaltungsfachkraft sowie eine halbe Stelle"."""
    kept: list[Found] = []
    named = _named_before(string, language)
    for index, item in enumerate(found):
        if item.certain:
            kept.append(item)
            continue
        if item.phrase is None:
            if resolved := _elliptic(string, item, kept, named):
                kept.append(resolved)
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


def _named_before(string: str, language: Language) -> list[Phrase]:
    """The nouns whose number is told later in the sentence: "die Zahl der Kommunalen Integrationszentren"."""
    phrases = (read_phrase(string, match.end(), language, plural=True) for match in NUMBER_OF.finditer(string))
    return [phrase for phrase in phrases if phrase]


def _elliptic(string: str, item: Found, kept: list[Found], named: list[Phrase]) -> Found | None:
    """A number without a noun behind it, when the noun is told before: "die Zahl der Zentren stieg auf 47", "davon 40"."""
    start = item.number.start
    for phrase in reversed(named):
        if phrase.end < start and start - phrase.end < 90:
            if REACHES.fullmatch(string[phrase.end : start]) or re.fullmatch(r":\s", string[phrase.end : start]):
                return replace(item, phrase=phrase, rule="counts.number_of", certain=True, confidence=0.8)
            break
    before = kept[-1] if kept else None
    if before and before.phrase and before.phrase.end <= start and before.number.value >= item.number.value:
        left = string[max(0, before.number.start - 24) : before.number.start]
        if OF_ALL.search(left) and re.fullmatch(r"[^.,;:!?\n\d]{1,40}", string[before.phrase.end : start]):
            # "Von den 396 Städten haben 230 einen Antrag gestellt"
            return replace(
                item, phrase=Phrase(start, before.phrase.head, before.phrase.unit), of=before.number.value, certain=True
            )
    if (
        before
        and before.phrase
        and (OF_THEM.search(string[max(0, start - 30) : start]) or THEREOF.match(string, item.number.end))
        and "\n" not in string[before.number.end : start]
    ):
        of = before.number.value if before.number.value >= item.number.value else None
        return replace(item, phrase=Phrase(start, before.phrase.head, before.phrase.unit), of=of, certain=True)
    return None


def both(string: str, language: Language) -> list[Found]:
    found = []
    for match in re.finditer(r"\b[Bb]eide[nr]?\b", string):
        phrase = read_phrase(string, match.end(), language, plural=True)
        if phrase:
            found.append(
                Found(Number(match.start(), match.end(), Decimal(2), word=True), phrase, "counts.both", confidence=0.8)
            )
    return found
