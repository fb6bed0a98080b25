"""Ordinals that imply a count ("das 51. Zentrum" says there are 51) and the full name such a short noun resumes."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import lru_cache

from ..knowledge.language import Language
from ..knowledge.numbers import Number, parse_ordinal
from .counts_elliptic import Found
from .counts_nouns import Phrase, is_name_adjective, nominative, read_phrase

ARTICLE = re.compile(
    r"\b(?:de[rsmn]|das|die|ein(?:en|em|es|er)?|zum|zur|vom|im|am|beim|ihr\w*|sein\w*|unser\w*)\s(?:(?:bereits|schon|mittlerweile|inzwischen|nunmehr)\s)?$",
    re.IGNORECASE,
)
# "Es war bereits der vierte Einbruch": said to tell how many there are; "der zweite Schritt" orders.
TELLS_HOW_MANY = re.compile(
    r"(?:\b(?:es|das|dies)\s(?:ist|war|wird|wäre)|\b(?:ist|war|wird|wäre)\s(?:es|das|dies))(?:\s(?:damit|nun|nunmehr|jetzt|bereits|schon|inzwischen|mittlerweile|heute)){0,2}\s(?:der|die|das)\s$"
    r"|\b(?:bereits|schon|mittlerweile|inzwischen)\s(?:de[rmn]|die|das)\s$",
    re.IGNORECASE,
)
NAMED_SERIES = re.compile(r" ([A-ZÄÖÜ][^\W\d_]+(?:-[^\W\d_]+)*)")
# Entries of a list and paragraphs of a rule are numbered too, but seldom so high.
IN_TITLE = 20
IN_PROSE = 100
# Hardly any fair or festival is older; what is numbered higher is counted.
IN_SERIES = 150
SOMEBODY = ("in", "er", "gast", "ling", "ent", "ant", "ist", "kind", "baby", "fan", "kunde", "paar", "mann", "frau")
# In a title a verb stands before, and no sentence ends behind.
VERB_BEFORE = re.compile(r"[a-zäöüß]{2}(?:t|te|en)\s$")
SENTENCE_GOES_ON = re.compile(r"[^\n]{0,120}?[^\W\d_]{3}[.!?](?:\s|$)")
WORD = re.compile(r"[^\W\d_]+")
# How far back the full name of a short noun may stand, in characters.
WINDOW = 8000


def read_ordinal(string: str, number: Number, language: Language) -> Found | None:
    """ "das 51. Zentrum": fifty-one of them. "die 42. Sitzung", "im 3. Stock", "am 28. Juni" are numbers in a row."""
    if number.value <= 1:
        return None
    whole = Number(number.start, number.end + 1, number.value)
    return _count(string, whole, language, 0.85) or _without_article(string, whole, language)


def read_spelled_ordinal(string: str, start: int, end: int, word: str, before: str, language: Language) -> Found | None:
    value = parse_ordinal(word, language)
    if value is None or value < 2:
        return None
    # Small ones order more often than they count ("der zweite Schritt", "die dritte Chance").
    if value < 10 and not TELLS_HOW_MANY.search(string[max(0, start - 60) : start]):
        return None
    return _count(string, Number(start, end, Decimal(value), word=True), language, 0.7)


def _count(string: str, number: Number, language: Language, confidence: float) -> Found | None:
    if not ARTICLE.search(string, max(0, number.start - 24), number.start):
        return None
    phrase = read_phrase(string, number.end, language, plural=False)
    if phrase is None or phrase.head.lower().endswith(language.serial):
        return None
    if _is_named_series(string, number, phrase, language):
        return None
    unit = _resumed(string, number.start, phrase, language) or phrase.unit
    return Found(number, phrase, "counts.ordinal", unit=unit, confidence=confidence)


def _is_named_series(string: str, number: Number, phrase: Phrase, language: Language) -> bool:
    """Whether a name begins behind the ordinal: "zur 15. Hanse Sail", "die 4. Lange Nacht", "das 3. Kölner Lesefest".

    A genitive ("das 14. Familienzentrum Hessens") and whoever is welcomed ("die 100. Besucherin Eva Kolb") are none.
    """
    name = NAMED_SERIES.match(string, phrase.end)
    if name is None:
        return False
    if name[1].lower().endswith((*language.serial, *(f"{s}e" for s in language.serial))):
        return True
    of_someone = phrase.head.lower().endswith(SOMEBODY) or name[1].endswith("s")
    return number.value < IN_SERIES and " " not in phrase.unit and not of_someone


def _without_article(string: str, number: Number, language: Language) -> Found | None:
    """Titles drop the article: "52. Kommunales Zentrum eröffnet", "Ausstellung zählt 100.000. Gast".

    Before a noun that is surely a singular: else the dot may end a sentence ("… waren es 500. Besucher lobten").
    """
    before = string[max(0, number.start - 20) : number.start]
    opens = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
    told = VERB_BEFORE.search(before) is not None and not SENTENCE_GOES_ON.match(string, number.end)
    if not (opens and number.value >= IN_TITLE) and not (told and number.value >= IN_PROSE):
        return None
    phrase = read_phrase(string, number.end, language, plural=False)
    if phrase is None or phrase.head.lower().endswith((*language.serial, "e", "n", "r", "s", "l", "i", "a")):
        return None
    return Found(
        number, phrase, "counts.ordinal", unit=_resumed(string, number.start, phrase, language), confidence=0.7
    )


@lru_cache(maxsize=2)
def _capitals(string: str) -> tuple[tuple[int, ...], tuple[tuple[str, str], ...]]:
    """Where the capitalised words of a text begin, and each with the capitalised word right before it ("" without one)."""
    starts: list[int] = []
    words: list[tuple[str, str]] = []
    last_word, last_end = "", -1
    for match in WORD.finditer(string):
        word = match[0]
        if not word[0].isupper():
            continue
        starts.append(match.start())
        words.append((word, last_word if string[last_end : match.start()].isspace() else ""))
        last_word, last_end = word, match.end()
    return tuple(starts), tuple(words)


def _resumed(string: str, start: int, phrase: Phrase, language: Language) -> str | None:
    """ "das 51. Zentrum" resumes the "Kommunalen Integrationszentren" named before: the full name, when there is just one."""
    if " " in phrase.unit:
        return None
    stem = re.sub(r"(?:um|en|er|e|s)$", "", nominative(phrase.head, language, plural=False).lower())
    if len(stem) < 4:
        return None
    starts, words = _capitals(string)
    names: dict[str, tuple[str, str]] = {}
    near = words[bisect_left(starts, start - WINDOW) : bisect_left(starts, start)]
    for noun, before in dict.fromkeys(near):
        at = noun.lower().rfind(stem)
        if at < 3 or len(noun) - at - len(stem) > 3:
            continue
        adjective = before if before and is_name_adjective(before, language) else ""
        key = noun.lower()[: at + len(stem)]
        stem_of_adjective = re.sub(r"(?:e|en|er|es|em)$", "", adjective)
        names.setdefault(key, (stem_of_adjective, noun))
        if adjective and not names[key][0]:
            names[key] = (stem_of_adjective, noun)
    if len(names) != 1:
        return None
    adjective, noun = next(iter(names.values()))
    return f"{adjective}e {noun}" if adjective else noun
