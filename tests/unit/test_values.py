"""Numbers and times as press releases mean them: the intervals behind the words."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.values import Duration, Period, Quantity


def euro(value: str, qualifier: str | None = None, step: int = 1) -> Quantity:
    return Quantity(Decimal(value), "EUR", qualifier, step=Decimal(step))


MILLIONS_WITH_TENTHS = 100_000  # the step of "39,4 Millionen"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (euro("53"), euro("54")),
        (euro("100", "more_than"), euro("99")),
        (euro("100", "up_to"), euro("101")),
        (euro("39400000", step=MILLIONS_WITH_TENTHS), euro("39500001")),
        (euro("5300000", "almost", MILLIONS_WITH_TENTHS), euro("5400000")),
        (euro("100", "approx"), euro("110")),
    ],
)
def test_numbers_that_differ(one, two):
    assert not one.agrees(two)
    assert not two.agrees(one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (euro("53"), euro("53")),
        (euro("100", "more_than"), euro("104")),
        (euro("100", "at_least"), euro("100")),
        (euro("39400000", step=MILLIONS_WITH_TENTHS), euro("39386000")),
        (euro("5300000", "almost", MILLIONS_WITH_TENTHS), euro("5290000")),
        (euro("100", "approx"), euro("96")),
        (euro("100", "less_than"), euro("1")),
        (Quantity(Decimal(3), upper=Decimal(5)), Quantity(Decimal(4))),
    ],
)
def test_numbers_that_agree(one, two):
    assert one.agrees(two)
    assert two.agrees(one)


def test_an_unknown_qualifier_is_refused_and_the_known_ones_named():
    with pytest.raises(ValueError, match=r"unknown qualifier 'rund'; known are approx, more_than"):
        Quantity(Decimal(1), qualifier="rund")


@pytest.mark.parametrize(
    "iso",
    [
        "2013-12-02",
        "2016-06",
        "2012",
        "2017-06-01/2017-08-31",
        "2016-12-01/2017-02-28",
        "2015-01-01/..",
        "../2022-12-31",
    ],
)
def test_iso_comes_back_as_it_was(iso):
    assert Period.from_iso(iso).iso() == iso


@pytest.mark.parametrize(("long", "short"), [("2016-06-01/2016-06-30", "2016-06"), ("2013-01-01/2013-12-31", "2013")])
def test_iso_is_as_short_as_it_can_be(long, short):
    assert Period.from_iso(long).iso() == short


@pytest.mark.parametrize("wrong", ["", "02.12.2013", "2013-13", "2013-02-30", "P2D", "13", "2013-1-2"])
def test_what_is_no_iso_period_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        Period.from_iso(wrong)


def test_a_leap_february_has_29_days():
    assert Period.month(2016, 2).last == date(2016, 2, 29)


def test_a_period_runs_forward():
    with pytest.raises(ValueError, match="runs forward"):
        Period(date(2018, 2, 23), date(2017, 2, 23))


def test_an_open_period_meets_a_closed_one():
    since_2015, year_2016 = Period.from_iso("2015/.."), Period.year(2016)
    assert since_2015.meet(year_2016) == Period(date(2016, 1, 1), date(2016, 12, 31))
    assert since_2015.meet(Period.year(2014)) is None


@pytest.mark.parametrize(
    ("duration", "iso"), [(Duration(days=2), "P2D"), (Duration(years=1, months=6), "P1Y6M"), (Duration(), "P0D")]
)
def test_durations_are_written_in_iso(duration, iso):
    assert duration.iso() == iso
