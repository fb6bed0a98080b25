"""Nothing is lost silently: what a reader leaves out shows in the status of its page, or is read another way."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from pipeline.ingest import ReadOptions, read_bytes
from pipeline.ingest.ink import unread
from pipeline.ingest.pdf_check import SecondLook

from . import ingest_samples as samples

NEVER = ReadOptions(ocr="never")
LINES = [
    f"Absatz {number}: Die Stadt fördert den Sportverein mit {number}.500 Euro im Jahr." for number in range(1, 31)
]
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract ist nicht installiert")


def pages_of(data: bytes, options: ReadOptions = NEVER) -> tuple[str, list[Any]]:
    document = read_bytes(data, "a.pdf", options)[0]
    return document.text.string, list(document.pages)


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def with_broken_stream(data: bytes) -> bytes:
    """The same file with a stretch in the middle of its first page's drawing overwritten, its tables whole."""
    document = pikepdf.open(io.BytesIO(data))
    contents = document.pages[0].obj["/Contents"]
    document.pages[0].obj["/Contents"] = document.make_stream(contents.read_bytes())
    packed = saved(document, compress_streams=True, recompress_flate=True)
    with pikepdf.open(io.BytesIO(packed)) as again:
        raw = again.pages[0].obj["/Contents"].read_raw_bytes()
    middle = len(raw) // 2
    return packed.replace(raw, raw[:middle] + bytes(60) + raw[middle + 60 :])


def test_a_drawing_that_breaks_off_is_partial() -> None:
    whole = samples.pdf([samples.column(LINES, 70, 100), samples.column(LINES[::-1], 70, 100)])
    broken = with_broken_stream(whole)
    string, pages = pages_of(broken)
    assert len(string) < 1.9 * len("\n".join(LINES))  # pdfium says nothing about what it left out
    assert [page.status for page in pages] == ["partial", "ok"]
    assert "bricht ab" in pages[0].why
    assert [page.status for page in pages_of(whole)[1]] == ["ok", "ok"]


def without_mapping(lines: list[str]) -> bytes:
    """A page whose second half is set in a font that does not say which letters its shapes are."""
    for name in ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf"):
        try:
            pdfmetrics.registerFont(TTFont("Ohne", name))
            break
        except Exception:
            continue
    else:
        pytest.skip("keine Schrift")
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    for number, line in enumerate(lines):
        sheet.setFont("Helvetica" if number < 6 else "Ohne", 10)
        sheet.drawString(70, 742 - 16 * number, line)
    sheet.save()
    document = pikepdf.open(io.BytesIO(out.getvalue()))
    for font in document.pages[0].obj["/Resources"]["/Font"].values():
        if "/ToUnicode" in font:
            del font["/ToUnicode"]
            # Shapes by number only, as PDF printers of the nineties left them.
            font["/Encoding"] = pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                Differences=pikepdf.Array([0, *(pikepdf.Name(f"/g{number}") for number in range(200))]),
            )
    return saved(document)


def test_letters_without_a_table_of_characters_are_missed() -> None:
    greek = "Ο δήμος στηρίζει τον αθλητικό σύλλογο κάθε χρόνο"
    data = without_mapping([*LINES[:6], *[greek] * 20])
    string, (page,) = pages_of(data)
    assert "Absatz 3:" in string
    assert "δήμος" not in string
    assert page.status == "partial"
    assert "Schrift ohne Zuordnung" in page.why
    assert "gedruckt werden mindestens" in SecondLook(data).missing(0, string)


def as_curves(lines: list[str], heading: str) -> bytes:
    """A page whose heading is text and whose paragraphs are drawn shapes, as some layout programs export them."""
    picture = samples.scan(lines, size=(1240, 1400), letters=24)
    pixels = picture.load()
    assert pixels is not None
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    sheet.setFont("Helvetica", 14)
    sheet.drawString(43, 790, heading)
    scale = 595 / picture.width
    for y in range(picture.height):
        start = None
        for x in range(picture.width):
            dark = pixels[x, y] < 128
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                sheet.rect(start * scale, 770 - y * scale, (x - start) * scale, scale, stroke=0, fill=1)
                start = None
    sheet.save()
    return out.getvalue()


