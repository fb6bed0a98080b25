"""Words with their boxes from a PDF's text layer, by pdfium: a twelfth of what pdfplumber takes."""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise
from typing import Any

from ..document import Box

LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\uffff": None, "\x00": None})
"""pdfium marks a hyphen at the end of a line by U+0002 (a noncharacter in other versions)."""

WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""pdfium puts no blank between a hyphenated line end and the next line, so the mark of the hyphen ends the word."""

MOST_CHARACTERS = 200_000
"""On one page; a densely printed newspaper page has 40,000."""


BOLD = 600
"""Weight from which type is bold; pdfium tells 400 to 435 for regular faces and 700 for bold ones."""


def page_words(page: Any, width: float, height: float) -> tuple[list[tuple[str, Box, float | None]], set[int]]:
    """The words of a page in the order of the file, with boxes in points from the top left, and which are bold."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        count = raw.FPDFText_CountChars(handle)
        if count <= 0:
            return [], set()
        if count > MOST_CHARACTERS:
            raise ValueError(f"{count} Zeichen auf einer Seite")
        string = _characters(raw, handle, count)
        place = placer(page, width, height)
        box = raw.FS_RECTF()
        words: list[tuple[str, Box, float | None]] = []
        starts: list[int] = []
        line_starts: list[int] = []
        last: tuple[str, Box] | None = None
        char_box = raw.FPDFText_GetLooseCharBox  # this loop runs for every word of the archive
        for match in WORD.finditer(string):
            start, end = match.span()
            if not char_box(handle, start, box):
                continue
            left, top, right, bottom = box.left, box.top, box.right, box.bottom
            if end - start > 1 and char_box(handle, end - 1, box):
                if box.left < left:
                    left = box.left
                if box.right > right:
                    right = box.right
                if box.top > top:
                    top = box.top
                if box.bottom < bottom:
                    bottom = box.bottom
            placed = place(left, top, right, bottom)
            word = match[0]
            if not word.isalnum():
                word = word.translate(LINE_END_HYPHENS)
            if not word or (last is not None and _doubled(last, word, placed)):
                continue  # bold type that is made by printing the same word twice, half a point apart
            last = (word, placed)
            before = words[-1][1] if words else (0.0, 0.0, 0.0, 0.0)
            if not words or placed[1] > before[3] or placed[3] < before[1] or placed[0] < before[0]:
                line_starts.append(len(words))
            starts.append(start)
            words.append((word, placed, None))
        return words, _bold_lines(raw, handle, line_starts, starts)
    finally:
        textpage.close()


def _bold_lines(raw: Any, handle: Any, line_starts: list[int], starts: list[int]) -> set[int]:
    """The words of lines that are bold from end to end; two looks a line, because each costs as much as a word."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()

    def is_bold(word: int) -> bool:
        weight = raw.FPDFText_GetFontWeight(handle, starts[word])
        if weight > 0:
            return bool(weight >= BOLD)
        raw.FPDFText_GetFontInfo(handle, starts[word], name, 128, flags)  # fonts that are not embedded have no weight
        return any(mark in name.value for mark in (b"Bold", b"Black", b"Heavy", b"bold"))

    bold: set[int] = set()
    for first, behind in pairwise([*line_starts, len(starts)]):
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


def placer(page: Any, width: float, height: float) -> Any:
    """A function from pdfium's boxes (origin below, before the page's rotation and crop) to ours."""
    import pypdfium2.raw as raw

    scale = 16  # PageToDevice gives whole numbers; sixteenths of a point are finer than any box needs
    x, y = ctypes.c_int(), ctypes.c_int()

    def corner(across: float, up: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, 0, 0, round(width * scale), round(height * scale), 0, across, up, x, y)
        return x.value / scale, y.value / scale

    x0, y0 = corner(0, 0)
    xa, ya = corner(1000, 0)
    xb, yb = corner(0, 1000)
    ax, ay, bx, by = (xa - x0) / 1000, (ya - y0) / 1000, (xb - x0) / 1000, (yb - y0) / 1000

    if ax > 0 and by < 0 and not ay and not bx:  # upright, as nearly every page is

        def upright(left: float, top: float, right: float, bottom: float) -> Box:
            return (x0 + ax * left, y0 + by * top, x0 + ax * right, y0 + by * bottom)

        return upright

    def place(left: float, top: float, right: float, bottom: float) -> Box:
        ends = (
            (x0 + ax * left + bx * top, y0 + ay * left + by * top),
            (x0 + ax * right + bx * bottom, y0 + ay * right + by * bottom),
        )
        (xa, ya), (xb, yb) = ends
        return (xa, ya, xb, yb) if xa <= xb and ya <= yb else (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    return place
