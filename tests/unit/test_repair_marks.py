"""Marks and several readings: quotation marks, dashes, section signs."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.knowledge import Knowledge
from pipeline.repair import propose
from pipeline.repair.combine import combine
from pipeline.text import Text
from tests.conftest import cases


@pytest.mark.parametrize("case", cases("repair_marks"))
def test_marks(case: dict[str, Any], known: Knowledge) -> None:
    text = Text(case["text"])
    assert text.edited(propose(text, known.lexicon).edits).string == case["expected"]


@pytest.mark.parametrize("case", cases("repair_combine"))
def test_combine(case: dict[str, Any], known: Knowledge) -> None:
    assert combine(case["readings"], known.lexicon) == case["expected"]


def test_the_engine_s_confidence_counts(known: Knowledge) -> None:
    readings = {"deu": "Haus und Maus", "latin": "Haus und Laus"}
    assert combine(readings, known.lexicon) == "Haus und Maus"
    assert combine(readings, known.lexicon, confidences={"deu": {"Maus": 0.2}}) == "Haus und Laus"


def test_nothing_to_combine(known: Knowledge) -> None:
    assert combine({}, known.lexicon) == ""
    assert combine({"deu": "Ein Satz.\n"}, known.lexicon) == "Ein Satz.\n"
