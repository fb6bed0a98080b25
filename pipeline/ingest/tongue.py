"""Which language a document is in. A text that is not German is kept and marked, not forced through German rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..document import Passage
from ..text import Span
from .triage import COMMON, german_share

_LANGUAGES = """
GERMAN ENGLISH FRENCH TURKISH ARABIC RUSSIAN POLISH ITALIAN SPANISH DUTCH UKRAINIAN ROMANIAN BULGARIAN PERSIAN
PORTUGUESE GREEK CROATIAN
"""
LANGUAGES = tuple(_LANGUAGES.split())
"""The languages that German authorities publish in beside German."""

TOO_SHORT = 60
"""Letters; below this every guess is one, and German is likeliest here."""

PASSAGE = 100
"""Letters of a paragraph from which its language is asked for: two lines."""

GERMAN = 0.06
"""Share of common German words from which a paragraph is German: running text has 0.35, addresses and lists less."""

SURE = 0.8
"""Confidence from which a paragraph is believed to be in another language; lists of names get half of that."""

BETWEEN = re.compile(r"\n[ \t\r\f]*\n\s*")


def languages_of(string: str) -> tuple[str, tuple[Passage, ...]]:
    """ISO 639-1 code of most of the text, "de" for anything too short to tell, and the stretches that are not German."""
    sample = _without_addresses(string[:20_000])
    letters, common = german_share(sample)
    if letters < TOO_SHORT:
        return "de", ()
    parts = tuple(_foreign(string))
    if parts:
        share = Counter[str]()
        for part in parts:
            share[part.language] += len(part.span)
        most, _ = share.most_common(1)[0]
        return most if sum(share.values()) > 0.6 * len(string.strip()) else "de", parts
    if common >= 0.15:
        return "de", ()  # common German words tell without a model, also in text that OCR damaged
    found = _detector().detect_language_of(sample[:4_000])
    language = str(found.iso_code_639_1.name.lower()) if found is not None else "de"
    return language, () if language == "de" else (Passage(Span(0, len(string)), language),)


def _foreign(string: str) -> Iterator[Passage]:
    """Paragraphs of running text in another language; neighbours in one language are one passage."""
    last: Passage | None = None
    start = 0
    for end, following in [*((match.start(), match.end()) for match in BETWEEN.finditer(string)), (len(string), 0)]:
        language = _paragraph(string[start:end])
        if last is not None and last.language == language:
            last = Passage(Span(last.span.start, end), last.language)
        else:
            if last is not None:
                yield last
            last = Passage(Span(start, end), language) if language is not None else None
        start = following
    if last is not None:
        yield last


def _paragraph(string: str) -> str | None:
    """The language of a paragraph if it is surely another one than German."""
    if len(string) < PASSAGE:
        return None
    words = string.lower().split()
    if sum(map(COMMON.__contains__, words)) >= GERMAN * len(words):
        return None
    sample = _without_addresses(string)
    words = re.findall(r"[^\W\d_]+", sample)
    small = sum(not word[0].isupper() for word in words)
    if sum(map(len, words)) < PASSAGE or small < 0.5 * len(words):
        return None  # a table, or a list of names: half of its words are written large
    first, *_ = _detector().compute_language_confidence_values(sample[:1_000])
    language = str(first.language.iso_code_639_1.name.lower())
    return language if first.value >= SURE and language != "de" else None


def _without_addresses(string: str) -> str:
    return re.sub(r"https?://\S+|(?<!\S)\S+@\S+", " ", string) if "@" in string or "://" in string else string


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    chosen = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()
