"""Find out which part of a document is what: letterhead, title, body, contact, standing notices, page furniture.

First each line speaks for itself (a telephone number, "Seite 1 von 2", a row of letterheads.toml), then its
neighbours speak for it (a name between two telephone lines belongs to them), and last its place (before the running
text stands the title). Blocks cover the whole raw text, in order, so that nothing can get lost between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from ..document import Block, Document
from ..knowledge import Knowledge
from ..text import Span, Text, keep_only
from .cues import DATE_LINE, small_words
from .furniture import running_heads
from .offices import looks_like_office
from .tails import tail_kinds
from .titles import mark_titles
from .units import LARGE, Surroundings, Unit, find_units

HEAD_KINDS = frozenset({"letterhead", "contact", "boilerplate", "furniture"})
"""The kinds that are not running text; dates, issuers and names in them are read apart."""


PRESS_OFFICE = re.compile(r"Presse\w*(?:(?: und|-und|- und) [ÖO]ffentlichkeitsarbeit)?")


def find_blocks(document: Document, known: Knowledge) -> tuple[Block, ...]:
    """Cover the raw text with blocks, in order and without overlap.

    The first "title" is the document's; one that follows it directly is the subtitle; later ones are headings of
    sections. What the reader of the file was sure of (`document.blocks`) is taken over.
    """
    string = document.text.raw.string
    if not string:
        return ()
    units = find_units(document, known.letterheads)
    _take_over(units, document.blocks)
    running_heads(units, document)
    _find_interrupted(units)
    units = tail_kinds(units, string, Surroundings.of(string, known.letterheads))
    _dates_of_the_text(units)
    mark_titles(units)
    _by_neighbours(units)
    _press_offices(units)
    _rest(units)
    return _cover(units, document)


def split(document: Document, blocks: Iterable[Block]) -> tuple[Text, Text]:
    """Head (letterhead, contact, notices, furniture) and body (title, prose, quotes, lists), both traced to the raw."""
    raw = document.text.raw
    blocks = tuple(blocks)
    head = keep_only(raw, (block.span for block in blocks if block.kind in HEAD_KINDS), "blocks.head")
    body = keep_only(raw, (block.span for block in blocks if block.kind not in HEAD_KINDS), "blocks.body")
    return head, body


def _take_over(units: list[Unit], blocks: Iterable[Block]) -> None:
    for block in blocks:
        for unit in units:
            middle = (unit.start + unit.end) // 2
            if block.span.start <= middle < block.span.end:
                unit.kind, unit.sure = block.kind, True


def _find_interrupted(units: list[Unit]) -> None:
    """Half a sentence before a page break is running text too, though it has no full stop."""
    for index, unit in enumerate(units):
        large = unit.heading or unit.size >= LARGE
        if not (unit.kind or large or unit.prose or unit.items or unit.ends_sentence) and unit.length > 40:
            after = next((other for other in units[index + 1 :] if other.kind is None), None)
            if after is not None and after.plain[:1].islower() and not after.items and small_words(unit.plain) >= 2:
                unit.prose = unit.interrupted = True


def _dates_of_the_text(units: list[Unit]) -> None:
    """A date on a line of its own below the first running text belongs to it ("Termine: …"), not to a letterhead,
    unless another part of a letterhead stands beside it."""
    first = next((index for index, unit in enumerate(units) if unit.prose and unit.kind is None), len(units))
    for index, unit in enumerate(units):
        if index <= first or unit.kind != "letterhead" or not DATE_LINE.match(unit.plain) or unit.sure:
            continue
        beside = units[index - 1 : index] + units[index + 1 : index + 2]
        if not any(other.kind in HEAD_KINDS and not DATE_LINE.match(other.plain) for other in beside):
            unit.kind = None


def _by_neighbours(units: list[Unit]) -> None:
    """Short lines without a kind take the one of the contact or notice block they stand in."""
    for index, unit in enumerate(units):
        if unit.kind is not None or unit.prose or unit.length > 120:
            continue
        before = units[index - 1] if index else None
        after = next((other for other in units[index + 1 : index + 4] if other.kind is not None or other.prose), None)
        if before is not None and before.kind in ("contact", "boilerplate") and before.announces:
            unit.kind, unit.announces = before.kind, not unit.ends_sentence
        elif (
            before is not None and before.kind == "contact" and (unit.close or (after and after.kind == "contact"))
        ) or (after is not None and after.kind == "contact" and not unit.ends_sentence and _leads_to(units, index)):
            unit.kind = "contact"


def _press_offices(units: list[Unit]) -> None:
    """ "Pressestelle" right above an address, below the title, is the first line of the contact, not of a letterhead;
    and so is the office above it."""
    below = False
    for index, (unit, after) in enumerate(pairwise(units)):
        below = below or unit.prose or unit.kind == "title"
        above_address = unit.kind == "letterhead" and not unit.sure and after.kind == "contact" and after.close
        if below and above_address and PRESS_OFFICE.fullmatch(unit.plain):
            unit.kind = "contact"
            office = units[index - 1]
            if unit.close and office.kind is None and not office.prose and looks_like_office(office.string):
                office.kind = "contact"


def _leads_to(units: list[Unit], index: int) -> bool:
    """Whether only short unmarked lines stand between this one and a contact line, as in name, office, telephone."""
    for other in units[index + 1 : index + 4]:
        if other.kind == "contact":
            return True
        if other.kind is not None or other.prose or other.length > 90:
            return False
    return False


def _rest(units: list[Unit]) -> None:
    first_text = next((i for i, unit in enumerate(units) if unit.kind in ("title", "body") or unit.prose), len(units))
    last_text = max(
        (i for i, unit in enumerate(units) if unit.prose or unit.items or unit.kind in ("list", "body")), default=-1
    )
    for index, unit in enumerate(units):
        if unit.kind is not None:
            continue
        if not unit.prose and index < first_text and first_text < len(units) and unit.length <= 160:
            unit.kind = "letterhead"
        elif not unit.prose and index > last_text >= 0 and unit.length <= 80 and not unit.ends_sentence:
            unit.kind = "furniture"
        elif unit.items:
            unit.kind = "list"
        elif unit.quoted:
            unit.kind = "quote"
        else:
            unit.kind = "body"


def _cover(units: list[Unit], document: Document) -> tuple[Block, ...]:
    """One block for each run of units; each takes the blanks behind it, the first those before it."""
    string = document.text.raw.string
    if not units:
        return (Block("furniture", Span(0, len(string)), document.page_of(Span(0, len(string)))),)
    blocks: list[Block] = []
    for index, unit in enumerate(units):
        start = 0 if index == 0 else unit.start
        end = units[index + 1].start if index + 1 < len(units) else len(string)
        page = document.page_of(Span(unit.start, unit.end))
        last = blocks[-1] if blocks else None
        together = last is not None and last.kind == unit.kind and last.page == page
        if (
            last is not None
            and together
            and (unit.kind in HEAD_KINDS - {"letterhead"} or (unit.close and unit.kind != "title"))
        ):
            blocks[-1] = Block(last.kind, Span(last.span.start, end), last.page)
        else:
            assert unit.kind is not None
            blocks.append(Block(unit.kind, Span(start, end), page))
    return tuple(blocks)
