"""Exports: safe to open in a spreadsheet, the same bytes for the same store, whole or not at all."""

from __future__ import annotations

import csv
import html.parser
import json
import re

import pytest

from pipeline.document import Page, Word
from pipeline.export import FORMATS
from pipeline.export.analysis import analysis
from pipeline.export.report import chart, day, report
from pipeline.export.tables import cell, csv_files, json_files
from pipeline.store import archive
from pipeline.store.schema import EXPORTED
from pipeline.text import Span
from tests.unit.dossiers import dossier

NASTY = "<img src=x onerror=alert(1)>\"'=HYPERLINK(1)</style><script>alert(2)</script>"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with archive.open_store(tmp_path_factory.mktemp("export") / "a.db", write=True) as opened:
        for source, extra in (("=evil().txt", NASTY), ("b.txt", "Gutes")):
            one = dossier(source, extra=extra)
            archive.keep(opened, source, one.document.id, "work", (one,))
        archive.quarantine(opened, f"+{NASTY}.pdf", None, archive.UnreadableFile(NASTY, help=NASTY))
        yield opened


@pytest.mark.parametrize("value", [-3, -3.5, 0, None, "Kreis Borken", "", "3 - 5", "a=b"])
def test_harmless_cells_stay(value):
    assert cell(value) == value


