"""Offices by their fields: one series, however a release calls the office."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.knowledge import load_knowledge
from tests.unit.test_properties import claims_of

INSTITUTIONS = load_knowledge().institutions


@pytest.mark.parametrize(
    ("role", "person", "offices"),
    [
        ("Vorsitzender", "Max Beispiel", ["Vorsitzender"]),
        ("Ministerpräsidentin", "Erika Muster", ["Ministerpräsidentin"]),
        ("Minister", "Max Beispiel", ["Minister"]),  # nobody knows of what
        ("Staatssekretär", "Thorsten Klute", ["Staatssekretär/in für Integration", "Staatssekretär"]),
        ("Minister für Raumfahrt", "Guntram Schneider", ["Minister für Raumfahrt"]),
        ("Integrationsminister", "Guntram Schneider", ["Minister/in für Integration"]),
        ("NRW-Integrationsministerin", "Josefine Paul", ["Minister/in für Integration"]),
        (
            "Minister für Arbeit, Integration und Soziales",
            "Guntram Schneider",
            ["Minister/in für Arbeit", "Minister/in für Integration", "Minister/in für Soziales"],
        ),
        (
            "Staatssekretär im Ministerium für Schule und Weiterbildung",
            "Ludwig Hecke",
            ["Staatssekretär/in für Schule"],
        ),
        (
            "Staatssekretär für Integration im Ministerium für Arbeit, Integration und Soziales",
            "Thorsten Klute",
            ["Staatssekretär/in für Integration"],
        ),
    ],
)
def test_an_office_is_named_by_rank_and_field(role: str, person: str, offices: list[str]) -> None:
    assert set(INSTITUTIONS.offices_of(role, person, date(2015, 1, 7))) <= set(offices)


def test_a_minister_without_a_field_gets_those_of_the_register() -> None:
    found = INSTITUTIONS.offices_of("Minister", "Guntram Schneider", date(2013, 12, 2))
    assert "Minister/in für Integration" in found


def test_two_ways_to_call_an_office_are_one() -> None:
    found = claims_of(
        "Integrationsminister Guntram Schneider sprach. Guntram Schneider, Minister für Arbeit, Integration und Soziales, blieb."
    )
    offices = [one.subject for one in found if one.property == "office_holder"]
    assert offices.count("Minister/in für Integration") == 1


def test_a_ministry_is_claimed_for_each_of_its_fields() -> None:
    found = claims_of("Das Ministerium für Arbeit, Integration und Soziales fördert die Vereine.")
    assert {one.subject for one in found if one.property == "ministry"} == {
        "Ministerium für Arbeit",
        "Ministerium für Integration",
        "Ministerium für Soziales",
    }
