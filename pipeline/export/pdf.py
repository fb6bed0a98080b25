"""Searchable PDF/A of every PDF and page image, for the reading room: the page as it was, with its text behind it.

The text is the store's own reading, word by word in its place: nothing is read a second time, and what the PDF finds is
what the store holds. The files differ in a few bytes from run to run, so they are for people and no part of what two
builds must have in common.
"""

from __future__ import annotations

import glob
import json
import os
from pathlib import Path

from ..document import Document, Page, Word
from ..errors import AktenlageError, UnreadableFile
from ..store.archive import Store
from ..store.plain import Row
from ..text import Span, Text


def pdf_files(store: Store, out: Path, _raw: bool) -> list[Path]:
    """NAME.pdf below `out`/pdf for every document that is a PDF or an image; an error names the first that fails."""
    wanted = store.rows(
        """SELECT f.source, f.sha256, f.work, d.id, d.media_type, t.original FROM files f
           JOIN documents d ON d.id = f.document JOIN texts t ON t.document = d.id
           WHERE d.media_type = 'application/pdf' OR d.media_type LIKE 'image/%' ORDER BY f.source"""
    )
    written = []
    for row in wanted:
        # Named after file and reading, so that a page read anew is written anew.
        name = f"{Path(row['source']).stem}.{row['sha256'][:8]}"
        target = out / "pdf" / f"{name}.pdf"
        mark = out / "pdf" / f".{name}.{row['work']}"
        if not (target.exists() and mark.exists()):
            _make(store, row, target)
            for older in mark.parent.glob(glob.escape(f".{name}.") + "*"):
                older.unlink()
            mark.touch()
        written.append(target)
    return written


def document_of(store: Store, row: Row) -> Document:
    """A document as it was read, with the words of its pages in their boxes."""
    pages = store.rows("SELECT * FROM pages WHERE document = ? ORDER BY position", [row["id"]])
    return Document(row["id"], row["source"], row["media_type"], Text(row["original"]), tuple(map(_page, pages)))


def _page(row: Row) -> Page:
    words = tuple(
        Word(Span(start, end), (left, top, right, bottom), confidence)
        for start, end, left, top, right, bottom, confidence in json.loads(row["words"])
    )
    span = Span(row["start"], row["end"])
    return Page(row["number"], span, row["width"], row["height"], row["method"], row["status"], row["why"], words)


def _make(store: Store, row: Row, target: Path) -> None:
    from ..ingest.ocr_archive import archive_pdf

    original = store.originals / row["sha256"][:2] / row["sha256"]
    try:
        data = original.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"its original {original} cannot be opened ({error.strerror})",
            source=row["source"],
            help="build again; originals/ must lie beside the store",
        ) from error
    try:
        made = archive_pdf(document_of(store, row), data)
    except AktenlageError as error:
        error.source = error.source or row["source"]
        raise
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.write_bytes(made)
    os.replace(temporary, target)
