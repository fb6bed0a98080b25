"""Who says it: direct speech between quotation marks and reported speech in the subjunctive, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..facts import Mention
from ..knowledge.inflection import fold, lemmas
from ..knowledge.reading import Quotation, Reading, Sentence
from ..text import Span

_SAY = lemmas(
    [
        "sagen", "erklären", "betonen", "unterstreichen", "würdigen", "loben", "berichten", "ergänzen", "mitteilen", "erläutern",
        "hervorheben", "fordern", "ankündigen", "kritisieren", "begrüßen", "bestätigen", "versichern", "hinweisen", "bekräftigen",
        "feststellen", "resümieren", "freuen", "mahnen", "verdeutlichen", "zusammenfassen", "erinnern", "danken", "heben",
    ]
)  # fmt: skip
_SO = re.compile(r"(?:,\s*so|\bso\b)\s+(?:der|die|das|Minister|[A-ZÄÖÜ])")
# Present subjunctive of the verbs that mark reported speech and differ from the indicative.
_REPORTED = frozenset(
    [
        "sei",
        "seien",
        "habe",
        "werde",
        "könne",
        "müsse",
        "solle",
        "wolle",
        "dürfe",
        "gebe",
        "stehe",
        "gehe",
        "komme",
        "bleibe",
        "leiste",
        "engagiere",
    ]
)


def speakers(reading: Reading, quotes: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """The quotations that are whole sentences, each with its speaker: the person named beside a verb of saying."""
    found = []
    for quote in quotes:
        if len(quote.span) < 25:  # a name or a term in quotation marks, no speech
            continue
        first, last = reading.sentence_at(quote.span.start), reading.sentence_at(max(quote.span.end - 1, 0))
        near = [one for one in (last, first) if one is not None]
        if last is not None and last.index + 1 < len(reading.sentences):
            following = reading.sentences[last.index + 1]
            if following.span.start - quote.span.end < 3:
                near.insert(1, following)
        if first is not None and first.index and reading.sentences[first.index - 1].string.rstrip().endswith(":"):
            near.append(reading.sentences[first.index - 1])
        speaker = next((who for one in near if (who := _speaker(one, quote.span))), None)
        found.append(Quotation(quote.span, quote.closed, speaker))
    return tuple(found)


def _speaker(sentence: Sentence, outside: Span | None) -> str | None:
    """The person who speaks in this sentence, named outside of the quotation itself; nobody who is only to be rung up."""
    named = [m for m in sentence.labelled("PERSON") if m.role_kind != "contact"]
    people = [m for m in named if outside is None or not outside.overlaps(m.span)]
    if not people:
        return None
    here = [word for word in sentence.words if outside is None or not outside.overlaps(word.span)]
    saying = (
        any(one.found_in(here) for one in _SAY)
        or bool(_SO.search(sentence.string))
        or any(w.surface == ":" for w in here)
    )
    return (people[-1].entity or people[-1].name) if saying else None


def speaker_at(sentence: Sentence, at: Span, spoken: Sequence[Quotation], reading: Reading) -> str | None:
    """Who says what stands at this place: the speaker of the quotation around it, or of the reported speech it is in."""
    for quote in spoken:
        if quote.span.contains(at):
            return quote.speaker
    forms = {fold(word.surface) for word in sentence.words}
    if not forms & {fold(form) for form in _REPORTED}:
        return None
    if who := _speaker(sentence, None):
        return who
    for earlier in reversed(reading.sentences[max(0, sentence.index - 3) : sentence.index]):
        if who := _speaker(earlier, None):
            return who
    return None


def person_names(mentions: Sequence[Mention]) -> dict[str, str]:
    """Entity to canonical name, for messages."""
    return {m.entity: m.name for m in mentions if m.label == "PERSON" and m.entity and m.name}
