"""The invisible text of a searchable PDF: found where it was read, with every character."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest

from pipeline.ingest.ocr_layer import empty_font, text_page
from pipeline.ingest.pdf_words import page_words

LINES = [
    [["Der", 40.0, 40.0, 70.0, 52.0, 0.9], ["Kreis", 74.0, 40.0, 110.0, 52.0, 0.9]],
    [["„Übergänge“", 40.0, 60.0, 120.0, 72.0, 0.8], ["§", 126.0, 60.0, 132.0, 72.0, 0.5], ["8", 136.0, 60.0, 142.0, 72.0]],
    [["Łódź–Αθήνα", 40.0, 80.0, 140.0, 92.0, 0.9]],
]  # fmt: skip


def words(data: bytes) -> list[tuple[str, tuple[float, ...]]]:
    page = pypdfium2.PdfDocument(data)[0]
    strings, boxes, _ = page_words(page, *page.get_size())
    return list(zip(strings, boxes, strict=True))


def test_words_lie_where_they_were_read() -> None:
    found = words(text_page(595.0, 842.0, LINES))
    assert [string for string, _ in found] == [word[0] for line in LINES for word in line]
    for (_, box), word in zip(found, [word for line in LINES for word in line], strict=True):
        assert box == pytest.approx(word[1:5], abs=0.6)


def test_each_word_of_a_sloping_line_keeps_its_height() -> None:
    sloping = [[[f"Wort{place}", 40.0 + 50 * place, 40.0 + 4 * place, 80.0 + 50 * place, 52.0 + 4 * place] for place in range(8)]]  # fmt: skip
    for place, (string, box) in enumerate(words(text_page(595.0, 842.0, sloping))):
        assert string == f"Wort{place}"
        assert box == pytest.approx(sloping[0][place][1:5], abs=0.6)


def test_another_reader_finds_the_same_text() -> None:
    from pdfminer.high_level import extract_text

    found = extract_text(io.BytesIO(text_page(595.0, 842.0, LINES))).split()
    assert found == [word[0] for line in LINES for word in line]


def test_the_page_shows_nothing() -> None:
    image = pypdfium2.PdfDocument(text_page(595.0, 842.0, LINES))[0].render(grayscale=True).to_pil()
    assert image.getextrema() == (255, 255)


def test_the_font_is_whole() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(empty_font()), checkChecksums=2)
    names = font.getGlyphOrder()
    assert [font["hmtx"][name][0] for name in names] == [500, 500, 250]
    assert all(font["glyf"][name].numberOfContours == 0 for name in names)


def test_more_characters_than_a_simple_font_has() -> None:
    line: list[list[Any]] = [[chr(0x100 + number), 40.0 + number % 50 * 10, 40.0 + number // 50 * 20, 48.0 + number % 50 * 10, 52.0 + number // 50 * 20] for number in range(300)]  # fmt: skip
    data = text_page(595.0, 842.0, [line[start : start + 50] for start in range(0, 300, 50)])
    assert "".join(string for string, _ in words(data)) == "".join(word[0] for word in line)
