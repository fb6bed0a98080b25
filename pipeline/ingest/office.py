"""Word processor files: DOCX, ODT and RTF, inside the worker. Paragraphs, headings, lists, tables, text boxes, headers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ..errors import DamagedFile, EmptyFile, LockedFile, TooLarge
from .worker import allow_seconds

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

LARGEST_PART = 100_000_000
"""Bytes of one XML part unpacked; the longest book is a tenth of that."""

Part = tuple[str | None, str]


def docx_content(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One answer: text, blocks the styles tell, metadata."""
    allow_seconds(argument["page_seconds"])
    _check(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DamagedFile(f"die DOCX-Datei ist beschädigt: {error}", help="in Word öffnen und neu speichern") from error
    parts: list[Part] = []
    for section in document.sections[:1]:
        for header in (section.first_page_header, section.header):
            if not header.is_linked_to_previous:
                parts.extend(("letterhead", text) for _, text in _docx_parts(header._element, document))
    parts.extend(_docx_parts(document.element.body, document))
    for section in document.sections[:1]:
        if not section.footer.is_linked_to_previous:
            parts.extend(("furniture", text) for _, text in _docx_parts(section.footer._element, document))
    about = document.core_properties
    when = about.created.date().isoformat() if about.created else None
    yield _answer(parts, about.title or None, when, about.author or None)


def _docx_parts(body: Any, document: Any) -> Iterator[Part]:
    for element in body.iter(f"{W}p", f"{W}tr"):
        if any(parent.tag == f"{MC}Fallback" for parent in element.iterancestors()):
            continue  # the same text box a second time, for old programs
        in_row = any(parent.tag == f"{W}tr" for parent in element.iterancestors())
        if element.tag == f"{W}tr":
            cells = [" ".join(filter(None, map(_docx_string, cell.iter(f"{W}p")))) for cell in element.iter(f"{W}tc")]
            if any(cells):
                yield None, " | ".join(cells) if sum(map(bool, cells)) > 1 else " ".join(filter(None, cells))
        elif not in_row:
            string = _docx_string(element)
            if string:
                yield _docx_kind(element, string, document)


def _docx_string(paragraph: Any) -> str:
    """The characters of a paragraph, without those of text boxes anchored in it and without deleted ones."""
    pieces: list[str] = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}softHyphen"):
        owner = next((parent for parent in node.iterancestors(f"{W}p")), None)
        if owner is not paragraph:
            continue
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\f" if node.get(f"{W}type") == "page" else "\n")
        else:
            pieces.append({f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(node.tag, "\u00ad"))
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces)).strip(" \t\n\f")


def _docx_kind(paragraph: Any, string: str, document: Any) -> Part:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = ""
    if style is not None:
        key = style.get(f"{W}val") or ""
        found = next((known.name for known in document.styles if known.style_id == key), key)
        name = (found or key).lower()
    if re.match(r"(?:title|titel|heading|überschrift|berschrift|subtitle|untertitel)", name):
        return "title", string
    if paragraph.find(f"{W}pPr/{W}numPr") is not None or re.match(r"(?:list|aufz|liste)", name):
        return "list", f"- {string}"
    return None, string


