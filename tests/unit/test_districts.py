"""Districts and places in running text; what must stay untouched comes first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.entities import find_mentions
from pipeline.facts import Mention
from pipeline.text import Text
from pipeline.values import Period
from tests.conftest import cases


def mentions(case: dict[str, Any], known: Any) -> tuple[Mention, ...]:
    """What is found in a case; a case may set the day, the Land and the zone."""
    today = Period.day(date.fromisoformat(case["today"])) if "today" in case else None
    return find_mentions(Text(case["text"]), known, zone=case.get("zone", "body"), today=today, state=case.get("state"))


def unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


@pytest.mark.parametrize("case", [*cases("districts_negative"), *cases("districts_names")])
def test_districts(case: dict[str, Any], known: Any) -> None:
    found = mentions(case, known)
    districts = [m for m in found if m.label == "DISTRICT"]
    assert unique([f"{m.name} {(m.entity or '').removeprefix('ags:')}" for m in districts]) == case["districts"]
    if "places" in case:
        assert unique([m.name or "" for m in found if m.label == "PLACE"]) == case["places"]
    if case.get("candidates"):
        assert all(len(m.candidates) > 1 and m.confidence < 0.7 for m in districts)
    for mention in found:
        assert case["text"][mention.span.start : mention.span.end] == mention.surface


def test_a_town_that_may_be_a_kreis_holds_both(known: Any) -> None:
    (place,) = mentions({"text": "Das neue Büro öffnet in Paderborn.", "state": "05"}, known)
    assert (place.label, place.entity) == ("PLACE", "ags8:05774032")
    assert place.candidates == ("ags8:05774032", "ags:05774")
    assert place.confidence < 0.9
