"""What the five real releases say together; runs where the measuring data lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import examine
from pipeline.facts import Dossier
from pipeline.ingest import read
from pipeline.knowledge import load_knowledge
from pipeline.reconcile import Outcome, Witness, compare_across
from pipeline.values import Quantity

pytestmark = pytest.mark.shared
KNOWN = load_knowledge()


@pytest.fixture(scope="module")
def dossiers(shared: Path) -> dict[str, Dossier]:
    return {path.name[:3]: examine(read(path)[0], KNOWN) for path in sorted((shared / "seeds").glob("*.txt"))}


@pytest.fixture(scope="module")
def outcome(dossiers: dict[str, Dossier]) -> Outcome:
    return compare_across(
        [Witness.of(d.document.id, d.header, d.claims, d.body.string) for d in dossiers.values()], KNOWN, {}
    )


def test_growth_is_one_series(outcome: Outcome) -> None:
    steps = [
        (int(point.value.value), point.as_of.isoformat() if point.as_of else None)
        for point in outcome.series
        if point.value
    ]
    assert steps == [(16, None), (47, "2013-12-02"), (51, "2016-06-28"), (52, "2016-06-29"), (53, "2018-02-23")]


def test_there_is_one_conflict_and_the_register_explains_it(outcome: Outcome) -> None:
    (conflict,) = outcome.conflicts
    assert (conflict.property, conflict.chosen, conflict.rule, conflict.status) == (
        "districts_in_state",
        "53",
        "authority",
        "explained",
    )
    assert sorted(value.value for value in conflict.values) == ["53", "54"]
    assert "Aachen" in conflict.why


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("centres_state_funding", 9_830_000, "agreed"),
        ("posts_per_centre", 3.5, "agreed"),
        ("teacher_posts_per_centre", 2, "agreed"),
        ("staff_funding_per_centre", 170_000, "stated"),
        ("centres_funding_total", 39_400_000, "stated"),
        ("facilities_visited", 22, "stated"),
    ],
)
def test_facts(outcome: Outcome, name: str, value: float, status: str) -> None:
    (fact,) = [fact for fact in outcome.facts if fact.property == name]
    assert isinstance(fact.value, Quantity)
    assert (float(fact.value.value), fact.status) == (value, status)


def test_openings_are_paired_with_their_days(outcome: Outcome) -> None:
    opened = {
        fact.scope: fact.as_of.isoformat() for fact in outcome.facts if fact.property == "centre_opened" and fact.as_of
    }
    assert opened == {"ags:05554": "2016-06-28", "ags:05566": "2016-06-29"}


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("000", []),
        ("001", ["list_confirmed"]),
        ("002", ["missing_text"]),
        ("003", []),
        ("004", ["date_contradiction", "list_confirmed", "sum_confirmed"]),
    ],
)
def test_findings(dossiers: dict[str, Dossier], number: str, kinds: list[str]) -> None:
    assert sorted(finding.kind for finding in dossiers[number].findings) == kinds


@pytest.mark.parametrize(
    ("number", "value", "suggestion"),
    [
        ("000", "2013-12-02", None),
        ("001", "2012-02-24/2015-09-30", None),
        ("002", "2016-06-29/2017-06-29", None),
        ("003", "2013-12-02/2017-06-29", None),
        ("004", "2017-02-23", "2018-02-23"),
    ],
)
def test_dates(dossiers: dict[str, Dossier], number: str, value: str, suggestion: str | None) -> None:
    published = dossiers[number].header.published
    assert published.value is not None
    assert published.value.iso() == value
    assert (published.suggestion.iso() if published.suggestion else None) == suggestion
    assert published.why or number == "000"
