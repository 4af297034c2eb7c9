"""A test that asks twice what day it is must be told the same day, also in the last minutes before midnight."""

import datetime
from contextlib import nullcontext

import time_machine
from django.utils import timezone

LAST_MINUTES = datetime.timedelta(minutes=10)
LONG = datetime.timedelta(hours=1)


def on_one_day(lasting=LAST_MINUTES):
    """Return a context in which the clock runs; entered so late that it could last beyond midnight of the office, it
    runs from a while earlier, so that the day does not change inside."""
    now = timezone.localtime()
    is_late = (now + lasting).date() != now.date()
    return time_machine.travel(now - 2 * lasting, tick=True) if is_late else nullcontext()
