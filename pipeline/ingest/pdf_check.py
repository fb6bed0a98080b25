"""A PDF held against itself by a second program: are all pages there, and all that is printed on each?

pdfium leaves out without a word what it cannot follow: a page that the page tree lost, the rest of a stream that broke
off, the letters of a font without a table of characters. qpdf finds the pages by itself, and the streams that draw a
page say how many letters it shows. Takes 0.3 ms a page on top of the 4 to 6 ms of reading it.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from typing import Any

LITERAL = re.compile(rb"\(([^()\\]*(?:\\.[^()\\]*)*)\)", re.S)
DIGITS = re.compile(rb"<([0-9A-Fa-f\s]+)>")
NO_LETTER = re.compile("[\x00-\x1f\ufffd\ue000-\uf8ff]")
"""What pdfium gives for shapes it has no letter for."""

LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + bytes(range(128, 256))
HEXADECIMAL = b"0123456789ABCDEFabcdef"

ESCAPE = re.compile(rb"\\(?:\d{3}|.)", re.S)
BLANK_OR_CONTROL = bytes(range(33))
SHOWS_TEXT = re.compile(rb"T[jJ*]|['\"]")

LARGEST_STREAM = 20_000_000
"""Bytes that the drawing of a page may unpack to here; a densely printed newspaper page has 1 million."""

ENOUGH = 0.35
"""Share of the letters drawn that must have been read. Letters are drawn twice for shadows and bold type (0.5)."""

FEW = 60
"""Letters that may be missing without a word: a logo, a page number in a font of its own."""


class SecondLook:
    """qpdf's view of a file, page by page as it is asked for; of a file that it cannot open it knows no page."""

    def __init__(self, data: bytes) -> None:
        import pikepdf

        self._pages: list[Any] = []
        try:
            self._document = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
            self._pages = list(self._document.pages)
        except _faults():
            pass

    @property
    def pages(self) -> int:
        return len(self._pages)

    def missing(self, index: int, string: str) -> str:
        """Why more may stand on the page with this index than was read of it, in words; empty where nothing says so."""
        if index >= self.pages:
            return ""
        visible = "".join(string.split())
        seen = len(visible) - len(NO_LETTER.findall(visible))
        try:
            shown, whole = _letters(self._pages[index].obj, seen)
        except _faults():
            return ""
        if not whole:
            return "die Beschreibung der Seite bricht ab"
        if seen < ENOUGH * shown and shown - seen > FEW:
            return f"gelesen sind {seen} Zeichen, gedruckt werden mindestens {shown}"
        return ""


def _faults() -> tuple[type[Exception], ...]:
    """What pikepdf raises on damaged files."""
    import pikepdf

    return (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, TypeError, RecursionError)


def _letters(page: Any, seen: int) -> tuple[int, bool]:
    """How many letters the streams of a page draw at least, and whether they are whole; streams that are too short to
    hold much more than was seen are not counted."""
    import pikepdf

    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    drawings, whole = [], True
    for stream in streams:
        if not isinstance(stream, pikepdf.Stream):
            continue
        drawing, complete = _drawing(stream)
        whole = whole and complete
        if SHOWS_TEXT.search(drawing):
            drawings.append(drawing)
    # Strings are picked out only where all letters of a drawing, those of its commands among them, and what its digits
    # can stand for are more than was seen: picking takes ten times as long as counting.
    if seen >= ENOUGH * sum(map(_at_most, drawings)):
        return seen, whole
    return sum(map(_size, drawings)), whole


def _drawing(stream: Any) -> tuple[bytes, bool]:
    """The stream unpacked as far as it goes, and whether that is all of it; packed in rare ways it counts as empty."""
    import pikepdf

    kind = stream.get("/Filter")
    names = [str(one) for one in kind] if isinstance(kind, pikepdf.Array) else [str(kind)] if kind is not None else []
    raw = stream.read_raw_bytes()
    if names[:1] == ["/ASCII85Decode"]:
        try:
            raw, names = base64.a85decode(raw.strip().removesuffix(b"~>")), names[1:]
        except ValueError:
            return b"", False
    if not names:
        return raw, True
    if names != ["/FlateDecode"] or "/DecodeParms" in stream or len(raw) < 3:
        return b"", True
    unpack = zlib.decompressobj(-15)  # without the two bytes before, and the checksum behind that some writers cut off
    parts = []
    try:
        # Piece by piece: of a stream that breaks what stands before the break is kept.
        for start in range(2, len(raw), 4096):
            parts.append(unpack.decompress(raw[start : start + 4096], LARGEST_STREAM))
            if unpack.unconsumed_tail or sum(map(len, parts)) > LARGEST_STREAM:
                return b"", True
            if unpack.eof:
                break
    except zlib.error:
        return b"".join(parts), False
    drawing = b"".join(parts)
    checksum = unpack.unused_data[:4]
    whole = unpack.eof and (len(checksum) < 4 or int.from_bytes(checksum, "big") == zlib.adler32(drawing))
    return drawing, whole


def _at_most(drawing: bytes) -> int:
    written = drawing.translate(None, BLANK_OR_CONTROL)
    letters, digits = (len(written) - len(written.translate(None, kind)) for kind in (LETTERS, HEXADECIMAL))
    return (letters if b"(" in written else 0) + digits // 4


def _size(drawing: bytes) -> int:
    """Letters in the strings of a drawing at the least: two bytes each where they are written in digits, or hold many
    bytes that are no letters."""
    literal = b"".join(LITERAL.findall(drawing))
    if b"\\" in literal:
        literal = ESCAPE.sub(b"x", literal)
    visible = len(literal.translate(None, BLANK_OR_CONTROL))
    wide = len(literal) - literal.count(b" ") - visible > 0.2 * len(literal)
    digits = len(b"".join(DIGITS.findall(drawing)).translate(None, BLANK_OR_CONTROL))
    return (visible // 2 if wide else visible) + digits // 4
