"""What reading costs and how well it reads: python -m tests.benchmarks.ingest [SHARED]

T is bare Tesseract (one thread, text and hOCR) on the same page images. Costs are processor seconds of everything that
was started, so that a busy machine changes them little; each figure is the middle of three runs in turn. The pages are
those of public PDFs in SHARED/public/pdf drawn at 300 dpi, whose own text layer is the truth, and the same with noise.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rapidfuzz.distance import Levenshtein

PAGES = (("muenster_cdu_2014.pdf", 2), ("menschenrechte_deutsch.pdf", 1), ("ocrd_abschlussbericht.pdf", 1))


RUNS = ((1, 3), (3, 3), (24, 1))
"""Pages, and how often each way is taken in turn; the middle counts. Starting weighs most on a single page."""


def processor_seconds() -> float:
    """Used so far by this process and by children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def drawn(folder: Path) -> list[tuple[bytes, str]]:
    """Page images as JPEG, each with the text of its layer."""
    import pypdfium2

    pages = []
    for name, index in PAGES:
        document = pypdfium2.PdfDocument((folder / name).read_bytes())
        page = document[index]
        out = io.BytesIO()
        page.render(scale=300 / 72, grayscale=True).to_pil().save(out, "JPEG", quality=85, dpi=(300, 300))
        textpage = page.get_textpage()
        pages.append((out.getvalue(), textpage.get_text_range().replace("\ufffe", "").replace("\x02", "")))
        textpage.close()
    return pages


def noisy(data: bytes) -> bytes:
    """The page faded, speckled and strongly compressed."""
    import numpy
    from PIL import Image

    dice = numpy.random.default_rng(7)
    levels = numpy.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=numpy.float32)
    levels = 90 + levels * 0.6 + dice.normal(0, 18, levels.shape)
    specks = dice.random(levels.shape)
    levels[specks < 0.02] = 40
    levels[specks > 0.985] = 255
    out = io.BytesIO()
    Image.fromarray(levels.clip(0, 255).astype("uint8")).save(out, "JPEG", quality=50, dpi=(300, 300))
    return out.getvalue()


def as_pdf(images: list[bytes]) -> bytes:
    """The scans as one PDF, each JPEG as it is."""
    import pikepdf
    from PIL import Image

    out = io.BytesIO()
    with pikepdf.new() as document:
        for data in images:
            width, height = Image.open(io.BytesIO(data)).size
            picture = document.make_stream(
                data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            document.add_blank_page(page_size=(width * 0.24, height * 0.24))
            page = document.pages[-1]
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
            page.Contents = document.make_stream(f"{width * 0.24} 0 0 {height * 0.24} 0 0 cm /P Do".encode())
        document.save(out)
    return out.getvalue()


def bare(images: list[bytes]) -> None:
    """Tesseract alone."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with tempfile.TemporaryDirectory() as folder:
        for data in images:
            command = ["tesseract", "stdin", f"{folder}/page", "-l", "deu", "--dpi", "300", "hocr", "txt"]
            subprocess.run(command, input=data, env=environment, stderr=subprocess.DEVNULL, check=True)


def in_a_process(code: str) -> Callable[[list[bytes]], None]:
    """Run a piece of Python on the PDF in a new process, so that starting everything is counted."""

    def run(images: list[bytes]) -> None:
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start compiles what changed, as no user's does
        subprocess.run([sys.executable, "-c", code], input=as_pdf(images), env=environment, check=True)

    return run


READ = "import sys; from pipeline.ingest import read_bytes; d = read_bytes(sys.stdin.buffer.read(), 'a.pdf')[0]"
ARCHIVE = (
    "import sys; from pipeline.ingest import read_bytes; from pipeline.ingest.ocr_archive import archive_pdf;"
    "b = sys.stdin.buffer.read(); archive_pdf(read_bytes(b, 'a.pdf')[0], b)"
)
OCRMYPDF = (
    "import sys, subprocess; subprocess.run([sys.executable, '-m', 'ocrmypdf', '-l', 'deu', '--output-type', 'pdf', '-j', '1',"
    "'-q', '--rasterizer', 'pypdfium', '-', '-'], input=sys.stdin.buffer.read(), stdout=subprocess.DEVNULL, check=True)"
)


def error_rate(read: str, truth: str) -> float:
    """Characters to change among those of the truth; line breaks, blanks and hyphens at line ends aside."""

    def flat(string: str) -> str:
        return re.sub(r"\s+", "", re.sub(r"-\s*\n\s*", "", string))

    return Levenshtein.distance(flat(read), flat(truth)) / max(1, len(flat(truth)))


def main(shared: Path) -> None:
    """Print the table."""
    from pipeline.ingest import read_bytes

    random.seed(1)
    folder = shared / "public" / "pdf"
    if not folder.is_dir():
        print("public PDFs are not here: nothing to measure on")
        return
    pages = drawn(folder)
    images = [data for data, _ in pages]
    ways = (("Tesseract alone", bare), ("reading", in_a_process(READ)), ("reading and PDF/A", in_a_process(ARCHIVE)))
    ways += (("OCRmyPDF", in_a_process(OCRMYPDF)),)
    for count, times in RUNS:
        some = [images[number % len(images)] for number in range(count)]
        costs: dict[str, list[float]] = {name: [] for name, _ in ways}
        for _ in range(times):
            for name, way in ways:
                start = processor_seconds()
                way(some)
                costs[name].append(processor_seconds() - start)
        limit = median(costs["Tesseract alone"])
        for name, _ in ways:
            cost = median(costs[name])
            print(f"{name:22} {count:3} pages {cost / count:6.2f} s a page  {cost / limit:5.2f} T", flush=True)
    for name, change in (("clean scans", lambda data: data), ("noisy scans", noisy)):
        document = read_bytes(as_pdf([change(data) for data in images]), "a.pdf")[0]
        rates = [
            error_rate(document.text.string[page.span.start : page.span.end], truth)
            for page, (_, truth) in zip(document.pages, pages, strict=True)
        ]
        print(f"{name:22} characters wrong: {' '.join(f'{rate:.2%}' for rate in rates)}")
    digital = (folder / "muenster_cdu_2014.pdf").read_bytes()
    start = processor_seconds()
    subprocess.run(
        [sys.executable, "-c", READ], input=digital, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}, check=True
    )
    count = len(read_bytes(digital, "a.pdf")[0].pages)
    print(
        f"{'born digital':22} {(processor_seconds() - start) / count * 1000:6.1f} ms a page, {count} pages, start included"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
