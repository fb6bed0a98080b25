"""Rows of a table, "district, value": each number becomes a claim about its district, named by the head of its column.

A table survives reading as lines; its columns may be parted by bars, tabs, wide gaps or a single blank. Only what is
plainly a table is read: two rows or more under one another, each nothing but a district and its numbers, under a head
that has no number and does not end like a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..document import Document
from ..facts import Mention
from ..knowledge.inflection import fold, words
from ..knowledge.reading import Reading
from ..text import Span, Text
from ..values import Quantity
from .quantities import theme_of_head
from .themes import Theme

FEWEST = 2
"""Rows; a single line with a place and a number may be anything (a distance, a house number)."""
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?:\s*(Euro|€|EUR|Prozent|%)(?!\w))?")
_BETWEEN = re.compile(r"[\s|;:\t]*")
_GAP = re.compile(r"\s*[|;\t]\s*|\s{2,}")
_MONEY = re.compile(r"\b(?:in\s+)?(?:Euro|EUR)\b|€|\((?:Euro|EUR|€)\)")
_TITLES = frozenset(map(fold, ("Kreis", "Stadt", "Städteregion", "kreisfreie", "Kreisfreie", "der", "die", "Region")))
_PLACES = frozenset(map(fold, ("Kreis", "Kreise", "Stadt", "Städte", "Kommune", "Kommunen", "Ort", "Name", "Gebiet", "und", "kreisfreie", "Gebietskörperschaft", "Bezirk")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table: where it stands, its row, its district, and what its column is about."""

    span: Span
    row: Span
    place: str
    quantity: Quantity
    theme: Theme


def cells(document: Document, reading: Reading, mentions: Sequence[Mention]) -> Iterator[Cell]:
    """All numbers of all tables of a text, row by row."""
    places = {m.span.start: m for m in mentions if m.label == "DISTRICT" and m.entity}
    string = reading.text.string
    if not places:
        return
    head: Span | None = None
    rows: list[tuple[Span, str, list[re.Match[str]]]] = []
    for line in [*_lines(document, reading.text), None]:
        row = _row(string, line, places) if line is not None else None
        if row is not None and (not rows or len(rows[0][2]) == len(row[2])):
            rows.append(row)
            continue
        if head is not None and len(rows) >= FEWEST:
            yield from _table(document, reading, head, rows)
        rows = [row] if row is not None else []
        if row is None:
            head = line
        elif line is not None:
            head = None


def _lines(document: Document, text: Text) -> Iterator[Span]:
    """The lines of a text; where rows of cells were joined to one line, the lines as they were read."""
    cellular = "\t" in document.text.string
    for match in re.finditer(r"[^\n]+", text.string):
        if not match[0].strip():
            continue
        start = match.start()
        if cellular and "\t" in document.text[text.origin(Span(match.start(), match.end()))]:
            for gap in re.finditer(r"\s+", match[0]):
                at = match.start() + gap.start()
                left, right = text.origin(Span(at - 1, at)), text.origin(Span(at + len(gap[0]), at + len(gap[0]) + 1))
                if at > start and "\n" in document.text.string[left.end : right.start]:
                    yield Span(start, at)
                    start = at + len(gap[0])
        yield Span(start, match.end())


def _row(string: str, line: Span, places: dict[int, Mention]) -> tuple[Span, str, list[re.Match[str]]] | None:
    """The district and the numbers of a line that holds nothing else."""
    place = next((places[at] for at in range(line.start, line.end) if at in places), None)
    if place is None or place.entity is None or place.span.end > line.end:
        return None
    before = re.findall(r"\w+", string[line.start : place.span.start])
    if any(fold(word) not in _TITLES for word in before):
        return None
    found = list(_NUMBER.finditer(string, place.span.end, line.end))
    at = place.span.end
    for number in found:
        if not _BETWEEN.fullmatch(string, at, number.start()):
            return None
        at = number.end()
    if not found or string[at : line.end].strip(" |\t"):
        return None
    return line, place.entity, found


def _table(
    document: Document, reading: Reading, head: Span, rows: Sequence[tuple[Span, str, list[re.Match[str]]]]
) -> Iterator[Cell]:
    columns = _columns(document, reading, head, len(rows[0][2]))
    for line, place, numbers in rows:
        for name, number in zip(columns, numbers, strict=False):
            money = number[3] in ("Euro", "€", "EUR") or bool(_MONEY.search(name))
            percent = number[3] in ("Prozent", "%")
            theme = theme_of_head(words(_MONEY.sub("", name)), money=money, percent=percent)
            if theme is None:
                continue
            value = Decimal(number[1].replace(".", "") + (number[2] or "").replace(",", "."))
            unit = "EUR" if money else "Prozent" if percent else theme.subject
            yield Cell(Span(number.start(), number.end()), line, place, Quantity(value, unit), theme)


def _columns(document: Document, reading: Reading, head: Span, count: int) -> tuple[str, ...]:
    """The heads of the columns with numbers; none where they cannot be told apart."""
    shown = reading.text[head].strip()
    if re.search(r"\d|[.!?:]$", shown):
        return ()
    # The raw line still has the wide gaps that cleaning closes.
    raw = document.text[reading.text.origin(head)].strip(" |\t\n")
    for line in (raw, shown.strip(" |\t")):
        parts = [part.strip() for part in _GAP.split(line) if part.strip()]
        if len(parts) == count + 1 and "\n" not in line:
            return tuple(parts[1:])
    if count != 1:
        return ()
    told = re.split(r"[\s/]+", shown)
    while told and fold(told[0]) in _PLACES:
        told.pop(0)
    return (" ".join(told),) if 0 < len(told) <= 4 and len(told) < len(shown.split()) + 1 else ()
