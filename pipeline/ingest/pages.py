"""From the words of a page and their boxes to its text, inside the worker."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate, chain, pairwise
from operator import add, sub

from ..document import Box
from .layout import order_words

SEEN = 60
"""Words that tell which way the text of a page runs."""

LEFTWARDS = re.compile("[\u0590-\u08ff]")
"""Letters of Hebrew and Arabic."""

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


def turn_of(strings: Sequence[str], boxes: Sequence[Box]) -> int:
    """By how many degrees clockwise the text of a page is turned, by where one word stands to the one before it."""
    turns = Counter[int]()
    for (left, top, right, bottom), (x0, y0, x1, y1) in pairwise(boxes[:SEEN]):
        # Level words stand below each other where a line ends; only tall ones follow each other that way.
        tall = bottom - top > right - left and y1 - y0 > x1 - x0
        if min(bottom, y1) - max(top, y0) > 0.5 * min(bottom - top, y1 - y0):
            turns[0 if x0 >= left else 180] += 1
            if turns[0] > 0.3 * SEEN:
                return 0  # no other direction can still have 0.7 of them
        elif tall and min(right, x1) - max(left, x0) > 0.5 * min(right - left, x1 - x0) and (y0 > bottom or y1 < top):
            turns[90 if y0 > top else 270] += 1
    turn, number = turns.most_common(1)[0] if turns else (0, 0)
    sure = number > 3 and number > 0.7 * turns.total()
    return turn if sure and not (turn and LEFTWARDS.search("".join(strings[:SEEN]))) else 0


def set_turned_text(
    strings: Sequence[str], boxes: Sequence[Box], bold: Collection[int], turn: int, size: tuple[float, float]
) -> tuple[str, array[float]]:
    """As set_text, for a page that shows its text upside down or on its side; the boxes stay where they are shown."""
    width, height = size
    upright: list[Box] = []
    for left, top, right, bottom in boxes:
        if turn == 180:
            upright.append((width - right, height - bottom, width - left, height - top))
        elif turn == 90:
            upright.append((top, width - right, bottom, width - left))
        else:
            upright.append((height - bottom, left, height - top, right))
    paragraphs = order_words(upright, bold)
    text, numbers = assemble(strings, upright, paragraphs)
    order = [word for paragraph in paragraphs for line in paragraph for word in line]
    for column in range(4):
        shown = array("d", [boxes[word][column] for word in order])
        numbers[(2 + column) * len(order) : (3 + column) * len(order)] = shown
    return text, numbers


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
