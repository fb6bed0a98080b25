"""The language model behind its door: what it hands out, which model it takes, and how it fails."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.entities import language_model
from pipeline.entities.language_model import LABELS, chosen, model_in_use, shipped, tokens_and_entities
from pipeline.errors import MissingTool
from tests.conftest import ROOT

TEXT = (
    "Düsseldorf. Ministerin Sylvia Löhrmann hat am 29. Juni das 51. Zentrum in Soest eröffnet.\n\n"
    "„Die Kommunen leisten viel“, sagte Sylvia\nLöhrmann. Dortmunder Schülerinnen sangen."
)


@pytest.fixture(autouse=True)
def shipped_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test here is about the model we ship, whatever else is installed."""
    monkeypatch.setenv("AKTENLAGE_MODEL", str(shipped()))
    chosen.cache_clear()
    language_model.load_model.cache_clear()
    yield
    monkeypatch.undo()
    chosen.cache_clear()
    language_model.load_model.cache_clear()


def test_nothing_in_nothing() -> None:
    assert tokens_and_entities("") == tokens_and_entities(" \n\n ") == language_model.Reading((), ())


def test_spans_are_those_of_the_string() -> None:
    reading = tokens_and_entities(TEXT)
    for item in (*reading.tokens, *reading.entities):
        assert TEXT[item.span.start : item.span.end] == item.surface
    assert "".join(token.surface for token in reading.tokens) == "".join(TEXT.split())


def test_helper_labels_stay_inside() -> None:
    """ "Dortmunder" is derived from a name and is none; the model knows, and says nothing."""
    entities = tokens_and_entities(TEXT).entities
    assert {entity.label for entity in entities} <= LABELS
    assert "Dortmunder" not in {entity.surface for entity in entities}


def test_names() -> None:
    entities = tokens_and_entities(TEXT).entities
    assert [entity.surface for entity in entities if entity.label == "PER"] == ["Sylvia Löhrmann", "Sylvia\nLöhrmann"]
    assert "Soest" in {entity.surface for entity in entities if entity.label == "LOC"}


def test_sentences_do_not_break_after_ordinals() -> None:
    starts = [token.surface for token in tokens_and_entities(TEXT).tokens if token.is_sent_start]
    assert starts == ["Düsseldorf", "Ministerin", "„", "Dortmunder"]


def test_words() -> None:
    reading = tokens_and_entities("Die Kommunen eröffneten neue Zentren.", lemmas=True)
    tokens = {token.surface: token for token in reading.tokens}
    assert [tokens[word].upos for word in ("Die", "Kommunen", "eröffneten", "neue", ".")] == [
        "DET",
        "NOUN",
        "VERB",
        "ADJ",
        "PUNCT",
    ]
    assert [tokens[word].lemma for word in ("Kommunen", "eröffneten", "neue", "Zentren")] == [
        "Kommune",
        "eröffnen",
        "neu",
        "Zentrum",
    ]
    assert "Number=Plur" in tokens["Zentren"].morph


def test_lemmas_only_where_asked_for() -> None:
    """Nothing in the program reads them, and they take their time; all else is the same."""
    with_lemmas = tokens_and_entities(TEXT, lemmas=True)
    without = tokens_and_entities(TEXT)
    assert {token.lemma for token in without.tokens} == {""}
    assert tuple(replace(token, lemma="") for token in with_lemmas.tokens) == without.tokens
    assert with_lemmas.entities == without.entities


def test_the_number_before_the_last_stop() -> None:
    """spaCy takes "2010." for an ordinal, wherever it stands."""
    surfaces = [token.surface for token in tokens_and_entities("Das war am 29. Juni 2010. Es gilt noch.").tokens]
    assert surfaces == ["Das", "war", "am", "29.", "Juni", "2010", ".", "Es", "gilt", "noch", "."]


def test_reading_twice_is_the_same() -> None:
    assert tokens_and_entities(TEXT) == tokens_and_entities(TEXT)


def test_a_model_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("de_core_news_nowhere", "/nowhere/model"):
        monkeypatch.setenv("AKTENLAGE_MODEL", name)
        chosen.cache_clear()
        with pytest.raises(MissingTool, match="AKTENLAGE_MODEL"):
            tokens_and_entities("Köln")


