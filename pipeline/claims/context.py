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
from .phrases import clause

# What is only wanted (target), only planned, only thought of. "werden" alone says nothing: the present passive states a
# fact ("werden zur Verfügung gestellt"); with a verb of creation it looks ahead ("werden eingerichtet").
_TARGET = lemmas(["Ziel", "anstreben", "fordern", "Forderung", "verlangen", "müssen"])
_PLANNED = lemmas(["sollen", "vorsehen", "planen", "beabsichtigen", "wollen", "möchten"])
_PARTICIPLES = re.compile(r"(geplant|vorgesehen|beabsichtigt|voraussichtlich)(e[nrsm]?)?$")
_CREATE = lemmas(
    ["einrichten", "errichten", "eröffnen", "schaffen", "bauen", "entstehen", "folgen", "starten", "aufbauen"]
)
_WILL = frozenset({"werden", "wird", "werde"})
# Past subjunctives that weigh what might be; "sollte" and "wollte" do not, "habe" and "sei" only report.
_POSSIBLE = re.compile(
    r"(?:könnten?|würden?|dürften?|müssten?|hätten?|wären?|kämen?|gäben?|ginge|bräuchten?|möglicherweise|eventuell|theoretisch)$"
)
_CONDITION = frozenset(("falls", "sofern", "angenommen"))


def modality(sentence: Sentence, stretch: Sequence[Word], at: Span) -> str:
    """stated, planned, target or possible, from the words of the clause the number stands in."""
    clause = _clause(sentence, at)
    forms = {fold(word.surface) for word in clause}
    if any(_POSSIBLE.match(word.surface.lower()) for word in clause) or forms & _CONDITION:
        return "possible"
    if any(one.found_in(clause) for one in _TARGET) or _is_wanted(sentence, clause):
        return "target"
    if _is_planned(clause, at):
        return "planned"
    if forms & _WILL and "worden" not in forms and any(one.found_in(clause) for one in _CREATE):
        return "planned"
    return "stated"


_TO_DO = re.compile(r"\bzu\s+[a-zäöüß]+e?n\b|\b[a-zäöüß]{2,}zu[a-zäöüß]{3,}e?n\b")
_WANT = lemmas(["beantragen", "fordern", "auffordern", "bitten", "empfehlen", "vorschlagen", "beschließen", "Antrag"])


def _is_wanted(sentence: Sentence, clause: Sequence[Word]) -> bool:
    """Whether the clause only says what is to be done ("wir beantragen, … zu erhöhen", "2. eine Quote … einzuführen")."""
    if not sentence.tags or not clause:
        return False
    start, end = clause[0].span.start, clause[-1].span.end
    if not _TO_DO.search(sentence.string[start - sentence.span.start : end - sentence.span.start]):
        return False
    finite = ("Mood=Ind", "Mood=Sub")
    if any(any(tag.has(mood) for mood in finite) for tag in sentence.tags if start <= tag.span.start < end):
        return False
    before = sentence.between(sentence.span.start, start)
    return not before or any(one.found_in(before) for one in _WANT)


def _is_planned(clause: Sequence[Word], at: Span) -> bool:
    """Whether the clause plans; "die geplanten Kosten" plans only the number that stands beside it."""
    plain: list[Word] = []
    for index, word in enumerate(clause):
        found = _PARTICIPLES.match(word.surface.lower())
        if found is None:
            plain.append(word)
        elif found[2] is None:
            return True
        else:
            following = next((later for later in clause[index + 1 :] if later.capital), word)
            if max(at.start - following.span.end, word.span.start - at.end, 0) <= _BESIDE:
                return True
    return any(one.found_in(plain) for one in _PLANNED)


_BESIDE = 25  # characters between "die geplanten Kosten" and the number they are: "von insgesamt rund 20.000"


def _clause(sentence: Sentence, at: Span) -> tuple[Word, ...]:
    """The words of the part of a sentence a number stands in; without grammar, of the part between strong breaks."""
    if sentence.tags:
        part = clause(sentence, at.start)
        return sentence.between(part.start, part.end)
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
    named = [m for m in sentence.labelled("DISTRICT", "PLACE") if m.entity and not _is_elsewhere(sentence, m)]
    return min(named, key=lambda m: (_distance(m.span, at), m.span.start)).entity if named else None


_ELSEWHERE = re.compile(
    r"(?:\b(?:Vorbild|Beispiel|wie|nach|Richtung|gegen|TÜV|RP)\s+(?:von\s+|in\s+)?|\bVorbild\s+[\w-]+/)$"
)


def _is_elsewhere(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is only a model, a direction or somebody's seat ("nach Vorbild Koblenz/Bonn")."""
    return bool(_ELSEWHERE.search(sentence.string[: place.span.start - sentence.span.start]))


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
    named = [
        word.surface
        for before, word in zip((None, *sentence.words), sentence.words, strict=False)
        if not _is_company(before)
    ]
    printed = set(named)
    surface = {fold(word).removesuffix("s") for word in printed}
    for state in gazetteer.states:
        # Only "NRW" is long enough to mean a Land: "HH" is a budget (Haushalt), "St." a saint, "TH" a university.
        short = {state.short, f"{state.short}s"} if len(state.short) > 2 else set()
        if fold(state.name) in surface or short & printed:
            return state.entity
    return default


def _is_company(before: Word | None) -> bool:
    """Whether a name follows capitals that make it a company's or an office's ("TÜV Thüringen", "RP Freiburg")."""
    return before is not None and len(before.surface) > 1 and before.surface.isupper()


def guess_state(mentions: Iterable[Mention], string: str, gazetteer: Gazetteer) -> str | None:
    """The Land a text is about: the one it names or whose districts it names, when it clearly is one.

    A single district in passing says nothing; a federal paper names districts of many Länder.
    """
    votes = Counter(
        m.entity[:6] for m in mentions if m.label == "DISTRICT" and m.entity and m.entity.startswith("ags:")
    )
    for state in gazetteer.states:
        # "TÜV Thüringen" names a company, no Land.
        votes[state.entity] += 2 * len(re.findall(rf"(?<![A-ZÄÖÜ]{{2}}\s)\b{re.escape(state.name)}s?\b", string))
    total = sum(votes.values())
    if not total:
        return None
    (best, count), *_ = votes.most_common(1)
    return best if count >= _CLEARLY and count >= total * _SHARE else None


_CLEARLY = 2
_SHARE = 0.6
