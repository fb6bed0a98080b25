"""A text that remembers where it came from, on real shapes of damage; what holds for all texts is in properties/."""

import pytest

from pipeline.text import Edit, OverlappingEdits, Span, Text, keep_only

RAW = Text("das 51. Kommunale Integ-\nrationszentrum wurde er6ffnet")


def joined() -> Text:
    return RAW.edited([Edit(23, 25, "", "lines.hyphen")])


def repaired() -> Text:
    text = joined()
    at = text.string.index("er6ffnet") + 2
    return text.edited([Edit(at, at + 1, "ö", "words.umlaut", 0.99, "er6ffnet is no word, eröffnet is")])


def where(text: Text, words: str) -> Span:
    start = text.string.index(words)
    return Span(start, start + len(words))


def test_the_raw_text_is_never_changed():
    assert repaired().raw is RAW
    assert RAW.string.endswith("er6ffnet")


def test_no_edits_give_the_same_text():
    assert RAW.edited([]) is RAW


def test_a_word_broken_over_lines_quotes_as_it_was_read_but_without_the_cut():
    text = repaired()
    span = where(text, "Integrationszentrum")
    assert RAW[text.origin(span)] == "Integ-\nrationszentrum"
    assert text.quote(span) == "Integrationszentrum"
    assert len(text.pieces(span)) == 2


def test_a_repaired_word_quotes_as_it_was_read():
    text = repaired()
    assert text.quote(where(text, "eröffnet")) == "er6ffnet"
    assert text.find(where(RAW, "er6ffnet")) == where(text, "eröffnet")


def test_edits_side_by_side_keep_their_own_characters():
    text = Text("ii6").edited([Edit(0, 2, "ü", "a"), Edit(2, 3, "ö", "b")])
    assert text.quote(Span(0, 1)) == "ii"
    assert text.quote(Span(1, 2)) == "6"


def test_a_cut_beside_a_repair_is_not_quoted():
    text = Text("Seite 1 fur alle").edited([Edit(0, 8, "", "blocks.furniture"), Edit(9, 10, "ü", "words.umlaut")])
    assert text.quote(where(text, "für alle")) == "fur alle"


def test_what_was_put_in_has_a_place_but_no_raw_characters():
    text = Text("indie Stadt").edited([Edit(2, 2, " ", "words.split")]).edited([Edit(0, 1, "I", "case")])
    assert text.pieces(Span(2, 3)) == ()
    assert text.origin(Span(2, 3)) == Span(2, 2)
    assert text.find(Span(0, 2)) == Span(0, 2)


def test_a_letter_put_in_belongs_to_the_word_it_stands_at():
    text = Text("Stand ber Nacht").edited([Edit(6, 6, "ü", "words.umlaut")])
    assert text.find(Span(6, 9)) == where(text, "über")


def test_what_was_cut_is_not_found():
    assert joined().find(Span(23, 25)) is None


def test_an_empty_text_can_be_edited():
    text = Text("").edited([Edit(0, 0, "neu", "made")])
    assert text.string == "neu"
    assert text.history() == ((Span(0, 0), Edit(0, 0, "neu", "made")),)


def test_undone_leads_back():
    text = repaired()
    assert text.edited(text.undone()).string == joined().string


def test_history_gives_raw_places():
    assert [(RAW[span], edit.rule) for span, edit in repaired().history()] == [
        ("-\n", "lines.hyphen"),
        ("6", "words.umlaut"),
    ]


@pytest.mark.parametrize("second", [Edit(3, 6, "x", "b"), Edit(2, 2, "x", "b"), Edit(1, 5, "x", "b")])
def test_overlapping_edits_are_refused(second):
    with pytest.raises(OverlappingEdits, match="overlaps the edit before it"):
        Text("abcdefgh").edited([Edit(1, 5, "", "a"), second])


def test_an_edit_outside_of_the_text_is_refused():
    with pytest.raises(ValueError, match="outside a text of 3 characters"):
        Text("abc").edited([Edit(2, 4, "", "a")])


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_runs_forward(start, end):
    with pytest.raises(ValueError, match="runs forward"):
        Span(start, end)


def test_keep_only_does_not_quote_the_footer_it_cut():
    raw = Text("bis zur nächsten\nSeite 1 von 2\nSeite geschrieben")
    footer = where(raw, "\nSeite 1 von 2\n")
    text = keep_only(raw, [Span(0, footer.start), Span(footer.end, len(raw))], "blocks.cut", between="\n")
    assert text.string == "bis zur nächsten\nSeite geschrieben"
    assert text.quote(Span(0, len(text))) == "bis zur nächstenSeite geschrieben"
    assert text.find(Span(0, footer.start)) == Span(0, footer.start)


def test_keep_only_refuses_stretches_that_overlap():
    with pytest.raises(OverlappingEdits, match="overlaps the stretch before it"):
        keep_only(Text("abcdef"), [Span(0, 4), Span(2, 6)], "blocks.cut")
