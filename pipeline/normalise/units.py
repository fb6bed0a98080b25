"""Cut the raw text into units: the smallest stretches that can be of one kind (a paragraph, a line of a letterhead)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ..document import Document
from ..knowledge.letterheads import Letterheads
from . import cues
from .offices import may_be_sender

LONGEST_TITLE = 320
"""Two-line headlines of German ministries run to 200 characters; nothing longer was seen among the releases."""

LONG_LINE = 160
"""A longer line was never wrapped, so each line around it is a paragraph of its own."""

LARGE = 1.15
"""Times the usual size of type: headlines are set in 1.3 times and more, and OCR measures letters within a tenth."""


@dataclass(slots=True)
class Unit:
    """A stretch of the raw text on its way to becoming a block. Local to this room, so it may change as we learn."""

    start: int
    end: int
    string: str
    kind: str | None = None
    close: bool = False
    """Only a line break, no empty line, stands before it."""
    sure: bool = False
    """Its kind was found by the reader of the file and is not questioned."""
    heading: bool = False
    """Markdown or the type size calls it a heading."""

    announces: bool = False
    """It is a heading of its kind ("Kontakt"), so short lines after it belong to it."""

    prose: bool = False
    interrupted: bool = False
    """Half a sentence that goes on after a page break."""

    items: bool = False
    table: bool = False
    """Rows of cells, whatever their words look like."""

    sentences: int = 0
    size: float = 1.0
    """Height of its type as a multiple of the usual one of the document; 1 where boxes are not known."""

    quoted: bool = False

    @property
    def plain(self) -> str:
        return cues.plain(self.string)

    @property
    def length(self) -> int:
        return len(self.plain)

    @property
    def ends_sentence(self) -> bool:
        return cues.SENTENCE_END.search(self.plain) is not None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a unit is judged by besides its own words."""

    letterheads: Letterheads
    numbers: frozenset[int] = frozenset()
    """The numbers that begin a line of the document, for telling lists from ordinals."""
    marks: frozenset[str] = frozenset()
    """The characters that OCR put for the dots of a list."""

    @classmethod
    def of(cls, string: str, letterheads: Letterheads) -> Surroundings:
        return cls(letterheads, cues.line_numbers(string), cues.misread_marks(string))

    def is_item(self, line: str) -> bool:
        return cues.is_item(line, self.numbers, self.marks)


def make_unit(string: str, start: int, end: int, around: Surroundings, *, close: bool = False) -> Unit:
    """A unit with what can be said about it without its neighbours."""
    content = string[start:end]
    unit = Unit(start, end, content, close=close)
    bare = unit.plain
    unit.items = around.is_item(content)
    unit.sentences = cues.sentences(bare)
    unit.prose = not unit.items and cues.is_prose(bare)
    unit.heading = "\n" not in content.strip() and cues.is_heading_mark(content)
    unit.quoted = re.match(r"[\"„»“]", bare) is not None and re.search(r"[\"“”«]\W*$", bare) is not None and unit.prose
    unit.kind = around.letterheads.kind_of(bare[:400], whole=None if len(bare) <= 400 else False)
    if unit.kind is None and "\n" not in content.strip():
        unit.kind = cues.line_kind(content, around.letterheads)
    if unit.kind is None and not unit.prose and len(bare) < 300 and _has_letterhead_ends(content):
        unit.kind = "letterhead"
    unit.announces = unit.kind in ("contact", "boilerplate") and unit.length <= 60 and not cues.contact_cues(bare)
    return unit


def _has_letterhead_ends(content: str) -> bool:
    """Two columns of a letterhead that OCR read as one: the office on the left, "Presseinformation" or a date right."""
    lines = content.strip().splitlines()
    return len(lines) >= 2 and any(cues.LETTERHEAD_END.search(cues.plain(line)) for line in lines)


