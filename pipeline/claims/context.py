"""Where, when, and how surely a number is claimed: scope, time and modality of a stretch of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..facts import Mention
from ..knowledge.gazetteer import Gazetteer
from ..knowledge.inflection import Word, fold, lemmas
from ..knowledge.reading import Reading, Sentence
from ..text import Span
from ..values import Period

# What is only wanted (target) and what is only planned. "werden" alone says nothing: the present passive states a fact
# ("werden zur Verfügung gestellt"); with a verb of creation it looks ahead ("werden eingerichtet").
_TARGET = lemmas(["Ziel", "anstreben", "fordern", "Forderung", "verlangen", "müssen", "-ziel"])
_PLANNED = lemmas(
    ["sollen", "vorsehen", "planen", "beabsichtigen", "geplant", "vorgesehen", "wollen", "möchten", "Planung"]
)
_CREATE = lemmas(
    ["einrichten", "errichten", "eröffnen", "schaffen", "bauen", "entstehen", "folgen", "starten", "aufbauen"]
)
_SUBJUNCTIVE_PLAN = frozenset({"solle", "sollen", "soll", "sollten", "sollte"})
_WILL = frozenset({"werden", "wird", "werde"})


def modality(sentence: Sentence, stretch: Sequence[Word], at: Span) -> str:
    """stated, planned or target, from the words of the clause the number stands in."""
    clause = _clause(sentence, at)
    if any(one.found_in(clause) for one in _TARGET):
        return "target"
    if any(one.found_in(clause) for one in _PLANNED):
        return "planned"
    forms = {fold(word.surface) for word in clause}
    if forms & _WILL and "worden" not in forms and any(one.found_in(clause) for one in _CREATE):
        return "planned"
    return "stated"


def _clause(sentence: Sentence, at: Span) -> tuple[Word, ...]:
    """The words between the strong breaks (; : and quotation marks) around a place."""
    start, end = sentence.span.start, sentence.span.end
    for word in sentence.words:
        if word.surface in (";", ":", "„", "“", "”", '"', "»", "«"):
            if word.span.end <= at.start:
                start = word.span.end
            elif word.span.start >= at.end:
                end = word.span.start
                break
    return sentence.between(start, end)


@dataclass(frozen=True, slots=True)
class Time:
    """The time of a claim: the period it speaks of, the day it was said for, and whether that hangs on the release's date."""

    period: Period | None = None
    as_of: date | None = None
    relative: bool = False
    explicit: bool = False


def time_of(
    sentence: Sentence, at: Span, stretch: Sequence[Word], printed: date | None, inherited: Time | None = None
) -> Time:
    """The date nearest to a number in its sentence; else the one of the sentence it points back to; else the release's.

    "derzeit 25 Gemeinden" speaks of the day of the release, whatever other date stands in the sentence.
    """
    if any(fold(word.surface) in _NOW for word in sentence.between(sentence.span.start, at.start)[-_NEAR_NOW:]):
        return Time(None, printed)
    dates = [m for m in sentence.labelled("DATE") if isinstance(m.value, Period)]
    own = {(word.span.start, word.span.end) for word in stretch}
    hull = (min((s for s, _ in own), default=at.start), max((e for _, e in own), default=at.end))
    inside = [m for m in dates if hull[0] <= m.span.start and m.span.end <= hull[1]]
    nearest = min(inside or dates, key=lambda m: _distance(m.span, at) + _behind(sentence, m, at), default=None)
    if nearest is None:
        if inherited is not None and sentence.before:
            return Time(inherited.period, inherited.as_of, inherited.relative, False)
        return Time(None, printed)
    period = nearest.value
    assert isinstance(period, Period)
    if period.first is not None and period.first == period.last:
        return Time(None, period.first, nearest.relative, True)
    return Time(period, printed, nearest.relative, True)


def _behind(sentence: Sentence, date: Mention, at: Span) -> int:
    """A date belongs to the number behind it ("2009 – 5.642 Euro, 2010 …"), unless it stands in brackets ("5.642 Euro (2009)")."""
    if date.span.start < at.end:
        return 0
    gap = sentence.string[at.end - sentence.span.start : date.span.start - sentence.span.start]
    return 0 if gap.strip().endswith("(") else _OTHER_SIDE


_NOW = frozenset(map(fold, ("derzeit", "zurzeit", "aktuell", "gegenwärtig", "momentan", "mittlerweile", "inzwischen")))
_NEAR_NOW = 3  # words before a number in which "derzeit" means it ("derzeit mehr als 25")
_OTHER_SIDE = 25
"""Characters that a date behind the number must be nearer to win against one before it."""


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def place_of(sentence: Sentence, at: Span) -> str | None:
    """The district or town named nearest to a number in its sentence."""
    named = [m for m in sentence.labelled("DISTRICT", "PLACE") if m.entity]
    return min(named, key=lambda m: (_distance(m.span, at), m.span.start)).entity if named else None


def scope_of(sentence: Sentence, at: Span, reading: Reading, default: str | None) -> str | None:
    """The district a number holds for: the nearest in its sentence, else the only one of the sentence it points back to."""
    named = [m for m in sentence.labelled("DISTRICT") if m.entity]
    if named:
        return min(named, key=lambda m: (_distance(m.span, at), m.span.start)).entity
    if sentence.index and sentence.before:
        near = _districts(reading.sentences[sentence.index - 1 : sentence.index])
        if len(near) == 1:
            return near.pop()
    return default


def main_district(reading: Reading, default: str | None) -> str | None:
    """The district a whole document is about: the only one it names, else the only one at its start; else the Land."""
    for sentences in (reading.sentences, reading.sentences[:2]):
        named = _districts(sentences)
        if len(named) == 1:
            return named.pop()
    return default


def _districts(sentences: Iterable[Sentence]) -> set[str]:
    return {m.entity for one in sentences for m in one.labelled("DISTRICT") if m.entity}


def state_of(sentence: Sentence, default: str | None, gazetteer: Gazetteer) -> str | None:
    """The Land a sentence names, else the one the issuer speaks for."""
    printed = {word.surface for word in sentence.words}
    surface = {fold(word).removesuffix("s") for word in printed}
    for state in gazetteer.states:
        # An abbreviation counts in its own capitals only: "St." is no Sachsen-Anhalt, "he" no Hessen.
        if fold(state.name) in surface or state.short in printed or f"{state.short}s" in printed:
            return state.entity
    return default


def guess_state(mentions: Iterable[Mention], string: str, gazetteer: Gazetteer) -> str | None:
    """The Land a text is about: the one it names or whose districts it names, when it clearly is one.

    A single district in passing says nothing; a federal paper names districts of many Länder.
    """
    votes = Counter(
        m.entity[:6] for m in mentions if m.label == "DISTRICT" and m.entity and m.entity.startswith("ags:")
    )
    for state in gazetteer.states:
        votes[state.entity] += 2 * len(re.findall(rf"\b{re.escape(state.name)}s?\b", string))
    total = sum(votes.values())
    if not total:
        return None
    (best, count), *_ = votes.most_common(1)
    return best if count >= _CLEARLY and count >= total * _SHARE else None


_CLEARLY = 2
_SHARE = 0.6