def odt_content(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One answer: text, blocks the styles tell, metadata."""
    allow_seconds(argument["page_seconds"])
    archive = _check(data)
    if b"manifest:encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise LockedFile("die ODT-Datei braucht ein Kennwort", help="ohne Kennwort speichern")
    content = _parse(_part(archive, "content.xml"))
    if content is None:
        raise DamagedFile("der ODT-Datei fehlt ihr Inhalt", help="neu anfordern")
    parts: list[Part] = []
    styles = _parse(_part(archive, "styles.xml"))
    if styles is not None:
        for header in list(styles.iter(f"{STYLE}header", f"{STYLE}header-first"))[:2]:
            parts.extend(("letterhead", text) for _, text in _odt_parts(header))
    body = content.find(f"{OFFICE}body")
    parts.extend(_odt_parts(body if body is not None else content))
    if styles is not None:
        for footer in list(styles.iter(f"{STYLE}footer"))[:1]:
            parts.extend(("furniture", text) for _, text in _odt_parts(footer))
    meta = _parse(_part(archive, "meta.xml"))
    named = {node.tag.rpartition("}")[2]: (node.text or "").strip() for node in meta.iter()} if meta is not None else {}
    when = (named.get("creation-date") or named.get("date") or "")[:10] or None
    yield _answer(parts, named.get("title") or None, when, named.get("initial-creator") or None)


def _odt_parts(body: Any) -> Iterator[Part]:
    for element in body.iter(f"{TEXT}p", f"{TEXT}h", f"{TABLE}table-row"):
        up = [parent.tag for parent in element.iterancestors()]
        if element.tag == f"{TABLE}table-row":
            cells = [
                " ".join(filter(None, map(_odt_string, cell.iter(f"{TEXT}p", f"{TEXT}h"))))
                for cell in element.iter(f"{TABLE}table-cell")
            ]
            if any(cells):
                yield None, " | ".join(cells) if sum(map(bool, cells)) > 1 else " ".join(filter(None, cells))
        elif f"{TABLE}table-row" not in up and f"{TEXT}tracked-changes" not in up and f"{OFFICE}annotation" not in up:
            string = _odt_string(element)
            if string and element.tag == f"{TEXT}h":
                yield "title", string
            elif string:
                yield ("list", f"- {string}") if f"{TEXT}list-item" in up else (None, string)


def _odt_string(paragraph: Any) -> str:
    pieces: list[str] = []

    def walk(node: Any) -> None:
        pieces.append(node.text or "")
        for child in node:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "s":
                pieces.append(" " * int(child.get(f"{TEXT}c") or 1))
            elif name in ("tab", "line-break", "soft-page-break"):
                pieces.append({"tab": "\t", "line-break": "\n"}.get(name, ""))
            elif name not in ("note", "annotation", "p", "h", "list", "frame", "text-box"):
                walk(child)
            pieces.append(child.tail or "")

    walk(paragraph)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces)).strip()


def rtf_content(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One answer: the text of an RTF file, a paragraph a line."""
    allow_seconds(argument["page_seconds"])
    from striprtf.striprtf import rtf_to_text

    string = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")
    parts: list[Part] = [(None, part.strip()) for part in re.split(r"\n+", string) if part.strip()]
    yield _answer(parts, None, None, None)


def _check(data: bytes) -> zipfile.ZipFile:
    """Refuse what would unpack to more than a text can be, before unpacking it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise DamagedFile(f"die Datei ist beschädigt: {error}", help="neu anfordern") from error
    if any(info.file_size > LARGEST_PART and info.filename.endswith(".xml") for info in infos):
        raise TooLarge("der Text der Datei ist unmöglich groß", help="Datei prüfen")
    if any(info.flag_bits & 1 for info in infos):
        raise LockedFile("die Datei braucht ein Kennwort", help="ohne Kennwort speichern")
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise DamagedFile(f"die Datei ist beschädigt: {error}", help="neu anfordern") from error


def _parse(data: bytes) -> Any:
    from lxml import etree

    if not data:
        return None
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.LxmlError as error:
        raise DamagedFile(f"die Datei ist beschädigt: {error}", help="neu anfordern") from error


def _answer(parts: list[Part], title: str | None, when: str | None, author: str | None) -> dict[str, Any]:
    strings: list[str] = []
    blocks: list[list[Any]] = []
    at = 0
    before: str | None = None
    for kind, string in parts:
        if strings:
            gap = "\n" if kind == before == "list" else "\n\n"
            strings.append(gap)
            at += len(gap)
        if kind is not None:
            blocks.append([kind, at, at + len(string)])
        strings.append(string)
        at += len(string)
        before = kind
    if not strings:
        raise EmptyFile("die Datei enthält keinen Text", help="beim Absender neu anfordern oder löschen")
    return {
        "count": 1, "text": "".join(strings), "blocks": blocks, "status": "ok", "why": "Textverarbeitung",
        "title": title, "date": when, "site": None, "address": None, "author": author,
    }  # fmt: skip
