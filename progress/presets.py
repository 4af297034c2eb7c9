"""Reporting periods as pure sums on dates: what a period covers, when it is due, whose cycle ends with it (DOMAIN §3).

Presets only fill in rows; the rows are what holds, and may be changed with a reason.
"""

import calendar
import datetime
from dataclasses import dataclass

from tasks.enums import Cadence, Level, PeriodKind, Regime

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
CADENCE_MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.YEAR: 12}
# Days after the closing of data: what is closed on 14/12 is due 17/12, 19/12 and 22/12, each level folding in the last.
DUE_AFTER = {Level.FIRST: 3, Level.SECOND: 5, Level.THIRD: 8}
CLOSES_AFTER_LAST_DUE = 10
ND09_CLOSING_DAY = 14
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class PeriodDates:
    """A regular period with all its dates, as a preset proposes them."""

    kind: str
    year: int
    number: int
    covers_from: datetime.date
    covers_to: datetime.date
    opens_on: datetime.date
    closes_on: datetime.date
    dues: dict


def period_dates(regime, kind, year, number, *, working=lambda day: day):
    """Return the PeriodDates of the `number`-th period of its kind in `year`; `working` moves a day off days off."""
    if not 1 <= number <= periods_a_year(kind):
        raise ValueError(f"{number} is no number of a period of the kind {kind}")
    covers_from, covers_to = _covers(regime, kind, year, number)
    dues = due_days(covers_to, working=working)
    closes_on = working(dues[Level.THIRD] + CLOSES_AFTER_LAST_DUE * ONE_DAY)
    return PeriodDates(kind, year, number, covers_from, covers_to, covers_from, closes_on, dues)


def due_days(covers_to, *, working=lambda day: day):
    """Return {level: day} for data closed on `covers_to`; no level is due before the one it folds in has reported."""
    dues, earliest = {}, covers_to + ONE_DAY
    for level, days in DUE_AFTER.items():
        dues[level] = working(max(covers_to + days * ONE_DAY, earliest))
        earliest = dues[level] + ONE_DAY
    return dues


def periods_a_year(kind):
    return 12 // MONTHS[kind]


def cycles_ending(kind, number):
    """Return the set of cadences whose cycle ends with the period; of an ad hoc period, none."""
    if kind not in MONTHS:
        return set()
    last_month = MONTHS[kind] * number
    return {cadence for cadence, months in CADENCE_MONTHS.items() if last_month % months == 0}


def period_containing(day, regime, kind):
    """Return (year, number) of the regular period that covers `day`."""
    year, month = day.year, day.month
    if regime == Regime.ND09 and day.day > ND09_CLOSING_DAY:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, (month - 1) // MONTHS[kind] + 1


def next_period(kind, year, number):
    """Return (year, number) of the period after the given one."""
    return (year, number + 1) if number < periods_a_year(kind) else (year + 1, 1)


def previous_period(kind, year, number):
    """Return (year, number) of the period before the given one."""
    return (year, number - 1) if number > 1 else (year - 1, periods_a_year(kind))


def _covers(regime, kind, year, number):
    last_month = MONTHS[kind] * number
    month_before = last_month - MONTHS[kind]
    if regime == Regime.ND09:
        starts_in = (year, month_before) if month_before else (year - 1, 12)
        return datetime.date(*starts_in, ND09_CLOSING_DAY + 1), datetime.date(year, last_month, ND09_CLOSING_DAY)
    last_day = calendar.monthrange(year, last_month)[1]
    return datetime.date(year, month_before + 1, 1), datetime.date(year, last_month, last_day)
