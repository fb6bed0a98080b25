"""Paper that went through a scanner: page images, clean or poor, and the text layer an English-language OCR leaves.

Noise comes from a fixed seed, so that a rendering can be repeated.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
from dataclasses import dataclass

import numpy as np
import pypdfium2
from pages import load_fonts, without_dates
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is scanned. `noise` is the standard deviation in grey levels of 0..255, `blur` a radius in pixels,
    `skew` degrees, `paper` the grey level of blank paper, `quality` that of the JPEG."""

    dpi: int
    noise: float
    blur: float
    skew: float
    paper: int
    quality: int


CLEAN = Scanner(dpi=300, noise=2.0, blur=0.6, skew=0.0, paper=252, quality=55)
POOR = Scanner(dpi=150, noise=20.0, blur=0.6, skew=1.3, paper=228, quality=35)


def scan(pdf: bytes, scanner: Scanner) -> list[Image.Image]:
    """The pages of a PDF as this scanner sees them, in grey."""
    seen = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        image = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(scanner.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
        grey = np.asarray(image, dtype=np.float64) * (scanner.paper / 255)
        grey += np.random.default_rng(number).normal(0, scanner.noise, grey.shape)
        seen.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    return seen


def as_jpeg(image: Image.Image, scanner: Scanner) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return out.getvalue()


def tesseract(image: Image.Image, language: str, *, form: str = "txt") -> str:
    """What Tesseract reads, as text or as a table of words ("tsv")."""
    file = io.BytesIO()
    image.save(file, "PNG", dpi=image.info.get("dpi", (300, 300)))
    run = subprocess.run(
        ["tesseract", "-", "-", "-l", language, "--dpi", "300", form],
        input=file.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return run.stdout.decode("utf-8")


def image_pdf(images: list[Image.Image], scanner: Scanner, title: str, *, layer: str | None = None) -> bytes:
    """A PDF of page images, with the reading of `layer` (a Tesseract language) as invisible text over them."""
    load_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName="sans")
    canvas.setTitle(title)
    for image in images:
        scale = 72 / scanner.dpi
        width, height = image.width * scale, image.height * scale
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(as_jpeg(image, scanner))), 0, 0, width, height)
        if layer:
            _draw_layer(canvas, tesseract(image, layer, form="tsv"), scale, height)
        canvas.showPage()
    canvas.save()
    return without_dates(out.getvalue())


def _draw_layer(canvas: Canvas, table: str, scale: float, height: float) -> None:
    """Each word that was read, invisible, as wide as it stands on the image."""
    baseline = size = 0.0
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        left, top, wide, tall = (int(row[key]) * scale for key in ("left", "top", "width", "height"))
        if row["level"] == "4":  # a line: its words share a baseline
            baseline, size = height - top - tall * 0.8, tall
        if row["level"] != "5" or not row["text"].strip():
            continue
        word = canvas.beginText(left, baseline)
        word.setTextRenderMode(3)
        word.setFont("sans", size)
        word.setHorizScale(100 * wide / max(pdfmetrics.stringWidth(row["text"], "sans", size), 0.1))
        word.textOut(f"{row['text']} ")
        canvas.drawText(word)