def find_units(document: Document, letterheads: Letterheads) -> list[Unit]:
    """The units of a document, in order; blank stretches between them belong to none."""
    string = document.text.raw.string
    around = Surroundings.of(string, letterheads)
    cuts = {page.span.start for page in document.pages}
    units: list[Unit] = []
    said: set[str] = set()
    for start, end in _paragraphs(string, cuts):
        early = not any(unit.prose for unit in units)
        for unit in _split_paragraph(string, start, end, around, said, early=early):
            units.extend(_without_date(string, unit, around) if early else (unit,))
        said.update(folded(unit.plain) for unit in units[-3:] if unit.length <= LONGEST_TITLE)
    _measure(units, document)
    return units


def _without_date(string: str, unit: Unit, around: Surroundings) -> Iterator[Unit]:
    """A headline as it is, or what stands before it (place and day) and the headline by itself."""
    found = cues.DATED.match(unit.string)
    if found is None or unit.kind is not None or unit.length > LONGEST_TITLE:
        yield unit
        return
    if cues.sentences(unit.string[found.end() :]):  # the news itself, with its place and day before it
        yield unit
        return
    date = make_unit(string, unit.start, unit.start + len(found[0].rstrip()), around, close=unit.close)
    date.kind = "letterhead"
    yield date
    yield make_unit(string, unit.start + found.end(), unit.end, around)


def _measure(units: list[Unit], document: Document) -> None:
    """Note the type size of each unit where the boxes of its words are known."""
    sizes: list[tuple[int, float]] = [
        (word.span.start, word.box[3] - word.box[1])
        for page in document.pages
        for word in page.words
        if len(word.span) > 1
    ]
    if not sizes:
        return
    usual = median(size for _, size in sizes) or 1.0
    starts = [start for start, _ in sizes]
    for unit in units:
        own = [size for _, size in sizes[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]]
        unit.size = median(own) / usual if own else 1.0


def folded(string: str) -> str:
    """A string reduced to its letters and digits, for telling whether two headings are the same."""
    return re.sub(r"[\W_]+", "", string.casefold())


