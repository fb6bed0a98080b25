"""What a reader saw: a file, its pages, their words with boxes, and the raw text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import overload

from .text import Span, Text

Box = tuple[float, float, float, float]
"""left, top, right, bottom, in points from the top left corner of the page."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in the raw text and on the page; confidence 0..1 when read by OCR, else None."""

    span: Span
    box: Box
    confidence: float | None = None


WORD_NUMBERS = 7
"""Start, end, left, top, right, bottom, confidence (-1 for none): the columns of `Words`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Words(Sequence[Word]):
    """The words of a page in the order of its text, made when they are asked for.

    A volume of 5,000 pages has more than a million words: as objects they take 0.4 GB and half of the time of reading
    a page, as columns of numbers a sixth of that and no time. `at` is where the page begins in the raw text.

        >>> Words(array("d", [0, 5, 4, 9, 70, 98, 80, 80, 95, 120, 91, 91, -1, 0.9]), 100)[1]
        Word(span=Span(start=105, end=109), box=(98.0, 80.0, 120.0, 91.0), confidence=0.9)
    """

    numbers: array[float]
    at: int = 0

    def __len__(self) -> int:
        return len(self.numbers) // WORD_NUMBERS

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        start, end, left, top, right, bottom, confidence = self.numbers[range(len(self))[index] :: len(self)]
        span = Span(self.at + int(start), self.at + int(end))
        return Word(span, (left, top, right, bottom), None if confidence < 0 else confidence)

    def __iter__(self) -> Iterator[Word]:
        return map(self.__getitem__, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A page nobody can know (plain text) has number None, not 1.

    `method` is how its text was won: "text" (a file that is text), "layer" (the PDF's own text layer) or "ocr".
    `status` is "ok", "empty", "partial" or "failed"; `why` gives the reason for method and status, with the scores.
    """

    number: int | None
    span: Span
    width: float | None = None
    height: float | None = None
    method: str = "text"
    status: str = "ok"
    why: str = ""
    words: Sequence[Word] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the raw text and what it is (letterhead, title, body, quote, list, contact, boilerplate, furniture)."""

    kind: str
    span: Span
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file itself says about its document, outside of its text; each may be wrong or missing."""

    title: str | None = None
    published: date | None = None
    site: str | None = None
    address: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the raw text in another language than German, by its ISO 639-1 code ("tr")."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `id` is the SHA-256 of its bytes, `source` its name as given, `parent` the id of the mail or
    archive it came in. `blocks` are those the reader is sure of (HTML title, PDF regions); normalise finds the rest.
    `language` is the one of most of the text, `foreign` what is not German in it.
    """

    id: str
    source: str
    media_type: str
    text: Text
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    language: str = "de"
    parent: str | None = None
    size: int = 0
    foreign: tuple[Passage, ...] = ()

    def page_of(self, raw_span: Span) -> int | None:
        """The number of the page a stretch of the raw text starts on, or None where pages cannot be known."""
        for page in self.pages:
            if page.span.start <= raw_span.start < page.span.end:
                return page.number
        return None

    def is_foreign(self, raw_span: Span) -> bool:
        """Whether a stretch of the raw text touches a passage that is not German."""
        return any(part.span.overlaps(raw_span) for part in self.foreign)

    def boxes(self, raw_span: Span) -> tuple[tuple[int, Box], ...]:
        """Page number and box of each word that a stretch of the raw text touches."""
        found: list[tuple[int, Box]] = []
        for page in self.pages:
            if page.number is None or not page.span.overlaps(raw_span):
                continue
            for place in range(bisect_right(page.words, raw_span.start, key=_end), len(page.words)):
                word = page.words[place]
                if word.span.start >= raw_span.end:
                    break
                found.append((page.number, word.box))
        return tuple(found)


def _end(word: Word) -> int:
    return word.span.end
