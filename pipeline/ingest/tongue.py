"""Which language a document is in. A text that is not German is kept and marked, not forced through German rules."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .triage import measure

_LANGUAGES = """
GERMAN ENGLISH FRENCH TURKISH ARABIC RUSSIAN POLISH ITALIAN SPANISH DUTCH UKRAINIAN ROMANIAN BULGARIAN PERSIAN
PORTUGUESE GREEK CROATIAN
"""
LANGUAGES = tuple(_LANGUAGES.split())
"""The languages that German authorities publish in beside German."""

TOO_SHORT = 60
"""Letters; below this every guess is one, and German is likeliest here."""


def language_of(string: str) -> str:
    """ISO 639-1 code; "de" for anything that is too short to tell."""
    sample = string[:20_000]
    if "@" in sample or "://" in sample:
        sample = re.sub(r"https?://\S+|\S+@\S+", " ", sample)
    scores = measure(sample)
    if scores.letters < TOO_SHORT or scores.common >= 0.15:
        return "de"  # common German words tell without a model, also in text that OCR damaged
    found = _detector().detect_language_of(sample[:4_000])
    return str(found.iso_code_639_1.name.lower()) if found is not None else "de"


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    chosen = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()
