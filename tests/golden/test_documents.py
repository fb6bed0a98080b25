"""Whole documents: what the pipeline says about each sample release, as a file that is read like code.

When something here changes on purpose, run `make golden` and read the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.build import process
from pipeline.export.analysis import analysis
from pipeline.store.explain import figure
from tests.conftest import ROOT

SOURCES = ROOT / "corpus" / "sources"
HERE = Path(__file__).parent

# Readings of scans belong to Tesseract and are judged by `make evaluate`; these files are text from the start.
TEXTS = sorted(path for path in SOURCES.iterdir() if path.suffix in (".txt", ".md", ".html"))


def told(found: dict[str, Any]) -> str:
    """An analysis in lines that a person can compare."""
    document = found["document"]
    published = document["publication_date"]
    lines = [
        f"title      {document['title']}",
        f"kind       {document['kind']}",
        f"issuers    {'; '.join(document['issuers'])}",
        f"published  {published['value']} ({published['basis']})"
        + (f", suspect, {published['suggestion']}" if published["suspect"] else ""),
        "",
        *(f"{one['severity']:10} {one['kind']}: {one['message']}" for one in found["findings"]),
        "",
        *(
            f"correction {one['from']!r} -> {one['to']!r} at {one['start']}, {one['kind']}"
            for one in found["corrections"]
        ),
        "",
        *(f"{one['label']:10} {_meaning(one)}" for one in found["mentions"]),
        "",
        *(
            f"claim      {one['property']}: {figure(one)} | {one['scope']} | {one['as_of'] or one['period']} | {one['modality']}"
            for one in found["claims"]
        ),
        "",
        found["text"],
    ]
    return "\n".join(lines).rstrip() + "\n"


def _meaning(mention: dict[str, Any]) -> str:
    parts = [" ".join(mention["text"].split()), mention["name"], mention["role"], figure(mention), mention["entity"]]
    return " | ".join(part for part in parts if part)


@pytest.mark.parametrize("source", TEXTS, ids=lambda path: path.name)
def test_a_document_says_what_it_said(source, known, request):
    [dossier, *_] = process(source, known, source=source.name)
    now = told(analysis(dossier))
    golden = HERE / f"{source.stem}.golden"
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(now, "utf-8")
    assert golden.exists(), "no golden file yet: make golden"
    assert now == golden.read_text("utf-8")
