"""Amounts: what only looks like money first, then the ways offices write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.entities.amounts import find_amounts
from pipeline.knowledge.language import load_language
from pipeline.text import Text
from pipeline.values import Quantity
from tests.conftest import cases

LANGUAGE = load_language()


@pytest.mark.parametrize("case", cases("amounts_negative"))
def test_left_alone(case: dict[str, Any]) -> None:
    assert [m.surface for m in find_amounts(Text(case["text"]), LANGUAGE)] == []


@pytest.mark.parametrize("case", cases("amounts_positive"))
def test_read(case: dict[str, Any]) -> None:
    found = []
    for mention in find_amounts(Text(case["text"]), LANGUAGE):
        assert isinstance(mention.value, Quantity)
        original = f"{mention.original[0]} {mention.original[1]}" if mention.original else None
        found.append((mention.surface, mention.value.value, mention.value.qualifier, mention.value.per, original))
    wanted = [(a["text"], Decimal(a["eur"]), a["qualifier"], a["per"], a["original"]) for a in case["amounts"]]
    assert found == wanted


def test_a_range_knows_its_other_end_and_its_print() -> None:
    low, high = find_amounts(Text("zwischen 18 und 25,5 Millionen Euro"), LANGUAGE)
    assert isinstance(low.value, Quantity)
    assert isinstance(high.value, Quantity)
    assert low.value.upper == high.value.value == Decimal(25_500_000)
    assert high.value.step == Decimal(100_000)


def test_other_currencies_have_no_value_in_euro() -> None:
    (mention,) = find_amounts(Text("500.000 US-Dollar"), LANGUAGE)
    assert mention.value is None
    assert mention.original == (Decimal(500_000), "USD")


@pytest.mark.parametrize("piece", ["1", " ", "1 ", "1.000.", "1 und ", "Mio. ", "€ ", "zwei Millionen ", "1 000 "])
def test_long_runs_stay_linear(piece: str) -> None:
    find_amounts(Text(piece * (100_000 // len(piece))), LANGUAGE)