def test_no_model_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AKTENLAGE_MODEL")
    monkeypatch.setattr(language_model, "INSTALLED", ())
    monkeypatch.setenv("AKTENLAGE_MODELS", str(tmp_path))
    chosen.cache_clear()
    with pytest.raises(MissingTool, match="make models"):
        model_in_use()


def installed(folder: Path, name: str, finder: str) -> None:
    """A package that stands for one of spaCy's: `finder` is what it calls the part that knows one name, Musterstadt."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text(
        "import spacy\n\n\ndef load(**settings):\n"
        "    nlp = spacy.blank('de')\n"
        f"    nlp.add_pipe('entity_ruler', name='{finder}').add_patterns([{{'label': 'LOC', 'pattern': 'Musterstadt'}}])\n"
        "    return nlp\n"
    )
    (folder / f"{name}-3.8.0.dist-info").mkdir()
    (folder / f"{name}-3.8.0.dist-info" / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 3.8.0\n"
    )


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder that Python looks for packages in, and nobody's choice of a model."""
    monkeypatch.delenv("AKTENLAGE_MODEL")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in language_model.INSTALLED:
        sys.modules.pop(name, None)
    language_model._load.cache_clear()


def test_an_installed_model_is_used(packages: Path) -> None:
    installed(packages, "de_core_news_lg", "ner")
    assert model_in_use() == "de_core_news_lg 3.8.0 (installed)"
    found = tokens_and_entities("Musterstadt und Soest feiern.").entities
    assert [(entity.surface, entity.label) for entity in found] == [("Musterstadt", "LOC")]  # ours knows Soest


def test_the_best_of_the_installed_ones(packages: Path) -> None:
    """The one that reads words best finds no names: those come from ours."""
    installed(packages, "de_core_news_lg", "ner")
    installed(packages, "de_dep_news_trf", "no_names")
    assert model_in_use() == "de_dep_news_trf 3.8.0 (installed)"
    assert [entity.surface for entity in tokens_and_entities("Die Stadt Soest feiert.").entities] == ["Soest"]


def test_doctor_names_the_installed_model(packages: Path) -> None:
    installed(packages, "de_core_news_lg", "ner")
    environment = {key: value for key, value in os.environ.items() if key != "AKTENLAGE_MODEL"}
    environment["PYTHONPATH"] = str(packages)
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from pipeline.cli import main; main()",
            "doctor",
            "--json",
            "--store",
            str(packages / "no.db"),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    checks = {check["what"]: check["found"] for check in json.loads(ran.stdout)}
    assert checks["language model"] == "de_core_news_lg 3.8.0 (installed)"


def test_naming_the_model_loads_nothing() -> None:
    """`aktenlage doctor` answers at once."""
    code = (
        "import sys; from pipeline.entities.language_model import model_in_use as m; print(m(), 'spacy' in sys.modules)"
    )
    environment = {**os.environ, "AKTENLAGE_MODEL": str(shipped())}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == [
        "de_aktenlage",
        json.loads((shipped() / "meta.json").read_text())["version"],
        "(shipped)",
        "False",
    ]


def test_size() -> None:
    """Small enough for a checkout; hosts complain about single files above 20 MB."""
    sizes = [file.stat().st_size for file in shipped().rglob("*") if file.is_file()]
    assert sum(sizes) < 40e6
    assert max(sizes) < 20e6


def test_names_are_found_as_well_as_measured(shared: Path) -> None:
    """A quick look at 300 sentences of GermEval's test set, so that a bad model does not get in; bench measures all."""
    from tests.benchmarks.language_model import GERMEVAL, bio_sentences, found, printed

    source = random.Random(0).sample(list(bio_sentences(shared / "data/ner/germeval.test.bio.gz")), 300)
    right = said = there = 0
    for sentence in (printed(tokens, GERMEVAL) for tokens in source):
        gold = {entity for entity in sentence.entities if entity[2] in LABELS}
        names = found(sentence.string)
        right, said, there = right + len(gold & names), said + len(names), there + len(gold)
    assert 2 * right / (said + there) > 0.70
