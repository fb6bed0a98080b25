"""Rises and falls in one sentence: what does not add up is told, what cannot be checked is left alone."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Page
from pipeline.entities import find_mentions
from pipeline.facts import Finding
from pipeline.knowledge.reading import read_body
from pipeline.reconcile.changes import check_changes
from pipeline.reconcile.sums import check_sums
from pipeline.text import Span, Text
from tests.unit.test_properties import KNOWN


def found(text: str) -> list[Finding]:
    document = Document("0" * 64, "example.txt", "text/plain", Text(text), (Page(None, Span(0, len(text))),))
    reading = read_body(Text(text), find_mentions(Text(text), KNOWN, zone="body", state="ags:05"))
    return [*check_changes(document, reading), *check_sums(document, reading)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Mittel sind um 8,9 Millionen Euro auf 48,3 Millionen Euro gestiegen.",  # nobody says from where
        "2016 flossen 20 Millionen Euro. Die Mittel sind um 8,9 Millionen Euro auf 48,3 Millionen Euro gestiegen.",
        "Die Zahl der Zentren ist auf 53 gestiegen.",
        "Die Zahl der Gäste stieg von 40 auf 50 und um 3 auf 20 bei den Kindern.",
        "Im Haus stehen 40 Stühle, 50 Tische und 20 Lampen.",
        "Die Quote ist von 40 Prozent um 5 Prozent auf 45 Prozent gestiegen.",
        "Die Zahl der Anträge ist von 2012 auf 2013 um 5 Prozent gestiegen.",
        "Der Zug fährt um 8 Uhr von Gleis 3 auf die Brücke.",
        "Die Mittel stiegen von über 40 Millionen Euro um 5 Millionen Euro auf 48 Millionen Euro.",
    ],
)
def test_what_cannot_be_checked_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Die Mittel stiegen von 39,4 Millionen Euro um 8,9 Millionen Euro auf 48,3 Millionen Euro.",
            "sums.difference",
        ),
        ("Die Zahl der Zentren ist von 47 um 4 auf 51 gestiegen.", "sums.difference"),
        ("Die Zahl der Vereine sank von 60 um 12 auf 48.", "sums.difference"),
        ("Die Zahl der Gäste stieg von 40 auf 50 und damit um 25 Prozent.", "sums.change"),
        ("Der Zuschuss ist um 25 Prozent von 400 Euro auf 500 Euro gestiegen.", "sums.change"),
        (
            "2016 flossen 39,4 Millionen Euro in die Zentren. Die Mittel sind um 8,9 Millionen Euro auf "
            "48,3 Millionen Euro gestiegen.",
            "sums.difference",
        ),
        ("47 von 53 Kreisen sind 89 Prozent.", "sums.percent"),
        (
            "Das Land zahlt 38 Millionen Euro. Im Vorjahr waren es 31 Millionen Euro. Davon gehen 20 Millionen Euro an "
            "Kreise und 18 Millionen Euro an Städte.",
            "sums.parts",
        ),
    ],
)
def test_what_adds_up_is_confirmed(text: str, rule: str) -> None:
    assert [(one.kind, one.rule) for one in found(text)] == [("sum_confirmed", rule)]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Die Mittel stiegen von 39,4 Millionen Euro um 9,8 Millionen Euro auf 48,3 Millionen Euro.", "8900000"),
        ("Die Zahl der Zentren ist von 47 um 6 auf 51 gestiegen.", "4"),
        ("Die Zahl der Gäste stieg von 40 auf 50 und damit um 35 Prozent.", "25.0"),
        ("47 von 53 Kreisen sind 98 Prozent.", "88.7"),
    ],
)
def test_what_does_not_add_up_is_told(text: str, suggestion: str) -> None:
    (one,) = found(text)
    assert (one.kind, one.suggestion) == ("sum_mismatch", suggestion)
    assert one.message.endswith(".")
