"""Ministries with their time, office-holders with how sure their dates are, names and offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.knowledge.institutions import fold_ministry


@pytest.mark.parametrize(
    ("name", "day", "entity"),
    [
        ("MAIS", None, "org:nrw-mais"),
        ("MAIS NRW", None, "org:nrw-mais"),
        ("Ministerium Schule und Weiterbildung", None, "org:nrw-msw"),
        ("Ministeriums für Arbeit, Integration und Soziales des Landes Nordrhein-Westfalen", None, "org:nrw-mais"),
        ("Bundesministerium für Bildung und Forschung", None, "org:bund-bmbf"),
        ("Ministerium des Innern", date(2018, 1, 1), "org:nrw-im"),
    ],
)
def test_a_ministry_by_name_or_abbreviation(name: str, day: date | None, entity: str, known: Any) -> None:
    assert known.institutions.ministry(name, day).entity == entity


@pytest.mark.parametrize("name", ["Ministerium für Zauberei", "Ministerium", "SPD", ""])
def test_what_is_no_ministry(name: str, known: Any) -> None:
    assert known.institutions.ministry(name) is None


def test_a_name_that_came_back_has_two_rows(known: Any) -> None:
    early = known.institutions.ministry("MAGS", date(2008, 1, 1))
    late = known.institutions.ministry("MAGS", date(2020, 1, 1))
    assert early.valid.last == date(2010, 7, 14)
    assert late.valid.first == date(2017, 6, 30)


@pytest.mark.parametrize(
    ("field", "day", "abbreviations"),
    [
        ("Integrations", date(2009, 1, 1), ["MGFFI"]),
        ("Integrations", date(2013, 12, 2), ["MAIS"]),
        ("Integration", date(2018, 2, 23), ["MKFFI"]),
        ("Schul", date(2013, 12, 2), ["MSW"]),
        ("Schul", date(2018, 2, 23), ["MSB"]),
        ("Innen", date(2013, 12, 2), ["MIK"]),
        ("Zauber", date(2013, 12, 2), []),
    ],
)
def test_who_is_responsible(field: str, day: date, abbreviations: list[str], known: Any) -> None:
    assert [ministry.abbr for ministry in known.institutions.responsible(field, day)] == abbreviations


@pytest.mark.parametrize(
    ("office", "day", "people"),
    [
        ("MAIS", date(2013, 12, 2), ["Guntram Schneider"]),
        ("MAIS", date(2014, 1, 2), ["Guntram Schneider", "Thorsten Klute"]),
        ("org:nrw-mkffi", date(2018, 2, 23), ["Joachim Stamp", "Serap Güler", "Andreas Bothe"]),
        ("Ministerpräsident", date(2018, 2, 23), ["Armin Laschet"]),
        ("Ministerpräsidentin", date(2013, 12, 2), ["Hannelore Kraft"]),
        ("MKFFI", date(2013, 12, 2), []),
    ],
)
def test_who_held_an_office(office: str, day: date, people: list[str], known: Any) -> None:
    assert [holder.person for holder in known.institutions.holders(office, day)] == people


def test_guessed_dates_are_no_firm_witness(known: Any) -> None:
    firm = {holder.person: holder.is_firm for holder in known.institutions.office_holders}
    assert firm["Guntram Schneider"]
    assert not firm["Thorsten Klute"]
    assert not firm["Gerd Bollermann"]
    (bollermann,) = known.institutions.tenures("Gerd Bollermann")
    assert not bollermann.is_dated


def test_every_office_of_a_person_oldest_first(known: Any) -> None:
    assert [holder.office for holder in known.institutions.tenures("Armin Laschet")] == [
        "Minister",
        "Ministerpräsident",
    ]


def test_fold_ministry_leaves_other_words_alone() -> None:
    assert fold_ministry("Minister für Schule") == "ministerium schule"
    assert fold_ministry("Fürsorge") == "fürsorge"


@pytest.mark.parametrize("word", ["Heimatrat", "Vorrat", "Beirat", "minister", "Schulweg", "Zaunkönig", "Rat"[:2]])
def test_words_that_are_no_office(word: str, known: Any) -> None:
    assert known.names.role(word) is None or word == "minister"


@pytest.mark.parametrize(
    ("word", "nominative", "gender", "plural"),
    [
        ("Staatssekretäre", "Staatssekretär", "m", True),
        ("Regierungspräsidenten", "Regierungspräsident", "m", False),
        ("Integrationsministerin", "Integrationsministerin", "f", False),
        ("Ministers", "Minister", "m", False),
        ("Vorsitzenden", "Vorsitzender", "m", False),
        ("Geschäftsführerinnen", "Geschäftsführerin", "f", True),
        ("Landräte", "Landrat", "m", True),
        ("SPD-Fraktionsvorsitzende", "SPD-Fraktionsvorsitzende", "f", False),
    ],
)
def test_offices_in_their_cases(word: str, nominative: str, gender: str, plural: bool, known: Any) -> None:
    role = known.names.role(word)
    assert (role.word, role.gender, role.plural) == (nominative, gender, plural)


def test_first_names(known: Any) -> None:
    names = known.names
    assert names.is_first("Wibke")
    assert names.is_first("Karl-Josef")
    assert not names.is_first("Zentrum")
    assert (names.gender("Sylvia"), names.gender("Hans-Josef"), names.gender("Kim")) == ("f", "m", None)
