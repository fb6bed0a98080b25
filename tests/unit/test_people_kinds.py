"""Contact persons are told from those who speak and those who are only named, also where one person is both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.build import process
from pipeline.cli import aktenlage as command
from pipeline.entities.people_kinds import with_kinds
from pipeline.entities.tokens import Tokens
from pipeline.facts import Mention
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.store import archive, listing
from pipeline.store.plain import mentions_of
from pipeline.text import Span
from tests.conftest import cases


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize("case", cases("people_kinds"))
def test_kinds(case, known, tmp_path: Path) -> None:
    file = tmp_path / "release.txt"
    head = "" if case.get("whole") else "Neues aus dem Rathaus\n\nHagen, 4. Mai 2016. "
    file.write_text(head + case["text"], "utf-8")
    [dossier] = process(file, known)
    people = [row for row in mentions_of(dossier) if row["label"] == "PERSON"]
    said = {(row["name"], row["role_kind"]) for row in people}
    for name, kind in case["people"]:
        assert (name, kind) in said, sorted(said)
    contacts = {name for name, kind in said if kind == "contact"}
    assert contacts == {name for name, kind in case["people"] if kind == "contact"}


RELEASE = (
    "Kita fertig\n\nBorken, 4. Mai 2016. Im Kreis Borken gibt es 53 Kitas. „Wir haben 53 Kitas, das sind genug Plätze für alle "
    "Kinder“, sagte Landrätin Petra Kolbe.\n\nPressekontakt:\nThomas Weber\nTelefon 02861 82-2107\n"
)


def test_no_claim_is_a_contacts(known, tmp_path: Path) -> None:
    file = tmp_path / "release.txt"
    file.write_text(RELEASE.replace("\n\nPressekontakt", "\nPressekontakt"), "utf-8")
    [dossier] = process(file, known)
    speakers = {claim.speaker for claim in dossier.claims if claim.speaker}
    assert "person:thomas-weber" not in speakers


def test_seen_in_lists_and_tables(known, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "release.txt").write_text(RELEASE, "utf-8")
    store = tmp_path / "a.db"
    built = ["build", str(folder), "--store", str(store), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(command, built).exit_code == 0
    with archive.open_store(store) as opened:
        rows = {row["name"]: row["role_kinds"] for row in listing.entities(opened, "PERSON", listing.Filters())}
        assert rows == {"Petra Kolbe": ["speaker"], "Thomas Weber": ["contact"]}
        [view] = opened.rows("SELECT role_kinds FROM people WHERE name = 'Thomas Weber'")
        assert view["role_kinds"] == "contact"
    table = (tmp_path / "out" / "exports" / "mentions.csv").read_text("utf-8")
    assert "role_kind" in table.splitlines()[0]
    shown = CliRunner().invoke(command, ["analyse", str(folder / "release.txt"), "--json"])
    found = json.loads(shown.stdout)["mentions"]
    assert {row["role_kind"] for row in found if row["label"] != "PERSON"} == {None}


@pytest.mark.parametrize("piece", ["„", "»", '"', "sagte ", "Eva Kolb, sagte ", "Dr. sagte "])
def test_long_runs_stay_linear(piece: str, known) -> None:
    string = piece * (100_000 // len(piece)) + "\nx"
    people = [Mention("PERSON", Span(at.start(), at.end()), at[0]) for at in re.finditer("Eva Kolb", string)]
    assert len([*with_kinds(people, Tokens(string))]) == len(people)