def test_print_that_is_only_drawn_makes_a_page_partial() -> None:
    _, (page,) = pages_of(as_curves(LINES[:12], "Förderung der Vereine"))
    assert page.status == "partial"
    assert "wie Schrift" in page.why


@needs_tesseract
def test_print_that_is_only_drawn_is_read() -> None:
    string, (page,) = pages_of(as_curves(LINES[:12], "Förderung der Vereine"), ReadOptions())
    assert "Förderung der Vereine" in string
    assert "Absatz 12:" in string
    assert (page.method, page.status) == ("ocr", "ok")


def test_pages_that_the_page_tree_forgets_are_found() -> None:
    document = pikepdf.open(
        io.BytesIO(samples.pdf([samples.column([f"Seite {n} von drei"], 70, 100) for n in (1, 2, 3)]))
    )
    document.Root["/Pages"]["/Count"] = 2
    string, pages = pages_of(saved(document))
    assert len(pages) == 3
    assert "Seite 3 von drei" in string


def test_pages_in_are_pages_out() -> None:
    data = samples.pdf([samples.column([f"Seite {n}"], 70, 100) if n % 3 else [] for n in range(1, 13)])
    _, pages = pages_of(data)
    assert [page.number for page in pages] == list(range(1, 13))
    assert [page.status for page in pages] == ["ok", "ok", "empty"] * 4


def test_a_sound_page_is_not_doubted() -> None:
    look = SecondLook(samples.pdf([samples.column(LINES, 70, 100)]))
    assert look.pages == 1
    assert look.missing(0, "\n".join(LINES)) == ""
    assert re.search(r"gelesen sind 200 Zeichen, gedruckt werden mindestens \d{4}", look.missing(0, "x" * 200))


def test_ink_is_held_against_words() -> None:
    page = samples.scan(LINES[:20], size=(1240, 1754), letters=24)
    height = 1754 * 72 / 150
    outside, inside = unread(page, [(0, 0, 595, height)], 150)
    assert (outside, inside > 100) == (0, True)
    outside, inside = unread(page, [(0, 0, 595, height / 6)], 150)
    assert outside > inside > 10
    assert unread(page.point(lambda _: 255), [], 150) == (0, 0)


def test_a_photograph_is_no_print() -> None:
    import numpy
    from PIL import Image

    rng = numpy.random.default_rng(3)
    waves = sum(
        numpy.sin(numpy.linspace(0, 6 * k, 1240))[None, :] * numpy.cos(numpy.linspace(0, 5 * k, 1240))[:, None] / k
        for k in (1, 2, 3, 5)
    )
    grey = 140 + 50 * waves + rng.normal(0, 6, waves.shape)
    page = Image.new("L", (1240, 1754), 255)
    page.paste(Image.fromarray(numpy.clip(grey, 0, 255).astype("uint8")).resize((700, 500)), (200, 400))
    assert unread(page, [], 150)[0] < 10


def test_html_nested_too_deep_is_read_all_the_same() -> None:
    deep = "<html><body>" + "<div>" * 50_000 + f"<p>{samples.FIRST}</p>" + "</div>" * 50_000 + "</body></html>"
    document = read_bytes(deep.encode(), "tief.html")[0]
    assert samples.FIRST in document.text.string
    assert document.pages[0].why.startswith("Haupttext nicht gefunden")


@pytest.mark.shared
def test_a_damaged_file_of_which_others_give_an_eighth_is_read_whole(shared: Path) -> None:
    made = Path(str(shared)) / "nasty" / "made" / "garbage_body.pdf"
    if not made.is_file():
        pytest.skip("the hostile files are not here")
    assert len(pages_of(made.read_bytes())[0]) > 2_800  # of 2,845; another library gave 353 without a word
