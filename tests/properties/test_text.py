"""What must hold for every text, however it was edited: nothing is lost, and the way back is always right."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import Edit, Span, Text, keep_only

# Characters that behave oddly somewhere: umlauts, a combining mark, a ligature, an astral sign, line ends, blanks.
ALPHABET = "abcÄöß ﬁ\u0301-\n\u00ad😀6"


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits for a text of this length that do not overlap: cuts, insertions, replacements, side by side too."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    made = [Edit(start, end, draw(st.text(ALPHABET, max_size=3)), f"rule.{n}") for n, (start, end) in enumerate(spans)]
    return draw(st.permutations(made))


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A raw text under up to four layers of edits."""
    text = Text(draw(st.text(ALPHABET, max_size=30)))
    for _ in range(draw(st.integers(0, 4))):
        text = text.edited(draw(edits(len(text))))
    return text


@st.composite
def texts_with_span(draw: st.DrawFn, raw: bool = False) -> tuple[Text, Span]:
    text = draw(texts())
    first, last = sorted(draw(st.integers(0, len(text.raw if raw else text))) for _ in range(2))
    return text, Span(first, last)


def traced(text: Text) -> list[tuple[str, frozenset[int], bool]]:
    """The plain, slow truth: each character with the raw places it stands for, and whether it is still that character."""
    if text.before is None:
        return [(char, frozenset({at}), True) for at, char in enumerate(text.string)]
    old = traced(text.before)
    new: list[tuple[str, frozenset[int], bool]] = []
    there = 0
    for edit in sorted(text.edits, key=lambda edit: (edit.start, edit.end)):
        new += old[there : edit.start]
        stands_for = frozenset[int]().union(*(places for _, places, _ in old[edit.start : edit.end]))
        new += [(char, stands_for, False) for char in edit.new]
        there = edit.end
    return new + old[there:]


def places(spans: tuple[Span, ...]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


@given(texts())
def test_every_character_traces_to_its_raw_characters(text):
    truth = traced(text)
    assert "".join(char for char, _, _ in truth) == text.string
    for at, (char, stands_for, kept) in enumerate(truth):
        found = text.pieces(Span(at, at + 1))
        assert places(found) == stands_for
        if kept:
            assert text.quote(Span(at, at + 1)) == text.raw.string[found[0].start] == char


@given(texts_with_span())
def test_a_quote_is_its_raw_pieces(made):
    text, span = made
    found = text.pieces(span)
    assert text.quote(span) == "".join(text.raw[piece] for piece in found)
    assert places(found) == set().union(*(stands_for for _, stands_for, _ in traced(text)[span.start : span.end]))
    assert all(len(piece) for piece in found)
    assert all(one.end < two.start for one, two in pairwise(found))


@given(texts_with_span())
def test_the_origin_is_the_hull_of_the_pieces_and_lies_in_the_raw_text(made):
    text, span = made
    hull = text.origin(span)
    assert 0 <= hull.start <= hull.end <= len(text.raw)
    if found := text.pieces(span):
        assert hull == Span(found[0].start, found[-1].end)
    else:
        assert len(hull) == 0


@given(texts_with_span(raw=True))
def test_find_gives_what_is_left_of_a_raw_stretch(made):
    text, raw_span = made
    found = text.find(raw_span)
    wanted = places((raw_span,))
    here = [at for at, (_, stands_for, _) in enumerate(traced(text)) if stands_for & wanted]
    if not raw_span:
        assert found is not None
        assert len(found) == 0
        assert found.end <= len(text)
    elif not here:
        assert found is None
    else:
        assert found is not None
        assert found.contains(Span(here[0], here[-1] + 1))
        # Nothing more at its ends but letters that were put in there.
        more = (*range(found.start, here[0]), *range(here[-1] + 1, found.end))
        assert all(not traced(text)[at][1] and not text.string[at].isspace() for at in more)


@given(texts_with_span())
def test_what_was_found_is_found_again(made):
    text, span = made
    if text.pieces(span):
        there_and_back = text.find(text.origin(span))
        own = [at for at in range(span.start, span.end) if text.pieces(Span(at, at + 1))]
        assert there_and_back is not None
        assert there_and_back.contains(Span(own[0], own[-1] + 1))


@given(texts())
def test_edits_replay_and_undo(text):
    while text.before is not None:
        assert text.before.edited(text.edits) == text
        assert text.edited(text.undone()).string == text.before.string
        text = text.before
    assert text.undone() == ()


@given(texts())
def test_the_history_tells_every_edit_and_where_it_was_made(text):
    told = text.history()
    layers = []
    while text.before is not None:
        layers.insert(0, text)
        text = text.before
    assert [edit for _, edit in told] == [edit for layer in layers for edit in layer.edits]
    assert [span for span, _ in told] == [layer.before.origin(edit.span) for layer in layers for edit in layer.edits]


@given(texts_with_span())
def test_no_edits_change_nothing(made):
    text, span = made
    assert text.edited([]) is text
    assert Text(text.string).origin(span) == span == Text(text.string).find(span)


@given(texts(), st.data())
def test_keep_only_keeps_these_stretches_and_nothing_else(text, data):
    cuts = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=6))))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    between = data.draw(st.sampled_from(["", " ", "\n\n"]))
    short = keep_only(text, spans, "blocks.cut", between=between)
    assert short.string == between.join(text[span] for span in spans)
    assert places(short.pieces(Span(0, len(short)))) == places(tuple(p for span in spans for p in text.pieces(span)))
    assert short.edited(short.undone()).string == text.string or short is text
