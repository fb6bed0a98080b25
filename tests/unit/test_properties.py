"""Properties are data: every block loads, is complete, and its examples are claimed as it says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.claims import extract_claims
from pipeline.document import Document, Page
from pipeline.entities import find_grammar, find_mentions
from pipeline.errors import KnowledgeError
from pipeline.facts import Claim, Header
from pipeline.knowledge import DATA, Knowledge, load_knowledge
from pipeline.knowledge.properties import load_properties, load_resolution
from pipeline.text import Span, Text
from pipeline.values import Period, Quantity

KNOWN = load_knowledge()
MARKS = {"approx": "~", "more_than": ">", "at_least": ">=", "less_than": "<", "up_to": "<=", "almost": "<~"}


def short(claim: Claim) -> str:
    """A claim as the examples write it: "47/53", ">100", "~13000000", "ags:05762 2013-09-01"."""
    value = claim.value
    if isinstance(value, Quantity):
        of = f"/{plain(value.of)}" if value.of is not None else ""
        return f"{MARKS.get(value.qualifier or '', '')}{plain(value.value)}{of}"
    if isinstance(value, Period):
        return f"{claim.scope} {value.iso()}" if claim.scope and len(claim.scope) > 6 else value.iso()
    return str(value)


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def claims_of(text: str, header: Header | None = None, known: Knowledge = KNOWN) -> tuple[Claim, ...]:
    document = Document("0" * 64, "example.txt", "text/plain", Text(text), (Page(None, Span(0, len(text))),))
    body = Text(text)
    mentions = find_mentions(body, known, zone="body", state="ags:05")
    return extract_claims(document, header or Header(state="ags:05"), body, mentions, known, find_grammar(text))


EXAMPLES = [
    pytest.param(one, example, id=f"{one.key}-{number}")
    for one in KNOWN.properties
    for number, example in enumerate(one.examples, 1)
]


@pytest.mark.parametrize(("one", "example"), EXAMPLES)
def test_the_example_is_claimed(one, example) -> None:
    found = [short(claim) for claim in claims_of(example.text) if claim.property == one.key]
    assert sorted(set(found)) == sorted(example.claims)


def test_there_are_enough_properties_and_each_has_an_example_of_both_kinds() -> None:
    assert len(KNOWN.properties) >= 25
    ruled = [one for one in KNOWN.properties if one.rules]
    assert [one.key for one in ruled if not any(example.claims for example in one.examples)] == []
    assert [
        one.key for one in ruled if all(example.claims for example in one.examples)
    ] == []  # what it must leave alone


def test_every_rule_that_may_decide_is_known() -> None:
    rules = [one.rule for one in load_resolution(DATA / "resolution.toml")]
    assert rules == ["human", "authority", "explained_by_counting_basis", "most_precise", "most_sources", "newest"]


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ('[[property]]\nkey = "x"\n', "lacks 'label'"),
        (
            '[[property]]\nkey = "x"\nlabel = "X"\nsubject = "X"\nkind = "count"\nchanges = "often"\n',
            "changes is one of",
        ),
        (
            '[[property]]\nkey = "x"\nlabel = "X"\nsubject = "X"\nkind = "count"\nchanges = "grows"\ncolour = "red"\n',
            "colour",
        ),
        (
            '[[property]]\nkey = "x"\nlabel = "X"\nsubject = "X"\nkind = "count"\nchanges = "grows"\npart_of = "y"\n',
            "'y'",
        ),
        ("[[property]]\nkey = \n", "Invalid value"),
    ],
)
def test_a_wrong_block_says_what_is_wrong(tmp_path: Path, block: str, words: str) -> None:
    (tmp_path / "x.toml").write_text(block, "utf-8")
    with pytest.raises(KnowledgeError, match=words):
        load_properties(tmp_path)


def test_a_key_defined_twice_is_an_error(tmp_path: Path) -> None:
    block = '[[property]]\nkey = "x"\nlabel = "X"\nsubject = "X"\nkind = "count"\nchanges = "grows"\n'
    (tmp_path / "x.toml").write_text(block + block, "utf-8")
    with pytest.raises(KnowledgeError, match="twice"):
        load_properties(tmp_path)
