"""Tables of districts and numbers: read where they are plainly tables, left alone where they are not."""

from __future__ import annotations

import io

import pytest

from pipeline.build import examine
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.values import Quantity
from tests.unit.test_properties import KNOWN, claims_of, plain


def rows(text: str) -> list[tuple[str, str | None, str]]:
    found = [claim for claim in claims_of(text) if claim.rule == "open.table"]
    return [
        (claim.property, claim.scope, plain(claim.value.value)) for claim in found if isinstance(claim.value, Quantity)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kreis Dolmetscher\nKreis Borken 12\n",  # one line may be anything
        "Kreis Borken 12\nKreis Steinfurt 15\n",  # nothing says what is counted
        "Die Kreise nannten diese Zahlen.\nKreis Borken 12\nKreis Steinfurt 15\n",
        "Stand 2016\nKreis Borken 12\nKreis Steinfurt 15\n",
        "Kreis Dolmetscher\nDer Kreis Borken zählt 12\nDer Kreis Steinfurt zählt 15\n",
        "Kreis Dolmetscher Lehrkräfte\nKreis Borken 12 3\nKreis Steinfurt 15 4\n",  # columns that cannot be told apart
        "Kreis Dolmetscher\nKreis Borken A 12\nKreis Steinfurt B 15\n",
    ],
)
def test_what_is_no_table_is_left_alone(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kreis/Stadt Dolmetscher\nKreis Borken 12\nKreis Steinfurt 15\nKöln 1.204\n",
            [("count:dolmetscher", "ags:05554", "12"), ("count:dolmetscher", "ags:05566", "15"), ("count:dolmetscher", "ags:05315", "1204")],
        ),
        (
            "Kreis | Zuschuss in Euro\nKreis Borken | 12.500\nKreis Steinfurt | 15.000,50\n",
            [("amount:zuschuss", "ags:05554", "12500"), ("amount:zuschuss", "ags:05566", "15000.5")],
        ),
        (
            "Kreis\tFamilien\tZuschuss\nKreis Borken\t3\t100 Euro\nKreis Steinfurt\t4\t200 Euro\n",
            [("amount:zuschuss", "ags:05554", "100"), ("count:famili", "ags:05554", "3"), ("amount:zuschuss", "ags:05566", "200"), ("count:famili", "ags:05566", "4")],
        ),
        (
            "Kreis      Betriebe\nKreis Borken      12 %\nKreis Steinfurt      15 %\n",
            [("share:betrieb", "ags:05554", "12"), ("share:betrieb", "ags:05566", "15")],
        ),
    ],
)  # fmt: skip
def test_rows_are_claims_of_their_district(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(text) == expected


def test_a_table_of_a_page_is_read_with_its_quotes() -> None:
    prose = "<p>Die Landesregierung hat heute gesagt, wohin die Dolmetscher gehen, und was die Vereine dazu sagen.</p>"
    page = f"""<html><body><article><h1>Hilfe im Land</h1>{prose}{prose}
    <table><tr><th>Kreis</th><th>Dolmetscher</th></tr><tr><td>Kreis Borken</td><td>12</td></tr>
    <tr><td>Kreis Steinfurt</td><td>15</td></tr></table>{prose.replace("heute", "gestern")}</article></body></html>"""
    (document, *_) = read_bytes(page.encode(), "a.html", ReadOptions())
    found = [claim for claim in examine(document, KNOWN).claims if claim.rule == "open.table"]
    assert [(claim.scope, claim.evidence.quote) for claim in found] == [
        ("ags:05554", "Kreis Borken | 12"),
        ("ags:05566", "Kreis Steinfurt | 15"),
    ]


def test_a_ruled_table_of_a_pdf_is_read_with_its_districts() -> None:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    sheet.setFont("Helvetica", 10)
    sheet.drawString(70, 760, "Das Land sagt heute, wie viele Dolmetscher in den Kreisen helfen.")
    table = [("Kreis", "Dolmetscher", "Zuschuss in Euro"), ("Kreis Borken", "12", "12.500"), ("Kreis Steinfurt", "15", "15.000"), ("Kreis Unna", "9", "8.750")]  # fmt: skip
    sheet.grid([70, 200, 320, 500], [740 - 20 * number for number in range(len(table) + 1)])
    for number, row in enumerate(table):
        for left, cell in zip((75, 205, 325), row, strict=True):
            sheet.drawString(left, 726 - 20 * number, cell)
    sheet.showPage()
    sheet.save()
    (document, *_) = read_bytes(out.getvalue(), "a.pdf", ReadOptions())
    found = [claim for claim in examine(document, KNOWN).claims if claim.rule == "open.table"]
    values = [(claim.property, claim.scope, plain(claim.value.value)) for claim in found]  # type: ignore[union-attr]
    assert sorted(values) == [
        ("amount:zuschuss", "ags:05554", "12500"),
        ("amount:zuschuss", "ags:05566", "15000"),
        ("amount:zuschuss", "ags:05978", "8750"),
        ("count:dolmetscher", "ags:05554", "12"),
        ("count:dolmetscher", "ags:05566", "15"),
        ("count:dolmetscher", "ags:05978", "9"),
    ]
    assert {claim.evidence.page for claim in found} == {1}
