"""What a sentence claims: curated properties, open-domain counts and amounts, modality, speaker, place, time."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.facts import Claim
from pipeline.values import Period, Quantity
from tests.conftest import cases
from tests.unit.test_properties import claims_of, plain


def shown(claim: Claim) -> dict[str, Any]:
    """A claim in the words of the cases."""
    value = claim.value
    named: dict[str, Any] = {
        "property": claim.property,
        "subject": claim.subject,
        "scope": claim.scope,
        "period": claim.period.iso() if claim.period else None,
        "as_of": claim.as_of.isoformat() if claim.as_of else None,
        "modality": claim.modality,
        "speaker": claim.speaker,
        "value": value.iso() if isinstance(value, Period) else str(value),
        "every": dict(claim.qualifiers).get("every"),
        "when": dict(claim.qualifiers).get("when"),
    }
    if isinstance(value, Quantity):
        named |= {
            "value": plain(value.value),
            "of": plain(value.of) if value.of is not None else None,
            "upper": plain(value.upper) if value.upper is not None else None,
            "qualifier": value.qualifier,
            "per": value.per,
        }
    return named


@pytest.mark.parametrize("case", cases("claims_sentences"))
def test_claims_of_a_sentence(case: dict[str, Any]) -> None:
    found = [shown(claim) for claim in claims_of(case["text"])]
    for wanted in case["claims"]:
        fits = [one for one in found if all(one.get(name) == value for name, value in wanted.items())]
        assert fits, found
    numbers = [one for one in found if one["property"] != "office_holder"]
    if case["kind"] == "negative" and "none" not in case:
        assert len(numbers) == len(case["claims"]), numbers
    for name in case.get("none", ()):
        assert [one for one in found if one["property"] == name] == []
