"""Page images: read by Tesseract where there is no text layer or a damaged one, and marked where nothing could be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import MissingTool, OcrFailed, UnknownFormat
from pipeline.ingest import Limits, ReadOptions, images, read_bytes
from pipeline.ingest import ocr as engine_room
from pipeline.ingest.ocr import Run, environment, read_image
from pipeline.ingest.paper import noise_of, skew_of
from pipeline.ingest.triage import judge, measure
from tests.unit import ingest_samples as samples

LINES = ["Der Kreis Soest öffnet für alle", "Städte ein Zentrum in der Mitte", "und zahlt 170.000 Euro im Jahr."]
DAMAGED = ["Der Kreis Soest 6ffnet fur alle", "Stadte ein Zentrum in der Mitte", "und zahlt 170.000 Euro im Jahr."]


def layered(picture: Any, layer: list[str], *, height: float = 336.0) -> bytes:
    """A scan with an invisible text layer, as OCR programs write it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595.2, height), invariant=1)
    sheet.drawImage(ImageReader(picture), 0, 0, 595.2, height)
    hidden = sheet.beginText(43, height - 50)
    hidden.setTextRenderMode(3)
    hidden.setFont("Helvetica", 14)
    for line in layer:
        hidden.textLine(line)
    sheet.drawText(hidden)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


CLEAN = (
    "Die Städte und Kreise öffnen für alle Menschen ein Zentrum in der Mitte, und das Land zahlt es für drei Jahre. "
    * 6
)
BROKEN = CLEAN.replace("ä", "a").replace("ö", "o").replace("ü", "u")


