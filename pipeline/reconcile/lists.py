"""Announced numbers against the lists they announce: "acht Zentren", and the districts named as stations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..document import Document
from ..facts import Evidence, Finding, Mention
from ..knowledge.inflection import lemmas
from ..knowledge.reading import Reading, Sentence
from ..values import Quantity

_DISTRICTS = lemmas(["Kreis", "kreisfreie Stadt", "Stadt", "Landkreis", "Zentrum", "Integrationszentrum", "Station", "Einrichtung", "Standort", "Kommune", "-zentrum", "-stelle"])  # fmt: skip
_STATION = lemmas(["Station", "besuchen", "Besuch", "informieren", "Tour", "Reise", "folgen"])
_SOME = re.compile(
    r"\b(?:darunter|unter anderem|u\.\s?a\.|z\.\s?B\.|zum Beispiel|beispielsweise|etwa|insbesondere|vor allem|und weitere|usw)\b",
    re.I,
)
_PAST_ELSEWHERE = re.compile(r"\b(?:vergangenen|letzten|vorigen)\s+(?:Jahr|Monat|Sommer|Herbst|Winter|Frühjahr)", re.I)
LEAST = 3
"""Fewer places are no list; two towns stand together in any sentence."""
OFF_BY = 2
"""A list that misses its announced length by at most this much was meant to be complete."""
REACH = 2
"""Sentences after the announcement in which a list may follow."""


def check_lists(document: Document, reading: Reading) -> Iterator[Finding]:
    """Each announced number of places against the list that follows, or against all places named in its matter."""
    confirmed: set[int] = set()
    for sentence in reading.sentences:
        for mention in sentence.labelled("COUNT"):
            quantity = mention.value
            if not isinstance(quantity, Quantity) or quantity.qualifier or quantity.of is not None:
                continue
            if quantity.value != int(quantity.value) or not LEAST <= quantity.value <= 100 or "ordinal" in mention.rule:
                continue
            number = int(quantity.value)
            if number in confirmed or not _counts_places(sentence, mention):
                continue
            finding = _beside(document, reading, sentence, mention, number) or _matter(
                document, reading, sentence, mention, number
            )
            if finding is not None:
                if finding.kind == "list_confirmed":
                    confirmed.add(number)
                yield finding


def _counts_places(sentence: Sentence, mention: Mention) -> bool:
    following = [word for word in sentence.words if word.span.end > mention.span.start][:9]
    return any(one.found_in(following) for one in _DISTRICTS)


def places(sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """The districts and towns named, each once."""
    found: dict[str, Mention] = {}
    for sentence in sentences:
        for mention in sentence.labelled("DISTRICT", "PLACE"):
            if mention.label == "PLACE" and not (mention.entity or mention.candidates):
                continue
            if mention.entity and re.fullmatch(r"ags:\d\d", mention.entity):
                continue  # a Land is no station
            found.setdefault(mention.entity or mention.name or mention.surface, mention)
    return tuple(found.values())


def _beside(document: Document, reading: Reading, sentence: Sentence, mention: Mention, number: int) -> Finding | None:
    """A list in the same sentence behind the number, or in one of the next sentences."""
    own = [m for m in places([sentence]) if m.span.start > mention.span.end]
    if len(own) >= LEAST:
        return _verdict(document, reading, sentence, mention, number, own, strict=True)
    for following in reading.sentences[sentence.index + 1 : sentence.index + 1 + REACH]:
        listed = places([following])
        if len(listed) >= LEAST:
            return _verdict(
                document, reading, following, mention, number, listed, strict=abs(len(listed) - number) <= OFF_BY
            )
    return None


def _matter(document: Document, reading: Reading, sentence: Sentence, mention: Mention, number: int) -> Finding | None:
    """A list spread over the text: every place in a sentence of the same matter (stations of a tour)."""
    if not any(one.found_in(sentence.words) for one in _STATION) or _PAST_ELSEWHERE.search(sentence.string):
        return None
    same = [
        one
        for one in reading.sentences
        if any(w.found_in(one.words) for w in _STATION) and not _PAST_ELSEWHERE.search(one.string)
    ]
    listed = places(same)
    if len(listed) < LEAST:
        return None
    return _verdict(document, reading, sentence, mention, number, listed, strict=False)


def _verdict(
    document: Document,
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    number: int,
    listed: Sequence[Mention],
    *,
    strict: bool,
) -> Finding | None:
    evidence = tuple(Evidence.at(document, reading.text, one.span) for one in (mention, *listed))
    names = ", ".join(one.name or one.surface for one in listed)
    if len(listed) == number:
        message = f"Die angekündigte Zahl {number} stimmt mit der Aufzählung überein: {names}."
        return Finding("list_confirmed", "info", message, evidence, rule="lists.length")
    if not strict or _SOME.search(sentence.string) or abs(len(listed) - number) > max(OFF_BY, number // 5):
        return None
    message = f"Angekündigt sind {number}, aufgezählt werden {len(listed)}: {names}."
    return Finding("list_mismatch", "warning", message, evidence, str(len(listed)), "lists.length")
