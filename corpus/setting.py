"""Text set into frames on pages, with a note of every printed row: what the layouts are made with.

Rows that belong together form a flow (the release itself, a box beside it, a letterhead): within a flow the order is
the one in which people read; which of two flows comes first is left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pages import Line, Sheet, break_lines, load_fonts
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

MAIN = "release"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its page from 0, flow, kind of block and text; `joined` is the word that goes on in the next
    row, as it is written without the line end ("Integrationszentren", "Nordrhein-Westfalen", "Kinder- und")."""

    page: int
    flow: str
    kind: str
    text: str
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A release in one layout: its pages, and its rows in reading order."""

    name: str
    sheet: Sheet
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A place for text: page, left edge, top, width and lower end in points from the bottom left."""

    page: int
    left: float
    top: float
    width: float
    bottom: float


Part = tuple[str, str]
"""Kind of block and text; the kind "head" is a title within the text, "small" a notice in small print."""

SIZES = {"title": 14.0, "sub": 10.5, "head": 11.0, "contact": 9.0, "letterhead": 9.5, "furniture": 8.0, "small": 6.5}
BOLD = frozenset({"title", "sub", "head"})
KINDS = {"sub": "title", "head": "title", "small": "boilerplate", "lead": "body"}


class Setter:
    """Sets text into frames and notes what was printed."""

    def __init__(self, size: tuple[float, float] = A4, face: str = "sans", points: float = 10.5) -> None:
        load_fonts()
        self.size, self.face, self.points = size, face, points
        self.lines: list[Line] = []
        self.rules: list[tuple[int, float, float, float, float]] = []
        self.rows: list[Row] = []

    def put(self, page: int, x: float, y: float, text: str, kind: str, flow: str, *, align: str = "left") -> None:
        """One row of one part, in the type of its kind."""
        font, size = self._font(kind), self._size(kind)
        width = pdfmetrics.stringWidth(text, font, size)
        x -= {"left": 0.0, "right": width, "centre": width / 2}[align]
        self._draw(page, x, y, text, font, size)
        self.rows.append(Row(page, flow, KINDS.get(kind, kind), text.replace("*", "")))

    def fill(self, frames: Sequence[Frame], parts: Sequence[Part], flow: str = MAIN) -> tuple[int, float]:
        """Set the parts one after another, frame after frame; gives page and height where the last row stands."""
        at, y = 0, frames[0].top
        for kind, text in parts:
            font, size = self._font(kind), self._size(kind)
            indent = 10.0 if kind == "list" else 0.0
            y -= 0.5 * size
            left, first = text, True
            while left:
                frame = frames[at]
                if y - 1.32 * size < frame.bottom and at + 1 < len(frames):
                    at += 1
                    frame, y = frames[at], frames[at].top
                row, left = _first_row(left, font, size, frame.width - indent)
                y -= 1.32 * size
                mark = "• " if kind == "list" and first else ""
                self._draw(frame.page, frame.left + (0 if mark else indent), y, mark + row.text, font, size)
                first = False
                printed = (mark + row.text).replace("*", "")
                self.rows.append(Row(frame.page, flow, KINDS.get(kind, kind), printed, row.joined(left)))
        return frames[at].page, y

    def box(self, page: int, left: float, top: float, right: float, bottom: float) -> None:
        """A frame of four rules."""
        for rule in ((left, top, right, top), (left, bottom, right, bottom)):
            self.rules.append((page, *rule))
        for rule in ((left, top, left, bottom), (right, top, right, bottom)):
            self.rules.append((page, *rule))

    def table(
        self, page: int, left: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> float:
        """A ruled table, its first row in bold; gives its lower end."""
        y = top
        for number, cells in enumerate(rows):
            x = left
            for width, cell in zip(widths, cells, strict=True):
                self._draw(page, x + 4, y - 12, cell, f"{self.face}-bold" if number == 0 else self.face, 9.5)
                x += width
            self.rows.append(Row(page, MAIN, "body", " ".join(cells)))
            self.rules.append((page, left, y, left + sum(widths), y))
            y -= 17
        self.rules.append((page, left, y, left + sum(widths), y))
        for number in range(len(widths) + 1):
            x = left + sum(widths[:number])
            self.rules.append((page, x, top, x, y))
        return y

    def made(self, name: str) -> Specimen:
        return Specimen(name, Sheet(self.size, tuple(self.lines), tuple(self.rules)), tuple(self.rows))

    def _font(self, kind: str) -> str:
        return f"{self.face}-bold" if kind in BOLD else self.face

    def _size(self, kind: str) -> float:
        return SIZES.get(kind, self.points)

    def _draw(self, page: int, x: float, y: float, text: str, font: str, size: float) -> None:
        """A row, its *starred* words in bold."""
        for part in re.split(r"(\*[^*]+\*)", text):
            face = f"{font.removesuffix('-bold')}-bold" if part.startswith("*") and part.endswith("*") else font
            part = part.strip("*") if face != font else part
            if part:
                self.lines.append(Line(page, x, y, face, size, part))
                x += pdfmetrics.stringWidth(part, face, size)


@dataclass(frozen=True, slots=True)
class _Broken:
    """A row and what stood between it and the rest of its text: a blank, nothing (own hyphen), or a hyphen put in."""

    text: str
    glue: str

    def joined(self, rest: str) -> str:
        if not rest or not self.text.endswith("-"):
            return ""
        before, after = self.text.split()[-1], rest.split()[0]
        return before[:-1] + after if self.glue == "\u00ad" else f"{before}{self.glue}{after}"


def _first_row(text: str, font: str, size: float, width: float) -> tuple[_Broken, str]:
    """The first row of a text and what is left of it."""
    rows = break_lines(text, font, size, width)
    first = rows[0]
    if len(rows) == 1:
        return _Broken(first, ""), ""
    if text.startswith(f"{first} "):
        return _Broken(first, " "), text[len(first) + 1 :]
    if text.startswith(first):
        return _Broken(first, ""), text[len(first) :]
    return _Broken(first, "\u00ad"), text[len(first) - 1 :]
