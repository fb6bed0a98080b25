"""Counts: numbers that count nothing first, then what is counted and how much of how many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.entities.amounts import find_amounts
from pipeline.entities.counts import find_counts
from pipeline.entities.counts_nouns import nominative
from pipeline.entities.dates import find_dates
from pipeline.facts import Mention
from pipeline.knowledge.language import load_language
from pipeline.text import Text
from pipeline.values import Quantity
from tests.conftest import cases

LANGUAGE = load_language()


def counts(string: str) -> tuple[Mention, ...]:
    """As the pipeline asks: dates and amounts are taken first."""
    text = Text(string)
    taken = [mention.span for mention in (*find_dates(text, LANGUAGE), *find_amounts(text, LANGUAGE))]
    return find_counts(text, LANGUAGE, taken=taken)


@pytest.mark.parametrize("case", cases("counts_negative"))
def test_left_alone(case: dict[str, Any]) -> None:
    assert [m.surface for m in counts(case["text"]) if m.rule not in ("counts.measure", "counts.percent")] == []


@pytest.mark.parametrize("case", cases("counts_positive"))
def test_read(case: dict[str, Any]) -> None:
    found = []
    for mention in counts(case["text"]):
        assert isinstance(mention.value, Quantity)
        found.append(
            (mention.surface, mention.value.value, mention.value.unit, mention.value.qualifier, mention.value.of)
        )
    wanted = [
        (c["text"], Decimal(c["value"]), c["unit"], c["qualifier"], Decimal(c["of"]) if c["of"] else None)
        for c in case["counts"]
    ]
    assert found == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Städten", "Städte"), ("Stätten", "Stätten"), ("Kindern", "Kinder"), ("Mauern", "Mauern"), ("Mitteln", "Mittel"),
        ("Regeln", "Regeln"), ("Einrichtungen", "Einrichtungen"), ("Bürgerinnen", "Bürgerinnen"), ("Sportvereinen", "Sportvereine"),
    ],
)  # fmt: skip
def test_nominative_plural(printed: str, wanted: str) -> None:
    assert nominative(printed, LANGUAGE, plural=True) == wanted


def test_taken_numbers_count_nothing() -> None:
    string = "2000 Kinder"
    text = Text(string)
    free = find_counts(text, LANGUAGE)
    assert [m.surface for m in free] == ["2000"]
    assert find_counts(text, LANGUAGE, taken=[free[0].span]) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "1 ",
        "1.",
        "1 und ",
        "zwei ",
        "47 von 53 ",
        "eine Stelle, ",
        "Nr. 5 ",
        "beide ",
        "das 51. Zentrum ",
        "5 Kinder, 3 im ",
    ],
)
def test_long_runs_stay_linear(piece: str) -> None:
    find_counts(Text(piece * (30_000 // len(piece))), LANGUAGE)
