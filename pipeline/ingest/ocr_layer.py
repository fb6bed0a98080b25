"""The invisible text behind a page image, as a PDF of one page that OCRmyPDF lays over the scan.

OCRmyPDF's own writer sets the words in a real font and cuts that down to the letters used: half of what a PDF/A of one
page cost was loading the libraries for it. Nobody sees these letters, so a font of empty glyphs does: every
character has a number of its own, and the table from numbers to Unicode is what a reader copies and searches.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

Word = Sequence[Any]
"""Its string, and its edges in points from the upper left corner: left, top, right, bottom."""

WIDTH, BLANK, ASCENT, DESCENT = 500, 250, 800, -200
"""Thousandths of the type size; each word is stretched to its place, whatever its letters would take."""

MADE = 3_818_448_000
"""The day of the font, the first of 2025, in seconds since 1904: readers complain where there is none."""

CROOKED = 1.6
"""Heights of a word from which the edges of a line are those of a slope, and each word keeps its own."""


def text_page(width: float, height: float, lines: Iterable[Sequence[Word]]) -> bytes:
    """A PDF page of that size in points with these lines of words, drawn invisibly."""
    import pikepdf

    numbers: dict[str, int] = {" ": 1}
    drawing = ["BT 3 Tr"]
    for line in lines:
        drawing.extend(_line(line, height, numbers))
    drawing.append("ET")
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(width, height))
        page = document.pages[0]
        page.Contents = document.make_stream("\n".join(drawing).encode("ascii"))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font(document, numbers)))
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _line(words: Sequence[Word], height: float, numbers: dict[str, int]) -> Iterable[str]:
    """The drawing of a line: each word stretched from its left edge to its right one, and a blank behind it."""
    top, bottom = min(word[2] for word in words), max(word[4] for word in words)
    level = bottom - top < CROOKED * max(word[4] - word[2] for word in words)
    x = y = size = 0.0
    for place, (string, left, upper, right, lower, *_) in enumerate(words):
        above, below = (top, bottom) if level else (upper, lower)
        if not size or not level:
            size = max(below - above, 1.0)
            yield f"/F1 {size:.2f} Tf"
        base = height - below - DESCENT / 1000 * size
        codes = "".join(f"{numbers.setdefault(char, len(numbers) + 1):04X}" for char in f"{string} ")
        stretch = max(right - left, 0.1) / (WIDTH / 1000 * size * len(string)) * 100
        move = f"{left - x:.2f} {base - y:.2f} Td" if place else f"1 0 0 1 {left:.2f} {base:.2f} Tm"
        yield f"{move} {stretch:.2f} Tz <{codes}> Tj"
        x, y = left, base


def _font(document: Any, numbers: dict[str, int]) -> Any:
    """The font of empty glyphs, under as many numbers as there are characters."""
    from pikepdf import Array, Dictionary, Name, String

    program = empty_font()
    embedded = document.make_stream(program, Length1=len(program))
    about = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.GlyphLess, Flags=4, FontBBox=Array([0, DESCENT, WIDTH, ASCENT]),
        ItalicAngle=0, Ascent=ASCENT, Descent=DESCENT, CapHeight=ASCENT, StemV=80, FontFile2=embedded,
    )  # fmt: skip
    glyphs = document.make_stream(zlib.compress(b"\0\0\0\2" + b"\0\1" * (len(numbers) - 1)), Filter=Name.FlateDecode)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.GlyphLess, DW=WIDTH, W=Array([1, Array([BLANK])]), CIDToGIDMap=glyphs,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=document.make_indirect(about),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.GlyphLess, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]), ToUnicode=document.make_stream(_table(numbers)),
    )  # fmt: skip
    return document.make_indirect(font)


def _table(numbers: dict[str, int]) -> bytes:
    """From numbers to characters, as Adobe's technical note 5411 has it: at most a hundred rows at a time."""
    rows = [f"<{number:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, number in numbers.items()]
    parts = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in parts),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode("ascii")


def empty_font() -> bytes:
    """A TrueType font of three glyphs, for what is missing, for any character and for the blank; all are empty."""
    tables = {
        b"glyf": b"\0",  # one byte: some systems refuse a font whose table of outlines has none
        b"head": struct.pack(
            ">LLLLHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, MADE, MADE, 0, DESCENT, WIDTH, ASCENT, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, ASCENT, DESCENT, 0, WIDTH, 0, 0, WIDTH, 1, *[0] * 7, 3),
        b"hmtx": struct.pack(">HhHhHh", WIDTH, 0, WIDTH, 0, BLANK, 0),
        b"loca": struct.pack(">HHHH", 0, 0, 0, 0),
        b"maxp": struct.pack(">LH13H", 0x10000, 3, 0, 0, 0, 0, 2, *[0] * 8),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    header = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(header) + 16 * len(tables)
    rows, bodies = [], []
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        rows.append(struct.pack(">4sLLL", tag, _checksum(padded), place, len(body)))
        bodies.append(padded)
        place += len(padded)
    font = bytearray(header + b"".join(rows) + b"".join(bodies))
    head = font.index(struct.pack(">L", 0x5F0F3CF5)) - 4
    struct.pack_into(">L", font, head, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF
