"""Reconciling bit by bit says the same as hearing everybody at once, whatever came, changed or went in between."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.build_facts as build_facts
from pipeline.document import Document, Page
from pipeline.export.tables import table_rows
from pipeline.facts import Claim, Dossier, Evidence, Header, Mention, PublicationDate, stable_id
from pipeline.knowledge import load_knowledge
from pipeline.reconcile import Outcome, Witness, compare_across
from pipeline.store import archive, judgements, outcome
from pipeline.store.schema import EXPORTED
from pipeline.text import Span, Text
from pipeline.values import Period, Quantity

KNOWN = load_knowledge()
WORDS = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
DAYS = (None, date(2012, 12, 3), date(2013, 12, 2), date(2014, 1, 6), date(2016, 6, 28))
PROPERTIES = (
    ("centres_opened", "Kommunale Integrationszentren"),
    ("districts_in_state", "Kreise und kreisfreie Städte"),
    ("centres_funding_total", "Kommunale Integrationszentren"),
    ("count:kind", "junge Kinder"),
    ("count:kind", "Kinder"),
    ("office_holder", "Minister"),
)
ROLES = (
    "Landrat des Kreises Borken", "Bürgermeister der Stadt Emsdetten", None, "Landrat des Kreises Görlitz", "Staatssekretär",
)  # fmt: skip


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A release: one of a few texts (some nearly alike), on one of a few days, with a few claims that may compete."""
    base = draw(st.integers(0, 3))
    words = [f"{word}{base}" for word in WORDS * 3]
    if (at := draw(st.integers(-1, len(words) - 1))) >= 0:
        words[at] = "anders"
    text = Text(" ".join(words))
    day = draw(st.sampled_from(DAYS))
    said = draw(
        st.lists(st.tuples(st.sampled_from(PROPERTIES), st.sampled_from((16, 47, 53, 54)), st.sampled_from((None, 2013))), max_size=3)
    )  # fmt: skip
    content = f"{text.string} {day} {said}"
    key = hashlib.sha256(content.encode()).hexdigest()
    document = Document(key, "", "text/plain", text, (Page(None, Span(0, len(text))),), size=len(content))
    evidence = Evidence.at(document, text, Span(0, 4))
    claims = tuple(
        Claim(
            stable_id(key, number), subject, name, Quantity(Decimal(value)) if name != "office_holder" else f"person:{value}",
            evidence, "ags:05", Period.year(year) if year else None, day, speaker="person:petra-weber", confidence=0.9, rule="test",
        )
        for number, ((name, subject), value, year) in enumerate(said)
    )  # fmt: skip
    published = PublicationDate(Period.day(day), "printed") if day else PublicationDate()
    mentions = (
        *(
            Mention("PERSON", Span(0, 4), "Eins", f"Person {value}{at % 2}", f"person:{value}")
            for _, value, _ in said[:1]
        ),
        Mention("PERSON", Span(0, 4), "Eins", "Petra Weber", "person:petra-weber", ROLES[at % 5]),
    )
    header = Header(published=published, state=("ags:05", "ags:14", None)[at % 3], issuer_entities=(f"org:{base}",))
    return Dossier(document, (), Text(""), text, header, (), mentions, claims)


STEPS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.one_of(st.none(), dossiers()), st.booleans()), min_size=1, max_size=9
)
"""Under a name a document comes (or is gone when None); sometimes all is reconciled in between."""


def put(store: archive.Store, name: str, one: Dossier | None) -> None:
    if one is None:
        archive.remove(store, name)
    else:
        one = replace(one, document=replace(one.document, source=name))
        archive.keep(store, name, one.document.id, "work", (one,))


def derived(store: archive.Store) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in EXPORTED if table != "documents"]  # of two names of one content the first stays
    return {table: list(table_rows(store, table)[1]) for table in tables}


