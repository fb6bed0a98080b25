"""Joining lines: what is left alone, what is joined, and that every character still leads back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise import join_lines
from pipeline.normalise.hyphens import Elsewhere, judge
from pipeline.text import Span, Text
from tests.conftest import cases


class Words:
    """A lexicon of a few words, so that these tests do not hang on the trained one."""

    def __init__(self, words: str = "") -> None:
        self.words = frozenset(words.split())

    def knows(self, word: str) -> bool:
        return word in self.words

    def count(self, word: str) -> int:
        return int(word in self.words)


@pytest.mark.parametrize("case", cases("lines_joins"))
def test_joins(case: dict[str, Any], known: Any) -> None:
    assert join_lines(Text(case["text"]), known.lexicon, known.language).string == case["joined"]


def test_hyphens_are_nearly_always_right(known: Any) -> None:
    """Precision and recall over all cases that have a hyphen at a line end; the floor is that of the specification."""
    judged = right = 0
    for parameter in cases("lines_joins"):
        case = parameter.values[0]
        if case["kind"] == "known_failure" or "-\n" not in case["text"]:
            continue
        judged += 1
        right += join_lines(Text(case["text"]), known.lexicon, known.language).string == case["joined"]
    assert judged >= 50
    assert right / judged >= 0.995


def test_joined_words_lead_back_to_both_halves() -> None:
    text = join_lines(Text("Wir sind eine Bünde-\n\n\nlungsbehörde."), Words(), None)
    start = text.string.index("Bündelungsbehörde")
    assert text.quote(Span(start, start + len("Bündelungsbehörde"))) == "Bündelungsbehörde"
    assert text.origin(Span(start, start + 17)) == Span(14, 35)


def test_every_join_says_why() -> None:
    text = join_lines(Text("Die Integra-\ntion in Nordrhein-\nWestfalen"), Words("Integration"), None)
    assert [edit.rule for edit in text.edits] == ["lines.hyphen", "lines.hyphen_close"]
    assert all(edit.note for edit in text.edits)


def test_joining_twice_is_joining_once(known: Any) -> None:
    for parameter in cases("lines_joins"):
        once = join_lines(Text(parameter.values[0]["text"]), known.lexicon, known.language).string
        assert join_lines(Text(once), known.lexicon, known.language).string == once


def test_a_line_end_is_no_witness_for_itself() -> None:
    elsewhere = Elsewhere.of("Das Mutter-\nkind spielt.")
    assert not elsewhere.has("Mutter-kind")
    assert judge("Mutter", "kind", Words(), elsewhere).kind == "drop"


@given(st.text(alphabet="aB-ü \n\f.,„“1", max_size=60))
def test_nothing_visible_is_lost_or_invented(string: str) -> None:
    text = join_lines(Text(string), Words(), None)
    assert text.string.replace("-", "").split() == "".join(text.string.replace("-", "")).split()
    assert [c for c in text.string if c not in "- \n\f"] == [c for c in string if c not in "- \n\f"]
