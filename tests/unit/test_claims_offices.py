"""Offices by their fields: one series, however a release calls the office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.build import process
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


LETTER = "Kreis Viersen\nDer Landrat\n\nPressemitteilung vom 3. Mai 2017\n\nKreis baut Brücken\n\n{}\n"


def scopes(tmp_path: Path, letter: str, said: str) -> dict[str, str | None]:
    """The office-holders a release claims, with the place of each office."""
    path = tmp_path / "brief.txt"
    path.write_text(letter.format(said), "utf-8")
    found = process(path, load_knowledge())[0].claims
    return {dict(one.qualifiers)["name"]: one.scope for one in found if one.property == "office_holder"}


def test_a_bare_office_is_that_of_the_kreis_that_issues(tmp_path: Path) -> None:
    said = "Landrat Andreas Kolb kam. Leverkusens Oberbürgermeister Jan Kranz und Bürgermeisterin Eva Lenz dankten."
    assert scopes(tmp_path, LETTER, said) == {"Andreas Kolb": "ags:05166", "Jan Kranz": "ags:05316"}


def test_a_bare_office_is_that_of_the_town_that_issues(tmp_path: Path) -> None:
    letter = LETTER.replace("Kreis Viersen\nDer Landrat", "Stadt Freiburg im Breisgau")
    said = "Oberbürgermeister Dieter Kolb dankte Landrat Andreas Kranz und Ministerin Eva Lenz."
    assert scopes(tmp_path, letter, said) == {"Dieter Kolb": "ags:08311", "Eva Lenz": "ags:08"}


def test_a_number_of_the_kreis_that_speaks(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(LETTER.format("Im Kreis gibt es 17 Drehleitern, im benachbarten Kreis Kleve sind es 11."), "utf-8")
    found = [one for one in process(path, load_knowledge())[0].claims if one.property == "count:drehleiter"]
    assert {(one.value.value, one.scope) for one in found} == {(17, "ags:05166"), (11, "ags:05154")}  # type: ignore[union-attr]


def test_what_reaches_up_to_a_number_confirms_no_sum(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(
        LETTER.format("Gäste zahlen 62 Euro, davon trägt die Kasse bis zu 50 Euro. Der Umbau kostete 890.000 Euro."),
        "utf-8",
    )
    assert not [one for one in process(path, load_knowledge())[0].findings if one.kind.startswith("sum")]
