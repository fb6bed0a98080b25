"""Words with their boxes from a PDF's text layer, by pdfium: a twelfth of what pdfplumber takes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, compress, pairwise, repeat
from operator import eq, gt, lt
from typing import Any

from ..document import Box

LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\uffff": None, "\x00": None})
"""pdfium marks a hyphen at the end of a line by U+0002 (a noncharacter in other versions)."""

MARKED = re.compile(r"[\x02\ufffe\uffff\x00]")

WORD = re.compile(r"([^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe])")
"""pdfium puts no blank between a hyphenated line end and the next line, so the mark of the hyphen ends the word."""

MOST_CHARACTERS = 200_000
"""On one page; a densely printed newspaper page has 40,000."""


BOLD = 600
"""Weight from which type is bold; pdfium tells 400 to 435 for regular faces and 700 for bold ones."""

APART = 20.0
"""Points between two words from which they stand in two columns."""

RECTANGLES = 1_000
"""Asked for at a time; four 32-bit floats each: left, top, right, bottom."""


def page_words(page: Any, width: float, height: float) -> tuple[list[str], list[Box], set[int]]:
    """The words of a page in the order of the file, their boxes in points from the top left, and which are bold.

    Every word of the archive passes through here, so whole columns of words are worked on at once: loops in Python took
    half the time of reading a page.
    """
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        count = raw.FPDFText_CountChars(handle)
        if count <= 0:
            return [], [], set()
        if count > MOST_CHARACTERS:
            raise ValueError(f"{count} Zeichen auf einer Seite")
        string = _characters(raw, handle, count)
        parts = WORD.split(string)  # a gap, a word, a gap, a word, ..., a gap
        ends = list(accumulate(map(len, parts)))
        strings, starts, behind = parts[1::2], ends[0:-1:2], ends[1::2]
        if not strings:
            return [], [], set()
        boxes, known = _boxes(textpage, starts, behind, _matrix(page, width, height))
        if MARKED.search(string):
            strings = [word if word.isalnum() else word.translate(LINE_END_HYPHENS) for word in strings]
        if not all(known) or not all(strings) or any(map(eq, strings, strings[1:])):
            kept = _kept(strings, boxes, known)
            strings, boxes = list(compress(strings, kept)), list(compress(boxes, kept))
            starts = list(compress(starts, kept))
        return strings, boxes, _bold_lines(raw, textpage, boxes, starts)
    finally:
        textpage.close()


def direct(function: Any, answer: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes plain addresses: checking its pointers takes ctypes longer than the call itself.

    Without the types of its arguments it takes whole numbers and void pointers, unchecked, at half the cost again.
    """
    return ctypes.PYFUNCTYPE(answer, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


def address(handle: Any) -> int:
    """Where a thing of pdfium lies, for functions called directly."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


@cache
def _char_boxes() -> tuple[Callable[..., Any], Any, list[ctypes.c_void_p]]:
    """What tells the box of a character, room for a thousand of them, and pointers to their places in it: all made once,
    for making pointers takes as long as asking."""
    import pypdfium2.raw as raw

    room = (ctypes.c_float * (4 * RECTANGLES))()
    places = [ctypes.c_void_p(ctypes.addressof(room) + 16 * number) for number in range(RECTANGLES)]
    return direct(raw.FPDFText_GetLooseCharBox, ctypes.c_int), room, places


@cache
def _weight() -> Callable[..., Any]:
    import pypdfium2.raw as raw

    return direct(raw.FPDFText_GetFontWeight, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


def _boxes(textpage: Any, starts: Sequence[int], behind: Sequence[int], matrix: Matrix) -> tuple[list[Box], list[int]]:
    """The boxes around the first and the last character of each word, and which pdfium could tell."""
    first, known = _rectangles(textpage, starts)
    last, told = _rectangles(textpage, [end - 1 for end in behind])
    if not all(told):  # a word whose last character has no place is where its first one is
        for word, placed in enumerate(told):
            if not placed:
                last[4 * word : 4 * word + 4] = first[4 * word : 4 * word + 4]
    left, top, right, bottom = first[0::4], first[1::4], last[2::4], first[3::4]
    if any(map(gt, left, last[0::4])) or any(map(lt, right, first[2::4])):
        left, right = list(map(min, left, last[0::4])), list(map(max, right, first[2::4]))
    if top != last[1::4] or bottom != last[3::4]:
        top, bottom = list(map(max, top, last[1::4])), list(map(min, bottom, last[3::4]))
    if not _is_upright(matrix):
        return list(map(_placer(matrix), left, top, right, bottom)), known
    x0, ax, _, y0, _, by = matrix
    columns = [x0 + ax * x for x in left], [y0 + by * y for y in top], [x0 + ax * x for x in right], [y0 + by * y for y in bottom]  # fmt: skip
    return list(zip(*columns, strict=True)), known


def _rectangles(textpage: Any, characters: Sequence[int]) -> tuple[list[float], list[int]]:
    """The edges of some characters one after the other, and which pdfium could tell."""
    char_box, room, places = _char_boxes()
    handle = repeat(ctypes.c_void_p(address(textpage.raw)))
    edges: list[float] = []
    told: list[int] = []
    for start in range(0, len(characters), RECTANGLES):
        some = characters[start : start + RECTANGLES]
        told += map(char_box, handle, some, places)
        edges += room[: 4 * len(some)]
    return edges, told


def _kept(strings: Sequence[str], boxes: Sequence[Box], known: Sequence[int]) -> list[bool]:
    """Which words to keep: not those without a place or a character, and of bold type that is made by printing the same
    word twice, half a point apart, only the first."""
    kept: list[bool] = []
    last: tuple[str, Box] | None = None
    for word, box, placed in zip(strings, boxes, known, strict=True):
        keep = bool(placed and word) and not (last is not None and _doubled(last, word, box))
        if keep:
            last = word, box
        kept.append(keep)
    return kept


def _bold_lines(raw: Any, textpage: Any, boxes: Sequence[Box], starts: Sequence[int]) -> set[int]:
    """The words of lines that are bold from end to end; two looks a line, because each costs as much as a word."""
    if not boxes:
        return set()
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    heads = [0]
    heads += [
        number for number, (before, box) in enumerate(pairwise(boxes), 1)
        if box[1] > before[3] or box[3] < before[1] or box[0] < before[0] or box[0] > before[2] + APART
    ]  # fmt: skip
    handle, weight = address(textpage.raw), _weight()

    def is_bold(word: int) -> bool:
        told = weight(handle, starts[word])
        if told > 0:
            return bool(told >= BOLD)
        # Fonts that are not embedded have no weight.
        raw.FPDFText_GetFontInfo(textpage.raw, starts[word], name, 128, flags)
        return any(mark in name.value for mark in (b"Bold", b"Black", b"Heavy", b"bold"))

    bold: set[int] = set()
    for first, behind in pairwise([*heads, len(starts)]):
        if is_bold(first) and is_bold(behind - 1):
            bold.update(range(first, behind))
    return bold


def _characters(raw: Any, handle: Any, count: int) -> str:
    """One character for each of pdfium's, so that positions in the string are pdfium's positions."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(handle, 0, count, buffer)
    string = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")
    if len(string) == count:
        return string
    read = raw.FPDFText_GetUnicode
    return "".join(chr(code) if 0 < (code := read(handle, index)) < 0x110000 else " " for index in range(count))


def _doubled(last: tuple[str, Box], word: str, box: Box) -> bool:
    return last[0] == word and abs(last[1][0] - box[0]) < 1.5 and abs(last[1][1] - box[1]) < 1.5


Matrix = tuple[float, float, float, float, float, float]
"""x0, ax, bx, y0, ay and by of x = x0 + ax * across + bx * up and y = y0 + ay * across + by * up."""


def placer(page: Any, width: float, height: float) -> Callable[[float, float, float, float], Box]:
    """A function from pdfium's boxes (origin below, before the page's rotation and crop) to ours."""
    return _placer(_matrix(page, width, height))


def _matrix(page: Any, width: float, height: float) -> Matrix:
    import pypdfium2.raw as raw

    scale = 16  # PageToDevice gives whole numbers; sixteenths of a point are finer than any box needs
    x, y = ctypes.c_int(), ctypes.c_int()

    def corner(across: float, up: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, 0, 0, round(width * scale), round(height * scale), 0, across, up, x, y)
        return x.value / scale, y.value / scale

    x0, y0 = corner(0, 0)
    xa, ya = corner(1000, 0)
    xb, yb = corner(0, 1000)
    return x0, (xa - x0) / 1000, (xb - x0) / 1000, y0, (ya - y0) / 1000, (yb - y0) / 1000


def _is_upright(matrix: Matrix) -> bool:
    """Whether only the origin differs, as on nearly every page."""
    _, ax, bx, _, ay, by = matrix
    return ax > 0 > by and not bx and not ay


def _placer(matrix: Matrix) -> Callable[[float, float, float, float], Box]:
    x0, ax, bx, y0, ay, by = matrix

    def place(left: float, top: float, right: float, bottom: float) -> Box:
        xa, ya = x0 + ax * left + bx * top, y0 + ay * left + by * top
        xb, yb = x0 + ax * right + bx * bottom, y0 + ay * right + by * bottom
        return (xa, ya, xb, yb) if xa <= xb and ya <= yb else (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    return place
