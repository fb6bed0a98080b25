"""The sample corpus: every manuscript is rendered and has its truth, and the damage in it is real."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pypdfium2
import pytest

from tests.conftest import ROOT

CORPUS = ROOT / "corpus"
NAMES = sorted(path.stem for path in (CORPUS / "manuscripts").glob("*.toml"))
# The scans need Tesseract to be rendered anew; the rest needs no more than Python and two font families.
DRAWN = ("buecherbus", "erste-sechzehn", "faltblatt", "komm-an", "koordinierungsstelle", "tour-der-staatssekretaerin")


def source(name: str) -> Path:
    (found,) = (CORPUS / "sources").glob(f"{name}.*")
    return found


def layer(name: str) -> list[str]:
    """The text layer of a PDF, page by page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(source(name))]


def umlauts(text: str) -> float:
    letters = [char for char in text if char.isalpha()]
    return sum(char in "äöüÄÖÜß" for char in letters) / max(len(letters), 1)


def test_there_are_nine_releases_and_a_flyer_in_all_formats():
    assert len(NAMES) == 10
    assert {source(name).suffix for name in NAMES} == {".txt", ".md", ".html", ".pdf"}


def test_the_corpus_stays_small():
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 6_000_000


def test_every_source_has_its_origin_and_licence():
    with (CORPUS / "sources" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [source(name).name for name in NAMES]
    assert all(row["origin"] and row["licence"] and row["note"] for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_stands_in_the_text(name):
    """What the truth lists as written really stands on the paper, and every name with it."""
    truth = json.loads((CORPUS / "truth" / f"{name}.json").read_text("utf-8"))
    text = (CORPUS / "truth" / f"{name}.txt").read_text("utf-8")
    text = re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", text)
    text = re.sub(r"\s+", " ", text)
    assert truth["title"] in text
    assert [person["name"] for person in truth["people"] if person["name"] not in text] == []
    assert [count for count in truth["counts"] if count["as_written"] not in text] == []
    assert [name for name in truth["districts"] if re.sub("^(Kreis|Landkreis) |er Kreis$", "", name) not in text] == []


@pytest.mark.parametrize("name", DRAWN)
def test_rendering_gives_what_is_there(name, monkeypatch):
    monkeypatch.syspath_prepend(str(CORPUS))
    render = pytest.importorskip("render", reason="needs reportlab, of the extra 'dev'")
    from manuscript import read_manuscript
    from pages import FILES, FONTS

    missing = [file for file in FILES.values() if not Path(FONTS, file).exists()]
    if missing and source(name).suffix == ".pdf":
        pytest.skip(f"drawing PDFs needs the fonts fonts-liberation and fonts-crosextra-carlito: {missing}")
    manuscript = read_manuscript(CORPUS / "manuscripts" / f"{name}.toml")
    file, data, truth = render.render(manuscript)
    assert file == source(name).name
    assert truth == (CORPUS / "truth" / f"{name}.txt").read_text("utf-8")
    assert data == render.render(manuscript)[1]
    if source(name).suffix != ".pdf":  # another version of a font gives other bytes, but no other text
        assert data == source(name).read_bytes()


def test_a_word_breaks_over_the_page():
    first, second = layer("koordinierungsstelle")
    assert re.search(r"Bezirksregierung Arns\W+Seite 1 von 2", first)
    assert second.startswith("berg, zu der")


def test_the_scans_have_no_text_layer():
    assert layer("kreis-steinfurt") == [""]
    assert layer("kreis-borken") == [""]


@pytest.mark.parametrize("name", ["borken-und-steinfurt", "finanzierung-2016"])
def test_what_the_english_model_read_has_lost_its_umlauts(name):
    read = layer(name)[0] if source(name).suffix == ".pdf" else source(name).read_text("utf-8")
    assert umlauts(read) == 0
    assert umlauts((CORPUS / "truth" / f"{name}.txt").read_text("utf-8")) > 0.01
    assert len(read.split()) == pytest.approx(
        len((CORPUS / "truth" / f"{name}.txt").read_text("utf-8").split()), rel=0.05
    )


def test_the_plain_text_begins_with_blank_lines_and_repeats_its_title():
    text = source("erste-sechzehn").read_text("utf-8")
    title = json.loads((CORPUS / "truth" / "erste-sechzehn.json").read_text("utf-8"))["title"]
    assert text.startswith("\n\n\n")
    assert text.count(title) == 2
