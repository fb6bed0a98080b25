"""The words of pages: columns of numbers on their way from the worker, words for whoever asks for them."""

from __future__ import annotations

import pickle
from base64 import b64encode

import pytest

from pipeline.document import Document, Page, Word, Words
from pipeline.ingest.paged import join_pages
from pipeline.ingest.pages import assemble, set_text
from pipeline.text import Span, Text

BOXES = [(70.0, 80.0, 98.0, 91.0), (102.0, 80.0, 130.0, 91.0), (180.0, 80.0, 190.0, 91.0), (70.0, 95.0, 99.0, 106.0)]
STRINGS = ["Kreis", "Soest", "53", "Unna"]


def test_words_keep_their_lines_their_cells_and_their_places() -> None:
    string, numbers = set_text(STRINGS, BOXES)
    assert string == "Kreis Soest\t53\nUnna"
    words = Words(numbers, 10)
    assert [string[word.span.start - 10 : word.span.end - 10] for word in words] == STRINGS
    assert [word.box for word in words] == BOXES
    assert [word.confidence for word in words] == [None] * 4


def test_words_read_by_ocr_keep_their_confidence_in_the_order_of_the_text() -> None:
    string, numbers = assemble(STRINGS, BOXES, [[[3]], [[0, 1], [2]]], [0.1, 0.2, 0.3, 0.4])
    assert string == "Unna\n\nKreis Soest\n53"
    assert [word.confidence for word in Words(numbers)] == [0.4, 0.1, 0.2, 0.3]


def test_a_page_without_words_has_none() -> None:
    string, numbers = set_text([], [])
    assert (string, len(Words(numbers))) == ("", 0)
    assert Words(numbers) == ()


def test_words_are_a_sequence_like_any_other() -> None:
    words = Words(set_text(STRINGS, BOXES)[1])
    assert words[-1] == words[3]
    assert words[1:3] == (words[1], words[2])
    assert words == tuple(words)
    assert words != tuple(words)[1:]
    assert hash(words) == hash(tuple(words))
    assert pickle.loads(pickle.dumps(words)) == words
    with pytest.raises(IndexError):
        words[4]


def answer(string: str, packed: str) -> dict[str, object]:
    return {"number": 1, "text": string, "words": packed, "method": "layer", "status": "ok", "why": ""}


def test_pages_are_joined_with_their_words_in_place() -> None:
    string, numbers = set_text(STRINGS, BOXES)
    packed = b64encode(numbers).decode()
    raw, pages = join_pages([answer(string, packed), answer("", ""), answer(string, packed)])
    document = Document("", "", "", Text(raw), pages)
    for page, count in zip(pages, (4, 0, 4), strict=True):
        assert [document.text[word.span] for word in page.words] == STRINGS[:count]


def test_numbers_of_half_a_word_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        join_pages([answer("Kreis", b64encode(b"\0" * 16).decode())])


@pytest.mark.parametrize("start", range(0, 16, 3))
@pytest.mark.parametrize("length", [0, 1, 7])
def test_boxes_are_those_of_all_words_that_a_stretch_touches(start: int, length: int) -> None:
    string, numbers = set_text(STRINGS, BOXES)
    plain: tuple[Word, ...] = tuple(Words(numbers))
    span = Span(start, start + length)
    for words in (plain, Words(numbers)):
        document = Document("", "", "", Text(string), (Page(7, Span(0, len(string)), words=words),))
        assert document.boxes(span) == tuple((7, word.box) for word in plain if word.span.overlaps(span))
