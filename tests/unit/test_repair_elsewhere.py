"""Names that other documents spell out."""

from __future__ import annotations

import pytest

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair import proofs, propose, spelled_out
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
