"""Ordinals that imply a count ("das 51. Zentrum" says there are 51) and the full name such a short noun resumes."""

from __future__ import annotations

import re
from decimal import Decimal

from ..knowledge.language import Language
from ..knowledge.numbers import Number, parse_ordinal
from .counts_company import Found
from .counts_nouns import Phrase, is_name_adjective, nominative, read_phrase


def read_ordinal(string: str, number: Number, language: Language) -> Found | None:
    """ "das 51. Zentrum": fifty-one of them. "die 42. Sitzung", "im 3. Stock", "am 28. Juni" are numbers in a row."""
    return (
        _count(string, Number(number.start, number.end + 1, number.value), language, 0.85) if number.value > 1 else None
    )


def read_spelled_ordinal(string: str, start: int, end: int, word: str, before: str, language: Language) -> Found | None:
    value = parse_ordinal(word, language)
    # Small ones order more often than they count ("der zweite Schritt", "die dritte Chance").
    if value is None or value < 10:
        return None
    return _count(string, Number(start, end, Decimal(value), word=True), language, 0.7)


def _count(string: str, number: Number, language: Language, confidence: float) -> Found | None:
    article = re.search(
        r"\b(?:de[rsmn]|das|die|ein(?:en|em|es|er)?|zum|zur|vom|im|am|beim|ihr\w*|sein\w*|unser\w*)\s(?:(?:bereits|schon|mittlerweile|inzwischen|nunmehr)\s)?$",
        string[max(0, number.start - 24) : number.start],
        re.IGNORECASE,
    )
    if not article:
        return None
    phrase = read_phrase(string, number.end, language, plural=False)
    if phrase is None or phrase.head.lower().endswith(language.serial):
        return None
    unit = _resumed(string, number.start, phrase, language) or phrase.unit
    return Found(number, phrase, "counts.ordinal", unit=unit, confidence=confidence)


def _resumed(string: str, start: int, phrase: Phrase, language: Language) -> str | None:
    """ "das 51. Zentrum" resumes the "Kommunalen Integrationszentren" named before: the full name, when there is just one."""
    if " " in phrase.unit:
        return None
    stem = re.sub(r"(?:um|en|er|e|s)$", "", nominative(phrase.head, language, plural=False).lower())
    if len(stem) < 4:
        return None
    pattern = re.compile(
        rf"(?:([A-ZÄÖÜ][^\W\d_]+)\s+)?([A-ZÄÖÜ][^\W\d_]{{2,}}{re.escape(stem)}[^\W\d_]{{0,3}})(?![^\W_])"
    )
    names: dict[str, tuple[str, str]] = {}
    # The name stands near: a window keeps a long text of ordinals linear.
    for match in pattern.finditer(string, max(0, start - 8000), start):
        adjective = match[1] if match[1] and is_name_adjective(match[1], language) else ""
        key = re.sub(rf"(?<={re.escape(stem)}).*$", "", match[2].lower())
        stem_of_adjective = re.sub(r"(?:e|en|er|es|em)$", "", adjective)
        names.setdefault(key, (stem_of_adjective, match[2]))
        if adjective and not names[key][0]:
            names[key] = (stem_of_adjective, match[2])
    if len(names) != 1:
        return None
    adjective, noun = next(iter(names.values()))
    return f"{adjective}e {noun}" if adjective else noun
