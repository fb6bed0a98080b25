"""Saved web pages: the main text, its title and date, without navigation and teasers. Runs inside the worker.

trafilatura finds the main text; what it leaves out although it is printed on the page (the title, the date line) is put
back, and when it finds nothing (HTML nested 100,000 deep makes lxml and trafilatura return an empty page without a
word) the visible text is read by Python's own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from ..errors import EmptyFile
from .plain import decode
from .worker import allow_seconds

_HIDDEN = "script style template noscript head svg iframe select button nav footer aside form dialog"
_CLOSES_LINE = """
p div br li tr h1 h2 h3 h4 h5 h6 section article header main ul ol table blockquote dt dd figcaption address pre body
time td th option summary
"""
_PARAGRAPH = "p h1 h2 h3 h4 h5 h6 blockquote article section table ul ol address pre"
_VOID = "area base br col embed hr img input link meta source track wbr"
HIDDEN, CLOSES_LINE = frozenset(_HIDDEN.split()), frozenset(_CLOSES_LINE.split())
PARAGRAPH, VOID = frozenset(_PARAGRAPH.split()), frozenset(_VOID.split())
DATE = re.compile(
    r"\b\d{1,2}\. ?(?:\d{1,2}\. ?\d{2,4}|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) \d{4})"
)

LONGEST_CELL = 80
"""Characters in a cell of a table of data; a headline in a cell may be longer."""

SHORT = 1500
"""Visible characters of a page that has next to nothing but its main text; menus and teasers alone have more."""

ENOUGH = 0.12
"""Share of the visible text that the main text must reach when the page is short: a release on a portal with menus and
teasers is a quarter to a half of what is visible; below this the extraction has lost it."""


def html_content(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One answer: text, blocks the markup tells, metadata, and how it was won."""
    allow_seconds(argument["page_seconds"])
    string = _decoded(data)
    seen = visible_text(string)
    found = _main_text(string)
    parts: list[tuple[str | None, str]] = found["parts"]
    size = sum(len(part) for _, part in parts)
    total = len(re.sub(r"\s+", " ", seen.text))
    why = f"Haupttext, {size} von {total} sichtbaren Zeichen"
    status = "ok"
    if not parts or (size < 250 and size < ENOUGH * total):
        parts = [(None, part) for part in re.split(r"\n{2,}", seen.text) if part.strip()]
        status = "partial" if size and total > 2000 else "ok"
        why = f"Haupttext nicht gefunden, {total} sichtbare Zeichen übernommen"
    elif not _has_rows(parts, seen.rows) and total < SHORT:
        parts = [(None, part) for part in re.split(r"\n{2,}", seen.text) if part.strip()]
        why = f"kurze Seite mit einer Tabelle, {total} sichtbare Zeichen übernommen"
    elif not _has_rows(parts, seen.rows):
        parts = _with_tables(parts, seen)
    if not parts:
        raise EmptyFile("die Seite zeigt keinen Text", help="im Browser öffnen und vollständig speichern")
    title = found["title"] or seen.heading or None
    parts = _with_title_and_date(parts, title, seen)
    text, blocks = _put_together(parts)
    yield {
        "count": 1, "text": text, "blocks": blocks, "status": status, "why": why, "title": title,
        "date": found["date"], "site": found["site"], "address": found["address"], "author": found["author"],
    }  # fmt: skip


def _decoded(data: bytes) -> str:
    """By byte order mark, by UTF-8 if it fits, by the page's own word, by the likeliest code page."""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        told = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", data[:4096], re.I)
        if told:
            try:
                name = told[1].decode("ascii").lower()
                # Browsers read Latin-1 as Windows-1252, and so did the authors.
                return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name)
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data)[0]


