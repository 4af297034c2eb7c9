"""A test that asks twice what day it is must be told the same day, also in the last minutes before midnight."""

import datetime
from contextlib import nullcontext

import time_machine
from django.utils import timezone

LAST_MINUTES = datetime.timedelta(minutes=10)


def on_one_day():
    """Return a context in which the clock runs; entered shortly before midnight of the office, it runs from a while
    earlier, so that the day does not change inside."""
    now = timezone.localtime()
    is_late = (now + LAST_MINUTES).date() != now.date()
    return time_machine.travel(now - 2 * LAST_MINUTES, tick=True) if is_late else nullcontext()
