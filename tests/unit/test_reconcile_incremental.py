"""A new document touches only the groups it has claims in; other groups are neither judged again nor loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import pipeline.build_facts as build_facts
from pipeline.facts import Dossier
from pipeline.knowledge import load_knowledge
from pipeline.store import archive, groups, judgements
from tests.unit.dossiers import dossier

KNOWN = load_knowledge()


def only(one: Dossier, property: str) -> Dossier:
    """The dossier with its claims of one property."""
    kept = tuple(claim for claim in one.claims if claim.property == property)
    return replace(one, claims=kept, findings=())


def text_of(word: str) -> str:
    """Enough words of its own that nobody takes it for a copy."""
    return " ".join(f"{word}{number}" for number in range(90))


def put(store: archive.Store, name: str, one: Dossier) -> None:
    one = replace(one, document=replace(one.document, source=name))
    archive.keep(store, name, one.document.id, "work", (one,))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with archive.open_store(tmp_path / "a.db", write=True) as opened:
        put(opened, "a", only(dossier(centres=51, extra=text_of("eins")), "centres_opened"))
        put(opened, "b", only(dossier(centres=47, extra=text_of("zwei"), day=date(2013, 12, 2)), "districts"))
        build_facts.reconcile(opened, lambda: KNOWN)
        yield opened


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The properties of the groups whose claims are taken out of the store from now on."""
    names: list[str] = []
    members = groups.members

    def watched(store: archive.Store, name: str) -> list[groups.Heard]:
        names.append(name)
        return members(store, name)

    monkeypatch.setattr(groups, "members", watched)
    return names


def test_nothing_new_nothing_judged(store, loaded) -> None:
    assert not build_facts.reconcile(store, lambda: KNOWN)
    assert loaded == []


def test_a_new_document_touches_its_own_groups(store, loaded) -> None:
    put(store, "c", only(dossier(centres=52, extra=text_of("drei")), "centres_opened"))
    assert build_facts.reconcile(store, lambda: KNOWN)
    assert [name.split('"')[1] for name in loaded] == ["centres_opened"]
    assert len(store.rows("SELECT * FROM facts WHERE property = 'centres_opened'")) == 2


def test_a_document_that_goes_touches_its_own_groups(store, loaded) -> None:
    archive.remove(store, "b")
    build_facts.reconcile(store, lambda: KNOWN)
    assert [name.split('"')[1] for name in loaded] == ["districts"]
    assert store.rows("SELECT * FROM facts WHERE property = 'districts'") == []


def test_a_decision_touches_its_own_group(store, loaded) -> None:
    [claim] = store.rows("SELECT id FROM claims WHERE property = 'districts'")
    judgements.append(store.path.parent / judgements.FILE, claim["id"], "reject", "falsch gelesen", "Archiv")
    build_facts.reconcile(store, lambda: KNOWN)
    assert [name.split('"')[1] for name in loaded] == ["districts"]
    assert store.rows("SELECT * FROM facts WHERE property = 'districts'") == []


def test_a_copy_touches_the_groups_of_what_it_copies(store, loaded) -> None:
    long = text_of("lang")
    put(store, "d", only(dossier(centres=53, extra=long, day=date(2017, 1, 2)), "centres_opened"))
    build_facts.reconcile(store, lambda: KNOWN)
    loaded.clear()
    put(store, "e", only(dossier(centres=53, extra=long, day=date(2016, 12, 30)), "districts"))
    build_facts.reconcile(store, lambda: KNOWN)
    assert {name.split('"')[1] for name in loaded} == {"centres_opened", "districts"}
    [copy] = store.rows("SELECT * FROM findings WHERE kind = 'duplicate'")
    assert copy["suggestion"] == store.rows("SELECT id FROM documents WHERE source = 'e'")[0]["id"]


def test_another_program_judges_all_anew(store, loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.rows("SELECT * FROM facts ORDER BY id")
    monkeypatch.setattr(build_facts, "program", lambda: "another")
    build_facts.reconcile(store, lambda: KNOWN)
    assert len(loaded) == 2
    assert store.rows("SELECT * FROM facts ORDER BY id") == before
