"""Pages as they travel from the worker: text, words and boxes in plain lists, and how they become a Document's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ..document import Box, Page, Word
from ..text import Span
from .layout import order_words

PAGE_BREAK = "\n\f"

CELL_GAP = 2.0
"""Heights of a word; a blank is a quarter of one, in narrow justified columns up to one and a half."""


def set_text(words: Sequence[tuple[str, Box, float | None]], bold: Collection[int] = ()) -> tuple[str, list[list[Any]]]:
    """Text of a page from its words, and each word as [start, end, left, top, right, bottom, confidence]."""
    return assemble(words, order_words([box for _, box, _ in words], bold))


def set_text_with_tables(
    words: Sequence[tuple[str, Box, float | None]], bold: Collection[int], tables: Sequence[tuple[Box, list[list[int]]]]
) -> tuple[str, list[list[Any]]]:
    """As set_text, with each table (its box, and the words of each row) read row by row at its place on the page."""
    taken = {number for _, rows in tables for row in rows for number in row}
    free = [number for number in range(len(words)) if number not in taken]
    boxes = [words[number][1] for number in free] + [box for box, _ in tables]
    heavy = {place for place, number in enumerate(free) if number in bold}
    paragraphs: list[list[list[int]]] = []
    for paragraph in order_words(boxes, heavy):
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
    return assemble(words, paragraphs)


def assemble(
    words: Sequence[tuple[str, Box, float | None]], paragraphs: list[list[list[int]]]
) -> tuple[str, list[list[Any]]]:
    """Words a blank apart, cells a tabulator, lines a line break, paragraphs an empty line."""
    parts: list[str] = []
    placed: list[list[Any]] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        for row, line in enumerate(paragraph):
            if number or row:
                gap = "\n" if row else "\n\n"
                parts.append(gap)
                at += len(gap)
            for position, index in enumerate(line):
                string, box, confidence = words[index]
                if position:
                    before = words[line[position - 1]][1]
                    # No line of text is justified with such gaps; so what stands apart stays apart.
                    wide = box[0] - before[2] > CELL_GAP * max(box[3] - box[1], before[3] - before[1])
                    parts.append("\t" if wide else " ")
                    at += 1
                parts.append(string)
                end = at + len(string)
                placed.append([at, end, box[0], box[1], box[2], box[3], confidence])
                at = end
    return "".join(parts), placed


def join_pages(answers: Sequence[dict[str, Any]]) -> tuple[str, tuple[Page, ...]]:
    """The raw text of all pages, one form feed between two, and the pages with their words placed in it."""
    parts: list[str] = []
    pages: list[Page] = []
    at = 0
    for index, answer in enumerate(answers):
        string: str = answer["text"]
        last = index + 1 == len(answers)
        words = tuple(
            Word(Span(at + start, at + end), (left, top, right, bottom), confidence)
            for start, end, left, top, right, bottom, confidence in answer["words"]
        )
        size = len(string) + (0 if last else len(PAGE_BREAK))
        pages.append(
            Page(
                answer["number"],
                Span(at, at + size),
                answer.get("width"),
                answer.get("height"),
                answer["method"],
                answer["status"],
                answer["why"],
                words,
            )
        )
        parts.append(string if last else string + PAGE_BREAK)
        at += size
    return "".join(parts), tuple(pages)
