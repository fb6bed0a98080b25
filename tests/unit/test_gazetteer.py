"""Districts over time: how many there were, what they were called, how they are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.entities.districts_places import inflections
from pipeline.errors import KnowledgeError
from pipeline.knowledge.gazetteer import load_gazetteer, spellings


@pytest.mark.parametrize(
    ("state", "day", "number"),
    [
        (None, date(2007, 6, 30), 439),
        (None, date(2009, 10, 20), 413),
        (None, date(2009, 10, 21), 412),
        (None, date(2016, 11, 1), 401),
        (None, date(2021, 7, 1), 400),
        ("05", date(2009, 10, 20), 54),
        ("05", date(2009, 10, 21), 53),
        ("ags:05", date(2018, 2, 23), 53),
        ("03", date(2016, 10, 31), 46),
        ("03", date(2016, 11, 1), 45),
        ("13", date(2011, 9, 4), 8),
        ("14", date(2008, 8, 1), 13),
        ("15", date(2007, 7, 1), 14),
        ("16", date(2021, 7, 1), 22),
    ],
)
def test_the_official_number_of_districts(state: str | None, day: date, number: int, known: Any) -> None:
    assert known.gazetteer.count(state, day) == number


def test_nrw_is_counted_in_two_ways_since_aachen_was_merged(known: Any) -> None:
    official, with_aachen = known.gazetteer.bases("ags:05", date(2013, 12, 2))
    assert (official.key, official.value, with_aachen.key, with_aachen.value) == ("official", 53, "with_aachen", 54)
    assert "31 Kreise" in official.why
    assert "22 kreisfreie Städte" in official.why
    assert "Aachen" in with_aachen.why


def test_before_the_merger_there_is_one_way(known: Any) -> None:
    assert [basis.value for basis in known.gazetteer.bases("05", date(2008, 1, 1))] == [54]


def test_a_land_without_rows_has_its_official_number(known: Any) -> None:
    (basis,) = known.gazetteer.bases("09", date(2020, 1, 1))
    assert (basis.key, basis.value) == ("official", 96)


def test_a_merged_district_leads_to_its_successor(known: Any) -> None:
    gazetteer = known.gazetteer
    old = gazetteer.district("16056")
    assert gazetteer.today(old, date(2021, 6, 30)).name == "Eisenach"
    assert gazetteer.today(old, date(2021, 7, 1)).name == "Wartburgkreis"
    split = gazetteer.district("13052")  # Demmin went to two districts: nobody can say which
    assert gazetteer.today(split, date(2015, 1, 1)) is split


def test_a_municipality_lies_in_its_district(known: Any) -> None:
    gazetteer = known.gazetteer
    town = gazetteer.municipality("ags8:05974040")
    assert (town.name, gazetteer.district_of(town).name) == ("Soest", "Kreis Soest")


@pytest.mark.parametrize(
    ("entity", "name"),
    [("ags:05", "Nordrhein-Westfalen"), ("ags:05974", "Kreis Soest"), ("ags8:05974040", "Soest"), ("ags:99999", None)],
)
def test_the_name_behind_an_id(entity: str, name: str | None, known: Any) -> None:
    assert known.gazetteer.name_of(entity) == name


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Kreis Soest", ()),
        ("Frankfurt (Oder)", ("Frankfurt/Oder",)),
        ("Mühldorf a. Inn", ("Mühldorf a.Inn", "Mühldorf am Inn")),
        ("Weiden i.d. OPf.", ("Weiden in der Oberpfalz",)),
        ("Freiburg im Breisgau", ("Freiburg i. Breisgau", "Freiburg/Breisgau")),
    ],
)
def test_spellings(name: str, others: tuple[str, ...]) -> None:
    assert spellings(name)[0] == name
    assert set(others) <= set(spellings(name))


def test_inflections_of_named_districts() -> None:
    assert "Märkischen Kreises" in inflections("Märkischer Kreis")
    assert "Ennepe-Ruhr-Kreises" in inflections("Ennepe-Ruhr-Kreis")
    assert inflections("Dortmund") == ()


def test_every_district_has_a_land_and_a_run_of_days_without_gaps(known: Any) -> None:
    gazetteer = known.gazetteer
    for district in gazetteer.districts:
        assert gazetteer.state(district.state) is not None
        for ags in (*district.successors, *district.predecessors):
            assert gazetteer.district(ags) is not None, (district.ags, ags)


def test_a_folder_without_the_files_is_named(tmp_path: Any) -> None:
    with pytest.raises(KnowledgeError, match=r"states\.csv"):
        load_gazetteer(tmp_path)
