"""From the words of a page and their boxes to its text, inside the worker."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from itertools import accumulate, chain
from operator import add, sub

from ..document import Box
from .layout import order_words

CELL_GAP = 2.0
"""Heights of a word; a blank is a quarter of one, in narrow justified columns up to one and a half."""


def set_text(strings: Sequence[str], boxes: Sequence[Box], bold: Collection[int] = ()) -> tuple[str, array[float]]:
    """Text of a page from its words, and the numbers of each word as `Words` keeps them."""
    return assemble(strings, boxes, order_words(boxes, bold))


def set_text_with_tables(
    strings: Sequence[str],
    boxes: Sequence[Box],
    bold: Collection[int],
    tables: Sequence[tuple[Box, list[list[int]]]],
) -> tuple[str, array[float]]:
    """As set_text, with each table (its box, and the words of each row) read row by row at its place on the page."""
    taken = {number for _, rows in tables for row in rows for number in row}
    free = [number for number in range(len(strings)) if number not in taken]
    heavy = {place for place, number in enumerate(free) if number in bold}
    paragraphs: list[list[list[int]]] = []
    for paragraph in order_words([boxes[number] for number in free] + [box for box, _ in tables], heavy):
        lines: list[list[int]] = []
        for line in paragraph:
            whole = [place - len(free) for place in line if place >= len(free)]
            rest = [free[place] for place in line if place < len(free)]
            if rest:
                lines.append(rest)
            if whole:
                if lines:
                    paragraphs.append(lines)
                paragraphs.extend(tables[place][1] for place in whole)
                lines = []
        if lines:
            paragraphs.append(lines)
    return assemble(strings, boxes, paragraphs)


def assemble(
    strings: Sequence[str],
    boxes: Sequence[Box],
    paragraphs: Sequence[Sequence[Sequence[int]]],
    confidences: Sequence[float] = (),
) -> tuple[str, array[float]]:
    """Words a blank apart, cells a tabulator, lines a line break, paragraphs an empty line."""
    order = [word for paragraph in paragraphs for line in paragraph for word in line]
    if not order:
        return "", array("d")
    strings, boxes = [strings[word] for word in order], [boxes[word] for word in order]
    left, top, right, bottom = zip(*boxes, strict=True)
    heights = list(map(sub, bottom, top))
    gaps = [" "] * len(order)
    least = CELL_GAP * min(heights)
    for word in [word for word, gap in enumerate(map(sub, left[1:], right), 1) if gap > least]:
        # No line of text is justified with such gaps; so what stands apart stays apart.
        if left[word] - right[word - 1] > CELL_GAP * max(heights[word - 1 : word + 1]):
            gaps[word] = "\t"
    at = 0
    for paragraph in paragraphs:
        gap = "\n\n" if at else ""
        for line in paragraph:
            gaps[at] = gap
            at += len(line)
            gap = "\n"
    sizes = list(map(len, strings))
    ends = list(accumulate(map(add, map(len, gaps), sizes)))
    certain = [confidences[word] for word in order] if confidences else [-1.0] * len(order)
    numbers = [*map(sub, ends, sizes), *ends, *left, *top, *right, *bottom, *certain]
    return "".join(chain.from_iterable(zip(gaps, strings, strict=True))), array("d", numbers)
