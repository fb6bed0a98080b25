"""A text as a reader takes it in: sentences with their words, mentions, quotations, and what they point back to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ..facts import Mention
from ..text import Span, Text
from .inflection import Word, fold, words
from .sentences import split_sentences

# A sentence with one of these among its first words speaks about what was said before.
POINTERS = frozenset(
    [
        "dafür",
        "hierfür",
        "davon",
        "hiervon",
        "dazu",
        "hierzu",
        "damit",
        "daraus",
        "darunter",
        "darin",
        "dies",
        "diese",
        "dieser",
        "dieses",
        "diesen",
        "sie",
        "es",
        "dort",
        "hier",
        "weitere",
        "weiterhin",
        "außerdem",
        "hinzu",
        "daneben",
        "zudem",
    ]
)
_POINTING_WITHIN = 4
REACH = 90
"""How many words a pointer reaches back: two long sentences; further back it is another subject."""
_STRONG_POINTERS = frozenset(["dafür", "hierfür", "davon", "hiervon", "darunter", "hierzu", "dazu"])


@dataclass(frozen=True, slots=True)
class Tag:
    """A word or mark with its grammar: `upos` and `morph` in the terms of Universal Dependencies ("Number=Plur")."""

    span: Span
    surface: str
    upos: str
    morph: str

    @property
    def is_noun(self) -> bool:
        return self.upos in ("NOUN", "PROPN")

    @property
    def is_verb(self) -> bool:
        return self.upos in ("VERB", "AUX")

    def has(self, feature: str) -> bool:
        """Whether a feature is told: has("Case=Gen")."""
        return feature in self.morph.split("|")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the body, words and mentions, and the words of what it points back to.

    `tags` is its grammar, empty where nobody read it.
    """

    index: int
    span: Span
    string: str
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    before: tuple[Word, ...] = ()
    tags: tuple[Tag, ...] = ()

    def labelled(self, *labels: str) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.label in labels)

    @property
    def reach(self) -> tuple[Word, ...]:
        """The words of the sentence and of what it points back to."""
        return self.before + self.words if self.before else self.words

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        return tuple(word for word in self.words if start <= word.span.start and word.span.end <= end)

    def has(self, *forms: str) -> bool:
        """Whether one of these exact (folded) word forms stands here."""
        wanted = {fold(form) for form in forms}
        return any(fold(word.surface) in wanted for word in self.words)


@dataclass(frozen=True, slots=True)
class Reading:
    """The body of a document, read: all its sentences, in order."""

    text: Text
    sentences: tuple[Sentence, ...]
    vocabulary: tuple[Word, ...] = field(repr=False, default=())

    def sentence_at(self, position: int) -> Sentence | None:
        at = bisect_right(self.sentences, position, key=lambda sentence: sentence.span.start) - 1
        return self.sentences[at] if at >= 0 and position < self.sentences[at].span.end else None


def points_back(sentence: Sequence[Word]) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    forms = [fold(word.surface) for word in sentence]
    return not _folded(POINTERS).isdisjoint(forms[:_POINTING_WITHIN]) or not _folded(_STRONG_POINTERS).isdisjoint(forms)


@cache
def _folded(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, forms))


def read_body(text: Text, mentions: Sequence[Mention], tags: Sequence[Tag] = ()) -> Reading:
    """Cut the body into sentences and hand each its mentions and its grammar."""
    ordered = sorted(mentions, key=lambda mention: (mention.span.start, -mention.span.end))
    starts = [mention.span.start for mention in ordered]
    tagged = [tag.span.start for tag in tags]
    found: list[Sentence] = []
    everything: list[Word] = []
    for index, span in enumerate(split_sentences(text.string)):
        string = text[span]
        own = words(string, span.start)
        inside = tuple(m for m in ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)])
        before: tuple[Word, ...] = ()
        if found and points_back(own) and not _new_section(text.string[found[-1].span.end : span.start]):
            before = (found[-1].before + found[-1].words)[-REACH:]
        grammar = tuple(tags[bisect_left(tagged, span.start) : bisect_left(tagged, span.end)])
        found.append(Sentence(index, span, string, own, inside, before, grammar))
        everything.extend(own)
    return Reading(text, tuple(found), tuple(everything))


def _new_section(gap: str) -> bool:
    # A pointer reaches over one blank line (a paragraph), not over a cut of several.
    return len(re.findall(r"\n", gap)) > 3


# Opening and closing marks as German releases set them; straight quotes open and close in turn.
_PAIRS = {"„": '“”"‟', "»": "«", "«": "»", "“": "”", "‚": "‘’"}
LONGEST_QUOTE = 3000
"""Characters; a longer quotation was never closed, and what follows is no longer speech."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks: its place, whether it was closed, and who says it when that is known."""

    span: Span
    closed: bool
    speaker: str | None = None


def quotations(string: str) -> tuple[Quotation, ...]:
    """Stretches between quotation marks, in order; one that is never closed ends with its paragraph."""
    found: list[Quotation] = []
    at = 0
    while at < len(string):
        mark = string[at]
        closing = _PAIRS.get(mark) or ('"' if mark == '"' else None)
        if closing is None or (mark == "‚" and not string[at + 1 : at + 2].isalpha()):
            at += 1
            continue
        end = next((i for i in range(at + 1, min(len(string), at + LONGEST_QUOTE)) if string[i] in closing), None)
        if end is None:
            stop = string.find("\n\n", at)
            stop = len(string) if stop < 0 else stop
            found.append(Quotation(Span(at, stop), closed=False))
            at = max(stop, at + 1)
        else:
            found.append(Quotation(Span(at, end + 1), closed=True))
            at = end + 1
    return tuple(found)
