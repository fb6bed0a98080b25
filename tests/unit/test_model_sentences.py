"""Sentences end where German sentences end: cases as data, properties for every text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.sentences import abbreviations, split_sentences
from tests.conftest import cases


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences(case: dict[str, Any]) -> None:
    """A bar in the text stands where a sentence must end, and nowhere else."""
    string = case["text"].replace("|", "")
    expected = [part.strip() for part in case["text"].split("|")]
    assert [string[span.start : span.end] for span in split_sentences(string)] == expected


def test_every_abbreviation_joins() -> None:
    """No abbreviation splits before a noun, wherever it may stand."""
    for form, place in abbreviations().items():
        string = f"Es geht um {form}. {'5' if place == 'number' else 'Kommunen'} und mehr."
        assert len(split_sentences(string)) == 1, form


@given(st.text(alphabet="aA1 .!?\n-„“Dieus§", max_size=60))
def test_nothing_is_lost(string: str) -> None:
    """Sentences are in order, apart from each other, trimmed, and leave out nothing but white space."""
    end = 0
    for span in split_sentences(string):
        assert not string[end : span.start].strip()
        assert string[span.start : span.end] == string[span.start : span.end].strip() != ""
        end = span.end
    assert not string[end:].strip()
