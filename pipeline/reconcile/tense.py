"""Whether a sentence looks back on a date or ahead to it: from verb forms and small words, without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

from ..facts import Mention
from ..knowledge.inflection import STRONG, fold
from ..knowledge.reading import Sentence

_PAST = frozenset(["wurde", "wurden", "war", "waren", "hatte", "hatten", "konnte", "konnten", "musste", "mussten", "sollte", "wollte", "gab", "gaben", "kam", "kamen", "fand", "fanden"])  # fmt: skip
_STRONG_PAST = frozenset(
    form + ending
    for forms in STRONG.values()
    for form in forms.split()[1:]
    if not form.startswith("ge") and form.endswith(("and", "am", "ahm", "ab", "ann", "oss", "ug", "ieb", "ief", "ieg", "at", "al", "raf", "ank", "uchs", "og", "uf"))
    for ending in ("", "en")
)  # fmt: skip
_WEAK_PAST = re.compile(
    r"(?!erst|zweit|dritt|viert|fünft|letzt|nächst|best|meist|weit|gut|bunt|laut|acht)[a-zäöüß]{4,}(?:te|ten)$"
)
_PARTICIPLE = re.compile(r"(?:ge[a-zäöüß]{3,}(?:t|en)|(?:be|er|ver|ent|zer|miss|emp)[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]+ge[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]+iert)$")  # fmt: skip
_ATTRIBUTIVE = re.compile(
    r"(?:ge[a-zäöüß]{2,}|(?:be|er|ver|ent|zer)[a-zäöüß]{2,}|[a-zäöüß]{2,4}ge[a-zäöüß]{2,}|[a-zäöüß]+ier)(?:en|t)e[nrsm]?$"
)
_HAVE = frozenset(["hat", "haben", "habe", "hätten", "ist", "sind", "sei", "seien", "worden"])
_AHEAD = frozenset(
    [
        "soll",
        "sollen",
        "will",
        "wollen",
        "möchte",
        "möchten",
        "geplant",
        "vorgesehen",
        "voraussichtlich",
        "künftig",
        "zukünftig",
        "demnächst",
    ]
)
_FOR_TIME = re.compile(
    r"\b(?:für|über|Haushalt(?:sjahr)?|Doppelhaushalt|Etat|Masterplan|Programm)\s+(?:(?:das|die|den)\s+)?(?:Jahre?|Zeitraum|Jahren)?\s*(?:von\s+)?$",
    re.I,
)
_UNTIL = re.compile(
    r"\b(?:bis(?:\s+(?:zum|zur|ende|mitte|anfang)(?:\s+(?:des|der)(?:\s+[\w-]+)?)?)?(?:\s+Jahr)?)\s*$", re.I
)


def looks_back(sentence: Sentence, date: Mention) -> str | None:
    """The words that show that a date lies behind the writer, or None."""
    before = sentence.string[: date.span.start - sentence.span.start]
    if re.search(r"\bseit(?:dem)?\s+(?:dem\s+|der\s+|Anfang\s+|Ende\s+|Mitte\s+)?$", before, re.I) or re.match(
        r"seit\b", date.surface, re.I
    ):
        return f"seit {date.surface}" if not date.surface.lower().startswith("seit") else date.surface
    if _FOR_TIME.search(before) or _UNTIL.search(before):
        return None  # "für die Jahre 2009 bis 2011": what something is meant for, not when it happened
    following = [word for word in sentence.words if word.span.start >= date.span.end]
    if following and not following[0].capital and _ATTRIBUTIVE.match(following[0].surface):
        noun = next((word.surface for word in following[1:4] if word.capital), "")
        return f"{date.surface} {following[0].surface} {noun}".strip()
    if looks_ahead(sentence, date):
        return None
    # Only the words outside of a quotation opened later speak in the writer's own tense; a clause is enough.
    forms = tuple(word.surface for word in sentence.words)
    if _past(forms):
        return date.surface
    if not _HAVE.isdisjoint(_folded(forms)) and any(form.islower() and _PARTICIPLE.match(form) for form in forms):
        return date.surface
    return None


@lru_cache(maxsize=4)
def _folded(forms: tuple[str, ...]) -> frozenset[str]:
    """A sentence is asked once for each of its dates, and a list may have hundreds of them."""
    return frozenset(map(fold, forms))


@lru_cache(maxsize=4)
def _past(forms: tuple[str, ...]) -> bool:
    folded = _folded(forms)
    return bool(folded & _PAST or folded & _STRONG_PAST) or any(
        form.islower() and _WEAK_PAST.match(form) for form in forms
    )


def looks_ahead(sentence: Sentence, date: Mention) -> bool:
    """Whether the sentence speaks of a date that is still to come."""
    before = sentence.string[: date.span.start - sentence.span.start]
    surfaces = tuple(word.surface for word in sentence.words)
    if _past(surfaces):
        return False
    forms = _folded(surfaces)
    if _UNTIL.search(before) or forms & {fold(form) for form in _AHEAD}:
        return True
    return bool(forms & {"wird", "werden"}) and "worden" not in forms and not forms & {"wurde", "wurden"}
