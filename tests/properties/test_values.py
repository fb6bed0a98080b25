"""What must hold for every number and every stretch of days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import QUALIFIERS, Period, Quantity

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MAYBE_DAYS = st.none() | DAYS


@st.composite
def periods(draw: st.DrawFn) -> Period:
    if draw(st.booleans()):
        day = draw(DAYS)
        made = (Period.day(day), Period.month(day.year, day.month), Period.year(day.year))
        return draw(st.sampled_from(made))
    first, last = draw(MAYBE_DAYS), draw(MAYBE_DAYS)
    if first and last and first > last:
        first, last = last, first
    return Period(first, last)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    value = draw(st.decimals(0, 10**10, places=2))
    upper = draw(st.none() | st.decimals(value, 10**11, places=2))
    step = draw(st.sampled_from([Decimal("0.1"), Decimal(1), Decimal(1000), Decimal(100_000)]))
    return Quantity(value, "EUR", draw(st.sampled_from([None, *QUALIFIERS])), upper=upper, step=step)


@given(periods())
def test_a_period_reads_what_it_writes(period):
    again = Period.from_iso(period.iso())
    assert (again.first, again.last) == (period.first, period.last)


@given(periods(), periods(), DAYS)
def test_two_periods_meet_on_the_days_both_have(one, two, day):
    both = one.meet(two)
    assert one.overlaps(two) == two.overlaps(one) == (both is not None)
    assert (one.contains(day) and two.contains(day)) == (both is not None and both.contains(day))


@given(periods(), st.integers(-1000, 1000))
def test_a_shift_can_be_taken_back(period, days):
    assert period.shifted(days).shifted(-days) == period


@given(quantities())
def test_a_number_lies_in_its_own_interval(quantity):
    assert quantity.low is None or quantity.low <= quantity.value
    assert quantity.high is None or quantity.high >= quantity.value
    assert quantity.agrees(quantity)


@given(quantities(), quantities())
def test_agreement_is_mutual(one, two):
    assert one.agrees(two) == two.agrees(one)


@given(quantities(), quantities())
def test_numbers_agree_when_some_value_fits_both(one, two):
    lows = [q.low for q in (one, two) if q.low is not None]
    highs = [q.high for q in (one, two) if q.high is not None]
    assert one.agrees(two) == (not lows or not highs or max(lows) <= min(highs))