def reconciled(path: Path, steps: list[tuple[str, Dossier | None, bool]]) -> dict[str, list[tuple[object, ...]]]:
    with archive.open_store(path, write=True) as store:
        store.db.conn.execute("PRAGMA synchronous = OFF")
        for name, one, now in steps:
            put(store, name, one)
            if now:
                build_facts.reconcile(store, lambda: KNOWN)
        build_facts.reconcile(store, lambda: KNOWN)
        assert store.rows("SELECT * FROM touched") == []
        assert store.rows("PRAGMA foreign_key_check") == []
        return derived(store)


@given(STEPS)
def test_bit_by_bit_is_all_at_once(tmp_path_factory, steps) -> None:
    folder = tmp_path_factory.mktemp("steps")
    last = {name: one for name, one, _ in steps}
    final = [(name, one, False) for name, one in sorted(last.items()) if one is not None]
    assert reconciled(folder / "a.db", steps) == reconciled(folder / "b.db", final)


@settings(max_examples=50)
@given(STEPS)
def test_the_store_says_what_the_witnesses_say(tmp_path_factory, steps) -> None:
    folder = tmp_path_factory.mktemp("steps")
    found = reconciled(folder / "a.db", steps)
    last = {one.document.id: one for one in {name: one for name, one, _ in steps}.values() if one is not None}
    heard = compare_across(
        [Witness.of(one.document.id, one.header, one.claims, one.body.string) for one in last.values()], KNOWN
    )
    assert found["facts"] == rows(heard, "facts")
    assert found["conflicts"] == rows(heard, "conflicts")
    assert found["conflict_values"] == rows(heard, "conflict_values")
    assert sorted(map(repr, found["series"])) == sorted(map(repr, rows(heard, "series")))
    messages = sorted(finding.message for finding in heard.findings)
    # Who bears one name is judged from mentions, which no witness brings.
    assert sorted(row[4] for row in found["findings"] if row[1] is None and row[2] != "identity") == messages


def rows(heard: Outcome, table: str) -> list[tuple[object, ...]]:
    made = outcome.tables_of("", heard.facts, heard.conflicts, heard.series, heard.findings).get(table, [])
    keys = ("conflict", "position") if table == "conflict_values" else ("id",)
    if table != "series":
        made = sorted(made, key=lambda row: tuple(row[key] for key in keys))
    return [tuple(row.values()) for row in made]


@settings(max_examples=50)
@given(STEPS, st.sampled_from(("reject", "53", "withdraw")), st.integers(0, 20))
def test_a_decision_counts_at_once(tmp_path_factory, steps, value, which) -> None:
    folder = tmp_path_factory.mktemp("steps")
    path = folder / "a.db"
    reconciled(path, steps)
    with archive.open_store(path) as store:
        targets = [row["id"] for table in ("claims", "conflicts", "facts") for row in store.rows(f"SELECT id FROM {table} ORDER BY id")]  # fmt: skip
    if not targets:
        return
    judgements.append(folder / judgements.FILE, targets[which % len(targets)], value, "nachgezählt", "Archiv")
    assert reconciled(path, []) == reconciled(folder / "b.db", [(name, one, False) for name, one, _ in steps])


@settings(max_examples=50)
@given(STEPS, STEPS, st.sampled_from(("eine Person", "zwei Personen", "person:petra-weber@kreis-borken", "withdraw")))
def test_a_decision_about_a_name_outlives_whatever_comes(tmp_path_factory, steps, later, value) -> None:
    """Decided before, between or after: the same people, and every decision is kept and found again."""
    folder = tmp_path_factory.mktemp("steps")
    reconciled(folder / "a.db", steps)
    about = "person:petra-weber" if value[0] != "p" else "person:petra-weber@stadt-emsdetten"
    judgements.append(folder / judgements.FILE, about, value, "nachgefragt", "Archiv")
    found = reconciled(folder / "a.db", later)
    last = {name: one for name, one, _ in [*steps, *later]}
    final = [(name, one, False) for name, one in sorted(last.items()) if one is not None]
    assert found == reconciled(folder / "b.db", final)
    assert [row[1] for row in found["decisions"]] == [about]
