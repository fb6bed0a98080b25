"""The searchable PDF/A: OCRmyPDF really runs, with our reading in place of a second one."""

from __future__ import annotations

import io

import pytest

from pipeline.document import Document, Page, Word
from pipeline.errors import UnknownFormat
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.ingest.ocr_archive import READING, archive_pdf, is_pdfa
from pipeline.text import Span, Text
from tests.unit import ingest_samples as samples

pytestmark = pytest.mark.ocr  # OCRmyPDF looks for Tesseract, though it is not asked to read

LINES = ["Der Kreis Soest öffnet", "ein Zentrum für 47 Vereine"]


def read_before(media_type: str) -> Document:
    """A document as if Tesseract had read it: the words are ours, whatever the picture shows."""
    string = "\n".join(LINES)
    words = []
    at = 0
    for number, line in enumerate(LINES):
        for place, word in enumerate(line.split()):
            at = string.index(word, at)
            left, top = 40.0 + 60 * place, 40.0 + 30 * number
            words.append(Word(Span(at, at + len(word)), (left, top, left + 50, top + 20), 0.9))
            at += len(word)
    page = Page(1, Span(0, len(string)), 595.2, 336.0, "ocr", words=tuple(words))
    return Document("0" * 64, "scan", media_type, Text(string), (page,))


def test_a_picture_becomes_a_searchable_pdfa() -> None:
    data = samples.saved(samples.scan([]), "JPEG", dpi=(150, 150))
    archived = archive_pdf(read_before("image/jpeg"), data)
    assert archived.startswith(b"%PDF")
    assert is_pdfa(archived)
    found = read_bytes(archived, "archiv.pdf", ReadOptions(ocr="never"))[0]
    assert found.text.string.split() == " ".join(LINES).split()
    box = found.pages[0].words[0].box
    assert box[0] == pytest.approx(40, abs=4)
    assert 30 < (box[1] + box[3]) / 2 < 65


def test_an_older_damaged_layer_is_replaced() -> None:
    import pikepdf
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595.2, 336), invariant=1)
    from reportlab.lib.utils import ImageReader

    sheet.drawImage(ImageReader(samples.scan([])), 0, 0, 595.2, 336)
    old = sheet.beginText(40, 280)
    old.setTextRenderMode(3)
    old.setFont("Helvetica", 12)
    old.textLine("Der Kreis Soest 6ffnet ein Zentrum fur Vereine")
    sheet.drawText(old)
    sheet.showPage()
    sheet.save()
    archived = archive_pdf(read_before("application/pdf"), out.getvalue())
    string = read_bytes(archived, "archiv.pdf", ReadOptions(ocr="never"))[0].text.string
    assert "öffnet" in string
    assert "6ffnet" not in string
    with pikepdf.open(io.BytesIO(archived)) as document:
        assert len(document.pages) == 1


def test_born_digital_pages_keep_their_text() -> None:
    data = samples.pdf([samples.column([samples.FIRST], 70, 100)])
    document = read_bytes(data, "a.pdf")[0]
    archived = archive_pdf(document, data)
    assert samples.FIRST in " ".join(read_bytes(archived, "b.pdf", ReadOptions(ocr="never"))[0].text.string.split())


def test_text_files_have_no_pages_to_archive() -> None:
    with pytest.raises(UnknownFormat):
        archive_pdf(read_bytes(b"Der Kreis Soest", "a.txt")[0], b"Der Kreis Soest")


def test_the_plugin_and_its_caller_use_the_same_name() -> None:
    from pipeline.ingest import ocr_plugin

    assert ocr_plugin.READING == READING
