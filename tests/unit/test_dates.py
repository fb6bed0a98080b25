"""Dates: what must be left alone first, then what must be read, ranges, and what is told from the day of the release."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.dates import find_dates
from pipeline.entities.dates_feasts import easter
from pipeline.knowledge.language import load_language
from pipeline.text import Text
from pipeline.values import Period
from tests.conftest import cases

LANGUAGE = load_language()


def found(case: dict[str, Any]) -> list[list[str | None]]:
    today = Period.from_iso(case["today"]) if "today" in case else None
    mentions = find_dates(Text(case["text"]), LANGUAGE, today=today, state=case.get("state"))
    return [[m.surface, m.value.iso() if m.value is not None else None] for m in mentions]  # type: ignore[union-attr]


@pytest.mark.parametrize("case", cases("dates_negative"))
def test_left_alone(case: dict[str, Any]) -> None:
    assert found(case) == []


@pytest.mark.parametrize("case", cases("dates_full"))
def test_calendar(case: dict[str, Any]) -> None:
    assert found(case) == case["dates"]


@pytest.mark.parametrize("case", cases("dates_ranges"))
def test_ranges(case: dict[str, Any]) -> None:
    assert found(case) == case["dates"]


@pytest.mark.parametrize("case", cases("dates_relative"))
def test_told_from_today(case: dict[str, Any]) -> None:
    assert found(case) == case["dates"]


def test_relative_is_marked_and_redone_when_the_day_changes() -> None:
    text = Text("Im vergangenen Jahr kamen 22 Einrichtungen hinzu, 2012 begann alles.")
    first = find_dates(text, LANGUAGE, today=Period.from_iso("2017-02-23"))
    second = find_dates(text, LANGUAGE, today=Period.from_iso("2018-02-23"))
    assert [m.relative for m in first] == [True, False]
    assert [m.value.iso() for m in first] == ["2016", "2012"]  # type: ignore[union-attr]
    assert [m.value.iso() for m in second] == ["2017", "2012"]  # type: ignore[union-attr]


WORDS = [
    "3.",
    "28.",
    "und",
    "bis",
    "Juni",
    "Mai",
    "2016",
    "2012",
    "Ende",
    "vor",
    "zwei",
    "Jahren",
    "am",
    "Montag",
    "heute",
    ",",
    ".",
    "-",
    "/",
    "im",
    "Sommer",
    "31.04.2014",
    "§",
    "Jahr",
    "des",
    "vergangenen",
    "\n",
    "1.",
    "90er",
    "Quartal",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_mentions_stand_in_order_inside_the_text(string: str) -> None:
    text = Text(string)
    mentions = find_dates(text, LANGUAGE, today=Period.from_iso("2016-07-01"))
    last = 0
    for mention in mentions:
        assert mention.span.start >= last
        assert text[mention.span] == mention.surface != ""
        last = mention.span.end


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "1 ",
        "1.",
        "1. und ",
        "Mai ",
        "2012 ",
        "3.3.",
        "zwei Jahren ",
        "vom 3. bis ",
        "Ende der ",
        "im September ",
        "Ostern ",
    ],
)
def test_long_runs_stay_linear(piece: str) -> None:
    """100,000 characters of anything must not explode; a quadratic pattern would not return."""
    find_dates(Text(piece * (100_000 // len(piece))), LANGUAGE)


@pytest.mark.parametrize(
    ("year", "sunday"), [(1818, "1818-03-22"), (1943, "1943-04-25"), (2000, "2000-04-23"), (2019, "2019-04-21")]
)
def test_easter(year: int, sunday: str) -> None:
    """The earliest and the latest Easter there can be, a leap century, and the year whose full moon fell on the equinox."""
    assert easter(year).isoformat() == sunday
