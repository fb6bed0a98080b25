"""The small parts of reconciliation: copies, camps, slips, growth, tense, bounds, human decisions, any order."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from pipeline.facts import Claim, Evidence, Header, PublicationDate
from pipeline.knowledge import load_knowledge
from pipeline.knowledge.inflection import lemma, stem, words
from pipeline.reconcile import Witness, compare_across
from pipeline.reconcile.bounds import Bound
from pipeline.reconcile.copies import likeness, sketch, sources
from pipeline.reconcile.dating import contradicting, infer, nearest_fit
from pipeline.reconcile.offices import holders
from pipeline.reconcile.series import grow
from pipeline.reconcile.values import agree, camps, for_people, german_number, slip
from pipeline.reconcile.witness import Said, heard
from pipeline.values import Period, Quantity

KNOWN = load_knowledge()


def said(value: int, day: str | None, *, source: str = "", qualifier: str | None = None) -> Said:
    document = source or f"d{value}{day}"
    quantity = Quantity(Decimal(value), qualifier=qualifier)
    claim = Claim(f"c{value}{day}{document}", "Zentren", "centres_opened", quantity, Evidence(document, 0, 0, ""))
    return Said(claim, document, Period.from_iso(day) if day else None, None)


TEXT = "Die Kreise beraten Familien mit Kindern und helfen beim Übergang von der Schule in den Beruf, " * 4


class TestCopies:
    def test_other_texts_are_not_alike(self) -> None:
        other = (
            "Der Bücherbus fährt ab Montag durch die Dörfer und bringt Romane, Krimis und Spiele zu den Leuten. " * 4
        )
        assert likeness(sketch(TEXT), sketch(other)) == 0

    def test_short_texts_are_never_copies(self) -> None:
        assert likeness(sketch("Ein Fest."), sketch("Ein Fest.")) == 0

    def test_a_copy_with_another_first_line_has_the_source_of_the_original(self) -> None:
        text = "".join(f"Satz {n} erzählt von etwas anderem als alle übrigen Sätze davor. " for n in range(40))
        leader = sources([("a", sketch(text)), ("b", sketch("Neue Zeile am Anfang. " + text)), ("c", sketch(TEXT))])
        assert leader == {"a": "a", "b": "a", "c": "c"}


class TestValues:
    @pytest.mark.parametrize(("wrong", "right"), [(47, 48), (47, 74), (1234, 1284), (57134, 57143)])
    def test_a_slip_of_one_digit_or_a_swap(self, wrong: int, right: int) -> None:
        assert slip(Quantity(Decimal(wrong)), Quantity(Decimal(right)))

    @pytest.mark.parametrize(("one", "other"), [(47, 47), (47, 53), (47, 470), (7, 8)])
    def test_no_slip(self, one: int, other: int) -> None:
        assert not slip(Quantity(Decimal(one)), Quantity(Decimal(other)))

    def test_a_year_may_slip_a_day_may_not(self) -> None:
        assert slip(Period.from_iso("2017-02-23"), Period.from_iso("2018-02-23"))
        assert not slip(Period.from_iso("2018-02-22"), Period.from_iso("2018-02-23"))

    def test_a_vague_claim_joins_every_camp_it_can(self) -> None:
        found = camps([said(104, "2013"), said(120, "2013"), said(100, "2013", qualifier="more_than")])
        assert sorted((camp.text, len(camp.said)) for camp in found) == [("104", 2), ("120", 2)]

    def test_a_year_and_a_day_in_it_agree(self) -> None:
        assert agree(Period.from_iso("2013"), Period.from_iso("2013-09-01"))

    def test_numbers_for_people(self) -> None:
        assert german_number(Decimal("9830000")) == "9.830.000"
        assert german_number(Decimal("3.5")) == "3,5"
        assert for_people(Quantity(Decimal(100), qualifier="more_than")) == "über 100"


class TestGrowth:
    def test_growth_is_no_fall(self) -> None:
        growth = grow([said(16, "2012-12-01"), said(47, "2013-12-02"), said(51, "2016-06-28"), said(52, "2016-06-29")])
        assert not growth.falls
        assert [point.value.value for point in growth.points] == [16, 47, 51, 52]

    def test_two_steps_of_one_day(self) -> None:
        growth = grow([said(52, "2016-06-29"), said(51, "2016-06-29")])
        assert not growth.falls

    def test_more_than_fifty_before_fifty_three(self) -> None:
        assert not grow([said(50, "2015-01-01", qualifier="more_than"), said(53, "2016-01-01")]).falls

    def test_the_lighter_side_falls(self) -> None:
        growth = grow([said(16, "2012-01-01"), said(97, "2013-01-01"), said(47, "2013-12-02"), said(51, "2016-06-28")])
        assert [point.value.value for point, _ in growth.falls] == [97]

    def test_an_undated_point_is_placed(self) -> None:
        growth = grow([said(47, "2013-12-02"), said(50, None), said(53, "2018-01-01")])
        (placed,) = [point for point in growth.points if point.value.value == 50]
        assert placed.moment == Period(date(2013, 12, 2), date(2018, 1, 1))


class TestDates:
    EVENT = Bound("event", (Period(date(2017, 6, 1), None),), "der Text blickt zurück")
    OFFICE = Bound("office", (Period(date(2017, 6, 30), date(2021, 10, 31)),), "sie war im Amt", firm_last=False)

    def test_a_day_that_fits_is_not_doubted(self) -> None:
        assert contradicting((self.EVENT, self.OFFICE), date(2018, 2, 23)) == ()

    def test_a_guessed_end_contradicts_nothing(self) -> None:
        assert contradicting((self.OFFICE,), date(2022, 1, 1)) == ()

    def test_the_nearest_year_that_fits(self) -> None:
        assert nearest_fit((self.EVENT, self.OFFICE), date(2017, 2, 23)) == date(2018, 2, 23)

    def test_the_interval_of_all_bounds(self) -> None:
        published = infer((self.EVENT, self.OFFICE))
        assert published.value == Period(date(2017, 6, 30), date(2021, 10, 31))
        assert published.basis == "inferred"
        assert published.why is not None
        assert "frühestens am 30.06.2017" in published.why

    def test_nothing_to_go_by(self) -> None:
        assert infer(()).value is None

    def test_claims_of_a_doubted_date_move_with_it(self) -> None:
        printed, better = Period.from_iso("2017-02-23"), Period.from_iso("2018-02-23")
        header = Header(published=PublicationDate(printed, "printed", suspect=True, suggestion=better))
        quantity = Quantity(Decimal(22))
        claim = Claim("c", "s", "p", quantity, Evidence("d", 0, 0, ""), period=Period.year(2016), as_of=printed.first,
                      qualifiers=(("time", "relative"),))  # fmt: skip
        (one,) = heard(Witness("d", header, (claim,)), "d")
        assert one.moment == better
        assert one.period == Period.year(2017)


class TestOrder:
    def test_the_same_witnesses_in_any_order_give_the_same_outcome(self) -> None:
        rng = random.Random(3)
        witnesses = []
        for number in range(40):
            day = date(2012, 1, 1 + number % 28)
            claims = tuple(
                Claim(f"c{number}-{at}", "Veranstaltung", "guests", Quantity(Decimal(rng.choice((100, 104, 250)))),
                      Evidence(f"d{number}", at, at + 1, "x"), f"ags:0{5000 + at}", None, day)
                for at in range(3)
            )  # fmt: skip
            witnesses.append(
                Witness(f"d{number}", Header(published=PublicationDate(Period.day(day), "printed")), claims)
            )
        first = compare_across(witnesses, KNOWN, {})
        rng.shuffle(witnesses)
        assert compare_across(witnesses, KNOWN, {}) == first
        assert first.conflicts

    def test_a_new_document_leaves_the_ids_of_conflicts_alone(self) -> None:
        def one(number: int, value: int) -> Witness:
            day = date(2014, 5, number)
            claim = Claim(f"c{number}", "Veranstaltung", "guests", Quantity(Decimal(value)), Evidence(f"d{number}", 0, 1, "x"),
                          "ags:05974", None, day)  # fmt: skip
            return Witness(f"d{number}", Header(published=PublicationDate(Period.day(day), "printed")), (claim,))

        before = compare_across([one(1, 100), one(2, 300)], KNOWN, {}).conflicts
        after = compare_across([one(1, 100), one(2, 300), one(3, 300)], KNOWN, {}).conflicts
        assert [conflict.id for conflict in before] == [conflict.id for conflict in after]


class TestInflection:
    @pytest.mark.parametrize(
        "pair",
        ["Zentrum Zentren", "Kreis Kreisen", "Stadt Städte", "Lehrkraft Lehrkräften", "Kurs Kurse", "Verein Vereins"],
    )
    def test_forms_share_a_stem(self, pair: str) -> None:
        one, other = pair.split()
        assert stem(one) == stem(other)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("einrichten", "Der Kreis richtet bald ein Zentrum ein."),
            ("einrichten", "Dort wird ein Zentrum eingerichtet."),
            ("ernennen", "Er wurde 2013 ernannt."),
            ("beschließen", "Der Landtag beschloss das Gesetz."),
            ("-stelle", "Zwei Lehrerstellen sind frei."),
            ("kreisfreie Stadt", "In den kreisfreien Städten hilft man."),
        ],
    )
    def test_a_lemma_finds_its_forms(self, text: str, sentence: str) -> None:
        assert lemma(text).found_in(words(sentence))

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("fordern", "Das Land fördert zwei Stellen."),
            ("Ziel", "Die Projekte zielen auf Kinder."),
            ("einrichten", "Der Kreis richtet sich nach dem Plan."),
        ],
    )
    def test_a_lemma_leaves_others_alone(self, text: str, sentence: str) -> None:
        assert not lemma(text).found_in(words(sentence))


def office(name: str, day: str | None, document: str, role: str = "Integrationsminister") -> Said:
    entity = "person:" + name.casefold().replace(" ", "-")
    qualifiers = (("name", name), ("office", role))
    claim = Claim(document, role, "office_holder", entity, Evidence(document, 0, 0, role), qualifiers=qualifiers)
    return Said(claim, document, Period.from_iso(day) if day else None, None)


class TestOffices:
    def test_each_holder_is_one_row_with_the_time_the_releases_and_the_register_give(self) -> None:
        said = [
            office("Rainer Schmeltzer", "2016-05-09", "c"),
            office("Guntram Schneider", "2014-03-04", "b"),
            office("Guntram Schneider", "2013-12-02", "a"),
        ]
        one, other = holders(camps(said), KNOWN.institutions)
        assert (one.text, one.as_of, one.value) == ("Guntram Schneider", date(2013, 12, 2), None)
        assert "vom 02.12.2013 bis 04.03.2014, in 2 Dokumenten" in one.note
        assert "Laut Verzeichnis im Amt seit 15.07.2010 bis 30.09.2015." in one.note
        assert other.text == "Rainer Schmeltzer"

    def test_undated_ones_come_last_and_strangers_have_no_register(self) -> None:
        said = [office("Erika Muster", None, "a"), office("Max Beispiel", "2016-05-09", "b")]
        one, other = holders(camps(said), KNOWN.institutions)
        assert [one.text, other.text] == ["Max Beispiel", "Erika Muster"]
        assert one.note == ""
        assert "nicht bekannt" in other.note

    def test_a_register_row_of_another_kind_of_office_is_left_alone(self) -> None:
        (one,) = holders(camps([office("Guntram Schneider", "2013-12-02", "a", "Vorsitzender")]), KNOWN.institutions)
        assert one.note == ""
