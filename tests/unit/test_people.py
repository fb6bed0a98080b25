"""People and their offices; what is no person comes first."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.entities.names import surname_of
from pipeline.entities.people import same_person
from tests.conftest import cases
from tests.unit.test_districts import mentions


@pytest.mark.parametrize("case", [*cases("people_negative"), *cases("people_names")])
def test_people(case: dict[str, Any], known: Any) -> None:
    found = [mention for mention in mentions(case, known) if mention.label == "PERSON"]
    named = dict.fromkeys((mention.name, mention.role) for mention in found if mention.name)
    assert [list(pair) for pair in named] == case["people"]
    if "mentions" in case:
        assert len(found) == case["mentions"]
    assert all((mention.entity or "").startswith("person:") for mention in found if mention.name)


def test_a_surname_nobody_can_place_keeps_its_office_but_gets_no_name(known: Any) -> None:
    (mention,) = [m for m in mentions({"text": "Minister Schneider kommt."}, known) if m.label == "PERSON"]
    assert (mention.surface, mention.name, mention.entity, mention.role) == ("Schneider", None, None, "Minister")
    assert mention.confidence < 0.8


@pytest.mark.parametrize(
    ("string", "surname", "role"),
    [
        ("Dr. Förster, SPD, sprach.", "Förster", None),
        ("Frau de Vries, Staatssekretärin, kam.", "de Vries", "Staatssekretärin"),
    ],
)
def test_a_title_shows_that_an_office_or_a_small_word_is_a_surname(
    string: str, surname: str, role: str | None, known: Any
) -> None:
    (mention,) = [m for m in mentions({"text": string}, known) if m.label == "PERSON"]
    assert (mention.surface, mention.role) == (surname, role)


def test_people_of_the_head_are_known_in_the_body(known: Any) -> None:
    from pipeline.entities import find_mentions
    from pipeline.text import Text

    head = find_mentions(Text("Wibke Op den Akker\nPressesprecherin"), known, zone="head")
    body = find_mentions(Text("Fragen beantwortet Op den Akker."), known, people=head)
    assert [(m.name, m.role) for m in body if m.label == "PERSON"] == [("Wibke Op den Akker", "Pressesprecherin")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sylvia Löhrmann", "S. Löhrmann", True),
        ("Sylvia Löhrmann", "Sylvia Löhrmann", True),
        ("Anna Schmidt", "Peter Schmidt", False),
        ("Anna Schmidt", "Anna Schmitt", False),
    ],
)
def test_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    ("name", "surname"),
    [("Wibke Op den Akker", "Op den Akker"), ("Ursula von der Leyen", "von der Leyen"), ("Serap Güler", "Güler")],
)
def test_surname_of(name: str, surname: str) -> None:
    assert surname_of(name) == surname


SPOILED = (
    "Die Gemeinde baut fiir ihre Biirger eine neue Halle. Biirgermeister Jorg Schroter und Pfarrerin Kathe Moller dankten allen, "
    "die dafiir gespendet haben. Auch Peter Kohler half mit. Die Arbeiten beginnen nach den Ferien und dauern bis in den Herbst hinein, "
    "dann soll gefeiert werden. Schroter hofft auf gutes Wetter und auf viele Gaste aus der Nachbarschaft und aus den anderen Orten."
)


def test_names_on_a_page_without_umlauts_are_those_that_people_bear(known: Any) -> None:
    found = [mention for mention in mentions({"text": SPOILED}, known) if mention.label == "PERSON"]
    assert [mention.name for mention in found] == ["Jörg Schröter", "Käthe Möller", "Peter Kohler", "Jörg Schröter"]
    assert found[0].surface == "Jorg Schroter"  # the text stays as it was read
    assert found[0].confidence <= 0.9


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Landratin Karina Ddrkhoff", "Karina Dörkhoff"),  # no list has the name: its letters tell
        ("Sprecher Sebastian Schdnborn-Kufferath", "Sebastian Schönborn-Kufferath"),  # each half of a double name
        ("Dr. Wolfgang Dippclmann", "Wolfgang Dippelmann"),
        ("Staatsanwaltin Kerstin Huttenrauch", "Kerstin Hüttenrauch"),  # a sound compound
        ("Geschaftsfiihrerin Cloudia Seifert", "Claudia Seifert"),
        ("der Naturschutzwarl Eckhard Pagel", "Eckhard Pagel"),
        ("Sprecherin Olga Kovalenko", "Olga Kovalenko"),  # rare, but sound
        ("Trainer Jan Nguyen", "Jan Nguyen"),
    ],
)
def test_spoiled_names_of_a_page_without_umlauts(known: Any, read: str, meant: str) -> None:
    text = SPOILED.replace("Biirgermeister Jorg Schroter", read).replace("Schroter hofft", "Sie hofft")
    found = [mention.name for mention in mentions({"text": text}, known) if mention.label == "PERSON"]
    assert found[:3] == [meant, "Käthe Möller", "Peter Kohler"]


def test_an_office_spoiled_in_front_of_a_name(known: Any) -> None:
    text = SPOILED.replace("Biirgermeister Jorg", "Der Naturschutzwarl Jorg")
    found = [mention for mention in mentions({"text": text}, known) if mention.label == "PERSON"]
    assert (found[0].name, found[0].role) == ("Jörg Schröter", "Naturschutzwart")


def test_names_on_a_sound_page_stay(known: Any) -> None:
    sound = SPOILED.replace("fiir", "für").replace("Biirger", "Bürger").replace("Gaste", "Gäste")
    names = [mention.name for mention in mentions({"text": sound}, known) if mention.label == "PERSON"]
    assert "Peter Kohler" in names
    assert not any("ö" in name for name in names if name)


def test_a_typist_without_umlauts_is_no_damaged_page(known: Any) -> None:
    typed = SPOILED.replace("fiir", "fuer").replace("Biirger", "Buerger").replace("Gaste", "Gaeste")
    assert not any("ö" in (m.name or "") for m in mentions({"text": typed}, known) if m.label == "PERSON")
