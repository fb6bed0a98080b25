"""People of one name: a career is one person, two offices at one time or a woman and a man are two."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import pipeline.build_facts as build_facts
from pipeline.build import process
from pipeline.errors import AktenlageError
from pipeline.facts import Evidence, Finding, Judgement
from pipeline.knowledge import load_knowledge
from pipeline.reconcile.namesakes import Sighting, namesakes
from pipeline.reconcile.namesakes_divide import divide
from pipeline.store import archive, judgements, listing

KNOWN = load_knowledge()
KREIS = "Landrätin des Kreises Borken"
STADT = "Bürgermeisterin der Stadt Emsdetten"


def seen(
    role: str | None, day: str | None, *, name: str = "Petra Weber", document: str = "", before: str = ""
) -> Sighting:
    document = document or f"{role} {day} {before}"
    when = date.fromisoformat(day) if day else None
    return Sighting(document, when, name, role, Evidence(document, 0, len(name), name), before)


def apart(sightings: Iterable[Sighting], said: str | None = None) -> list[Finding]:
    judged = Judgement("person:x", said, "Archiv") if said else None
    return namesakes("person:x", list(sightings), KNOWN, judged)


def meant(sightings: Iterable[Sighting], **said: str) -> dict[str, tuple[str, ...]]:
    """Which people each document means; `said` are decisions: `name` about the name, others about one of its people."""
    judged = {
        (about := "person:x" if key == "name" else f"person:x@{key.replace('_', '-')}"): Judgement(about, value)
        for key, value in said.items()
    }
    return divide("person:x", list(sightings), KNOWN, judged)


TWO = [
    pytest.param([seen(KREIS, "2014-03-01"), seen(STADT, "2015-02-10"), seen(KREIS, "2016-05-02")], id="between"),
    pytest.param([seen(KREIS, "2014-03-01"), seen(STADT, "2014-03-01")], id="one day"),
    pytest.param(
        [seen(f"Vorsitzende, {KREIS} und Kreistagsabgeordnete", "2014-03-01"), seen(STADT, "2014-03-01")],
        id="two offices",
    ),
    pytest.param(
        [seen(one, day) for one in (KREIS, STADT) for day in ("2014-03-01", "2014-05-01")], id="two days of both"
    ),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen("Landrätin des Kreises Soest", "2014-04-01"), seen(KREIS, "2014-05-01")],
        id="two districts",
    ),
    pytest.param(
        [seen("Ministerin", "2013-01-07"), seen("Pressesprecherin", "2013-02-07"), seen("Ministerin", "2013-03-07")],
        id="minister and press officer",
    ),
    pytest.param(
        [
            seen("Integrationsminister", "2013-01-07", name="Guntram Schneider"),
            seen("Sachbearbeiter", "2014-02-07", name="Guntram Schneider"),
        ],
        id="by the register",
    ),
    pytest.param(
        [seen("Mitglied des Landtags von Sachsen", "2014-03-01"), seen(STADT, "2014-09-01")], id="mandate far away"
    ),
    pytest.param(
        [
            seen("Bürgermeister der Stadt Emsdetten", "2010-03-01", name="Kim Weber"),
            seen("Geschäftsführerin", "2018-03-01", name="Kim Weber"),
        ],
        id="office of a woman",
    ),
    pytest.param(
        [
            seen(None, "2010-03-01", name="Kim Weber", before="für Frau Dr. "),
            seen(None, "2018-03-01", name="Kim Weber", before="durch Herrn "),
        ],
        id="address",
    ),
]

ONE = [
    pytest.param([seen(STADT, "2009-03-01"), seen(STADT, "2013-02-10"), seen(KREIS, "2016-05-02")], id="career"),
    pytest.param([seen(STADT, "2013-03-01"), seen(KREIS, "2013-03-20")], id="close, but one after the other"),
    pytest.param(
        [
            seen("Staatssekretärin", "2011-03-01"),
            seen("Ministerin", "2013-02-10"),
            seen("Staatssekretärin", "2014-05-02"),
        ],
        id="same government",
    ),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen("Landrätin", "2014-04-01"), seen(KREIS, "2014-05-01")], id="no place"
    ),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen("Vorsitzende", "2014-04-01"), seen(KREIS, "2014-05-01")], id="honorary office"
    ),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen(STADT, "2015-02-10", before="die frühere "), seen(KREIS, "2016-05-02")],
        id="former office",
    ),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen("stellvertretende Bürgermeisterin der Stadt Emsdetten", "2014-03-01")],
        id="deputy",
    ),
    pytest.param(
        [
            seen("Bürgermeister von Halle (Saale)", "2014-03-01"),
            seen("Bürgermeister von Halle", "2014-04-01"),
            seen("Bürgermeister von Halle (Saale)", "2014-05-01"),
        ],
        id="two spellings",
    ),
    pytest.param([seen(KREIS, None), seen(STADT, None)], id="no dates"),
    pytest.param(
        [seen(KREIS, "2014-03-01"), seen(KREIS, "2015-02-10", document="b"), seen(STADT, "2015-02-10", document="b")],
        id="one document names both",
    ),
    pytest.param([seen("Landrat", "2014-03-01"), seen("Landrätin", "2014-04-01")], id="a slip of gender"),
    pytest.param(
        [seen("Ansprechpartner", "2014-03-01", name="Kim Weber"), seen("Direktorin", "2014-04-01", name="Kim Weber")],
        id="a label for both",
    ),
]


@pytest.mark.parametrize("sightings", TWO)
def test_two_people(sightings) -> None:
    [finding] = apart(sightings)
    people = meant(sightings)
    assert len({who for ids in people.values() for who in ids}) == 2
    assert all(meant(order) == people for order in itertools.permutations(sightings))
    assert (finding.kind, finding.severity, len(finding.evidence)) == ("identity", "warning", 2)
    assert finding.message.endswith("bitte prüfen.")
    assert all(apart(order) == [finding] for order in itertools.permutations(sightings))


@pytest.mark.parametrize("sightings", ONE)
def test_one_person(sightings) -> None:
    assert all(apart(order) == [] and meant(order) == {} for order in itertools.permutations(sightings))


def test_the_sentence_names_both_and_why() -> None:
    [finding] = apart([seen(KREIS, "2014-03-01"), seen(STADT, "2014-03-01")])
    assert finding.message == (
        "Unter dem Namen Petra Weber stehen „Bürgermeisterin der Stadt Emsdetten“ (01.03.2014) und „Landrätin des Kreises "
        "Borken“ (01.03.2014); beide Ämter hat niemand zugleich (Belege um den 01.03.2014); sie werden als zwei Personen geführt, "
        "bitte prüfen."
    )


def test_a_persons_word_wins() -> None:
    clash = [seen(KREIS, "2014-03-01"), seen(STADT, "2014-03-01")]
    assert apart(clash, "eine Person") == []
    [finding] = apart(clash, "zwei Personen")
    assert finding.severity == "info"
    assert "von Hand entschieden (Archiv)" in finding.message
    [finding] = apart([seen(STADT, "2009-03-01"), seen(KREIS, "2016-05-02")], "zwei Personen")
    assert finding.severity == "info"


LANDRAT = [seen(KREIS, f"{year}-03-01", document=f"kreis {year}") for year in (2012, 2014, 2016)]
MAYOR = [seen(STADT, f"{year}-02-10", document=f"stadt {year}") for year in (2013, 2015)]
BOTH = [*LANDRAT, *MAYOR]
KREIS_ID, STADT_ID = "person:x@kreis-borken", "person:x@stadt-emsdetten"


def test_each_document_means_one_of_them() -> None:
    people = meant(BOTH)
    assert {people[one.document] for one in LANDRAT} == {(KREIS_ID,)}
    assert {people[one.document] for one in MAYOR} == {(STADT_ID,)}


@pytest.mark.parametrize(
    ("sighting", "who"),
    [
        pytest.param(seen("Landrätin", "2015-06-01"), (KREIS_ID,), id="office without its place"),
        pytest.param(seen(KREIS, None), (KREIS_ID,), id="no day"),
        pytest.param(seen(KREIS, "2019-06-01", before="die frühere "), (KREIS_ID,), id="former office"),
        pytest.param(seen(None, "2015-06-01"), (KREIS_ID, STADT_ID), id="no office: open"),
        pytest.param(seen("Vorsitzende", "2015-06-01"), (KREIS_ID, STADT_ID), id="office of no kind: open"),
        pytest.param(seen("Ministerin", "2019-06-01"), (KREIS_ID, STADT_ID), id="either may have risen: open"),
    ],
)
def test_what_else_is_said_of_a_name(sighting, who) -> None:
    people = meant([*BOTH, sighting])
    assert people[sighting.document] == who
    assert {who for one, who in people.items() if one != sighting.document} == {(KREIS_ID,), (STADT_ID,)}


def test_who_issued_it_tells() -> None:
    told = [replace(one, issuers=("org:kreis-borken",)) for one in LANDRAT]
    bare = replace(seen(None, "2015-06-01"), issuers=("org:kreis-borken",))
    assert meant([*told, *MAYOR, bare])[bare.document] == (KREIS_ID,)


def test_the_land_tells() -> None:
    far = [seen("Bürgermeisterin der Stadt Görlitz", f"{year}-02-10") for year in (2013, 2015)]
    bare = replace(seen(None, "2015-06-01"), state="14")
    minister = replace(seen("Staatssekretärin", "2018-06-01"), state="14")
    people = meant([*LANDRAT, *far, bare, minister])
    assert people[bare.document] == people[minister.document] == ("person:x@stadt-goerlitz",)


def test_a_career_stays_with_its_person() -> None:
    """One who was mayor before, and a document names both her offices: one of the two people of the name."""
    before = seen("Bürgermeisterin der Stadt Ahaus", "2009-03-01", document="ahaus")
    link = [
        seen("Bürgermeisterin der Stadt Ahaus", "2010-03-01", document="link"),
        replace(LANDRAT[0], document="link"),
    ]
    people = meant([*BOTH, before, *link])
    assert people["ahaus"] == people["link"] == people["kreis 2014"] == ("person:x@stadt-ahaus",)
    assert people["stadt 2013"] == (STADT_ID,)


def test_three_people() -> None:
    third = [
        seen("Landrätin des Kreises Görlitz", f"{year}-03-01", document=f"far {year}") for year in (2012, 2014, 2016)
    ]
    people = meant([*BOTH, *third])
    assert len(set(people.values())) == 3


def test_a_person_merges_and_keeps_apart() -> None:
    assert meant(BOTH, name="eine Person") == {}
    assert meant(BOTH, stadt_emsdetten=KREIS_ID) == meant(BOTH, kreis_borken=STADT_ID) == {}
    career = [seen(STADT, "2009-03-01"), seen(KREIS, "2016-05-02")]
    assert meant(career) == {}
    assert sorted(meant(career, name="zwei Personen").values()) == [(KREIS_ID,), (STADT_ID,)]
    third = [
        seen("Landrätin des Kreises Görlitz", f"{year}-03-01", document=f"far {year}") for year in (2012, 2014, 2016)
    ]
    people = meant([*BOTH, *third], stadt_emsdetten="person:x@kreis-borken")
    assert people["stadt 2013"] == people["kreis 2014"] != people["far 2014"]


@pytest.fixture
def releases(tmp_path: Path) -> list[Path]:
    texts = {
        "a.txt": "Neues Archiv\n\nBorken, 3. März 2014. Die Landrätin des Kreises Borken, Petra Weber, eröffnete gestern das Archiv.\n",
        "b.txt": "Radweg fertig\n\nEmsdetten, 9. Juni 2014. Die Bürgermeisterin der Stadt Emsdetten, Petra Weber, gab heute den Weg frei.\n",
        "c.txt": "Neue Bücher\n\nBorken, 5. Mai 2015. Die Landrätin des Kreises Borken, Petra Weber, dankte den Helfern.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [tmp_path / name for name in texts]


def test_in_a_store(tmp_path: Path, releases) -> None:
    path = tmp_path / "a.db"
    assert found(path, releases[:2]) == []
    assert people_in(path) == {"person:petra-weber": 2}
    [(severity, document, suggestion)] = found(path, releases[2:])
    assert (severity, document, suggestion) == ("warning", None, "person:petra-weber")
    assert people_in(path) == {"person:petra-weber@kreis-borken": 2, "person:petra-weber@stadt-emsdetten": 1}
    build_facts.decide(path, "person:petra-weber", "eine Person", "nachgefragt", "Archiv", lambda: KNOWN)
    assert found(path, []) == []
    assert people_in(path) == {"person:petra-weber": 3}
    assert found(tmp_path / "b.db", releases) == []  # the decision lies beside the store and outlives it
    assert people_in(tmp_path / "b.db") == {"person:petra-weber": 3}
    judgements.append(tmp_path / judgements.FILE, "person:petra-weber", "withdraw", "", "Archiv")
    assert [one[0] for one in found(path, [])] == ["warning"]
    assert len(people_in(path)) == 2
    with archive.open_store(path, write=True) as store:
        archive.remove(store, "b.txt")
    assert found(path, []) == []
    assert people_in(path) == {"person:petra-weber": 2}


def people_in(path: Path) -> dict[str, int]:
    """The people the store lists, each with the number of documents that mean them."""
    with archive.open_store(path) as store:
        return {row["id"]: row["documents"] for row in listing.entities(store, "PERSON", listing.Filters())}


def test_the_command_merges_two_of_a_name(tmp_path: Path, releases) -> None:
    path = tmp_path / "a.db"
    found(path, releases)
    one, other = sorted(people_in(path))
    made = build_facts.decide(path, one, other, "dieselbe", "Archiv", lambda: KNOWN)
    assert made.status == "applied"
    assert people_in(path) == {"person:petra-weber": 3}
    made = build_facts.decide(path, "person:petra-weber", "zwei Personen", "doch nicht", "Archiv", lambda: KNOWN)
    assert made.status == "applied"


def test_no_to_the_finding_makes_them_one_person(tmp_path: Path, releases) -> None:
    path = tmp_path / "a.db"
    found(path, releases)
    with pytest.raises(AktenlageError, match="one person or for two"):
        build_facts.decide(path, finding_in(path), "53", "", "Archiv", lambda: KNOWN)
    made = build_facts.decide(path, finding_in(path), "accept", "nachgefragt", "Archiv", lambda: KNOWN)
    assert (made.judgement.about, made.judgement.decision) == ("person:petra-weber", "zwei Personen")
    assert [one[0] for one in found(path, [])] == ["info"]
    made = build_facts.decide(path, finding_in(path), "reject", "doch eine", "Archiv", lambda: KNOWN)
    assert (made.target, made.status) == ("entities", "applied")
    assert found(path, []) == []
    assert people_in(path) == {"person:petra-weber": 3}


def test_an_old_decision_about_a_finding_leaves_the_finding_there(tmp_path: Path, releases) -> None:
    path = tmp_path / "a.db"
    before = found(path, releases)
    judgements.append(tmp_path / judgements.FILE, finding_in(path), "reject", "von früher", "Archiv")
    assert found(path, []) == before


def finding_in(path: Path) -> str:
    with archive.open_store(path) as store:
        [row] = store.rows("SELECT id FROM findings WHERE kind = 'identity'")
    return row["id"]


def found(path: Path, files: list[Path]) -> list[tuple[str, str | None, str]]:
    """The findings about people of one name once these files are in the store as well."""
    with archive.open_store(path, write=True) as store:
        for file in files:
            [one] = process(file, KNOWN, source=file.name)
            one = replace(one, document=replace(one.document, source=file.name))
            archive.keep(store, file.name, one.document.id, "work", (one,))
        build_facts.reconcile(store, lambda: KNOWN)
        rows = store.rows("SELECT severity, document, suggestion FROM findings WHERE kind = 'identity'")
    return [(row["severity"], row["document"], row["suggestion"]) for row in rows]


def test_whatever_order_they_come_in(tmp_path: Path, releases) -> None:
    """One by one in any order, one of them gone and back in between, and all at once: the same finding."""
    read = {file.name: process(file, KNOWN, source=file.name)[0] for file in releases}
    said = set()
    for number, order in enumerate([*itertools.permutations(read), ("a.txt", "b.txt", "c.txt", "a.txt")]):
        with archive.open_store(tmp_path / f"{number}.db", write=True) as store:
            for name in order:
                archive.remove(store, name)
                build_facts.reconcile(store, lambda: KNOWN)
                archive.keep(store, name, read[name].document.id, "work", (read[name],))
                if number % 2:
                    build_facts.reconcile(store, lambda: KNOWN)
            build_facts.reconcile(store, lambda: KNOWN)
            rows = store.rows("SELECT f.id, f.message, e.document, e.quote FROM findings f JOIN finding_evidence e ON e.finding = f.id WHERE f.kind = 'identity' ORDER BY e.position")  # fmt: skip
            said.add(tuple(tuple(row.values()) for row in rows))
    [rows] = said
    assert [row[3] for row in rows] == ["Petra Weber", "Petra Weber"]


def at_work(role: str, day: str, state: str) -> Sighting:
    return replace(seen(role, day, name="Peter Weber"), state=state)


THREE = [
    at_work("Landrat des Kreises Viersen", "2016-03-01", "05"),
    at_work("Polizeisprecher", "2016-04-12", "06"),
    at_work("Pfarrer", "2016-05-20", "14"),
]


def test_three_people_at_work_in_three_laender_have_three_ids() -> None:
    found = meant(THREE)
    assert sorted(one for ids in found.values() for one in ids) == [
        "person:x@kirche-sachsen", "person:x@kreis-viersen", "person:x@polizei-hessen",
    ]  # fmt: skip
    assert all(meant(order) == found for order in itertools.permutations(THREE))
    assert len(apart(THREE)) == 3


def test_two_officers_of_two_laender_are_two_people() -> None:
    found = meant(
        [at_work("Polizeisprecher", "2016-04-12", "06"), at_work("Polizeihauptkommissar", "2016-06-01", "09")]
    )
    assert set(found.values()) == {("person:x@polizei-hessen",), ("person:x@polizei-bayern",)}


def test_full_days_in_one_land_exclude_each_other() -> None:
    teacher = [at_work("Schulleiter", day, "06") for day in ("2015-02-01", "2016-09-01")]
    assert len(set(meant([*teacher, at_work("Richter", "2016-01-10", "06")]).values())) == 2


def test_who_changes_profession_or_moves_is_one_person() -> None:
    assert meant([at_work("Polizeisprecher", "2005-04-12", "06"), THREE[0]]) == {}
    assert meant([at_work("Pfarrer", "2012-04-12", "14"), at_work("Pfarrer", "2016-04-12", "06")]) == {}
    assert meant([at_work("Schiedsrichter", "2016-04-12", "14"), THREE[0]]) == {}
