"""`python -m tests.benchmarks.certainty`: count anew how often each rule is right, for pipeline/knowledge/de/certainty.csv.

Counted on what may be looked at (corpus/truth, tests/gold/tune); measured on tests/gold/report by `make evaluate`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.build import process
from pipeline.evaluate import certain_of, documents_of, truth_of, unmatched
from pipeline.knowledge import DATA, Knowledge, load_knowledge
from pipeline.knowledge.certainty import Certainty
from pipeline.store.plain import mentions_of
from tests.conftest import ROOT

FOLDERS = (ROOT / "corpus" / "truth", ROOT / "tests" / "gold" / "tune")
KINDS = ("people", "districts", "amounts", "dates", "counts")


def counted(folders: tuple[Path, ...] = FOLDERS) -> Counter[tuple[str, str, float, bool]]:
    """Findings by label, rule, stated confidence and whether they are true; each value of a document once."""
    known = _uncounted()
    found: Counter[tuple[str, str, float, bool]] = Counter()
    for file in (file for folder in folders for file in sorted(folder.glob("*.json"))):
        truth = truth_of(json.loads(file.read_text("utf-8")))
        for place in documents_of(file, None):
            dossier = process(place, known)[0]
            surest: dict[tuple[str, Any], dict[str, Any]] = {}
            for row in mentions_of(dossier):
                for kind, value in _said(row):
                    if (kind, value) not in surest or surest[kind, value]["confidence"] < row["confidence"]:
                        surest[kind, value] = row
            for kind in KINDS:
                said = [value for named, value in surest if named == kind]
                wrong = unmatched(kind, truth[kind], said)[1]
                for value in said:
                    row = surest[kind, value]
                    found[row["label"], row["rule"], round(row["confidence"], 2), value not in wrong] += 1
    return found


def _uncounted() -> Knowledge:
    known = load_knowledge()
    known.__dict__["certainty"] = Certainty()
    return known


def _said(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The kinds of value that a mention gives, with the value."""
    nothing = {"title": None, "publication_date": {"value": None}}
    said = certain_of({"document": nothing, "mentions": [row]})
    yield from ((kind, value) for kind in KINDS for value in said[kind])


def main() -> None:
    """Write the table."""
    found = counted()
    rows = sorted({key[:3] for key in found})
    with (DATA / "certainty.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["label", "rule", "stated", "right", "found"])
        for row in rows:
            right = found[*row, True]
            table.writerow([*row, right, right + found[*row, False]])


if __name__ == "__main__":
    main()