def _paragraphs(string: str, cuts: set[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    end = 0
    for match in re.finditer(r"[^\n\f\r]*(?:\r\n|[\n\f\r]|$)", string):
        line = match[0]
        blank = not line.strip()
        if start is not None and (blank or match.start() in cuts or string[match.start() - 1 : match.start()] == "\f"):
            yield start, end
            start = None
        if not blank:
            if start is None:
                start = match.start()
            end = match.start() + len(line.rstrip())
    if start is not None:
        yield start, end


def _split_paragraph(
    string: str, start: int, end: int, around: Surroundings, said: Collection[str], *, early: bool
) -> Iterator[Unit]:
    """A paragraph as one unit, or as several where its lines are of different kinds; `said` are headings before it,
    and `early` tells that no running text has begun."""
    letterheads = around.letterheads
    lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\r\n]+", string[start:end]) if m[0].strip()]
    if len(lines) == 1:
        yield make_unit(string, start, end, around)
        return
    kinds = [cues.line_kind(string[a:b], letterheads) for a, b in lines]
    if cues.is_table([string[a:b] for a, b in lines]) and not any(kinds):
        unit = make_unit(string, start, end, around)
        unit.kind, unit.table, unit.sure = "body", True, True
        yield unit
        return
    unwrapped = any(b - a > LONG_LINE for a, b in lines)
    whole = make_unit(string, start, end, around)
    breaks = {0, *_ended_lines([string[a:b] for a, b in lines])}
    for index in range(1, len(lines)):
        line = string[slice(*lines[index])]
        previous = string[slice(*lines[index - 1])]
        if (
            unwrapped
            or _breaks_here(kinds, index, whole.prose)
            or _list_begins(string, lines, index, around)
            or (index == 1 and _said_before(previous, said))
            or (early and not whole.prose and _is_below_sender(previous, line))
            or (early and not whole.prose and _is_below_title(previous, line, [string[a:b] for a, b in lines]))
            or cues.SAYS.fullmatch(cues.plain(line))
            or cues.SAYS.fullmatch(cues.plain(previous))
            or _page_began(previous, line)
            or cues.is_heading_mark(previous)
            or cues.is_heading_mark(line)
        ):
            breaks.add(index)
    tail = len(lines)
    while tail > 1 and kinds[tail - 1] == "contact":
        tail -= 1
    if len(lines) - tail >= 2:
        breaks.add(tail)  # an address that hangs on the end of running text
    if letterheads.kind_of(whole.plain, whole=False) and not unwrapped:
        breaks = {0}  # "Bei Nachfragen wenden Sie sich an …" over several lines
    ordered = sorted(breaks)
    for position, first in enumerate(ordered):
        last = (ordered[position + 1] if position + 1 < len(ordered) else len(lines)) - 1
        close = first > 0 and not _page_began(string[slice(*lines[first - 1])], string[slice(*lines[first])])
        unit = make_unit(string, lines[first][0], lines[last][1], around, close=close)
        if unit.kind is None and not unit.prose and not unit.items and unit.length <= 400:
            unit.kind = next((kind for kind in kinds[first : last + 1] if kind), None)
        yield unit


def _ended_lines(lines: list[str]) -> Iterator[int]:
    """Where a new paragraph begins in a long stretch without empty lines, as PDF converters leave it.

    The line before is so short that the next word would have fitted, and it ends a sentence or is a heading.
    """
    if len(lines) < 9:
        return
    width = sorted(len(line.rstrip()) for line in lines)[int(len(lines) * 0.85)]
    for index in range(1, len(lines)):
        before, line = lines[index - 1].rstrip(), lines[index].strip()
        room = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= 0.8 * width
        if room and not line[:1].islower() and (cues.SENTENCE_END.search(before) or len(before) < 0.6 * width):
            yield index


def _breaks_here(kinds: list[str | None], index: int, prose: bool) -> bool:
    """Whether the lines before and at index are of different kinds.

    In running text only page numbers and the like count: a line that happens to begin with a telephone number or a
    web address is still part of its sentence.
    """
    before, here = kinds[index - 1], kinds[index]
    if before == here:
        return False
    if prose:
        return (
            "furniture" in (before, here)
            or (here == "letterhead" and index <= 3)
            or (before == "letterhead" and index <= 3)
        )
    return True


def _is_below_sender(previous: str, line: str) -> bool:
    """A headline right below the line that names its sender; one word alone goes on from the line above."""
    return not line[:1].islower() and len(line.split()) >= 2 and may_be_sender(previous)


def _is_below_title(previous: str, line: str, lines: Sequence[str]) -> bool:
    """A subtitle right below its title: the line above says something whole, and the next word would have fitted it."""
    before, words = previous.strip(), line.split()
    room = 0.9 * max(len(one.strip()) for one in lines)
    return (
        len(lines) <= 4
        and len(before.split()) >= 3
        and before[-1] not in ":,;-–/"
        and not before[-1].isdigit()
        and cues.small_words(before.split()[-1]) == 0
        # "Staatssekretär übergibt" goes on on the next line; "Wie Bienen überstehen" is a whole.
        and (before.split()[-1][:1].isupper() or re.match(r"(?:Wie|Was|Wer|Wo|Warum|Wann|Wohin)\b", before) is not None)
        and line.strip()[:1].isupper()
        and len(words) >= 4
        and len(line.strip()) >= 1.5 * len(before)
        and len(before) + 1 + len(words[0]) <= room
    )


def _page_began(previous: str, line: str) -> bool:
    """An indented half sentence after a full stop: a page began here, and what stood between is missing."""
    return line[:1] == " " and line.strip()[:1].islower() and cues.SENTENCE_END.search(previous.rstrip()) is not None


def _said_before(line: str, said: Collection[str]) -> bool:
    """The title once more, with the text right below it."""
    bare = folded(cues.plain(line))
    return len(bare) >= 12 and bare in said


def _list_begins(string: str, lines: list[tuple[int, int]], index: int, around: Surroundings) -> bool:
    """Whether this line is the first item of a list; later items and their second lines stay with it."""
    if not around.is_item(string[slice(*lines[index])]):
        return False
    return not any(around.is_item(string[slice(*line)]) for line in lines[max(0, index - 4) : index])
