"""The store in other forms, each read from the store alone.

A format is a function (store, folder, raw) -> files written, and a line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..store.archive import Store
from .ftm import ftm_file
from .pdf import pdf_files
from .tables import csv_files, json_files


def _html(store: Store, out: Path, _raw: bool) -> list[Path]:
    from .report import report

    return report(store, out)


def _parquet(store: Store, out: Path, raw: bool) -> list[Path]:
    from .parquet import parquet_files

    return parquet_files(store, out, raw)


FORMATS: dict[str, Callable[[Store, Path, bool], list[Path]]] = {
    "csv": csv_files,
    "json": json_files,
    "parquet": _parquet,
    "ftm": ftm_file,
    "html": _html,
    "pdf": pdf_files,
}


def write_all(store: Store, out: Path, *, anew: bool) -> None:
    """What `build` leaves beside the store: CSV and JSON of every table, and the report."""
    exports, report = out / "exports", out / "report"
    if anew or not (exports / "documents.csv").exists() or not (exports / "documents.json").exists():
        csv_files(store, exports, False)
        json_files(store, exports, False)
    if anew or not (report / "index.html").exists():
        _html(store, report, False)
