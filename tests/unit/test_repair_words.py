"""Repair of words: first what must be left alone, then what must be done."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from pipeline.knowledge import DATA, Knowledge
from pipeline.knowledge.lexicon import Lexicon
from pipeline.repair import edit_key, propose
from pipeline.repair.candidates import Forms, search
from pipeline.repair.channel import load_channel
from pipeline.text import Text
from tests.conftest import cases


def repaired(string: str, known: Knowledge, **options: Any) -> str:
    text = Text(string)
    return text.edited(propose(text, known.lexicon, **options).edits).string


@pytest.mark.parametrize("case", cases("repair_clean"))
def test_sound_text_stays(case: dict[str, Any], known: Knowledge) -> None:
    assert repaired(case["text"], known) == case["text"]


@pytest.mark.parametrize("case", cases("repair_names"))
def test_names_stay_on_damaged_lines(case: dict[str, Any], known: Knowledge) -> None:
    after = repaired(case["text"], known)
    assert case["stays"] in after
    assert after != case["text"]


@pytest.mark.parametrize("case", cases("repair_words"))
def test_damaged_text_is_repaired(case: dict[str, Any], known: Knowledge) -> None:
    after = repaired(case["text"], known)
    assert after == case["expected"]
    assert repaired(after, known) == after


@pytest.mark.parametrize("case", cases("repair_lexicon"))
def test_lexicon(case: dict[str, Any], known: Knowledge) -> None:
    assert known.lexicon.knows(case["text"]) is case["known"]


def confusions() -> list[Any]:
    with (DATA / "confusions.csv").open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=f"{row['meant']}-{row['seen'] or 'lost'}") for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", confusions())
def test_every_confusion_has_an_example(row: dict[str, str]) -> None:
    forms = Forms(sorted({row["example_meant"], "Haus", "gut"}))
    found = search(row["example_seen"], forms, load_channel(), budget=30.0)
    assert row["example_meant"] in found


def test_a_small_lexicon_knows_compounds_and_capitals() -> None:
    lexicon = Lexicon({"Bündelung": 90, "Behörde": 900, "für": 9000})
    assert lexicon.knows("Bündelungsbehörde")
    assert lexicon.knows("Für")
    assert not lexicon.knows("fur")
    assert lexicon.count("Behörde") == 900
    assert lexicon.count("Unfug") == 0


DAMAGED = "Die Behérde wiirde das Geld fiir Jurgen und die Schiiler gern frither tiberweisen."


def test_locked_words_stay(known: Knowledge) -> None:
    after = repaired(DAMAGED, known, locked={"Schiiler"})
    assert "Schiiler" in after
    assert "Behörde" in after


def test_locked_words_stay_whatever_their_signs(known: Knowledge) -> None:
    damaged = f"{DAMAGED} lm Rahmen der lntegration gilt das."
    assert "Im Rahmen der Integration" in repaired(damaged, known)
    assert "lm Rahmen der lntegration" in repaired(damaged, known, locked={"lm", "lntegration"})


def test_endless_words_are_no_words(known: Knowledge) -> None:
    for junk in ("a" * 20_000, "." * 20_000, "a." * 10_000, "a-" * 5_000 + "1" * 9_000, "x@" * 9_000):
        after = repaired(f"{DAMAGED}\n{junk}", known)
        assert after.endswith(junk)


def test_a_name_spelled_elsewhere_is_proof(known: Knowledge) -> None:
    assert "Jurgen" in repaired(DAMAGED, known)
    assert "Jürgen" in repaired(DAMAGED, known, names={"Jürgen"})


def test_a_name_no_list_knows_is_proven_by_its_spelling_elsewhere(known: Knowledge) -> None:
    damaged = "Staatssekretarin Serap Giler kiindigte das Programm fiir die Stadt an. Gilers Rede war groBartig."
    assert "Giler" in repaired(damaged, known)
    after = repaired(damaged, known, names={"Güler"})
    assert after == "Staatssekretärin Serap Güler kündigte das Programm für die Stadt an. Gülers Rede war großartig."


def test_a_name_surely_repaired_proves_itself_in_another_place(known: Knowledge) -> None:
    damaged = "Serap Giler war da. Alle Biirger fragten Frau Giiler nach den Planen fiir die Stadte."
    after = repaired(damaged, known)
    assert after == "Serap Güler war da. Alle Bürger fragten Frau Güler nach den Plänen für die Städte."
    assert repaired(after, known) == after


def test_a_common_noun_proves_no_name(known: Knowledge) -> None:
    damaged = "Biirgermeister Jurgen Bucher und die Schiiler lasen fiir alle vor. Die Bücher kamen gut an."
    assert "Jurgen Bucher" in repaired(damaged, known)


def test_a_rejected_edit_never_comes_back(known: Knowledge) -> None:
    text = Text(DAMAGED)
    repairs = propose(text, known.lexicon)
    first = repairs.edits[0]
    again = propose(text, known.lexicon, rejected={edit_key(text.string, first)})
    assert first not in again.edits
    assert len(again.edits) < len(repairs.edits)


def test_the_key_of_an_edit_outlives_other_line_breaks(known: Knowledge) -> None:
    broken = DAMAGED.replace("Geld ", "Geld\n")
    keys = [
        {edit_key(string, edit) for edit in propose(Text(string), known.lexicon).edits} for string in (DAMAGED, broken)
    ]
    assert keys[0] == keys[1]


def test_edits_are_small_and_say_why(known: Knowledge) -> None:
    for edit in propose(Text(DAMAGED), known.lexicon).edits:
        assert edit.end - edit.start <= 3
        assert edit.rule.split(".")[0] in ("words", "marks")
        assert 0.5 <= edit.confidence <= 1
        assert edit.note


def test_a_sound_paragraph_beside_a_damaged_one_stays_to_the_byte(known: Knowledge) -> None:
    sound = "Hätte Herr Bucher früher gewusst, daß die Straße gesperrt ist, wäre er über Neuss gefahren."
    string = f"{DAMAGED}\n\n{sound}\n\n{DAMAGED}"
    text = Text(string)
    repairs = propose(text, known.lexicon)
    assert sound in text.edited(repairs.edits).string
    assert len(repairs.windows) == 2
    assert all(window.evidence and window.probability > 0.9 for window in repairs.windows)


def test_a_damaged_sentence_on_a_sound_page_is_found(known: Knowledge) -> None:
    sound = "Die Bürgerinnen und Bürger können Anträge künftig früher stellen und müssen weniger prüfen lassen. " * 4
    after = repaired(f"{sound}\n\n{DAMAGED}\n\n{sound}", known)
    assert after.startswith(sound)
    assert after.endswith(sound)
    assert "Behörde würde" in after


def test_broken_words_are_repaired_and_stay_broken(known: Knowledge) -> None:
    string = (
        "Die Fliichtlinge kénnen sich um die F6rde-\nrung der zusatzlichen Raume kiim-\nmern und Antra-\nge stellen."
    )
    after = repaired(string, known)
    assert (
        after
        == "Die Flüchtlinge können sich um die Förde-\nrung der zusätzlichen Räume küm-\nmern und Anträ-\nge stellen."
    )
    edits = propose(Text(string), known.lexicon).edits
    assert all("\n" not in string[edit.start : edit.end] for edit in edits)


def test_empty_and_odd_texts() -> None:
    lexicon = Lexicon({"für": 9000})
    for string in ("", " ", "\n\n", "\x00", "—", ",", "é" * 300, "6" * 300, "i" * 400, "﻿"):
        assert propose(Text(string), lexicon).edits == ()
