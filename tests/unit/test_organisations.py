"""Organisations, laws and programmes by name; what only sounds like one comes first."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.entities.organisations import abbreviates
from pipeline.facts import Mention
from tests.conftest import cases
from tests.unit.test_districts import mentions, unique

LABELS = {"organisations": "ORG", "laws": "LAW", "programmes": "PROGRAMME"}


def names(found: tuple[Mention, ...], label: str) -> list[str]:
    return unique([mention.name or "" for mention in found if mention.label == label])


@pytest.mark.parametrize("case", [*cases("organisations_negative"), *cases("organisations_names")])
def test_organisations(case: dict[str, Any], known: Any) -> None:
    found = mentions(case, known)
    for key, label in LABELS.items():
        if key in case:
            assert names(found, label) == case[key]


def test_a_short_form_that_stays_open_holds_its_candidates(known: Any) -> None:
    (mention,) = mentions({"text": "Das Integrationsministerium fördert mit.", "state": "05"}, known)
    assert mention.entity is None
    assert {"org:nrw-mais", "org:nrw-mkffi"} <= set(mention.candidates)


@pytest.mark.parametrize(("short", "name"), [("SPD", "Landesregierung"), ("ESF", "Europäische Union")])
def test_what_abbreviates_something_else(short: str, name: str) -> None:
    assert not abbreviates(short, name)
