"""Ruled tables on born-digital pages: which word stands in which cell.

The rules are what pdfium draws, and a grid of them is a table. pdfplumber is asked only where rules cross without
making a plain grid (dashed, doubled or slanted ones): it takes 60 to 80 ms a page, so its page is closed at once (kept
open they took 4.7 GiB for 1,000 pages).
"""

from __future__ import annotations

import ctypes
import io
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import compress, pairwise, repeat, takewhile
from typing import Any

from ..document import Box
from .pdf_words import address, direct

Cell = Box
Table = tuple[Box, list[list[Cell]]]
Corner = Callable[[float, float, float, float], Box]

RULES = 6
"""Rules a page must have drawn; a table of two rows and two columns has six."""

CROSSED = 12
"""Rules in each direction from which crossing rules without a plain grid are worth a second look by pdfplumber."""

MOST_OBJECTS = 5_000
"""So many of the things drawn on a page are looked at; maps and charts have more."""

MOST_RULES = 1_500

MOST_WORDS = 60
"""In a cell; tables of laws and prices have sentences in theirs, boxes of a page paragraphs."""

THIN, NEAR = 3.0, 2.5
"""Points: what is thinner is a rule, and rules so close are one."""


def ruled_tables(page: Any, data: bytes, index: int, place: Corner) -> list[Table]:
    """The tables of a page: their box and the boxes of their cells, row by row; `place` turns pdfium's boxes into ours."""
    rules = list(_rules(page))
    if not RULES <= len(rules) <= MOST_RULES:
        return []
    boxes = [place(*rule) for rule in rules]
    level = _merged(
        [(box[1] + box[3]) / 2, box[0], box[2]] for box in boxes if box[3] - box[1] < THIN <= box[2] - box[0]
    )
    upright = _merged(
        [(box[0] + box[2]) / 2, box[1], box[3]] for box in boxes if box[2] - box[0] < THIN <= box[3] - box[1]
    )
    tables = list(_grids(level, upright))
    if tables and not any(rows for _, rows in tables) and min(len(level), len(upright)) >= CROSSED:
        return find_tables(data, index)
    return [table for table in tables if table[1]]


def strokes_of(page: Any) -> int:
    """How many strokes are drawn on a page beside its text; a picture or a form may hold any number, so many are said."""
    import pypdfium2.raw as raw

    object_at, kind_of = _lookers()
    count = raw.FPDFPage_CountObjects(page.raw)
    strokes = 0
    for place in map(object_at, repeat(address(page.raw)), range(min(count, MOST_OBJECTS))):
        kind = kind_of(place)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            strokes += raw.FPDFPath_CountSegments(ctypes.cast(place, raw.FPDF_PAGEOBJECT))
        elif kind != raw.FPDF_PAGEOBJ_TEXT:
            return MOST_OBJECTS
    return max(strokes, MOST_OBJECTS if count > MOST_OBJECTS else 0)


def _rules(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every straight stroke and of every edge of a box, in pdfium's coordinates."""
    import pypdfium2.raw as raw

    edges = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = edges
    object_at, kind_of = _lookers()
    count = min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)
    objects = list(map(object_at, repeat(address(page.raw)), range(count)))
    for place in compress(objects, map(raw.FPDF_PAGEOBJ_PATH.__eq__, map(kind_of, objects))):
        drawn = ctypes.cast(place, raw.FPDF_PAGEOBJECT)
        if not raw.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if min(x1 - x0, y1 - y0) < THIN:
            if max(x1 - x0, y1 - y0) > THIN:
                yield x0, y1, x1, y0
            continue
        count = raw.FPDFPath_CountSegments(drawn)
        if count <= 5:  # a box, filled or framed
            yield from ((x0, y1, x1, y1), (x0, y0, x1, y0), (x0, y1, x0, y0), (x1, y1, x1, y0))
        elif count <= MOST_RULES:  # a whole grid as one path
            yield from _strokes(raw, drawn, count)


