"""Whole sheets as offices set them: in which order they are read, and what is title, contact and text on them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.build import examine
from pipeline.ingest import read_bytes

BUSES = (
    "Der Landkreis hat im Frühjahr drei neue Busse gekauft, die mit Strom fahren. Sie verkehren auf den Linien nach "
    "Nordheim und Ottersberg und ersetzen Wagen, die seit 1998 im Dienst waren."
)
COSTS = (
    "Die Kosten von 1,2 Millionen Euro trägt zur Hälfte das Land. „Damit wird es leiser in den Dörfern“, sagte Landrätin "
    "Elke Brandt bei der Vorstellung am Donnerstag."
)
AUTUMN = "Im Herbst folgen zwei weitere Fahrzeuge. Geladen wird nachts auf dem Betriebshof, wo eine Anlage den Strom liefert."
TRIAL = "Wer die Busse ausprobieren möchte, kann am ersten Sonntag im Juni kostenlos mitfahren. Eine Anmeldung ist nicht nötig."


class Sheet:
    """Paper to be written on, in points from the upper left corner."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self._out, self._height = io.BytesIO(), height
        self.canvas = Canvas(self._out, pagesize=(width, height), invariant=1)

    def put(self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False, width: float = 999) -> float:
        """Lines of at most that width; where the next paragraph begins."""
        face, line = "Helvetica-Bold" if bold else "Helvetica", ""
        self.canvas.setFont(face, size)
        for word in [*text.split(), ""]:
            if line and (not word or stringWidth(f"{line} {word}", face, size) > width):
                self.canvas.drawString(x, self._height - y, line)
                line, y = word, y + 1.3 * size
            else:
                line = f"{line} {word}".strip()
        return y + 0.7 * size

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self._height - y0, x1, self._height - y1)

    def done(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()


def dossier(sheet: Sheet, known: Any) -> Any:
    return examine(read_bytes(sheet.done(), "a.pdf")[0], known)


def of_kind(found: Any, kind: str) -> list[str]:
    raw = found.document.text.string
    return [" ".join(raw[b.span.start : b.span.end].split()) for b in found.blocks if b.kind == kind]


def text_of(sheet: Sheet) -> str:
    return " ".join(read_bytes(sheet.done(), "a.pdf")[0].text.string.split())


def flyer(cover: int) -> Sheet:
    sheet = Sheet(842, 595)
    panels = [30.0, 30 + 842 / 3, 30 + 2 * 842 / 3]
    front = panels.pop(cover)
    for x, heading, parts in zip(panels, ("Was wir bieten", "So melden Sie sich an"), ((BUSES, COSTS), (AUTUMN, TRIAL)), strict=True):  # fmt: skip
        y = sheet.put(x, 60, heading, size=12, bold=True, width=220)
        for part in parts:
            y = sheet.put(x, y, part, width=220)
    sheet.put(front, 150, "Sprachkurse am Abend", size=22, bold=True, width=220)
    sheet.put(front, 240, "Angebote der Volkshochschule Auental für neu Zugezogene", size=12, width=220)
    for number, line in enumerate(("Volkshochschule Auental", "Schulstraße 4, 31785 Auental", "Telefon 05151 77-400")):
        sheet.put(front, 500 + 13 * number, line, size=9)
    return sheet


@pytest.mark.parametrize("cover", [0, 1, 2])
def test_a_folded_flyer_begins_with_its_cover(cover: int, known: Any) -> None:
    found = dossier(flyer(cover), known)
    assert found.header.title == "Sprachkurse am Abend"
    assert found.header.subtitle == "Angebote der Volkshochschule Auental für neu Zugezogene"
    assert of_kind(found, "body") == [BUSES, COSTS, AUTUMN, TRIAL]
    assert "Telefon 05151 77-400" in " ".join(of_kind(found, "contact"))


def test_the_name_of_an_office_in_large_type_is_no_title(known: Any) -> None:
    sheet = Sheet()
    sheet.put(70, 70, "Landkreis Heidmark", size=24, bold=True)
    sheet.put(70, 110, "Drei Busse fahren jetzt mit Strom", size=14, bold=True)
    sheet.put(70, 150, BUSES, width=440)
    assert dossier(sheet, known).header.title == "Drei Busse fahren jetzt mit Strom"


@pytest.mark.parametrize(("left", "body"), [(50, 200), (425, 60)])
def test_a_column_with_the_contact_beside_the_text(left: float, body: float, known: Any) -> None:
    sheet = Sheet()
    sheet.put(body, 60, "Gemeinde Talhausen", size=14, bold=True)
    for number, line in enumerate(("Talhausen, 3. Mai 2011", "Pressestelle", "Rathausplatz 1", "72108 Talhausen", "Telefon 07472 120-0", "Auskunft erteilt:", "Frau Merz, Durchwahl 14")):  # fmt: skip
        sheet.put(left, 120 + 14 * number, line, size=8)
    y = sheet.put(body, 120, "Freibad öffnet zwei Wochen früher als geplant", size=16, bold=True, width=330) + 10
    for part in (BUSES, COSTS, AUTUMN, TRIAL):
        y = sheet.put(body, y, part, width=330)
    found = dossier(sheet, known)
    assert found.header.title == "Freibad öffnet zwei Wochen früher als geplant"
    assert found.header.subtitle is None
    assert found.header.published.value.first.isoformat() == "2011-05-03"
    assert of_kind(found, "body") == [BUSES, COSTS, AUTUMN, TRIAL]
    assert "Telefon 07472 120-0" in " ".join(of_kind(found, "contact"))


@pytest.mark.parametrize("kicker", ["Neu entdeckt", "Tag des Denkmals", "Mehr Sicherheit"])
def test_a_kicker_in_small_type_is_no_title(kicker: str, known: Any) -> None:
    sheet = Sheet()
    for number, line in enumerate(("Kreis Ahrenstein · Der Landrat", "Pressemitteilung 88/2017", "Ahrenstein, 21. Juni 2017")):  # fmt: skip
        sheet.put(70, 60 + 16 * number, line)
    sheet.put(70, 135, kicker, size=9, bold=True)
    sheet.put(70, 157, "Römische Münzen lagen unter dem Marktplatz", size=16, bold=True)
    y = sheet.put(70, 195, BUSES, width=440)
    sheet.put(70, y, COSTS, width=440)
    found = dossier(sheet, known)
    assert found.header.title == "Römische Münzen lagen unter dem Marktplatz"
    assert of_kind(found, "body") == [BUSES, COSTS]


def test_the_heading_of_a_box_is_no_subtitle(known: Any) -> None:
    sheet = Sheet()
    sheet.put(70, 60, "Stadt Auental", size=12, bold=True)
    sheet.put(70, 78, "Auental, 8. März 2013")
    sheet.put(70, 120, "Haushalt: Rat beschließt Sparpaket", size=16, bold=True)
    y = top = sheet.put(70, 155, BUSES, width=440)
    y = sheet.put(80, y + 18, "Hintergrund", bold=True)
    y = sheet.put(80, y, COSTS, width=420)
    for x0, y0, x1, y1 in ((70, top, 510, top), (70, y, 510, y), (70, top, 70, y), (510, top, 510, y)):
        sheet.rule(x0, y0, x1, y1)
    sheet.put(70, y + 24, AUTUMN, width=440)
    found = dossier(sheet, known)
    assert found.header.title == "Haushalt: Rat beschließt Sparpaket"
    assert found.header.subtitle is None
    assert of_kind(found, "title")[1:] == ["Hintergrund"]
    assert of_kind(found, "body") == [BUSES, COSTS, AUTUMN]


@pytest.mark.parametrize("again", [True, False], ids=["first row again", "rows only"])
def test_a_table_goes_on_on_the_next_page(again: bool, known: Any) -> None:
    head = ("Gemeinde", "Kinder", "davon ganztags", "Gruppen")
    rows = [(f"Dorf{chr(65 + n % 26)}{'ost' if n > 25 else 'west'}", str(120 + 7 * n), str(40 + 5 * n), str(2 + n % 4)) for n in range(44)]  # fmt: skip
    sheet = Sheet()

    def table(lines: list[tuple[str, ...]], y: float) -> float:
        top = y
        for line in lines:
            for x, cell in zip((70, 230, 310, 430), line, strict=True):
                sheet.put(x + 4, y + 12, cell, size=9)
            sheet.rule(70, y, 520, y)
            y += 16
        sheet.rule(70, y, 520, y)
        for x in (70, 230, 310, 430, 520):
            sheet.rule(x, top, x, y)
        return y

    sheet.put(70, 60, "Kreis Ahrenstein", size=11)
    sheet.put(70, 76, "Ahrenstein, 3. Februar 2012")
    sheet.put(70, 110, "So viele Kinder besuchen eine Ganztagsschule", size=15, bold=True)
    table([head, *rows[:34]], sheet.put(70, 145, BUSES, width=440))
    sheet.put(280, 815, "Seite 1 von 2", size=8)
    sheet.canvas.showPage()
    sheet.put(70, table([*([head] if again else []), *rows[34:]], 60) + 20, COSTS, width=440)
    sheet.put(280, 815, "Seite 2 von 2", size=8)
    found = dossier(sheet, known)
    lines = [line.split("\t") for line in found.document.text.string.splitlines() if "\t" in line]
    expected = [head, *rows[:34], *([head] if again else []), *rows[34:]]
    assert [tuple(line) for line in lines] == expected
    assert of_kind(found, "furniture") == ["Seite 1 von 2", "Seite 2 von 2"]
    assert of_kind(found, "title") == ["So viele Kinder besuchen eine Ganztagsschule"]
