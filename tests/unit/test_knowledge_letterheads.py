"""Each row of letterheads.toml finds its example and spares what it must not touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.knowledge import DATA
from pipeline.knowledge.letterheads import load_letterheads

ROWS = load_letterheads(DATA).rows


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_rows(row: object) -> None:
    known = load_letterheads(DATA)
    assert row.fits(row.example)  # type: ignore[attr-defined]
    assert known.kind_of(row.example) == row.kind  # type: ignore[attr-defined]
    for negative in row.negatives:  # type: ignore[attr-defined]
        assert known.kind_of(negative) is None, negative


@pytest.mark.parametrize(
    "row",
    [
        'kind = "headline"\npattern = "a"\nexample = "a"',
        'kind = "contact"\npattern = "("\nexample = "("',
        'kind = "contact"',
    ],
)
def test_a_wrong_row_is_named(row: str, tmp_path: Path) -> None:
    (tmp_path / "letterheads.toml").write_text(f"[[letterhead]]\n{row}\n", "utf-8")
    with pytest.raises(KnowledgeError, match="row 1"):
        load_letterheads(tmp_path)
