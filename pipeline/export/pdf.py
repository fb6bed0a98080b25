"""Searchable PDF/A of every PDF and page image, for the reading room: the page as it was, with its text behind it.

OCRmyPDF makes them from the originals the store keeps. Its files differ in a few bytes from run to run, so they are for
people and no part of what two builds must have in common.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ..errors import OcrFailed
from ..store.archive import Store

# Seconds for one document; OCRmyPDF itself sets none for the whole.
PATIENCE = 3600


def pdf_files(store: Store, out: Path, _raw: bool) -> list[Path]:
    """NAME.pdf below `out`/pdf for every document that is a PDF or an image; OcrFailed names the first that fails."""
    wanted = store.rows(
        """SELECT f.source, f.sha256, d.media_type FROM files f JOIN documents d ON d.id = f.document
           WHERE d.media_type = 'application/pdf' OR d.media_type LIKE 'image/%' ORDER BY f.source"""
    )
    written = []
    for row in wanted:
        original = store.originals / row["sha256"][:2] / row["sha256"]
        target = out / "pdf" / f"{Path(row['source']).stem}.{row['sha256'][:8]}.pdf"
        if not target.exists():
            _make(original, target, row["source"], row["media_type"].startswith("image/"))
        written.append(target)
    return written


def _make(original: Path, target: Path, source: str, is_image: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp")
    command = [sys.executable, "-m", "ocrmypdf", "--quiet", "--jobs", "1", "--language", "deu", "--output-type", "pdfa"]
    # Neither needs Ghostscript, whose sandbox was broken again and again (CVE-2024-29510 and before).
    command += ["--rasterizer", "pypdfium", "--pdfa-backend", "internal"]
    # A text layer that is there stays; an image without a resolution is taken for a scan of 300 dpi.
    command += ["--image-dpi", "300"] if is_image else ["--skip-text"]
    # More than one thread makes Tesseract up to five times slower on a busy machine.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            [*command, str(original), str(temporary)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        temporary.unlink(missing_ok=True)
        raise OcrFailed(f"took more than {PATIENCE} seconds", source=source) from error
    if done.returncode != 0:
        temporary.unlink(missing_ok=True)
        reason = (done.stderr.strip().splitlines() or [f"OCRmyPDF ended with {done.returncode}"])[-1]
        raise OcrFailed(reason, source=source, help="the original lies in originals/ as it came")
    os.replace(temporary, target)
