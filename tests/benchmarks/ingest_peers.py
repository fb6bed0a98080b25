"""Other programs that read the same pages: each runs in a process of its own, over all files, and writes what it read.

OCRmyPDF is one of our own libraries. The others stand in environments of their own (PEERS/NAME/bin/python), made by
`python -m tests.benchmarks.ingest --install PEERS`; programs they call (Unstructured wants poppler's) may lie in
PEERS/tools. What wants models from a hub says so and is left out.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TIME_LIMIT = 3600
"""Seconds for one program over all pages."""

PACKAGES = {"kreuzberg": "kreuzberg", "unstructured": "unstructured[pdf]", "docling": "docling"}

OURS = """
import json, sys
from pathlib import Path
from pipeline.ingest import ReadOptions, read
options = ReadOptions(cache=Path(sys.argv[1]).with_suffix(".readings"))
said = {}
for name in sys.argv[2:]:
    said[name] = read(Path(name), options=options)[0].text.string
Path(sys.argv[1]).write_text(json.dumps(said))
"""
OCRMYPDF = """
import json, subprocess, sys, tempfile
from pathlib import Path
import pypdfium2
said = {}
with tempfile.TemporaryDirectory() as folder:
    for name in sys.argv[2:]:
        made, side = Path(folder, "made.pdf"), Path(folder, "side.txt")
        subprocess.run([sys.executable, "-m", "ocrmypdf", "-l", "deu", "--skip-text", "--output-type", "pdf", "-j", "1",
                        "-q", "--sidecar", str(side), name, str(made)], check=True)
        text = side.read_text()
        if "[OCR skipped" in text:  # a page with a text layer: as a reader of the PDF finds it
            text = "\\f".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
        said[name] = text
Path(sys.argv[1]).write_text(json.dumps(said))
"""
KREUZBERG = """
import json, sys
from pathlib import Path
from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync
config = ExtractionConfig(ocr=OcrConfig(backend="tesseract", language="deu"), use_cache=False)
said = {name: extract_file_sync(name, config=config).content for name in sys.argv[2:]}
Path(sys.argv[1]).write_text(json.dumps(said))
"""
UNSTRUCTURED = """
import json, sys
from pathlib import Path
from unstructured.partition.pdf import partition_pdf
said = {}
for name in sys.argv[2:]:
    found = partition_pdf(name, strategy="auto", languages=["deu"])
    said[name] = "\\n".join(element.text for element in found)
Path(sys.argv[1]).write_text(json.dumps(said))
"""
DOCLING = """
import json, sys
from pathlib import Path
from docling.datamodel.base_models import InputFormat
from docling.datamodel.pipeline_options import PdfPipelineOptions, TesseractCliOcrOptions
from docling.document_converter import DocumentConverter, PdfFormatOption
options = PdfPipelineOptions(do_ocr=True, ocr_options=TesseractCliOcrOptions(lang=["deu"]))
reader = DocumentConverter(format_options={InputFormat.PDF: PdfFormatOption(pipeline_options=options)})
said = {name: reader.convert(name).document.export_to_text() for name in sys.argv[2:]}
Path(sys.argv[1]).write_text(json.dumps(said))
"""
SYSTEMS = {
    "ours": OURS,
    "ocrmypdf": OCRMYPDF,
    "kreuzberg": KREUZBERG,
    "unstructured": UNSTRUCTURED,
    "docling": DOCLING,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program read, by file, and what that cost: processor and wall seconds, start included; or why not."""

    texts: dict[str, str]
    seconds: float = 0.0
    wall: float = 0.0
    why: str = ""


def interpreter(name: str, peers: Path) -> Path | None:
    if name in PACKAGES:
        found = peers / name / "bin" / "python"
        return found if found.exists() else None
    return Path(sys.executable)


def run(name: str, files: Sequence[Path], peers: Path, place: Path) -> Outcome:
    """Read all files with one program; `place` is where its answer is put."""
    python = interpreter(name, peers)
    if python is None:
        return Outcome({}, why="not installed (--install PEERS)")
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PATH"] = os.pathsep.join((str(peers.absolute() / "tools"), environment.get("PATH", "")))
    if name == "ours":
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [str(python), "-c", SYSTEMS[name], str(place), *map(str, files)]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return Outcome({}, why=f"not done after {TIME_LIMIT} s")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or not place.exists():
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Outcome({}, why=f"not runnable here: {lines[-1][:160] if lines else done.returncode}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(json.loads(place.read_text()), seconds, time.monotonic() - start)


def install(peers: Path) -> None:
    """An environment for each of the others, below the folder."""
    for name, package in PACKAGES.items():
        if interpreter(name, peers) is None:
            subprocess.run([sys.executable, "-m", "venv", str(peers / name)], check=True)
        subprocess.run([str(peers / name / "bin" / "python"), "-m", "pip", "install", "-q", package], check=False)
