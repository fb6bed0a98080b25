"""Blanks lost and put in, and ligatures that a font kept: believed where several say the same, or the page is damaged."""

from __future__ import annotations

import pytest

from pipeline.knowledge import Knowledge
from pipeline.repair import edit_key, propose
from pipeline.text import Text

GLUED = (
    "Der Landrat hatden Antrag geprüft, undder Rat hat ihm zugestimmt. Die Ver waltung infor miert über die Maßnahmen,"
    " weil nichtdie Gemeinde, sondern diezuständige Behörde entscheidet."
)
MENDED = (
    "Der Landrat hat den Antrag geprüft, und der Rat hat ihm zugestimmt. Die Verwaltung informiert über die Maßnahmen,"
    " weil nicht die Gemeinde, sondern die zuständige Behörde entscheidet."
)
KEPT = "Die Stadt verpichtet sich, die Qualikation der Pegekräfte zu prüfen. Der nanzielle Aufwand ist gering."
GIVEN = "Die Stadt verpflichtet sich, die Qualifikation der Pflegekräfte zu prüfen. Der finanzielle Aufwand ist gering."


def repaired(string: str, known: Knowledge, **options: object) -> str:
    text = Text(string)
    return text.edited(propose(text, known.lexicon, **options).edits).string  # type: ignore[arg-type]


@pytest.mark.parametrize(("read", "meant"), [(GLUED, MENDED), (KEPT, GIVEN)])
def test_many_on_a_page_are_mended_once_and_for_all(read: str, meant: str, known: Knowledge) -> None:
    assert repaired(read, known) == meant
    assert repaired(meant, known) == meant


def test_one_alone_on_a_page_without_other_damage_is_its_author_s(known: Knowledge) -> None:
    for sentence in GLUED.split(". ")[:1] + KEPT.split(". ")[1:]:
        assert repaired(sentence, known) == sentence


def test_a_page_with_its_ligatures_has_lost_none(known: Knowledge) -> None:
    others = (
        "Auflagen, Offenheit, Profit, Pflichten, Konflikt, Grafik, Staffel, Treffen, finden, fliegen, Griff und Tarif"
    )
    assert repaired(f"{KEPT} {others}, {others}", known) == f"{KEPT} {others}, {others}"


def test_a_sign_for_an_unknown_character_is_a_ligature_where_one_makes_a_word(known: Knowledge) -> None:
    assert repaired("Die Informa\ufffdon und die Organisa□on.", known) == "Die Information und die Organisation."
    assert repaired("Zeichen \ufffd und □, dazu Qx\ufffdy.", known) == "Zeichen \ufffd und □, dazu Qx\ufffdy."


def test_the_edits_say_where_and_why(known: Knowledge) -> None:
    edits = propose(Text(GLUED), known.lexicon).edits
    assert {edit.rule for edit in edits} == {"words.join", "words.split"}
    assert all(GLUED[edit.start : edit.end] in ("", " ") and edit.new in ("", " ") for edit in edits)
    assert any(edit.note == "„Ver waltung“ ist als „Verwaltung“ zu lesen" for edit in edits)


def test_what_a_person_turned_down_or_locked_stays(known: Knowledge) -> None:
    [edit] = [edit for edit in propose(Text(GLUED), known.lexicon).edits if "Ver waltung" in edit.note]
    assert "Die Ver waltung informiert" in repaired(GLUED, known, rejected={edit_key(GLUED, edit)})
    assert "weil nichtdie Gemeinde" in repaired(GLUED, known, locked={"nichtdie"})


def test_a_damaged_word_is_mended_across_its_blank(known: Knowledge) -> None:
    read = "Die Biirger fiihlten sich von der Of fentlichkeit und den Be hérden iibersehen."
    assert repaired(read, known) == "Die Bürger fühlten sich von der Öffentlichkeit und den Behörden übersehen."
