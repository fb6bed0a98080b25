"""Rows of a CSV table of knowledge."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ..errors import KnowledgeError


def read_rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Each row under the names of the header; a table that cannot be read is named in the error."""
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    except OSError as error:
        raise KnowledgeError(f"cannot read {name}: {error.strerror}", source=str(path)) from error
