"""Tell what kind of file some bytes are, by content and not by name."""

from __future__ import annotations

import io
import re

from ..errors import DamagedFile, EmptyFile, UnknownFormat

PDF, HTML, TEXT, MARKDOWN = "application/pdf", "text/html", "text/plain", "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MAIL, ZIP, RTF = "message/rfc822", "application/zip", "application/rtf"
SAVED_PAGE = "multipart/related"
"""A web page with its pictures in one file (.mhtml), written like a mail."""

IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  \r\n", "image/jp2"),
)

FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ein altes Office-Format (.doc, .xls, .msg)", "als DOCX oder PDF speichern"),
    (b"%!PS", "PostScript", "als PDF speichern"),
    (b"\x1f\x8b", "gzip", "vorher entpacken"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "vorher entpacken"),
    (b"Rar!", "RAR", "vorher entpacken"),
    (b"\x7fELF", "ein Programm", ""),
    (b"MZ", "ein Programm", ""),
    (b"SQLite format 3\x00", "eine Datenbank", ""),
)

HEADER = re.compile(
    rb"(?:(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|Reply-To|Content-Type|"
    rb"Cc|Sender|X-[\w-]+|DKIM-Signature|Authentication-Results|ARC-[\w-]+|User-Agent|Content-Transfer-Encoding|"
    rb"Thread-[\w-]+|In-Reply-To|References|Importance|Organization|List-[\w-]+|Precedence|Von|An|Betreff|Datum):)",
    re.I,
)
SAVED = re.compile(
    rb"\A(?=.*^MIME-Version:).*^(?:Snapshot-Content-Location:|From:[^\r\n]*<?(?:Saved by|Gespeichert von) )",
    re.I | re.M | re.S,
)
BINARY_NAMES = ("pdf", "docx", "odt", "zip", "png", "jpg", "jpeg", "tif", "tiff", "webp", "heic", "gif", "bmp")


def tell_kind(data: bytes, name: str = "") -> str:
    """The media type of these bytes; EmptyFile, DamagedFile or UnknownFormat where there is none we can read."""
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile("Die Datei ist leer", source=name, help="beim Absender neu anfordern oder löschen")
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, kind in IMAGES:
        if data.startswith(magic) and (kind != "image/bmp" or data[6:10] == b"\0\0\0\0"):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc"):
        return "image/avif" if head[8:12] == b"avif" else "image/heic"
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, name)
    for magic, what, advice in FOREIGN:
        if data.startswith(magic):
            raise UnknownFormat(f"Dieses Format kann nicht gelesen werden: {what}", source=name, help=advice)
    return _kind_of_text(data, name)


def _kind_of_zip(data: bytes, name: str) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return DOCX
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                inner = archive.read("mimetype").decode("ascii", "replace").strip()
                if inner.startswith("application/vnd.oasis.opendocument.text"):
                    return ODT
                raise UnknownFormat(f"Dieses Format kann nicht gelesen werden: {inner}", source=name)
            if "[Content_Types].xml" in names:
                raise UnknownFormat(
                    "Tabellen und Präsentationen können nicht gelesen werden", source=name, help="als PDF speichern"
                )
            return ZIP
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise DamagedFile(f"Das Archiv ist beschädigt: {error}", source=name, help="neu anfordern") from error


def _kind_of_text(data: bytes, name: str) -> str:
    head = data[:65536]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(head)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if not wide:
        odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127 for byte in head)
        # Text has no control characters but a stray one from an old word processor; random bytes have one in nine.
        if odd > max(2, len(head) * 0.005) and not _is_text_with_glyphs(head, odd):
            if suffix in BINARY_NAMES:
                raise DamagedFile(
                    f"Die Datei heißt .{suffix}, ihr Inhalt ist es nicht", source=name, help="neu anfordern"
                )
            raise UnknownFormat(
                "Das Format dieser Datei ist unbekannt", source=name, help="als PDF oder Text speichern"
            )
    visible = head.replace(b"\x00", b"") if wide else head
    start = re.sub(
        rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", b"", visible, flags=re.S
    )
    opening = start[:3000].lower()
    if re.match(
        rb"<!doctype\s+html|<(?:html|head|body|title|meta|article|main|div|p|h1|section|table|script|style)\b", opening
    ):
        return HTML
    if re.search(rb"<html[\s>]|<body[\s>]", opening) and opening.startswith(b"<"):
        return HTML
    if visible.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<!DOCTYPE", b"<!ENTITY")):
        raise UnknownFormat("XML ohne bekanntes Vokabular", source=name, help="als PDF, HTML oder Text speichern")
    if SAVED.search(re.split(rb"\r?\n\r?\n", visible.lstrip(), maxsplit=1)[0]):
        return SAVED_PAGE
    if _looks_like_mail(visible):
        return MAIL
    if suffix in BINARY_NAMES and len(re.findall(rb"\w+", data[:4000])) < 20:
        raise DamagedFile(f"Die Datei heißt .{suffix}, ihr Inhalt ist es nicht", source=name, help="neu anfordern")
    return MARKDOWN if suffix in ("md", "markdown") else TEXT


def _is_text_with_glyphs(head: bytes, odd: int) -> bool:
    """Valid UTF-8 of many words, part of it glyph numbers that a PDF program wrote for characters it did not know."""
    string = head.decode("utf-8", "ignore")
    lost = len(head) - len(string.encode())
    words = re.findall(r"[^\W\d_]{3,}", string)
    return b"\x00" not in head and lost <= 3 and odd < 0.15 * len(head) and sum(map(len, words)) > 0.4 * len(string)


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    if len(head) < 4:
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) * 0.3 and min(even, odd) < len(head) * 0.02


def _looks_like_mail(head: bytes) -> bool:
    top = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    lines = [line for line in top.splitlines() if line[:1] not in (b" ", b"\t")]
    known = [HEADER.match(line) for line in lines]
    named = {found[0].lower().rstrip(b":") for found in known if found}
    strong = named & {b"received", b"mime-version", b"message-id", b"return-path", b"delivered-to"}
    return (
        len(lines) >= 2
        and sum(map(bool, known)) >= len(lines) * 0.8
        and b"from" in named
        and bool(strong or len(named) >= 3)
    )
