"""Reading order: from words with boxes to lines, columns and paragraphs.

A page is cut where white gaps run through it, first from top to bottom (columns), else from left to right (a heading
over two columns), again and again, until each piece is one column. Tables are the exception: their columns are read
row by row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from ..document import Box

MATCHED = 0.7
"""Share of rows that must stand on a common line for two columns to be a table; columns of prose reach 0.5 by chance."""

COVER = 1.15
"""By so much the type of a flyer's title is larger than the headings inside, at the least."""


@dataclass(slots=True)
class Piece:
    """Words that stand close together on one line."""

    words: list[int]
    left: float
    top: float
    right: float
    bottom: float
    height: float
    middle: float


def median(values: Iterable[float]) -> float:
    """As in the library, whose import costs as much as reading a page."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def order_words(boxes: Sequence[Box], bold: Collection[int] = ()) -> list[list[list[int]]]:
    """Paragraphs of lines of word numbers, in reading order; `bold` are the numbers of words in bold type."""
    pieces, standing = _standing(_pieces(boxes))
    if not pieces:
        return [[line] for line in standing]
    pieces.sort(key=attrgetter("left"))  # once for all: cutting keeps the order, and each look for a cut wants it
    height = median(piece.height for piece in pieces) or 1.0
    result: list[list[list[int]]] = []
    for panel in _panels(pieces, height):
        for column in _columns(panel, height, 0):
            result.extend(_paragraphs(column, height, bold))
    return result + [[line] for line in standing]


def _panels(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """A sheet folded once or twice as its panels, the cover first: it has the largest type, and much less of it.

    Any other page is one panel.
    """
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    if len(pieces) < 12 or right - left < 1.1 * (bottom - top):
        return [pieces]
    panels: list[list[Piece]] = []
    rest = pieces
    while (cut := _vertical_cut(rest, height, panel=True)) is not None and len(panels) < 4:
        panels.append([piece for piece in rest if (piece.left + piece.right) / 2 < cut])
        rest = [piece for piece in rest if (piece.left + piece.right) / 2 >= cut]
    panels.append(rest)
    if len(panels) < 2:
        return [pieces]
    largest = [max(piece.height for piece in panel) for panel in panels]
    cover = max(range(len(panels)), key=lambda number: largest[number])
    others = max(size for number, size in enumerate(largest) if number != cover)
    words = [sum(len(piece.words) for piece in panel) for panel in panels]
    if largest[cover] < COVER * others or words[cover] > 0.7 * max(words):
        return [pieces]
    return [panels[cover], *panels[:cover], *panels[cover + 1 :]]


def _pieces(boxes: Sequence[Box]) -> list[Piece]:
    """Words next to each other, in the order of the file, as one piece."""
    pieces: list[Piece] = []
    words: list[int] = []
    x0 = y0 = x1 = y1 = size = 0.0  # of the last piece: this loop runs for every word of the archive
    for index, (left, top, right, bottom) in enumerate(boxes):
        if top == y0 and bottom == y1:  # as nearly all words have it that are set in one type
            near = -0.5 * size < left - x1 < 1.1 * size
        else:
            near = _is_beside(left - x1, top, bottom, y0, y1)
        if near and words:
            words.append(index)
            if top < y0:
                y0 = top
            if bottom > y1:
                y1 = bottom
            if left < x0:
                x0 = left
            if right > x1:
                x1 = right
            size = y1 - y0
            continue
        if words:
            pieces.append(Piece(words, x0, y0, x1, y1, size, (y0 + y1) / 2))
        words = [index]
        x0, y0, x1, y1, size = left, top, right, bottom, bottom - top
    if words:
        pieces.append(Piece(words, x0, y0, x1, y1, size, (y0 + y1) / 2))
    return pieces


def _is_beside(gap: float, top: float, bottom: float, y0: float, y1: float) -> bool:
    """Whether a word with these edges, this far right of another, stands on one line with it."""
    low, high = sorted((bottom - top, y1 - y0))
    shared = min(bottom, y1) - max(top, y0)
    # A word that stands on end is as tall as it is long; it belongs to no line beside it.
    return 2 * shared > low and -0.5 * high < gap < 1.1 * high and high < 4 * low


def _standing(pieces: list[Piece]) -> tuple[list[Piece], list[list[int]]]:
    """The pieces that lie, and the lines that stand on end and are read upwards, as letterheads have them at the rim.

    Such words are taller than wide and stand on top of each other; lying lines never go up the page one word at a time.
    """
    lying: list[Piece] = []
    lines: list[list[int]] = []
    run: list[Piece] = []
    for piece in pieces:
        if run and not _on_top(run[-1], piece):
            _sort_out(run, lying, lines)
            run = []
        if len(piece.words) == 1:
            run.append(piece)
        else:
            lying.append(piece)
    _sort_out(run, lying, lines)
    return lying, lines


def _on_top(below: Piece, piece: Piece) -> bool:
    width = max(below.right - below.left, piece.right - piece.left)
    shared = min(below.right, piece.right) - max(below.left, piece.left)
    return len(piece.words) == 1 and shared > 0.6 * width and -0.2 * width < below.top - piece.bottom < 1.2 * width


def _sort_out(run: list[Piece], lying: list[Piece], lines: list[list[int]]) -> None:
    tall = sum(piece.height for piece in run) > 1.5 * sum(piece.right - piece.left for piece in run)
    if len(run) > 2 and tall:
        lines.append([index for piece in run for index in piece.words])
    else:
        lying.extend(run)


def _columns(pieces: list[Piece], height: float, depth: int) -> list[list[Piece]]:
    """The pieces cut into single columns, in reading order."""
    if len(pieces) < 4 or depth > 12:
        return [pieces]
    cut = _vertical_cut(pieces, height)
    if cut is not None:
        left = [piece for piece in pieces if (piece.left + piece.right) / 2 < cut]
        right = [piece for piece in pieces if (piece.left + piece.right) / 2 >= cut]
        return _columns(left, height, depth + 1) + _columns(right, height, depth + 1)
    for at in _horizontal_gaps(pieces, height):
        top = [piece for piece in pieces if piece.middle < at]
        bottom = [piece for piece in pieces if piece.middle >= at]
        if _vertical_cut(top, height) is not None or _vertical_cut(bottom, height) is not None:
            return _columns(top, height, depth + 1) + _columns(bottom, height, depth + 1)
    return [pieces]


def _vertical_cut(pieces: list[Piece], height: float, *, panel: bool = False) -> float | None:
    """The middle of the widest white gap from top to bottom that separates columns, or None; with `panel` of the first
    one, whose sides need not stand beside each other: the title on a cover often begins below a short text inside.

    The pieces come from left to right.
    """
    if len(pieces) < 4:
        return None
    widest, cut = 0.9 * height, None
    reach = pieces[0].right
    for piece in pieces:
        gap = piece.left - reach
        if gap > widest:
            at = (reach + piece.left) / 2
            one = [piece for piece in pieces if piece.right <= at]
            other = [piece for piece in pieces if piece.left >= at]
            if _are_columns(one, other, height, beside=not panel):
                widest, cut = gap, at
                if panel:
                    break
        if piece.right > reach:
            reach = piece.right
    return cut


def _are_columns(first: list[Piece], second: list[Piece], height: float, *, beside: bool = True) -> bool:
    """Both sides have several lines, stand beside each other, and are not the columns of a table."""
    if len(first) < 2 or len(second) < 2:
        return False
    top = max(min(p.top for p in first), min(p.top for p in second))
    bottom = min(max(p.bottom for p in first), max(p.bottom for p in second))
    shorter = min(max(p.bottom for p in side) - min(p.top for p in side) for side in (first, second))
    if beside and bottom - top < 0.5 * shorter:
        return False
    return not _is_table(first, second, height)


def _is_table(first: list[Piece], second: list[Piece], height: float) -> bool:
    def matched(side: list[Piece], other: list[Piece]) -> float:
        middles = sorted(piece.middle for piece in other)
        found = 0
        for piece in side:
            at = bisect_left(middles, piece.middle - 0.35 * height)
            found += at < len(middles) and middles[at] < piece.middle + 0.35 * height
        return found / len(side)

    aligned = min(matched(first, second), matched(second, first))
    cells = [len(piece.words) for piece in second]
    return aligned >= MATCHED and (median(cells) <= 3 or median(len(piece.words) for piece in first) <= 2)


def _horizontal_gaps(pieces: list[Piece], height: float) -> list[float]:
    """White gaps from left to right, widest first."""
    spans = sorted((piece.top, piece.bottom) for piece in pieces)
    reach = spans[0][1]
    gaps: list[tuple[float, float]] = []
    for top, bottom in spans[1:]:
        if top - reach > 0.1 * height:
            gaps.append((top - reach, (reach + top) / 2))
        reach = max(reach, bottom)
    return [at for _, at in sorted(gaps, reverse=True)[:12]]


def _paragraphs(pieces: list[Piece], height: float, bold: Collection[int]) -> list[list[list[int]]]:
    """Lines of one column, and the larger gaps, indents and changes of type size that part its paragraphs."""
    lines: list[list[Piece]] = []
    tops: list[float] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=lambda p: (p.middle, p.left, p.words[0])):
        shared = min(bottom, piece.bottom) - max(top, piece.top)
        if lines and shared > 0.5 * min(bottom - top, piece.height):
            lines[-1].append(piece)
            top, bottom = min(top, piece.top), max(bottom, piece.bottom)
            tops[-1] = top
        else:
            top, bottom = piece.top, piece.bottom
            lines.append([piece])
            tops.append(top)
    for line in lines:
        line.sort(key=attrgetter("left"))
    pitches = [b - a for a, b in pairwise(tops) if 0 < b - a < 3 * height]
    pitch = sorted(pitches)[len(pitches) // 4] if pitches else 1.5 * height
    if len(pitches) < 5:  # too few lines to tell their distance by: each may be a paragraph
        pitch = min(pitch, 1.45 * height)
    paragraphs: list[list[list[int]]] = []
    was_bold = False
    for index, line in enumerate(lines):
        words = [word for piece in line for word in piece.words]
        is_bold = bool(bold) and all(word in bold for word in words)
        same = not bold or index == 0 or is_bold == was_bold  # a heading in bold right above its text
        was_bold = is_bold
        if index and same and not _new_paragraph(lines[index - 1], line, tops[index] - tops[index - 1], pitch, height):
            paragraphs[-1].append(words)
        else:
            paragraphs.append([words])
    return paragraphs


def _new_paragraph(before: list[Piece], line: list[Piece], step: float, pitch: float, height: float) -> bool:
    size_before = max(piece.height for piece in before)
    size = max(piece.height for piece in line)
    low, high = min(size, size_before), max(size, size_before)
    if low > 1.12 * height and high < 1.2 * low and 0 <= step < 1.55 * high:
        return False  # a headline over two lines has a distance of its own
    if step > 1.4 * pitch + 0.5 or step < 0:
        return True
    return high > 1.25 * low and step > 1.05 * pitch
