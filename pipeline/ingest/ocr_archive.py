"""A searchable PDF/A of a scan for the archive, made by OCRmyPDF from our stored reading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..document import Document, Page
from ..errors import DamagedFile, LockedFile, OcrFailed, TooLarge, UnknownFormat
from .guard import ONE_THREAD
from .kinds import PDF

PLUGIN = "pipeline.ingest.ocr_plugin"

READING = "AKTENLAGE_READING"
"""The environment variable by which the plugin finds the reading; the same name stands in the plugin."""

SECONDS_A_PAGE = 30.0
"""Our reading is only grafted, which takes a tenth of a second a page."""


def archive_pdf(document: Document, data: bytes) -> bytes:
    """The bytes of a PDF/A-2b with the text of `document` behind its page images; a plain PDF where the file holds
    what PDF/A forbids (a font that is not embedded, say): `is_pdfa` tells which.

    `data` are the bytes the document was read from. Pages that were used by their own text layer stay as they are;
    pages that were read anew get our reading in place of any older one. The original is not touched.
    """
    if document.media_type != PDF and not document.media_type.startswith("image/"):
        raise UnknownFormat("Nur PDF-Dateien und Bilder lassen sich archivieren", source=document.source)
    read = [page.number for page in document.pages if page.method == "ocr" and page.number and page.words]
    with tempfile.TemporaryDirectory(prefix="aktenlage-") as folder:
        here = Path(folder)
        source, target, reading = here / "source", here / "archive.pdf", here / "reading.json"
        source.write_bytes(data)
        reading.write_text(json.dumps([_page(document, page) for page in document.pages]), "utf-8")
        # Ghostscript is never used: its sandbox was broken out of again and again, and it has no time limit.
        command = [sys.executable, "-P", "-c", f"from {PLUGIN} import main; main()", "--plugin", PLUGIN, "--quiet"]
        command += ["--pdf-renderer", "sandwich", "--rasterizer", "pypdfium", "--pdfa-backend", "internal", "-l", "deu"]
        command += ["--optimize", "0", "--jobs", "1", "--fast-web-view", "999999", "--invalidate-digital-signatures"]
        if document.media_type != PDF:
            command += ["--image-dpi", str(_dpi(document, data))]
        command += ["--redo-ocr", "--pages", ",".join(map(str, read))] if read else ["--skip-text"]
        for kind in ("pdfa", "pdf"):
            _run([*command, "--output-type", kind, str(source), str(target)], reading, document)
            if target.exists():
                break
        else:
            raise OcrFailed("OCRmyPDF hat nichts geschrieben", source=document.source)
        return target.read_bytes()


def is_pdfa(data: bytes) -> bool:
    """Whether a file claims to be PDF/A."""
    return b"pdfaid:part" in data


def _page(document: Document, page: Page) -> dict[str, Any]:
    """A page as the plugin wants it: its size, and the words of each line of our text."""
    lines: list[list[list[Any]]] = []
    end = -1
    for word in page.words if page.method == "ocr" else ():
        if end < 0 or "\n" in document.text.raw.string[end : word.span.start]:
            lines.append([])
        lines[-1].append([document.text.raw[word.span], *word.box, word.confidence])
        end = word.span.end
    return {"width": page.width or 595.0, "height": page.height or 842.0, "lines": lines}


def _dpi(document: Document, data: bytes) -> int:
    """The resolution at which the picture has the size we noted for its page."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        width = document.pages[0].width or 595.0
        return max(1, round(image.width / width * 72))


def _run(command: list[str], reading: Path, document: Document) -> None:
    environment = {**os.environ, READING: str(reading), **ONE_THREAD}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    limit = 60 + SECONDS_A_PAGE * max(1, len(document.pages))
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooLarge(f"OCRmyPDF war nach {limit:.0f} s nicht fertig", source=document.source) from error
    if done.returncode in (0, 4, 10):  # 4 and 10: no PDF/A could be made of it, or not a perfect one
        return
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    why = lines[-1][:300] if lines else f"Rückgabewert {done.returncode}"
    kind = {2: DamagedFile, 8: LockedFile}.get(done.returncode, OcrFailed)
    raise kind(f"OCRmyPDF konnte kein PDF/A schreiben: {why}", source=document.source)
