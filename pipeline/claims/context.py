"""Where and when a number holds: the place and the time of a stretch of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..facts import Mention
from ..knowledge.gazetteer import Gazetteer
from ..knowledge.inflection import Word, fold
from ..knowledge.reading import Reading, Sentence
from ..text import Span
from ..values import Period
from .phrases import clause


@dataclass(frozen=True, slots=True)
class Time:
    """The time of a claim: the period it speaks of, the day it was said for, and whether that hangs on the release's date.

    `earlier` means before the release, nobody says when; `since` is the beginning of a time that lasts.
    """

    period: Period | None = None
    as_of: date | None = None
    relative: bool = False
    explicit: bool = False
    earlier: bool = False
    since: Period | None = None


def time_of(
    sentence: Sentence, at: Span, stretch: Sequence[Word], printed: date | None, inherited: Time | None = None
) -> Time:
    """The date nearest to a number in its clause or one before; else of the sentence it points back to; else the release's.

    "derzeit 25 Gemeinden" speaks of the day of the release, whatever other date stands in the sentence; "ursprünglich
    125 Millionen" of a day nobody names, before it.
    """
    if any(fold(word.surface) in _NOW for word in sentence.between(sentence.span.start, at.start)[-_NEAR_NOW:]):
        return Time(None, printed)
    dates = _dates_for(sentence, at)
    if not dates and _is_earlier(sentence, at):
        return Time(earlier=True)
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
    if _is_until(sentence, nearest) and printed is not None and period.last is not None and period.last > printed:
        return Time(Period(printed, period.last), printed, nearest.relative, True)
    if _is_since(sentence, nearest) and period.first is not None and (printed is None or period.first <= printed):
        return Time(Period(period.first, printed), printed, nearest.relative, True, since=period)
    if period.first is not None and period.first == period.last:
        return Time(None, period.first, nearest.relative, True)
    return Time(period, printed, nearest.relative, True)


def _dates_for(sentence: Sentence, at: Span) -> list[Mention]:
    """The dates that may hold for a number: those of its clause, else those of the clauses before; never of a later one."""
    dates = [m for m in sentence.labelled("DATE") if isinstance(m.value, Period) and not _is_compared(sentence, m)]
    if not sentence.tags or not dates:
        return dates
    part = clause(sentence, at.start)
    end = part.end
    if sentence.string[end - sentence.span.start - 1] == "(":  # "bei 5.642 Euro (2009), …"
        close = sentence.span.start + sentence.string.find(")", end - sentence.span.start)
        if any(m.span == Span(end, close) for m in dates):
            end = close
    own = [m for m in dates if part.start <= m.span.start < end]
    return own or [m for m in dates if m.span.end <= part.start]


_COMPARED = re.compile(
    r"\bim Vergleich (?:zu[mr]?|mit(?: de[mr])?)(?: Jahr)?\s*$|\bverglichen mit(?: de[mr])?(?: Jahr)?\s*$", re.I
)


def _is_compared(sentence: Sentence, date: Mention) -> bool:
    """Whether a date only gives the measure: "im Vergleich zum Vorjahr auf 1,1 Milliarden gestiegen" tells this year."""
    return bool(_COMPARED.search(sentence.string[: date.span.start - sentence.span.start]))


def _is_since(sentence: Sentence, date: Mention) -> bool:
    before = sentence.string[: date.span.start - sentence.span.start]
    return bool(
        re.search(r"\bseit(?:\s+(?:dem|der|Anfang|Beginn|Ende|Mitte))?\s*$", before, re.I)
        or re.match(r"seit\b", date.surface, re.I)
    )


def _is_until(sentence: Sentence, date: Mention) -> bool:
    before = sentence.string[: date.span.start - sentence.span.start]
    return bool(
        re.search(r"\bbis(?:\s+(?:zum|Ende|Anfang|Mitte))?\s*$", before, re.I) or re.match(r"bis\b", date.surface, re.I)
    )


_EARLIER = re.compile(
    r"\b(?:ursprünglich\w*|anfangs|anfänglich\w*|damals|damalige[nmrs]?|zu\s+Beginn|einst|früher(?!en?\b)|vormals|seinerzeit|ehemals)\b",
    re.I,
)


def _is_earlier(sentence: Sentence, at: Span) -> bool:
    """Whether the clause of a number speaks of a time before the release that it does not name."""
    part = clause(sentence, at.start) if sentence.tags else sentence.span
    start = sentence.span.start
    return bool(_EARLIER.search(sentence.string[part.start - start : part.end - start]))


def _behind(sentence: Sentence, date: Mention, at: Span) -> int:
    """A date belongs to the number behind it ("2009 – 5.642 Euro, 2010 …"), unless it stands in brackets ("5.642 Euro (2009)")."""
    if date.span.start < at.end:
        return 0
    gap = sentence.string[at.end - sentence.span.start : date.span.start - sentence.span.start]
    if re.fullmatch(r"(?:\s+[A-ZÄÖÜ]\w+)?\s+im(?:\s+Jahre?)?\s*", gap):
        return -_OTHER_SIDE  # "von 767 im Jahr 2003 auf 193 im Jahr 2014"
    return 0 if gap.strip().endswith("(") else _OTHER_SIDE


_NOW = frozenset(
    map(
        fold,
        ("derzeit", "zurzeit", "aktuell", "gegenwärtig", "momentan", "mittlerweile", "inzwischen", "bislang", "bisher"),
    )
)
_NEAR_NOW = 3  # words before a number in which "derzeit" means it ("derzeit mehr als 25")
_OTHER_SIDE = 25
"""Characters that a date behind the number must be nearer to win against one before it."""


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def place_of(sentence: Sentence, at: Span, stretch: Sequence[Word] = ()) -> str | None:
    """The district or town named nearest to a number, in its own stretch of the sentence if there is one."""
    named = [
        m
        for m in sentence.labelled("DISTRICT", "PLACE")
        if m.entity and not _is_elsewhere(sentence, m) and not _is_speakers(sentence, m)
    ]
    if _OF_THEM.search(sentence.string[: at.start - sentence.span.start]):
        named = [m for m in named if m.span.end <= at.start]  # "Von den 8.100 Betrieben liegen 2.900 im Kreis …"
    return _nearest_place(sentence, named, at, stretch)


_ISSUERS_OWN = re.compile(
    r"\b(?:(?:[Ii]m|unserem|gesamten|ganzen)\s(?P<kreis>(?:Land)?[Kk]reis)(?:gebiet)?|[Ii]n\s(?:der|unserer)\s(?:ganzen\s|gesamten\s)?(?:Stadt|Gemeinde))\b"
    r"(?!\s(?:[A-ZÄÖÜ]|der|des|von))"
)


def is_at_home(sentence: Sentence, at: Span, stretch: Sequence[Word], *, kreis: bool) -> bool:
    """Whether a number is said of the Kreis or town that speaks: "im Landkreis gibt es 17 Drehleitern"."""
    start = min((word.span.start for word in stretch), default=at.start) - sentence.span.start
    found = _ISSUERS_OWN.search(sentence.string[: at.end - sentence.span.start], max(start, 0))
    return found is not None and bool(found["kreis"]) is kreis


_OF_THEM = re.compile(r"\bvon\s+(?:den|insgesamt)\s+(?:(?:rund|etwa|über|fast|knapp)\s+)*$", re.I)


def _nearest_place(
    sentence: Sentence, named: Sequence[Mention], at: Span, stretch: Sequence[Word], default: str | None = None
) -> str | None:
    """The place nearest to a number; `default` where that is one of several that share it ("in Baunatal und Fuldabrück")."""
    starts = {word.span.start for word in stretch}
    near = [m for m in named if m.span.start in starts] or named
    if not near:
        return default
    chosen = min(near, key=lambda m: (_distance(m.span, at), m.span.start))
    return default if _is_shared(sentence, chosen, at) else chosen.entity


_AND_PLACE = re.compile(
    r"\s*(?:,|und|sowie|/|&)\s+(?:auch\s+)?(?:(?:im|in|dem|der|den|die|des|aus|Landkreis|Kreis|Stadt|Gemeinde)\s+){0,3}"
)
"""What stands between two places that are named as one."""


def _is_shared(sentence: Sentence, place: Mention, at: Span) -> bool:
    """Whether a place is one of several with one number for all: no other number stands between or right behind them."""
    start = sentence.span.start
    numbers = [m.span for m in sentence.labelled("COUNT", "MONEY") if m.span != at]
    for other in sentence.labelled("DISTRICT", "PLACE"):
        first, second = sorted((place.span, other.span))
        if other is place or first.end >= second.start or (other.entity and other.entity == place.entity):
            continue
        if not _AND_PLACE.fullmatch(sentence.string[first.end - start : second.start - start]):
            continue
        return not any(first.start < one.start and one.start - second.end < _OWN_NUMBER for one in numbers)
    return False


_OWN_NUMBER = 15
"""Characters behind a place within which another number is its own ("in Hagen und in Unna 12")."""


_ELSEWHERE = re.compile(
    r"(?:\b(?:Vorbild|Beispiel|wie|nach|Richtung|gegen|TÜV|RP)\s+(?:von\s+|in\s+)?|\bVorbild\s+[\w-]+/)$"
)


def _is_elsewhere(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is only a model, a direction or somebody's seat ("nach Vorbild Koblenz/Bonn")."""
    return bool(_ELSEWHERE.search(sentence.string[: place.span.start - sentence.span.start]))


_SAID_IN = re.compile(
    r"\b(?:sagte|erklärte|teilte|betonte|kündigte|sprach|gab|berichtete|verkündete|erläuterte|unterstrich)\b[^,;:„\"]{0,80}\bin\s+$"
)


def _is_speakers(sentence: Sentence, place: Mention) -> bool:
    """Whether somebody only spoke there: "sagte die Ministerin am Donnerstag in Dresden, das Land stelle …"."""
    start, end = place.span.start - sentence.span.start, place.span.end - sentence.span.start
    return bool(_SAID_IN.search(sentence.string[:start])) and sentence.string[end : end + 2] == ", "


def scope_of(
    sentence: Sentence, at: Span, reading: Reading, default: str | None, stretch: Sequence[Word] = ()
) -> str | None:
    """The district a number holds for: the nearest in its sentence, else the only one of the sentence it points back to."""
    named = [m for m in sentence.labelled("DISTRICT") if m.entity and not _is_speakers(sentence, m)]
    if named:
        return _nearest_place(sentence, named, at, stretch, default)
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
