"""Names that other documents spell out."""

from __future__ import annotations

import pytest

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair import proofs, propose, spelled_out, spelling
from pipeline.text import Text


def test_people_spelled_with_an_umlaut_are_found_with_their_first_names() -> None:
    found = spelled_out(
        "Die Rede hielt Frau Sevgi Gökdal, es dankte Herr Peter\nMüller. Neue Bücher kamen.", load_lexicon()
    )
    assert ("Sevgi", "Gökdal") in found
    assert ("Peter", "Müller") in found
    assert not any(name == "Bücher" for _, name in found)


@pytest.mark.parametrize(
    ("doubted", "spelled", "meant"),
    [
        (("", "Gokdal"), ("Sevgi", "Gökdal"), {"Gökdal"}),  # nobody is called Gokdal
        (("Sevgi", "Gokdals"), ("Sevgi", "Gökdal"), {"Gökdal"}),
        (("Peter", "Muller"), ("Peter", "Müller"), {"Müller"}),
        (("Jérg", "Muller"), ("Jörg", "Müller"), {"Müller"}),  # the first name is damaged as well
        (("Frank", "Miller"), ("Peter", "Müller"), set()),  # a Miller is somebody else
        (("", "Schroder"), ("Gerhard", "Schröder"), set()),
        (("Frau", "Schroder"), ("Gerhard", "Schröder"), set()),
        (("", "Lafnitz"), ("Peter", "Müller"), set()),
    ],
)
def test_a_name_is_proven_by_the_whole_name_or_by_being_nobody_elses(
    doubted: tuple[str, str], spelled: tuple[str, str], meant: set[str]
) -> None:
    assert proofs([doubted], [spelled], load_lexicon()).get(doubted, frozenset()) == meant


def test_what_is_doubtful_does_not_hang_on_what_is_proven() -> None:
    text = Text("Frau Gokdal wiirdigte die Arbeit fiir die Biirger. Die Stadte kénnen nun Biicher kaufen.")
    alone = propose(text, load_lexicon())
    proven = propose(text, load_lexicon(), names=["Gökdal"])
    assert ("Frau", "Gokdal") in alone.doubtful == proven.doubtful
    assert "Gökdal" not in text.edited(alone.edits).string
    assert "Frau Gökdal würdigte" in text.edited(proven.edits).string


def test_clean_text_doubts_no_name() -> None:
    assert not propose(
        Text("Frau Hecke und Herr Schroder würdigten die Arbeit für die Bürger."), load_lexicon()
    ).doubtful


@pytest.mark.parametrize(
    "line", ["A" * 100_000 + "1", "Peter" + " " * 100_000 + "x", "Ab-" * 33_000, "Peter\n" * 16_000]
)
def test_long_runs_stay_linear(line: str) -> None:
    assert not spelled_out(line, load_lexicon())


def test_many_people_of_one_name_cost_no_more_than_many_names() -> None:
    first_names = [f"Jörg{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(5_000)]
    doubted = [(name.replace("ö", "é"), "Muller") for name in first_names[:500]]
    found = proofs(doubted, [(name, "Müller") for name in first_names], load_lexicon())
    assert found == dict.fromkeys(doubted, frozenset({"Müller"}))


def test_what_the_model_of_spelling_forgets_it_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MOST_KNOWN", 1)
    monkeypatch.setattr(spelling, "AT_ONCE", 2)
    model = spelling.load_spelling.__wrapped__()
    first = model.weights(["Bündelung", "Bundelung"])
    again = model.weights(["Bündelung", "Bundelung", "Beratung", "Bescheid"])
    assert again[:2] == pytest.approx(first, abs=1e-4)