@pytest.mark.parametrize(
    ("label", "string", "share", "action"),
    [
        ("clean page over a scan", CLEAN, 1.0, "use"),
        ("clean page", CLEAN, 0.0, "use"),
        ("ae and oe on purpose", CLEAN.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"), 1.0, "use"),
        ("a short line without umlauts", "Seite 3", 0.0, "use"),
        ("a table of numbers", "2014 12.300 4,5 2015 13.400 4,6 " * 20, 0.0, "use"),
        ("English page", "The state pays for the centres and the towns run them as they like. " * 10, 1.0, "use"),
        ("umlauts gone over a scan", BROKEN, 1.0, "read"),
        ("umlauts gone, born digital", BROKEN, 0.0, "repair"),
        ("every letter twice", "".join(char * 2 if char.isalpha() else char for char in CLEAN), 0.0, "read"),
        ("digits in words", CLEAN.replace("ö", "6"), 1.0, "read"),
        ("empty over a scan", "", 1.0, "read"),
        ("font without mapping", "\ue001\ue002\ue003 \ue004\ue005 " * 30, 0.0, "read"),
        (
            "shifted characters",
            "".join(chr(ord(c) + 1) if c.isascii() and c.isalpha() else c for c in BROKEN),
            0.0,
            "read",
        ),
    ],
)
def test_triage(label: str, string: str, share: float, action: str) -> None:
    assert judge(string, image_share=share).action == action, label


def test_scores_are_told_in_words() -> None:
    assert "Umlaute 0.00%" in str(measure(BROKEN))


def test_one_thread_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    assert environment()["OMP_THREAD_LIMIT"] == "1"


def test_noise_and_skew_are_measured() -> None:
    import random

    clean = samples.scan(LINES)
    noisy = clean.copy()
    dice = random.Random(1)
    for _ in range(60_000):
        noisy.putpixel((dice.randrange(noisy.width), dice.randrange(noisy.height)), dice.randrange(120))
    assert noise_of(clean) < 2
    assert noise_of(noisy) > 6
    crooked = clean.rotate(2.0, fillcolor=255)
    assert skew_of(crooked) == pytest.approx(-2.0, abs=0.4)
    assert abs(skew_of(clean)) <= 0.3


class TestWithoutTesseract:
    """Engines that are missing, hang, crash or say nothing."""

    @pytest.fixture
    def fake(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        def install(script: str) -> None:
            program = tmp_path / "tesseract"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
            monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
            monkeypatch.setattr(engine_room, "engine", lambda languages, inside=False: "fake")

        return install

    def test_one_that_hangs_is_stopped(self, fake: Any) -> None:
        fake("sleep 60")
        with pytest.raises(OcrFailed, match="nicht fertig"):
            read_image(samples.scan(LINES), Run(150, seconds=1))

    def test_one_that_crashes_is_named(self, fake: Any) -> None:
        fake("echo 'Image too large' >&2; exit 1")
        with pytest.raises(OcrFailed, match="Image too large"):
            read_image(samples.scan(LINES), Run(150))

    def test_one_that_says_nothing_has_read_nothing(self, fake: Any) -> None:
        fake("cat > /dev/null")
        assert read_image(samples.scan(LINES), Run(150)).words == ()

    def test_readings_are_kept_and_half_written_ones_read_anew(self, fake: Any, tmp_path: Path) -> None:
        row = "5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t50\\t20\\t95.5\\tSoest"
        fake(f"cat > /dev/null; echo x >> {tmp_path}/runs; printf 'head\\n{row}\\n'")
        cache = tmp_path / "cache"
        first = read_image(samples.scan(LINES), Run(150), cache)
        assert read_image(samples.scan(LINES), Run(150), cache) == first
        assert first.words == (("Soest", (10, 10, 60, 30), 0.955),)
        assert (tmp_path / "runs").read_text().count("x") == 1
        (stored,) = cache.rglob("*.json")
        stored.write_text("[[", "utf-8")
        assert read_image(samples.scan(LINES), Run(150), cache) == first
        read_image(samples.scan(LINES), Run(200), cache)
        assert (tmp_path / "runs").read_text().count("x") == 3

    def test_none_at_all_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nonexistent")
        engine_room.engine.cache_clear()
        engine_room.models_folder.cache_clear()
        with pytest.raises(MissingTool) as raised:
            read_image(samples.scan(LINES), Run(150))
        assert "apt-get install tesseract-ocr" in raised.value.help
        engine_room.engine.cache_clear()
        engine_room.models_folder.cache_clear()

    def test_a_layer_needs_no_tesseract(self) -> None:
        data = layered(samples.scan(LINES), ["Der Kreis öffnet für die Städte ein Zentrum in der Mitte. " * 2] * 8)
        page = read_bytes(data, "a.pdf")[0].pages[0]
        assert (page.method, page.status) == ("layer", "ok")


def test_heic_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(UnknownFormat) as caught:
        images._open_heif("image/heic")
    assert caught.value.help == "pip install pillow-heif"


@pytest.mark.ocr
class TestWithTesseract:
    def words(self, data: bytes, name: str, options: ReadOptions = ReadOptions()) -> Any:  # noqa: B008
        return read_bytes(data, name, options)[0]

    def assert_read(self, document: Any) -> None:
        string = document.text.string
        for word in ("Soest", "öffnet", "für", "Städte", "170.000"):
            assert word in string
        page = document.pages[0]
        assert (page.method, page.status) == ("ocr", "ok")
        assert all(0.0 <= word.confidence <= 1.0 for word in page.words)
        assert all(document.text[word.span].strip() for word in page.words)

    def test_a_picture(self) -> None:
        document = self.words(samples.saved(samples.scan(LINES), "PNG", dpi=(150, 150)), "scan.png")
        self.assert_read(document)
        left, top, right, bottom = document.pages[0].words[0].box
        assert 35 < left < 55
        assert 30 < top < bottom < 75
        assert left < right < 595

    def test_a_scan_in_a_pdf_with_a_damaged_layer_is_read_anew(self) -> None:
        document = self.words(layered(samples.scan(LINES), DAMAGED), "scan.pdf")
        self.assert_read(document)
        assert "6ffnet" not in document.text.string

    def test_never_means_never(self) -> None:
        document = self.words(layered(samples.scan(LINES), DAMAGED), "scan.pdf", ReadOptions(ocr="never"))
        assert document.pages[0].method == "layer"
        assert "6ffnet" in document.text.string

    def test_a_picture_on_its_head_and_on_its_side(self) -> None:
        lines = LINES + [f"{line} Das war noch nicht alles." for line in LINES] * 2
        upright = samples.scan(lines, size=(1240, 1000), letters=30)
        for angle in (90, 180, 270):
            document = self.words(samples.saved(upright.rotate(angle, expand=True), "PNG", dpi=(150, 150)), "scan.png")
            assert "Städte" in document.text.string, angle
            page = document.pages[0]
            assert all(
                0 <= w.box[0] <= w.box[2] <= page.width + 1 and 0 <= w.box[1] <= w.box[3] <= page.height + 1
                for w in page.words
            )

    def test_heic_where_its_library_is(self) -> None:
        heif = pytest.importorskip("pillow_heif")
        heif.register_heif_opener()
        self.assert_read(self.words(samples.saved(samples.scan(LINES), "HEIF", quality=90), "foto.heic"))

    def test_pages_of_a_tiff(self) -> None:
        first, second = samples.scan(LINES), samples.scan(["Die zweite Seite des Briefes"])
        out = io.BytesIO()
        first.save(out, "TIFF", save_all=True, append_images=[second], dpi=(150, 150))
        document = self.words(out.getvalue(), "scan.tif")
        assert [page.number for page in document.pages] == [1, 2]
        assert "zweite" in document.text.string

    @pytest.mark.parametrize("kind", ["WEBP", "JPEG", "BMP"])
    def test_other_kinds_of_pictures(self, kind: str) -> None:
        assert "Städte" in self.words(samples.saved(samples.scan(LINES), kind), "scan").text.string

    def test_transparency_is_paper(self) -> None:
        from PIL import Image

        picture = Image.new("RGBA", (1240, 700), (0, 0, 0, 0))
        ink = samples.scan(LINES).point(lambda level: 255 - level)
        picture.putalpha(ink)
        assert "Städte" in self.words(samples.saved(picture, "PNG", dpi=(150, 150)), "scan.png").text.string

    def test_noise_is_filtered(self) -> None:
        import random

        noisy = samples.scan(LINES, size=(1240, 500))
        dice = random.Random(2)
        for _ in range(45_000):
            noisy.putpixel((dice.randrange(noisy.width), dice.randrange(noisy.height)), dice.choice((0, 60, 255)))
        document = self.words(samples.saved(noisy, "PNG", dpi=(150, 150)), "scan.png")
        assert "Median" in document.pages[0].why
        assert "Städte" in document.text.string

    def test_a_picture_too_large_is_refused_before_it_is_unpacked(self) -> None:
        from pipeline.errors import TooLarge

        data = samples.saved(samples.scan(LINES), "PNG")
        with pytest.raises(TooLarge):
            self.words(data, "scan.png", ReadOptions(limits=Limits(pixels=1000)))

    def test_half_a_picture_is_damaged(self) -> None:
        from pipeline.errors import DamagedFile

        data = samples.saved(samples.scan(LINES), "PNG")
        with pytest.raises(DamagedFile):
            self.words(data[: len(data) // 2], "scan.png")

    def test_an_empty_sheet_is_empty_and_no_error(self) -> None:
        document = self.words(samples.saved(samples.scan([]), "PNG", dpi=(150, 150)), "scan.png")
        assert document.pages[0].status == "empty"


@pytest.mark.ocr
def test_a_born_digital_page_whose_font_loses_umlauts_is_read_from_its_drawing() -> None:
    """The page shows "öffnet", its font says that this is "offnet": no repair is needed where one can look."""
    import pikepdf
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595.2, 842), invariant=1)
    shown = sheet.beginText(43, 780)
    shown.setFont("Helvetica", 12)
    for start in range(0, len(CLEAN), 75):
        shown.textLine(CLEAN[start : start + 75].strip())
    sheet.drawText(shown)
    sheet.showPage()
    sheet.save()
    rows = [f"<{code:02X}> <{ord('aou'['äöü'.index(char)] if char in 'äöü' else char):04X}>" for code in range(32, 256) if (char := bytes([code]).decode("cp1252", "replace")) != "\ufffd"]  # fmt: skip
    table = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    table += "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in (rows[:100], rows[100:200], rows[200:]) if part)  # fmt: skip
    table += "endcmap end end"
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        for font in document.pages[0].Resources.Font.values():
            font.ToUnicode = document.make_stream(table.encode())
        damaged = io.BytesIO()
        document.save(damaged)
    as_it_is = read_bytes(damaged.getvalue(), "a.pdf", ReadOptions(ocr="never"))[0]
    assert "offnen" in as_it_is.text.string
    assert "ö" not in as_it_is.text.string
    found = read_bytes(damaged.getvalue(), "a.pdf")[0]
    assert found.pages[0].method == "ocr"
    assert "schlägt ausgebesserte Textschicht" in found.pages[0].why
    assert found.text.string.count("öffnen") >= 5
    whole = read_bytes(out.getvalue(), "a.pdf")[0]
    assert whole.pages[0].method == "layer"
