import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.presets import (
    MONTHS,
    cycles_ending,
    due_days,
    next_period,
    period_containing,
    period_dates,
    periods_a_year,
    previous_period,
)
from tasks.enums import Cadence, Level, PeriodKind, Regime

M, Q, H, Y = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR
ONE_DAY = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("regime", "kind", "number", "covers_from", "covers_to"),
    [
        (Regime.ND09, M, 1, "2023-12-15", "2024-01-14"),
        (Regime.ND09, M, 12, "2024-11-15", "2024-12-14"),
        (Regime.ND09, Q, 1, "2023-12-15", "2024-03-14"),
        (Regime.ND09, Q, 2, "2024-03-15", "2024-06-14"),
        (Regime.ND09, Q, 3, "2024-06-15", "2024-09-14"),
        (Regime.ND09, Q, 4, "2024-09-15", "2024-12-14"),
        (Regime.ND09, H, 1, "2023-12-15", "2024-06-14"),
        (Regime.ND09, H, 2, "2024-06-15", "2024-12-14"),
        (Regime.ND09, Y, 1, "2023-12-15", "2024-12-14"),
        (Regime.CALENDAR, M, 2, "2024-02-01", "2024-02-29"),
        (Regime.CALENDAR, Q, 4, "2024-10-01", "2024-12-31"),
        (Regime.CALENDAR, H, 2, "2024-07-01", "2024-12-31"),
        (Regime.CALENDAR, Y, 1, "2024-01-01", "2024-12-31"),
    ],
)
def test_period_covers_what_its_regime_says(regime, kind, number, covers_from, covers_to):
    dates = period_dates(regime, kind, 2024, number)

    assert (dates.covers_from, dates.covers_to) == (day(covers_from), day(covers_to))
    assert dates.opens_on == dates.covers_from


def test_year_end_is_due_on_the_days_of_the_decree():
    dates = period_dates(Regime.ND09, Q, 2025, 4)

    assert dates.dues == {
        Level.FIRST: day("2025-12-17"),
        Level.SECOND: day("2025-12-19"),
        Level.THIRD: day("2025-12-22"),
    }
    assert dates.closes_on == day("2026-01-01")


def test_due_days_leave_days_off_and_stay_one_after_the_other():
    tet = {day("2026-02-13") + ONE_DAY * number for number in range(1, 10)}

    def working(proposed):
        while proposed in tet:
            proposed += ONE_DAY
        return proposed

    assert due_days(day("2026-02-14"), working=working) == {
        Level.FIRST: day("2026-02-23"),
        Level.SECOND: day("2026-02-24"),
        Level.THIRD: day("2026-02-25"),
    }


@pytest.mark.parametrize(
    ("kind", "number", "ending"),
    [
        (M, 1, {Cadence.MONTH}),
        (M, 3, {Cadence.MONTH, Cadence.QUARTER}),
        (M, 6, {Cadence.MONTH, Cadence.QUARTER, Cadence.HALF_YEAR}),
        (M, 12, set(Cadence)),
        (Q, 1, {Cadence.MONTH, Cadence.QUARTER}),
        (Q, 2, {Cadence.MONTH, Cadence.QUARTER, Cadence.HALF_YEAR}),
        (Q, 3, {Cadence.MONTH, Cadence.QUARTER}),
        (Q, 4, set(Cadence)),
        (H, 1, {Cadence.MONTH, Cadence.QUARTER, Cadence.HALF_YEAR}),
        (H, 2, set(Cadence)),
        (Y, 1, set(Cadence)),
        (PeriodKind.AD_HOC, 1, set()),
        (PeriodKind.THEMATIC, 4, set()),
    ],
)
def test_cycles_end_with_the_period_that_completes_them(kind, number, ending):
    assert cycles_ending(kind, number) == ending


@given(st.dates(day("2000-01-01"), day("2099-12-31")), st.sampled_from(Regime), st.sampled_from(list(MONTHS)))
def test_every_day_lies_in_exactly_the_period_that_contains_it(on, regime, kind):
    year, number = period_containing(on, regime, kind)
    dates = period_dates(regime, kind, year, number)
    after = period_dates(regime, kind, *next_period(kind, year, number))

    assert dates.covers_from <= on <= dates.covers_to
    assert after.covers_from == dates.covers_to + ONE_DAY
    assert previous_period(kind, after.year, after.number) == (year, number)
    assert list(dates.dues.values()) == sorted(set(dates.dues.values()))
    assert dates.covers_to < min(dates.dues.values()) <= max(dates.dues.values()) < dates.closes_on


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_no_fifth_quarter(number):
    assert periods_a_year(Q) == 4

    with pytest.raises(ValueError, match="no number of a period"):
        period_dates(Regime.ND09, Q, 2024, number)