@cache
def _lookers() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Where the object of a page with some number lies, and of which kind it is: asked for each piece of text as well."""
    import pypdfium2.raw as raw

    return (
        direct(raw.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
        direct(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p),
    )


def _strokes(raw: Any, drawn: Any, count: int) -> Iterator[tuple[float, float, float, float]]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(drawn, number)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return  # a drawing: the logo of one flyer has more strokes than the grids of a hundred tables
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if before is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            yield min(before[0], here[0]), max(before[1], here[1]), max(before[0], here[0]), min(before[1], here[1])
        before = here


Rule = list[float]
"""Where it lies across its direction, where it begins and where it ends."""


def _merged(rules: Any) -> list[Rule]:
    """Rules that lie on one another or go on from each other as one."""
    result: list[Rule] = []
    for at, start, end in sorted(rules):
        same = next((rule for rule in _close_by(result, at) if start <= rule[2] + NEAR and end >= rule[1] - NEAR), None)
        if same is None:
            result.append([at, start, end])
        else:
            same[1], same[2] = min(same[1], start), max(same[2], end)
    return result


def _close_by(rules: list[Rule], at: float) -> Iterator[Rule]:
    return takewhile(lambda rule: at - rule[0] <= NEAR, reversed(rules))


def _grids(level: list[Rule], upright: list[Rule]) -> Iterator[Table]:
    """Tables made of rules that cross: between two level rules lies a row, between two upright ones a cell.

    Without rows where rules cross and make no cells.
    """
    left = set(range(len(level)))
    while left:
        rows, columns, fresh = set[int](), set[int](), [min(left)]
        while fresh:
            number = fresh.pop()
            rows.add(number)
            left.discard(number)
            y, x0, x1 = level[number]
            for other, (x, y0, y1) in enumerate(upright):
                if other not in columns and x0 - NEAR <= x <= x1 + NEAR and y0 - NEAR <= y <= y1 + NEAR:
                    columns.add(other)
                    fresh.extend(
                        n for n in left
                        if level[n][1] - NEAR <= x <= level[n][2] + NEAR and y0 - NEAR <= level[n][0] <= y1 + NEAR
                    )  # fmt: skip
                    left.difference_update(fresh)
        if len(rows) < 3 or len(columns) < 3:
            continue
        heights = sorted({level[number][0] for number in rows})
        table: list[list[Cell]] = []
        for top, bottom in pairwise(heights):
            middle = (top + bottom) / 2
            edges = sorted(upright[n][0] for n in columns if upright[n][1] - NEAR <= middle <= upright[n][2] + NEAR)
            cells = [(a, top, b, bottom) for a, b in pairwise(edges) if b - a > 2 * THIN]
            if cells and bottom - top > 2 * THIN:
                table.append(cells)
        around = [cell for row in table for cell in row] or [(0.0, 0.0, 0.0, 0.0)]
        box = (
            min(cell[0] for cell in around), min(cell[1] for cell in around),
            max(cell[2] for cell in around), max(cell[3] for cell in around),
        )  # fmt: skip
        yield box, table if len(table) >= 2 and max(map(len, table)) >= 2 else []


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
    """The numbers of the words in a table, one line for each row, cell after cell, each cell in its reading order.

    None for a page laid out in boxes: a cell that holds a paragraph is no cell of a table.
    """
    lines: list[list[int]] = []
    taken: set[int] = set()
    middles = sorted(((box[1] + box[3]) / 2, (box[0] + box[2]) / 2, number) for number, box in enumerate(boxes))
    for row in table[1]:
        line: list[int] = []
        for left, top, right, bottom in row:
            near = middles[bisect_left(middles, (top,)) : bisect_left(middles, (bottom,))]
            inside = [number for _, across, number in near if left <= across < right and number not in taken]
            if len(inside) > MOST_WORDS:
                return []
            taken.update(inside)
            line.extend(_by_lines(sorted(inside), boxes))
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
