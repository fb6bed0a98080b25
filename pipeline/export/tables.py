"""Every table as CSV and as JSON, in the order of its keys, so that the same store gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..store.archive import Store
from ..store.schema import EXPORTED

# What a spreadsheet takes for a formula at the start of a cell: OWASP, "CSV Injection".
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> Any:
    """A value as a cell: texts that a spreadsheet would run get an apostrophe, numbers stay numbers.

    >>> cell("=HYPERLINK(1)"), cell("+49 211 8550"), cell(-3.5), cell(None), cell(["a"])
    ("'=HYPERLINK(1)", "'+49 211 8550", -3.5, None, '["a"]')
    """
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def table_rows(store: Store, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names and rows of a table, sorted by its primary key."""
    columns = [row["name"] for row in store.rows(f"PRAGMA table_info({table})")]
    keys = [row for row in store.rows(f"PRAGMA table_info({table})") if row["pk"]]
    order = ", ".join(f'"{row["name"]}"' for row in sorted(keys, key=lambda row: row["pk"]))
    names = ", ".join(f'"{name}"' for name in columns)
    return columns, store.db.conn.execute(f'SELECT {names} FROM "{table}" ORDER BY {order}')


def csv_files(store: Store, out: Path, raw: bool) -> list[Path]:
    """TABLE.csv for every table; UTF-8, comma, LF. With `raw`, cells stay as they are."""
    written = []
    for table in EXPORTED:
        columns, rows = table_rows(store, table)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(row if raw else [cell(value) for value in row] for row in rows)
        written.append(write(out / f"{table}.csv", text.getvalue()))
    return written


# Columns that hold JSON: lists of names, boxes of words.
NESTED = frozenset({"issuers", "issuer_entities", "candidates", "pieces", "narrowed", "words", "original"})


def json_files(store: Store, out: Path, _raw: bool) -> list[Path]:
    """TABLE.json for every table: an array, one row a line."""
    written = []
    for table in EXPORTED:
        columns, rows = table_rows(store, table)
        lines = [json.dumps(_object(columns, row), ensure_ascii=False) for row in rows]
        written.append(write(out / f"{table}.json", "[\n" + ",\n".join(lines) + "\n]\n"))
    return written


def _object(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in NESTED and isinstance(value, str) else value
        for name, value in zip(columns, row, strict=True)
    }


def write(path: Path, text: str) -> Path:
    """Write a file whole or not at all: readers never see half of it."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "utf-8", newline="\n")
        os.replace(temporary, path)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", source=str(path), help="choose another folder with --out"
        ) from error
    return path