@pytest.mark.parametrize("value", ["=1+1", "+49 211", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_defused(value):
    assert cell(value) == "'" + value


def test_every_table_is_written_as_csv_and_json(store, tmp_path):
    csv_files(store, tmp_path, False)
    json_files(store, tmp_path, False)
    for table in EXPORTED:
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        objects = json.loads((tmp_path / f"{table}.json").read_text("utf-8"))
        assert len(rows) == len(objects) + 1 == store.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] + 1
        assert not [value for row in rows for value in row if value.startswith(("=", "@", "+"))]


def test_raw_csv_gives_back_what_is_in_the_store(store, tmp_path):
    csv_files(store, tmp_path, True)
    with (tmp_path / "documents.csv").open(encoding="utf-8", newline="") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {"=evil().txt", "b.txt"}


@pytest.mark.parametrize("name", ["csv", "json", "html", "ftm", "parquet"])
def test_the_same_store_gives_the_same_bytes(store, tmp_path, name):
    first, second = (
        {path.name: path.read_bytes() for path in FORMATS[name](store, tmp_path / folder, False)} for folder in "ab"
    )
    assert first == second


class Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.names.append(tag)
        self.handlers += [name for name, _ in attributes if name.startswith("on")]


def test_the_report_runs_nothing_and_loads_nothing(store, tmp_path):
    [page] = report(store, tmp_path)
    text = page.read_text("utf-8")
    seen = Elements()
    seen.feed(text)
    assert not {"script", "img", "link", "iframe"} & set(seen.names)
    assert seen.handlers == []
    assert not re.search(r"(?:src|href)=[\"'](?!#)", text)
    assert seen.names.count("style") == 1


def test_the_report_says_what_there_is(store, tmp_path):
    [page] = report(store, tmp_path)
    text = page.read_text("utf-8")
    for words in (
        "Das 51. Zentrum",
        "28. Juni 2016",
        "Sylvia Löhrmann",
        "Nicht lesbar",
        "rund 170.000 Euro",
        "Am Anfang fehlt Text.",
    ):
        assert words in text


def test_a_chart_needs_two_days():
    points = [{"as_of": None, "value": 16}, {"as_of": "2013-12-02", "value": 47}]
    assert chart(points) is None
    drawn = chart([*points, {"as_of": "2016-06-28", "value": 51}, {"as_of": "2016-06-29", "value": 52}])
    assert [dot["value"] for dot in drawn["dots"]] == ["47", "", "51, 52"]
    assert all(0 <= dot["x"] <= drawn["width"] and 0 <= dot["y"] <= drawn["height"] for dot in drawn["dots"])


def test_days_in_german():
    assert day("2012-06-21/2013-02-21") == "21. Juni 2012 bis 21. Februar 2013"
    assert day("../2013") == "bis 2013"


def test_an_analysis_has_the_shape_it_promises():
    one = dossier()
    found = json.loads(json.dumps(analysis(one)))
    assert found["schema"] == "aktenlage.analysis/1"
    assert {
        "id",
        "source",
        "media_type",
        "language",
        "kind",
        "title",
        "subtitle",
        "issuers",
        "pages",
        "publication_date",
    } <= set(found["document"])
    assert set(found["document"]["publication_date"]) == {
        "value", "precision", "basis", "quote", "confidence", "suspect", "suggestion", "why"
    }  # fmt: skip
    original = found["original"]
    [correction] = found["corrections"]
    assert original[correction["start"] : correction["end"]] == correction["from"] == "6"
    assert (correction["to"], correction["kind"]) == ("ö", "umlaut")
    for mention in found["mentions"]:
        assert original[mention["start"] : mention["end"]] == mention["text"]
        assert {"page", "label", "name", "entity", "role", "value", "unit", "qualifier", "of", "confidence"} <= set(
            mention
        )
    for claim in found["claims"]:
        assert original[claim["start"] : claim["end"]] == claim["quote"]
        assert {
            "id", "subject", "property", "value", "unit", "qualifier", "of", "scope", "period", "as_of", "modality",
            "speaker", "page", "confidence",
        } <= set(claim)  # fmt: skip
    assert "eröffnet" in found["text"]
    assert {"kind", "severity", "message", "evidence", "suggestion"} <= set(found["findings"][0])
    money = next(mention for mention in found["mentions"] if mention["label"] == "MONEY")
    assert (money["value"], money["unit"], money["qualifier"]) == (170000, "EUR", "approx")


def test_parquet_keeps_numbers_and_words(store, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    FORMATS["parquet"](store, tmp_path, False)
    rows = parquet.read_table(tmp_path / "mentions.parquet").to_pylist()
    assert {row["value_number"] for row in rows if row["label"] == "MONEY"} == {170000.0}
    assert len(rows) == store.rows("SELECT count(*) AS n FROM mentions")[0]["n"]


def test_follow_the_money_links_mentions_to_documents(store, tmp_path):
    [path] = FORMATS["ftm"](store, tmp_path, False)
    entities = {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}
    person = entities["person:sylvia-loehrmann"]
    assert person["schema"] == "Person"
    assert person["properties"]["position"] == ["Ministerin"]
    mentions = [row for row in entities.values() if row["schema"] == "Mention"]
    assert len(mentions) == 4
    for mention in mentions:
        assert entities[mention["properties"]["document"][0]]["properties"]["bodyText"]
        assert mention["properties"]["resolved"][0] in entities


@pytest.mark.ocr
def test_a_page_image_becomes_a_searchable_pdf(tmp_path):
    from dataclasses import replace

    from PIL import Image

    image = tmp_path / "seite.png"
    Image.new("L", (300, 200), 255).save(image)
    sha256 = archive.sha256_of(image)
    one = dossier("seite.png")
    one = replace(one, document=replace(one.document, id=sha256, media_type="image/png"), claims=(), findings=())
    with archive.open_store(tmp_path / "a.db", write=True) as opened:
        archive.keep_original(image, sha256, opened.originals)
        archive.keep(opened, "seite.png", sha256, "work", (one,))
        [written] = FORMATS["pdf"](opened, tmp_path / "exports", False)
    assert written.read_bytes().startswith(b"%PDF")


@pytest.mark.ocr
def test_a_pdf_holds_the_words_of_the_store_not_of_a_second_reading(tmp_path):
    """The picture is blank: whatever can be found in the PDF was put there from the store."""
    from dataclasses import replace

    import pypdfium2
    from PIL import Image

    image = tmp_path / "seite.png"
    Image.new("L", (1240, 1754), 255).save(image)
    sha256 = archive.sha256_of(image)
    one = dossier("seite.png")
    raw = one.document.text.string
    spans = [Span(found.start(), found.end()) for found in re.finditer(r"\S+", raw)]
    words = tuple(Word(span, (50, 50 + 12 * row, 200, 60 + 12 * row), 0.9) for row, span in enumerate(spans[:40]))
    page = Page(1, Span(0, len(raw)), 595.0, 842.0, "ocr", words=words)
    document = replace(one.document, id=sha256, media_type="image/png", pages=(page,))
    one = replace(one, document=document, claims=(), findings=())
    with archive.open_store(tmp_path / "a.db", write=True) as opened:
        archive.keep_original(image, sha256, opened.originals)
        archive.keep(opened, "seite.png", sha256, "work", (one,))
        [written] = FORMATS["pdf"](opened, tmp_path / "exports", False)
        before = written.stat().st_mtime_ns
        [again] = FORMATS["pdf"](opened, tmp_path / "exports", False)
    assert again.stat().st_mtime_ns == before
    found = pypdfium2.PdfDocument(written)[0].get_textpage().get_text_range()
    assert raw[words[0].span.start : words[0].span.end] in found
