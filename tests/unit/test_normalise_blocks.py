"""Blocks: what each part of a release is, and that nothing falls between two of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Block, Document, Page, Word
from pipeline.knowledge import load_knowledge
from pipeline.normalise import find_blocks, split
from pipeline.text import Span, Text
from tests.conftest import cases


def document_of(string: str, pages: tuple[Page, ...] | None = None, blocks: tuple[Block, ...] = ()) -> Document:
    pages = pages if pages is not None else (Page(None, Span(0, len(string))),)
    return Document("0" * 64, "release.txt", "text/plain", Text(string), pages, blocks)


@pytest.mark.parametrize("case", cases("blocks_kinds"))
def test_kinds(case: dict[str, Any], known: Any) -> None:
    """Each visible character of a part stands in a block of the part's kind."""
    string = "".join(part for _, part in case["parts"])
    blocks = find_blocks(document_of(string), known)
    kinds = [""] * len(string)
    for block in blocks:
        kinds[block.span.start : block.span.end] = [block.kind] * len(block.span)
    at = 0
    found = []
    for _, part in case["parts"]:
        inside = {kinds[at + offset] for offset, char in enumerate(part) if not char.isspace()}
        found.append(["/".join(sorted(inside)), part])
        at += len(part)
    assert found == case["parts"]


def assert_covering(string: str, blocks: tuple[Block, ...]) -> None:
    if not string:
        assert blocks == ()
        return
    assert blocks[0].span.start == 0
    assert blocks[-1].span.end == len(string)
    assert all(a.span.end == b.span.start for a, b in pairwise(blocks))


def test_blocks_of_the_cases_cover_everything(known: Any) -> None:
    for parameter in cases("blocks_kinds"):
        string = "".join(part for _, part in parameter.values[0]["parts"])
        assert_covering(string, find_blocks(document_of(string), known))


KNOWN = load_knowledge()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB1ü \n\f.:-@/„“*#", max_size=120))
def test_blocks_cover_any_text(string: str) -> None:
    assert_covering(string, find_blocks(document_of(string), KNOWN))


def test_split_keeps_every_visible_character_once(known: Any) -> None:
    for parameter in cases("blocks_kinds"):
        string = "".join(part for _, part in parameter.values[0]["parts"])
        document = document_of(string)
        head, body = split(document, find_blocks(document, known))
        assert sorted("".join((head.string + body.string).split())) == sorted("".join(string.split()))


def test_body_of_a_release_reads_from_title_to_last_sentence(known: Any) -> None:
    string = "Presseinformation\n\nDer Kreis lädt zum Fest ein\n\nDas Fest ist am Samstag auf dem Markt. Es gibt Musik und Tanz.\n\nTelefon: 0211 12-34\n"
    document = document_of(string)
    head, body = split(document, find_blocks(document, known))
    assert body.string.split("\n\n")[0] == "Der Kreis lädt zum Fest ein"
    assert "Telefon" not in body.string
    assert "Presseinformation" in head.string
    assert body.quote(Span(0, 9)) == "Der Kreis"


def test_running_heads_are_kept_once(known: Any) -> None:
    prose = "Der Kreis hat am Montag ein Zentrum eröffnet. Die Räume liegen in der Stadt und sind hell.\n\n"
    parts = ["Amtsblatt für den Kreis Soest\n\n" + prose, "Amtsblatt für den Kreis Soest\n\n" + prose]
    string = "".join(parts)
    pages = (Page(1, Span(0, len(parts[0]))), Page(2, Span(len(parts[0]), len(string))))
    blocks = find_blocks(document_of(string, pages), known)
    second = [block for block in blocks if block.span.start >= len(parts[0])]
    assert second[0].kind == "furniture"
    assert [block.page for block in blocks if block.kind == "body"] == [1, 2]


def test_large_type_makes_the_title(known: Any) -> None:
    first, second = "Neue Wege in der Beratung\n", "Landrätin und Minister loben die gute Arbeit der Vereine\n\n"
    prose = "Der Kreis hat am Montag ein Zentrum eröffnet. Die Räume liegen in der Stadt und sind hell.\n"
    string = second + first + "\n" + prose
    words = []
    for start, part, size in (
        (0, second, 10.0),
        (len(second), first, 20.0),
        (len(second) + len(first) + 1, prose, 10.0),
    ):
        at = start
        for word in part.split():
            at = string.index(word, at)
            words.append(Word(Span(at, at + len(word)), (0.0, 0.0, 10.0, size)))
            at += len(word)
    pages = (Page(1, Span(0, len(string)), 595, 842, "layer", words=tuple(words)),)
    titles = [block for block in find_blocks(document_of(string, pages), known) if block.kind == "title"]
    assert string[titles[0].span.start : titles[0].span.end].strip() == first.strip()


def test_what_the_reader_knows_is_taken_over(known: Any) -> None:
    string = "Ein Zwischenruf\n\nKurze Meldung ohne viele Worte\n\nDer Kreis hat am Montag ein Zentrum eröffnet. Es ist hell und schön.\n"
    blocks = find_blocks(document_of(string, blocks=(Block("title", Span(17, 47)),)), known)
    titles = [string[block.span.start : block.span.end].strip() for block in blocks if block.kind == "title"]
    assert titles == ["Kurze Meldung ohne viele Worte"]


@pytest.mark.shared
def test_real_documents_are_covered(shared: Any, known: Any) -> None:
    paths = sorted((shared / "seeds").glob("*.txt")) + sorted((shared / "public" / "text").glob("*.txt"))
    for path in paths:
        string = path.read_text("utf-8")
        blocks = find_blocks(document_of(string), known)
        assert_covering(string, blocks)
        assert any(block.kind in ("body", "list", "quote") for block in blocks), path.name
