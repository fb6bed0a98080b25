"""Cleaning: odd characters put right, printed ones left alone, and every edit undone again."""

from __future__ import annotations

import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.knowledge import load_knowledge
from pipeline.normalise import clean
from pipeline.text import Span, Text
from tests.conftest import cases

KNOWN = load_knowledge()


@pytest.mark.parametrize("case", cases("clean_texts"))
def test_clean(case: dict[str, Any]) -> None:
    assert clean(Text(case["text"]), KNOWN).string == case["clean"]


def test_cleaning_twice_is_cleaning_once() -> None:
    for parameter in cases("clean_texts"):
        once = clean(Text(parameter.values[0]["text"]), KNOWN).string
        if parameter.values[0]["label"] != "escapes":  # what was escaped may look like a mark once it is not
            assert clean(Text(once), KNOWN).string == once


def test_a_repaired_word_leads_back_to_what_was_read() -> None:
    text = clean(Text("**StÃ¤dte** und Kreise"), KNOWN)
    assert text.string == "Städte und Kreise"
    assert text.quote(Span(0, 6)) == "StÃ¤dte"
    assert {edit.rule for _, edit in text.history()} == {"marks.mojibake", "marks.bold"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_comes_out_composed_and_traceable(string: str) -> None:
    text = clean(Text(string), KNOWN)
    assert text.raw.string == string
    for at in range(0, len(text.string), 7):
        assert text.pieces(Span(at, at + 1))
    letters = "".join(char for char in text.string if char.isascii() or char in "äöüÄÖÜß")
    assert unicodedata.is_normalized("NFC", letters)


HARD = [
    "fÃ¼r",
    "StraÃŸe",
    "\u00ad",
    "ﬁ",
    "ﬂ",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "u\u0308",
    "A\u030a",
    "u¨",
    "\r\n",
    "für",
    "Wort",
    " ",
    "\n",
    "„",
    "“",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HARD), max_size=25))
def test_each_character_goes_back_to_those_it_was_made_of(parts: list[str]) -> None:
    text = clean(Text("".join(parts)), KNOWN)
    raw = text.raw.string
    assert raw == "".join(parts)
    at = 0
    for index, char in enumerate(text.string):
        pieces = text.pieces(Span(index, index + 1))
        read = "".join(raw[piece.start : piece.end] for piece in pieces)
        assert read == char or char in clean(Text(read), KNOWN).string or char in " \n-", (char, read)
        assert all(piece.start >= at for piece in pieces)  # in the order of the raw text
        at = pieces[0].start if pieces else at
    while text.before is not None:  # and step by step back to what was read
        before = Text(text.string).edited(text.undone()).string
        assert before == text.before.string
        text = text.before


@pytest.mark.parametrize("piece", ["**", "*a", "[", "](", "a b ", "Ã", "u¨", "- ", "#", "\\*", "__a", " \t", "(("])
def test_no_pattern_runs_away(piece: str) -> None:
    """Ten times the text may take ten times as long, not a hundred times (measured against itself, not the clock)."""

    def cost(count: int) -> float:
        text = Text(piece * count)
        best = min(_timed(text) for _ in range(3))
        return max(best, 1e-4)

    assert cost(4_000) / cost(400) < 60


def _timed(text: Text) -> float:
    start = time.process_time()
    clean(text, KNOWN)
    return time.process_time() - start
