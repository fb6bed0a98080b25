"""All finders over one text: zones, masks, and who gets words that two of them want."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from pipeline.entities import find_mentions
from pipeline.entities.contacts import plain_number
from pipeline.entities.find import settle
from pipeline.entities.laws import find_laws
from pipeline.entities.tokens import Tokens
from pipeline.facts import Mention
from pipeline.text import Edit, Span, Text

RELEASE = (
    "Integrationsminister Guntram Schneider hat am 2. Dezember 2013 in Dortmund 47 Zentren mit 9,83 Millionen Euro "
    "gefördert. Das Ministerium für Arbeit, Integration und Soziales, Fürstenwall 25, 40219 Düsseldorf, "
    "Telefon: 0211 855-3118, nennt § 7 Teilhabe- und Integrationsgesetz und das Landesprogramm KOMM-AN NRW."
)


def labels(string: str, known: Any, **options: Any) -> list[str]:
    return [mention.label for mention in find_mentions(Text(string), known, **options)]


def test_nothing_comes_of_nothing(known: Any) -> None:
    assert find_mentions(Text(""), known) == ()
    assert find_mentions(Text("\n\n \n"), known) == ()


def test_everything_in_order_and_without_overlaps(known: Any) -> None:
    found = find_mentions(Text(RELEASE), known, state="05")
    assert [m.label for m in found] == (
        ["PERSON", "DATE", "DISTRICT", "COUNT", "MONEY", "ORG", "CONTACT", "CONTACT", "LAW", "PROGRAMME"]
    )
    for left, right in itertools.pairwise(found):
        assert left.span.end <= right.span.start
    for mention in found:
        assert RELEASE[mention.span.start : mention.span.end] == mention.surface
        assert 0 < mention.confidence <= 1
        assert mention.rule


def test_a_head_has_no_districts_and_no_counts(known: Any) -> None:
    head = "Stadt Dortmund\n12 Seiten\nWibke Op den Akker\nPressesprecherin\nTelefon: 0211 837-2417\n2. Dezember 2013"
    found = find_mentions(Text(head), known, zone="head")
    assert [m.label for m in found] == ["PERSON", "CONTACT", "DATE"]


def test_an_unknown_zone_is_refused(known: Any) -> None:
    with pytest.raises(ValueError, match="margin"):
        find_mentions(Text("x"), known, zone="margin")


def test_spans_count_the_text_that_was_searched(known: Any) -> None:
    raw = Text("Der Kre1s Soest zahlt.")
    mended = raw.edited([Edit(7, 8, "i", "words.character")])
    (district,) = find_mentions(mended, known)
    assert (district.surface, mended.quote(district.span)) == ("Kreis Soest", "Kre1s Soest")


def test_a_town_in_an_address_is_no_place(known: Any) -> None:
    assert labels("Ruhrallee 9, 44139 Dortmund", known) == ["CONTACT"]


def test_the_same_text_gives_the_same_mentions(known: Any) -> None:
    assert find_mentions(Text(RELEASE), known) == find_mentions(Text(RELEASE), known)


def test_the_surer_mention_wins() -> None:
    sure = Mention("PERSON", Span(0, 9), "Schneider", confidence=0.95)
    unsure = Mention("ORG", Span(0, 14), "Schneider GmbH", confidence=0.6)
    assert settle([unsure, sure]) == (sure,)


def test_of_two_equally_sure_the_longer_wins() -> None:
    short = Mention("DISTRICT", Span(5, 10), "Soest", confidence=0.9)
    long = Mention("DISTRICT", Span(0, 10), "Kreis Soest", confidence=0.9)
    assert settle([short, long]) == (long,)


@pytest.mark.parametrize(
    ("string", "value"),
    [
        ("Telefon: 0211 855-3118", "+492118553118"),
        ("Telefon: (02 11) 855 - 5", "+492118555"),
        ("Fax +49 (0)211 837-2249", "+492118372249"),
        ("Tel.: 02931 82 5215", "+492931825215"),
        ("Mail: presse@mais.nrw.de", "presse@mais.nrw.de"),
        ("presse (at) kreis-soest.de", "presse@kreis-soest.de"),
        ("www.land.nrw.", "www.land.nrw"),
        ("<http://www.mais.nrw.de>", "http://www.mais.nrw.de"),
        ("Ruhrallee 1 -3\n44139 Dortmund", "Ruhrallee 1 -3, 44139 Dortmund"),
        ("Twitter: @chancenrw", "@chancenrw"),
        ("Treffpunkt: Steintor 3", "Steintor 3"),
    ],
)
def test_contacts(string: str, value: str, known: Any) -> None:
    (mention,) = [m for m in find_mentions(Text(string), known, zone="head") if m.label == "CONTACT"]
    assert mention.value == value


@pytest.mark.parametrize(
    "string",
    [
        "Im Jahr 2016 waren es 170.000 Euro.",
        "Es sind 47 von 53.",
        "Seite 1 von 2",
        "Aktenzeichen 12-34/2016",
        "Am Sonntag 12 Uhr",
        "Das Projekt Faktor 112 beginnt.",
    ],
)
def test_numbers_that_reach_nobody(string: str, known: Any) -> None:
    assert "CONTACT" not in labels(string, known)


def test_plain_number_keeps_foreign_codes() -> None:
    assert plain_number("+43 1 2345678") == "+4312345678"


def test_a_confidence_is_the_share_that_was_right(known: Any) -> None:
    (mention,) = find_mentions(Text("Am 29. Juni 2016 kam niemand."), known)
    assert mention.confidence == known.certainty.of("DATE", "dates.day", 0.99)
    assert mention.confidence > 0.97


@pytest.mark.parametrize("piece", ["A", "Ab", "Ab-", "Ab-, ", "SGB ", "é"])
def test_laws_in_long_runs_stay_linear(piece: str, known: Any) -> None:
    for _ in find_laws(Tokens(piece * (50_000 // len(piece)) + "x"), known):
        pass