def _main_text(string: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"parts": [], "title": None, "date": None, "site": None, "address": None, "author": None}
    if _too_deep(string):
        return nothing
    import trafilatura
    from lxml import etree

    try:
        xml = trafilatura.extract(
            string, output_format="xml", with_metadata=True, include_comments=False, include_tables=True
        )
        if not xml:
            return nothing
        root = etree.fromstring(xml.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return nothing
    main = root.find("main")
    return {
        "parts": list(_parts(main)) if main is not None else [],
        "title": root.get("title"),
        "date": root.get("date"),
        "site": root.get("sitename"),
        "address": root.get("url"),
        "author": root.get("author"),
    }


def _too_deep(string: str, most: int = 200) -> bool:
    """libxml2 gives up silently at 256 levels."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)([a-zA-Z][\w-]*)[^>]*?(/?)>", string):
        if match[2].lower() in VOID or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > 2 * most


def _parts(element: Any) -> Iterator[tuple[str | None, str]]:
    """Kind and text of each paragraph; None where the markup does not tell."""
    for child in element:
        if child.tag == "head":
            yield "title", _string(child)
        elif child.tag == "list":
            items = [_string(item) for item in child.iter("item")]
            yield "list", "\n".join(f"- {item}" for item in items if item)
        elif child.tag == "quote":
            yield "quote", _string(child)
        elif child.tag == "table":
            rows = [" | ".join(_string(cell) for cell in row.iter("cell")) for row in child.iter("row")]
            yield "body", "\n".join(row for row in rows if row.strip(" |"))
        elif child.tag == "div" or len(child.findall(".//p")) > 0:
            yield from _parts(child)
        else:
            yield None, _string(child)


def _string(element: Any) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            pieces.append("\n")
        else:
            pieces.append(_string(child))
        pieces.append(child.tail or "")
    joined = re.sub(r"[ \t\r]*\n[ \t\r]*", "\n", "".join(pieces))
    return re.sub(r"[ \t]+", " ", joined).strip()


def _with_title_and_date(
    parts: list[tuple[str | None, str]], title: str | None, seen: VisibleText
) -> list[tuple[str | None, str]]:
    """Put the page's heading and its date line first, where they are not among the text already."""
    parts = [(kind, part) for kind, part in parts if part.strip()]
    heading = seen.heading or title
    if heading and not any(_folded(part) == _folded(heading) for _, part in parts[:6]):
        if title and any(_folded(part) == _folded(title) for _, part in parts[:6]):
            heading = title
        else:
            parts.insert(0, ("title", heading))
    if heading:
        parts = [
            ("title" if kind is None and _folded(part) == _folded(heading) else kind, part) for kind, part in parts
        ]
    if seen.date and not any(seen.date in part for _, part in parts[:6]):
        parts.insert(0, ("letterhead", seen.date))
    return parts


def _has_rows(parts: list[tuple[str | None, str]], rows: list[str]) -> bool:
    """Whether the tables of data on the page (two rows or more) are in the text, row by row."""
    if len(rows) < 2 or not any(char.isdigit() for row in rows for char in row):
        return True
    lines = {_folded(line) for _, part in parts for line in part.split("\n")}
    return sum(_folded(row) in lines for row in rows) >= 0.8 * len(rows)


def _with_tables(parts: list[tuple[str | None, str]], seen: VisibleText) -> list[tuple[str | None, str]]:
    """The text with each table of data put behind the paragraph that stands before it on the page, if that is there."""
    places = {_folded(part): number for number, (_, part) in enumerate(parts)}
    added: dict[int, list[str]] = {}
    before = -1
    for part in re.split(r"\n{2,}", seen.text):
        lines = part.split("\n")
        if len(lines) >= 2 and all(" | " in line for line in lines):
            if before >= 0 and any(char.isdigit() for char in part):
                added.setdefault(before, []).append(part)
        else:
            before = places.get(_folded(part), -1)
    result: list[tuple[str | None, str]] = []
    for number, part_ in enumerate(parts):
        result.append(part_)
        result.extend(("body", table) for table in added.get(number, ()))
    return result


def _folded(string: str) -> str:
    return re.sub(r"[\W_]+", "", string.casefold())


def _put_together(parts: list[tuple[str | None, str]]) -> tuple[str, list[list[Any]]]:
    strings: list[str] = []
    blocks: list[list[Any]] = []
    at = 0
    for kind, part in parts:
        if kind is not None:
            blocks.append([kind, at, at + len(part)])
        strings.append(part)
        at += len(part) + 2
    return "\n\n".join(strings), blocks


class VisibleText(HTMLParser):
    """What a browser would show, without menus; no recursion, so no depth can stop it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        self._heading: list[str] | None = None
        self._dated: list[str] | None = None
        self._dated_tag = ""
        self._row: list[str] | None = None
        self._row_begin = self._cell_begin = 0
        self.heading = ""
        self.date = ""
        self.rows: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID and tag != "br":
            return
        if tag in HIDDEN:
            self._hidden.append(tag)
        if self._hidden:
            return
        if tag in ("tr", "table"):  # also where the row before was never closed
            self._row, self._row_begin = [], len(self._pieces)
        if tag in ("td", "th"):
            self._cell_begin = len(self._pieces)
        if tag in CLOSES_LINE:
            self._pieces.append("\n\n" if tag in PARAGRAPH else "\n")
        if tag == "li":
            self._pieces.append("- ")
        if tag == "h1" and not self.heading:
            self._heading = []
        names = " ".join(value or "" for name, value in attrs if name in ("class", "id", "itemprop"))
        if not self.date and (tag == "time" or re.search(r"\b(?:date|datum|published|news-list-date)\b", names, re.I)):
            self._dated, self._dated_tag = [], tag

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden and self._hidden.pop() != tag:
                pass
            return
        if self._hidden:
            return
        if tag in ("td", "th") and self._row is not None:
            self._row.append("".join(self._pieces[self._cell_begin :]).strip())
        if tag == "tr" and self._row is not None:
            self._close_row(self._row)
            self._row = None
        if tag == "h1" and self._heading is not None:
            self.heading, self._heading = " ".join("".join(self._heading).split()), None
        if self._dated is not None and tag == self._dated_tag:
            shown = " ".join("".join(self._dated).split())
            if len(shown) <= 60 and DATE.search(shown):
                self.date = shown
            self._dated = None
        if tag in PARAGRAPH:
            self._pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._pieces.append(re.sub(r"\s+", " ", data))
        for kept in (self._heading, self._dated):
            if kept is not None:
                kept.append(data)

    def _close_row(self, cells: list[str]) -> None:
        """A row of a table of data on one line; tables that only lay out a page have longer cells."""
        if len(cells) < 2 or not any(cells) or any(len(cell) > LONGEST_CELL or "\n" in cell for cell in cells):
            return
        self.rows.append(" | ".join(" ".join(cell.split()) for cell in cells))
        self._pieces[self._row_begin :] = ["\n", self.rows[-1]]

    @property
    def text(self) -> str:
        lines = [re.sub(r" +", " ", line).strip() for line in "".join(self._pieces).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join("" if line == "-" else line for line in lines)).strip()


def visible_text(string: str) -> VisibleText:
    """Read the visible text of a page."""
    parser = VisibleText()
    try:
        parser.feed(string)
        parser.close()
    except AssertionError:
        pass  # broken declarations ("<![foo") stop Python's parser; what came before stays
    return parser
