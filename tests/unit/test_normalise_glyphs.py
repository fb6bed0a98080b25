"""Glyph numbers in place of characters: turned back where words prove it, and left alone everywhere else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import read_bytes
from pipeline.knowledge import load_knowledge
from pipeline.normalise import clean
from pipeline.normalise.glyphs import decoded
from pipeline.text import Span, Text

KNOWN = load_knowledge()


def numbered(string: str) -> str:
    """A string as glyph numbers, the way a font without a table of characters leaves it."""
    codes = (byte - 29 if byte < 127 else byte - 30 for byte in string.encode("mac_roman"))
    return "".join(map(chr, codes))


SENTENCE = "Der Kreis hat gemäß dem Beschluss die Straße geöffnet, für alle Gemeinden."


@given(st.text(alphabet="abzABZ äöüÄÖÜß.,;§0123456789", max_size=40))
def test_every_character_of_german_comes_back(string: str) -> None:
    assert decoded(numbered(string)) == string


def test_a_line_of_glyph_numbers_is_turned_back_and_leads_to_what_was_read() -> None:
    raw = f"Fassung vom Montag\n12.05.2011{numbered(SENTENCE)}\nBilligung durch den Rat"
    text = clean(Text(raw), KNOWN)
    assert text.string == f"Fassung vom Montag\n12.05.2011{SENTENCE}\nBilligung durch den Rat"
    start = text.string.index("Straße")
    assert text.quote(Span(start, start + 6)) == numbered("Straße")


def test_clean_text_and_odd_bytes_stay() -> None:
    for raw in (SENTENCE, "AKTENZEICHEN 32-1/2011 $XVOHJXQJ", "PREISE\x03\x04\x05 IN DM: 12,50", "TEIL A.1\x07 UND B"):
        assert "marks.glyph" not in {edit.rule for _, edit in clean(Text(raw), KNOWN).history()}


def test_such_a_file_is_text_and_random_bytes_are_not() -> None:
    text = "Der Rat der Stadt hat die Satzung am Montag beraten und beschlossen.\n" * 5 + numbered(SENTENCE)
    document: Any = read_bytes(text.encode(), "satzung.txt")[0]
    assert document.media_type == "text/plain"
    assert document.text.raw.string == text
