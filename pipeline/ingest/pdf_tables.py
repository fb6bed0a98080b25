"""Ruled tables on born-digital pages, by pdfplumber: which word stands in which cell.

pdfplumber takes 60 to 80 ms a page, so it is asked only where lines are drawn that could rule a table, and its pages
are closed at once (kept open they took 4.7 GiB for 1,000 pages).
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

from ..document import Box

Cell = Box
Table = tuple[Box, list[list[Cell]]]

RULES = 6
"""Lines and boxes a page must have drawn; a table of two rows and two columns has six rules."""

MOST_OBJECTS = 5_000
"""So many of the things drawn on a page are looked at; maps and charts have more."""


def has_rules(page: Any) -> bool:
    """Whether enough straight strokes or boxes are drawn on the page to make a table."""
    import pypdfium2.raw as raw

    edges = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = edges
    count = 0
    number = raw.FPDFPage_CountObjects(page.raw)
    for index in range(min(number, MOST_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        width, height = right.value - left.value, top.value - bottom.value
        if min(width, height) < 3 < max(width, height):
            count += 1
        elif width > 15 and height > 6:  # a box, or a whole grid drawn as one path of two points a stroke
            count += max(1, raw.FPDFPath_CountSegments(drawn) // 2 - 1)
        if count >= RULES:
            return True
    return False


def find_tables(data: bytes, index: int) -> list[Table]:
    """Tables with at least two rows and two columns: their box and the boxes of their cells, row by row."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data), pages=[index + 1]) as document:
        if not document.pages:
            return []
        page = document.pages[0]
        try:
            found: list[Any] = []
            for table in page.find_tables():
                rows = [[cell for cell in row.cells if cell is not None] for row in table.rows]
                if len(rows) >= 2 and max(map(len, rows)) >= 2:
                    found.append((tuple(table.bbox), [[tuple(cell) for cell in row] for row in rows]))
            return found
        finally:
            page.close()


def rows_of(table: Table, boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of the words in a table, one line for each row, cell after cell, each cell in its reading order."""
    lines: list[list[int]] = []
    taken: set[int] = set()
    for row in table[1]:
        line: list[int] = []
        for left, top, right, bottom in row:
            inside = [
                number
                for number, box in enumerate(boxes)
                if number not in taken
                and left <= (box[0] + box[2]) / 2 < right
                and top <= (box[1] + box[3]) / 2 < bottom
            ]
            taken.update(inside)
            line.extend(_by_lines(inside, boxes))
        if line:
            lines.append(line)
    return lines


def _by_lines(numbers: list[int], boxes: Sequence[Box]) -> list[int]:
    """Words of one cell from top to bottom and left to right; words of one line differ a little in height."""
    if not numbers:
        return []
    numbers = sorted(numbers, key=lambda number: boxes[number][3])
    lines: list[list[int]] = [[numbers[0]]]
    for number in numbers[1:]:
        foot, height = boxes[number][3], boxes[number][3] - boxes[number][1]
        if foot - boxes[lines[-1][0]][3] > 0.6 * height:
            lines.append([])
        lines[-1].append(number)
    return [number for line in lines for number in sorted(line, key=lambda number: boxes[number][0])]
