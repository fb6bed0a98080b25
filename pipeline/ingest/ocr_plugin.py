"""A plugin for OCRmyPDF that hands it our stored reading, so that a searchable PDF/A costs no second reading.

`main` runs OCRmyPDF in a process of its own, with this module as its plugin. The reading comes as a
JSON file named in the environment: for each page its size in points and its words. Because nobody looks at the page
image any more, the picture OCRmyPDF wants of each page is a blank one: drawing and compressing the real one is 84 % of
what OCRmyPDF costs beside Tesseract (measured: 68 % PNG compression, 16 % drawing).
"""

from __future__ import annotations

import gc
import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.exceptions import ExitCode
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence

from .ocr_layer import text_page

READING = "AKTENLAGE_READING"
"""Name of the environment variable that holds the path of the reading."""

DPI = 72
"""Resolution of the blank picture."""


_asked: list[int] = []
"""Pages whose picture was asked for, counted from 0: OCRmyPDF does not say which page it wants the text of, but takes one
after the other, as it has one job."""


@cache
def _reading() -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads(Path(os.environ[READING]).read_text("utf-8"))
    return pages


class StoredReading(OcrEngine):
    """An engine that has read the pages before."""

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: Any) -> str:
        return "Aktenlage"

    def __str__(self) -> str:
        return "Aktenlage, stored reading"

    @staticmethod
    def languages(options: Any) -> set[str]:
        return set(options.languages)

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("this engine gives PDF, not hOCR")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        """The words of the page whose picture was asked for last, as invisible text."""
        page = _reading()[_asked[-1]]
        output_pdf.write_bytes(text_page(page["width"], page["height"], page["lines"]))
        output_text.write_text("\n".join(" ".join(word[0] for word in line) for line in page["lines"]), "utf-8")


@hookimpl
def get_ocr_engine(options: Any) -> OcrEngine | None:
    """Stand in for Tesseract wherever a reading was handed over."""
    return StoredReading() if READING in os.environ else None


@hookimpl
def rasterize_pdf_page(
    input_file: Path, output_file: Path, raster_dpi: Any, pageno: int, rotation: int | None, options: Any
) -> Path | None:
    """A blank picture of the page's size; nothing will be read from it."""
    if READING not in os.environ:
        return None
    from PIL import Image

    _asked.append(pageno - 1)
    page = _reading()[pageno - 1]
    size = (max(1, round(page["width"] * DPI / 72)), max(1, round(page["height"] * DPI / 72)))
    Image.new("1", size, 1).save(output_file, "PNG", dpi=(DPI, DPI))
    return output_file


def main() -> None:
    """OCRmyPDF with the options of this process, of which the last but one names the file to be read."""
    gc.disable()  # a process that ends with its page frees nothing by looking for what it could free: 0.07 s of 0.7
    from ocrmypdf.__main__ import run

    source = Path(sys.argv[-2])
    with source.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    sys.exit((without_effects(source) if is_pdf else 0) or run(sys.argv[1:]))


def without_effects(source: Path) -> int:
    """Take page transitions and private data of programs out of a PDF: nobody sees them, and PDF/A has no place for
    them. What OCRmyPDF would answer for a file it cannot open, else 0."""
    import pikepdf

    try:
        with pikepdf.open(source, allow_overwriting_input=True) as document:
            for page in document.pages:
                for key in ("/Trans", "/PieceInfo", "/Thumb", "/Dur"):
                    if key in page.obj:
                        del page.obj[key]
            document.save()
    except pikepdf.PasswordError:
        return int(ExitCode.encrypted_pdf)
    except pikepdf.PdfError as error:
        print(error, file=sys.stderr)
        return int(ExitCode.input_file)
    return 0
