"""Own releases set in the layouts that archives hold, with what stands where: the material of `make bench-ingest`.

Each layout is a function from a manuscript to a Specimen: pages ready to be drawn, and its printed rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from manuscript import Manuscript
from pages import break_lines
from reportlab.lib.pagesizes import A4, landscape
from setting import MAIN, Frame, Part, Setter, Specimen

WIDTH, HEIGHT = A4


def _parts(manuscript: Manuscript, *, body: int = 99) -> list[Part]:
    parts: list[Part] = [("title", manuscript.title)]
    parts += [("sub", manuscript.subtitle)] if manuscript.subtitle else []
    parts += [("body", manuscript.lead)] if manuscript.lead else []
    return parts + _body(manuscript)[:body]


def _body(manuscript: Manuscript) -> list[Part]:
    parts: list[Part] = []
    for text in manuscript.body:
        text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("**", "")
        if text.startswith("## "):
            parts.append(("head", text[3:]))
        elif text.startswith("- "):
            parts.append(("list", text[2:]))
        else:
            parts.append(("quote" if text.startswith("„") and text.endswith("“") else "body", text))
    return parts


OFFICE = ("Bezirksregierung Arnsberg", "Dezernat für Schule und Integration")
ADDRESS = ("Pressestelle", "Seibertzstraße 1, 59821 Arnsberg", "Telefon 02931 82-2120", "presse@bra.example.de")
DATED = "Arnsberg, 4. November 2014"
NOTICE = (
    "Diese Mitteilung ist auch im Internet verfügbar. Sie darf mit Angabe der Quelle frei verwendet werden. "
    "Wenn Sie unsere Mitteilungen nicht mehr erhalten möchten, genügt eine kurze Nachricht an die Pressestelle."
)


def letterhead_left(manuscript: Manuscript) -> Specimen:
    """The office at the left, the date below it."""
    setter = Setter()
    for number, text in enumerate((*OFFICE, DATED)):
        setter.put(0, 71, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead")
    setter.fill([Frame(0, 71, HEIGHT - 130, 440, 70)], _parts(manuscript))
    return setter.made("letterhead_left")


def letterhead_right(manuscript: Manuscript) -> Specimen:
    """The office at the left, address and date in a column at the right that reaches down beside the headline."""
    setter = Setter(face="serif", points=11)
    for number, text in enumerate(OFFICE):
        setter.put(0, 71, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead left")
    for number, text in enumerate((DATED, *ADDRESS)):
        kind = "letterhead" if number == 0 else "contact"
        setter.put(0, 425, HEIGHT - 60 - 14 * number, text, kind, "letterhead right")
    setter.fill([Frame(0, 71, HEIGHT - 100, 330, 70), Frame(1, 71, HEIGHT - 70, 330, 70)], _parts(manuscript))
    return setter.made("letterhead_right")


def letterhead_centred(manuscript: Manuscript) -> Specimen:
    """Office, address and date in the middle, a rule below."""
    setter = Setter(face="carlito", points=11)
    for number, text in enumerate((*OFFICE, "Presseinformation Nr. 118/2014", DATED)):
        setter.put(0, WIDTH / 2, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead", align="centre")
    setter.rules.append((0, 71, HEIGHT - 112, WIDTH - 71, HEIGHT - 112))
    setter.fill([Frame(0, 71, HEIGHT - 130, 440, 70)], _parts(manuscript))
    return setter.made("letterhead_centred")


def columns(manuscript: Manuscript, count: int, name: str, points: float) -> Specimen:
    """A headline over the whole width, the text below it in columns."""
    setter = Setter(points=points)
    _, y = setter.fill([Frame(0, 50, HEIGHT - 60, 495, 300)], _parts(manuscript, body=0))
    width = (495 - 18 * (count - 1)) / count
    body = _body(manuscript)
    height = sum(len(break_lines(text, "sans", points, width)) * 1.32 * points + points for _, text in body) / count
    bottom = max(60.0, y - 30 - height)
    frames = [Frame(0, 50 + (width + 18) * number, y - 16, width, bottom) for number in range(count)]
    setter.fill([*frames[:-1], Frame(0, frames[-1].left, y - 16, width, 30)], body)
    return setter.made(name)


def two_columns(manuscript: Manuscript) -> Specimen:
    return columns(manuscript, 2, "two_columns", 10)


def three_columns(manuscript: Manuscript) -> Specimen:
    return columns(manuscript, 3, "three_columns", 9)


def folded_flyer(manuscript: Manuscript) -> Specimen:
    """A sheet folded twice: three panels, each read from top to bottom; the last one is the cover."""
    setter = Setter(landscape(A4), face="carlito", points=10)
    width, height = setter.size
    body = _body(manuscript)
    panels = [Frame(0, 24 + width / 3 * number, height - 40, width / 3 - 44, 40) for number in range(3)]
    half = (len(body) + 1) // 2
    while body[half][0] == "list" or body[half - 1][0] == "head":
        half += 1
    setter.fill(panels[:1], body[:half], "panel 1")
    setter.fill(panels[1:2], body[half:], "panel 2")
    cover = Frame(0, panels[2].left, height - 130, panels[2].width, 40)
    setter.fill([cover], [("title", manuscript.title), ("sub", manuscript.subtitle or OFFICE[1])], MAIN)
    for number, text in enumerate((OFFICE[0], *ADDRESS)):
        setter.put(0, cover.left, 130 - 13 * number, text, "contact", "contact")
    return setter.made("folded_flyer")


CELLS = (
    ("Kreis", "Gemeinden", "Zentrum seit", "Stellen"),
    ("Kreis Borken", "17", "März 2014", "5,5"),
    ("Kreis Coesfeld", "11", "Mai 2013", "4,0"),
    ("Kreis Lippe", "16", "August 2012", "6,5"),
    ("Kreis Olpe", "7", "Februar 2013", "3,5"),
    ("Kreis Unna", "10", "September 2012", "7,0"),
    ("Stadt Hagen", "1", "Oktober 2012", "5,0"),
)


def table(manuscript: Manuscript) -> Specimen:
    """A small ruled table between two paragraphs."""
    setter = Setter()
    setter.put(0, 71, HEIGHT - 60, OFFICE[0], "letterhead", "letterhead")
    setter.put(0, 71, HEIGHT - 74, DATED, "letterhead", "letterhead")
    parts = _parts(manuscript)
    _, y = setter.fill([Frame(0, 71, HEIGHT - 100, 440, 70)], parts[:4])
    y = setter.table(0, 71, y - 14, (130, 90, 130, 90), CELLS)
    setter.fill([Frame(0, 71, y - 10, 440, 60)], parts[4:])
    return setter.made("table")


def table_over_pages(manuscript: Manuscript) -> Specimen:
    """A ruled table that goes on on the next page, its first row repeated there."""
    setter = Setter()
    setter.put(0, 71, HEIGHT - 60, OFFICE[0], "letterhead", "letterhead")
    setter.put(0, 71, HEIGHT - 74, DATED, "letterhead", "letterhead")
    parts = _parts(manuscript)
    _, y = setter.fill([Frame(0, 71, HEIGHT - 100, 440, 70)], parts[:-1])
    space = int((y - 14 - 80) // 17)
    entries = [
        (name, count, f"{when[:-4]}{1998 + turn}", stays) for turn in range(9) for name, count, when, stays in CELLS[1:]
    ]
    rows = [CELLS[0], *entries][: space + 8]
    setter.table(0, 71, y - 14, (130, 90, 130, 90), rows[:space])
    y = setter.table(1, 71, HEIGHT - 70, (130, 90, 130, 90), [rows[0], *rows[space:]])
    setter.fill([Frame(1, 71, y - 10, 440, 60)], parts[-1:])
    return setter.made("table_over_pages")


def bold_runs(manuscript: Manuscript) -> Specimen:
    """Names and figures in bold within the text."""
    setter = Setter(face="serif", points=11)
    for number, text in enumerate((*OFFICE, DATED)):
        setter.put(0, 71, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead")
    marked = [
        (kind, re.sub(r"\b([A-ZÄÖÜ][a-zäöüß]{11,}|\d+[.,]\d+)(?=[ ,.])", r"*\1*", text) if kind == "body" else text)
        for kind, text in _parts(manuscript)
    ]
    setter.fill([Frame(0, 71, HEIGHT - 130, 440, 70)], marked)
    return setter.made("bold_runs")


def small_print(manuscript: Manuscript) -> Specimen:
    """A notice in small print at the foot of the page, and the contact above it."""
    setter = Setter(points=10)
    for number, text in enumerate((*OFFICE, DATED)):
        setter.put(0, 71, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead")
    setter.fill([Frame(0, 71, HEIGHT - 120, 440, 150)], _parts(manuscript))
    for number, text in enumerate(ADDRESS):
        setter.put(0, 71, 132 - 12 * number, text, "contact", "contact")
    setter.fill([Frame(0, 71, 78, 440, 20)], [("small", NOTICE)], "notice")
    return setter.made("small_print")


def box_beside(manuscript: Manuscript) -> Specimen:
    """The text narrow at the left, a framed box with figures at the right."""
    setter = Setter(points=10)
    for number, text in enumerate((*OFFICE, DATED)):
        setter.put(0, 60, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead")
    setter.fill([Frame(0, 60, HEIGHT - 120, 300, 50), Frame(1, 60, HEIGHT - 60, 300, 50)], _parts(manuscript))
    inside: list[Part] = [
        ("head", "Zahlen und Daten"),
        ("body", "In den Zentren des Regierungsbezirks arbeiten 61 Fachkräfte, die Hälfte von ihnen sind Lehrkräfte."),
        ("body", "Im vergangenen Jahr haben sie 412 Fortbildungen angeboten und 9.300 Menschen damit erreicht."),
    ]
    _, y = setter.fill([Frame(0, 396, HEIGHT - 250, 140, 300)], inside, "box")
    setter.box(0, 386, HEIGHT - 244, 546, y - 10)
    return setter.made("box_beside")


def contact_column(manuscript: Manuscript) -> Specimen:
    """A narrow column with the contact at the left, all the way beside the text."""
    setter = Setter(face="carlito", points=11)
    setter.put(0, 210, HEIGHT - 60, "Presseinformation", "letterhead", "letterhead")
    setter.put(0, 210, HEIGHT - 74, DATED, "letterhead", "letterhead")
    side = (*OFFICE[:1], *ADDRESS[:1], "Seibertzstraße 1", "59821 Arnsberg", "Telefon 02931 82-2120", "Ihre Ansprechpartnerin:",
            "Dr. Brigitte Rimbach", "rimbach@bra.example.de")  # fmt: skip
    for number, text in enumerate(side):
        setter.put(0, 50, HEIGHT - 160 - 22 * number, text, "contact" if number > 1 else "letterhead", "contact")
    setter.fill([Frame(0, 210, HEIGHT - 110, 330, 60), Frame(1, 210, HEIGHT - 70, 330, 60)], _parts(manuscript))
    return setter.made("contact_column")


def running_heads(manuscript: Manuscript) -> Specimen:
    """Two pages with a head and a page number on each; a sentence goes over the page."""
    setter = Setter(face="serif", points=12)
    for page in range(2):
        setter.put(page, 71, HEIGHT - 40, "Mitteilungen der Bezirksregierung 11/2014", "furniture", f"head {page}")
        setter.put(page, WIDTH - 71, 40, f"Seite {page + 1} von 2", "furniture", f"foot {page}", align="right")
    parts = _parts(manuscript)
    lengths = sum(len(break_lines(text, "serif", 12, 440)) for _, text in parts)
    bottom = HEIGHT - 90 - 0.55 * lengths * 12 * 1.45
    setter.fill([Frame(0, 71, HEIGHT - 70, 440, max(70, bottom)), Frame(1, 71, HEIGHT - 70, 440, 60)], parts)
    return setter.made("running_heads")


def fax(manuscript: Manuscript) -> Specimen:
    """A typed page with the line that fax machines print above it."""
    setter = Setter(face="mono", points=10.5)
    setter.put(
        0, 30, HEIGHT - 22, "04/11 2014 DI 09:14 FAX 02931 82 2399 BEZREG ARNSBERG  001/001", "furniture", "fax line"
    )
    for number, text in enumerate((*OFFICE, DATED)):
        setter.put(0, 71, HEIGHT - 60 - 14 * number, text, "letterhead", "letterhead")
    setter.fill([Frame(0, 71, HEIGHT - 120, 450, 60), Frame(1, 71, HEIGHT - 70, 450, 60)], _parts(manuscript))
    return setter.made("fax")


LAYOUTS: dict[str, tuple[str, Callable[[Manuscript], Specimen]]] = {
    "letterhead_left": ("kreis-steinfurt", letterhead_left),
    "letterhead_right": ("borken-und-steinfurt", letterhead_right),
    "letterhead_centred": ("koordinierungsstelle", letterhead_centred),
    "two_columns": ("koordinierungsstelle", two_columns),
    "three_columns": ("erste-sechzehn", three_columns),
    "folded_flyer": ("faltblatt", folded_flyer),
    "table": ("finanzierung-2016", table),
    "table_over_pages": ("kreis-borken", table_over_pages),
    "bold_runs": ("borken-und-steinfurt", bold_runs),
    "small_print": ("buecherbus", small_print),
    "box_beside": ("tour-der-staatssekretaerin", box_beside),
    "contact_column": ("komm-an", contact_column),
    "running_heads": ("koordinierungsstelle", running_heads),
    "fax": ("kreis-steinfurt", fax),
}
"""Name of a layout to the manuscript it is set with and its setter."""
