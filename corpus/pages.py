"""Manuscripts on paper: lines broken and hyphenated, set on A4 pages, drawn as a born-digital PDF.

Line breaking is our own, so that the printed lines are known and can be written down as the truth, and so that words
break over lines, and once over a page, the way they do in real releases.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from manuscript import Manuscript
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = "/usr/share/fonts/truetype"
FILES = {
    "sans": "liberation/LiberationSans-Regular.ttf",
    "sans-bold": "liberation/LiberationSans-Bold.ttf",
    "serif": "liberation/LiberationSerif-Regular.ttf",
    "serif-bold": "liberation/LiberationSerif-Bold.ttf",
    "mono": "liberation/LiberationMono-Regular.ttf",
    "mono-bold": "liberation/LiberationMono-Bold.ttf",
    "carlito": "crosextra/Carlito-Regular.ttf",
    "carlito-bold": "crosextra/Carlito-Bold.ttf",
}
# The same manuscript gives the same bytes: no time stamps, no ASCII armour around images.
rl_config.invariant = 1
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: page from 0, left edge and baseline in points from the bottom left, font, size and text."""

    page: int
    x: float
    y: float
    font: str
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages ready to be drawn or read: their size, their lines in reading order, and rules (page, x0, y0, x1, y1)."""

    size: tuple[float, float]
    lines: tuple[Line, ...]
    rules: tuple[tuple[int, float, float, float, float], ...] = ()

    @property
    def text(self) -> str:
        """What a perfect reader reads: line by line, a form feed between pages."""
        pages: dict[int, list[str]] = {}
        for line in self.lines:
            pages.setdefault(line.page, []).append(line.text)
        return "\f".join("\n".join(lines) + "\n" for lines in pages.values())


def load_fonts() -> None:
    for name, file in FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"{FONTS}/{file}"))


CLUSTER = re.compile(r"(?<=[aeiouyäöü])[bcdfghjklmnpqrstvwxzß]+(?=[aeiouyäöü])", re.I)
# Sounds that stay together: written with several letters, or a stop before r or l ("kreis-freien", "Tages-stätte").
UNIT = re.compile(r"sch|ch|ck|ph|th|qu|[bdfgkpt]r|[bfgkp]l|(?<=s)st|.", re.I)


def break_points(word: str) -> list[int]:
    """Where a word may break: after its own hyphens, and before the last consonant between two vowels.

    A plain rule that knows no compounds ("Verfü-gung", but also "Schu-labschluss"), as old office programs break.
    """
    if not re.fullmatch(r"[„(]?[A-Za-zÄÖÜäöüß-]{7,}[.,;:)“!?]*", word):
        return []
    letters = word.rstrip(".,;:)“!?")
    points = [match.end() for match in re.finditer("-", letters)]
    for cluster in CLUSTER.finditer(letters):
        points.append(cluster.end() - len(UNIT.findall(cluster.group())[-1]))
    return sorted(point for point in points if 3 <= point <= len(letters) - 3)


def break_lines(text: str, font: str, size: float, width: float) -> list[str]:
    """A paragraph as lines no wider than `width`, words hyphenated where that fills the line better."""

    def fits(line: str) -> bool:
        return pdfmetrics.stringWidth(line, font, size) <= width

    lines: list[str] = []
    line = ""
    for word in text.split():
        grown = f"{line} {word}" if line else word
        if fits(grown):
            line = grown
            continue
        start = f"{line} " if line else ""
        for point in reversed(break_points(word)):
            head = word[:point] if word[point - 1] == "-" else f"{word[:point]}-"
            if fits(start + head):
                lines.append(start + head)
                line = word[point:]
                break
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def set_release(manuscript: Manuscript, face: str = "sans", width: float = 345.0) -> Sheet:
    """A release as ministries set it: letterhead left and right, the text in a column that leaves the right edge free.

    A page ends, if it can, on a line that breaks a word.
    """
    load_fonts()
    left, right, top, bottom = 71.0, 440.0, A4[1] - 65, 105.0
    head = [Line(0, left, top - 14 * n, f"{face}-bold", 11, text) for n, text in enumerate(manuscript.letterhead_left)]
    side = [Line(0, right, top - 13 * n, face, 9, text) for n, text in enumerate(manuscript.letterhead_right) if text]
    start = min(line.y for line in (*head, *side)) - 45
    rows: list[tuple[str, float, str]] = []  # font, size, text; an empty text is half a line of space
    for text in break_lines(manuscript.title, f"{face}-bold", 14, width):
        rows.append((f"{face}-bold", 14, text))
    for text in break_lines(manuscript.subtitle, f"{face}-bold", 10.5, width) if manuscript.subtitle else ():
        rows.append((f"{face}-bold", 10.5, text))
    for part in (manuscript.lead, *manuscript.body):
        rows.append((face, 10.5, ""))
        rows += [(face, 10.5, text) for text in break_lines(part, face, 10.5, width)] if part else []
    if manuscript.contact:
        rows.append((face, 9, ""))
        rows += [(face, 9, text) for part in manuscript.contact for text in break_lines(part, face, 9, width)]
    lines = [*head, *side]
    page, y = 0, start
    for index, (font, size, text) in enumerate(rows):
        y -= 7.5 if not text else 20 if size > 12 else 15.5
        broken_word = (
            lines and lines[-1].text.endswith("-") and y < bottom + 80 and any(row[2] for row in rows[index + 6 :])
        )
        if y < bottom or (page == 0 and broken_word and text):
            page, y = page + 1, top
        if text:
            lines.append(Line(page, left, y, font, size, text))
    if page:
        footers = [Line(n, right, 60, face, 9, f"Seite {n + 1} von {page + 1}") for n in range(page + 1)]
        lines = [line for n in range(page + 1) for line in (*(one for one in lines if one.page == n), footers[n])]
    return Sheet(A4, tuple(lines), ((0, left, start + 22, A4[0] - 60, start + 22),))


def set_flyer(manuscript: Manuscript) -> Sheet:
    """A flyer on a landscape page: a title over two columns of short sections, the contact in a box at the end."""
    load_fonts()
    size = landscape(A4)
    columns, width, top = (50.0, 440.0), 345.0, size[1] - 130
    lines = [
        Line(0, 50, size[1] - 62, "carlito-bold", 26, manuscript.title),
        Line(0, 50, size[1] - 88, "carlito", 14, manuscript.subtitle),
    ]
    blocks: list[list[tuple[str, float, float, str]]] = []  # font, size, indent, text
    for part in manuscript.body:
        if part.startswith("## "):
            blocks.append([("carlito-bold", 13, 0, part[3:])])
        elif part.startswith("- "):
            item = break_lines(part[2:], "carlito", 11, width - 12)
            blocks[-1] += [("carlito", 11, 0, f"• {item[0]}"), *(("carlito", 11, 9, text) for text in item[1:])]
        else:
            blocks[-1] += [("carlito", 11, 0, text) for text in break_lines(part, "carlito", 11, width)]
    blocks.append(
        [
            ("carlito", 10, 8, text)
            for part in manuscript.contact
            for text in break_lines(part, "carlito", 10, width - 16)
        ]
    )
    column, y = 0, top
    rules: list[tuple[int, float, float, float, float]] = [(0, 50, size[1] - 100, size[0] - 50, size[1] - 100)]
    for number, block in enumerate(blocks):
        if column == 0 and y - 14 * len(block) < 60:
            column, y = 1, top
        for font, points, indent, text in block:
            lines.append(Line(0, columns[column] + indent, y, font, points, text))
            y -= points * 1.28
        if number == len(blocks) - 1:
            box_top = y + len(block) * 12.8 + 12
            x0, x1 = columns[column], columns[column] + width
            rules += [
                (0, x0, y, x1, y),
                (0, x0, box_top, x1, box_top),
                (0, x0, y, x0, box_top),
                (0, x1, y, x1, box_top),
            ]
        y -= 12
    return Sheet(size, tuple(lines), tuple(rules))


def without_dates(pdf: bytes) -> bytes:
    """The PDF without the dates of its making, which reportlab otherwise sets to 2000-01-01; every offset stays."""
    return re.sub(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)", lambda found: b" " * len(found.group()), pdf)


def draw(sheet: Sheet, title: str) -> bytes:
    """The sheet as a born-digital PDF, the same bytes every time."""
    load_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=sheet.size, invariant=1, initialFontName="sans")
    canvas.setTitle(title)
    for page in range(max(line.page for line in sheet.lines) + 1):
        canvas.setStrokeColor(HexColor("#8a9a5b"))
        for _, *rule in (rule for rule in sheet.rules if rule[0] == page):
            canvas.line(*rule)
        for line in sheet.lines:
            if line.page == page:
                canvas.setFont(line.font, line.size)
                canvas.drawString(line.x, line.y, line.text)
        canvas.showPage()
    canvas.save()
    return without_dates(out.getvalue())
