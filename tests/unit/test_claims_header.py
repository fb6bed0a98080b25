"""What a document says about itself: kind, title, issuers, Land, printed date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.build import examine
from pipeline.claims.header import read_header
from pipeline.document import Block, Document, Metadata, Page
from pipeline.facts import Header
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.knowledge import load_knowledge
from pipeline.text import Span, Text
from tests.conftest import cases

KNOWN = load_knowledge()


def header_of(text: str, name: str = "release.txt") -> Header:
    (document, *_) = read_bytes(text.encode(), name, ReadOptions())
    return examine(document, KNOWN).header


@pytest.mark.parametrize("case", cases("claims_headers"))
def test_header(case: dict[str, Any]) -> None:
    header = header_of(case["text"], case.get("name", "release.txt"))
    published = header.published
    if "date" in case:
        assert (published.value.iso() if published.value and published.basis != "inferred" else None) == case["date"]
    if "basis" in case:
        assert published.basis == case["basis"]
    if "kind_of" in case:
        assert header.kind == case["kind_of"]
    for name in ("title", "state"):
        if name in case:
            assert getattr(header, name) == case[name]
    if "issuers" in case:
        assert list(header.issuers) == case["issuers"]
    if published.basis == "printed":
        assert published.quote is not None
        assert published.quote.quote


def bare(string: str, **metadata: Any) -> Header:
    document = Document(
        "0" * 64, "brief.txt", "text/plain", Text(string), (Page(None, Span(0, len(string))),),
        metadata=Metadata(**metadata),
    )  # fmt: skip
    head, body = Text(""), document.text
    return read_header(document, (Block("body", Span(0, len(string))),), head, body, (), KNOWN)


def test_the_files_own_date_stands_in_where_none_is_printed() -> None:
    header = bare("Ein Fest fand statt.", published=date(2016, 7, 14))
    assert header.published.basis == "metadata"
    assert header.published.value is not None
    assert header.published.value.iso() == "2016-07-14"


def test_a_date_that_programs_write_when_they_know_none_is_no_date() -> None:
    assert bare("Ein Fest fand statt.", published=date(1980, 1, 1)).published.value is None


def test_the_title_of_the_file_stands_in_where_the_text_has_none() -> None:
    assert bare("Ein Fest fand statt. " * 30, title="Fest in Soest").title == "Fest in Soest"
