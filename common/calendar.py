"""Working days: Monday to Friday less public holidays, overruled by the office's own table of days (DOMAIN §3)."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

import holidays

from common.models import CalendarDay

ONE_DAY = datetime.timedelta(days=1)
# No row of days off is longer: the table is read this far beyond the days that were asked about.
MARGIN = datetime.timedelta(days=60)


class WorkingCalendar:
    """The working days of a span, with the table of departures read once."""

    def __init__(self, departures):
        self.departures = departures

    @classmethod
    def load(cls, first, last):
        """Return the calendar for questions about the days `first` to `last` (1 query)."""
        rows = CalendarDay.objects.filter(day__gte=first - MARGIN, day__lte=last + MARGIN)
        return cls(dict(rows.order_by().values_list("day", "kind")))

    def is_working_day(self, day):
        kind = self.departures.get(day)
        if kind is not None:
            return kind == CalendarDay.Kind.WORKED
        usual = usual_days(day.year)
        return day not in usual.holidays and (day.weekday() < 5 or day in usual.swapped)

    def next_working_day(self, day):
        """Return `day` itself if it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day, number):
        """Return the working day that is `number` working days after `day` (before it, when negative)."""
        step = ONE_DAY if number >= 0 else -ONE_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, day, last):
        """Return how many working days come after `day` up to and with `last`; 0 when `last` is not later."""
        days = (day + datetime.timedelta(days=step) for step in range(1, (last - day).days + 1))
        return sum(map(self.is_working_day, days))


def is_working_day(day):
    return WorkingCalendar.load(day, day).is_working_day(day)


def next_working_day(day):
    """Return `day` itself if it is worked, else the first working day after it."""
    return WorkingCalendar.load(day, day).next_working_day(day)


def add_working_days(day, number):
    """Return the working day that is `number` working days after `day` (before it, when negative)."""
    reach = datetime.timedelta(days=3 * number)
    return WorkingCalendar.load(min(day, day + reach), max(day, day + reach)).add_working_days(day, number)


@dataclass(frozen=True)
class UsualDays:
    """What the library knows of a year: public holidays with their names, weekend days worked in exchange."""

    holidays: dict
    swapped: frozenset


@lru_cache(maxsize=64)
def usual_days(year):
    known = holidays.country_holidays("VN", years=year, language="vi")
    return UsualDays(dict(known), frozenset(day for day in known.weekend_workdays if day.year == year))
