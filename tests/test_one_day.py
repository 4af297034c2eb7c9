"""A test that begins right before midnight stays on its day."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from common.clock import today
from tests.one_day import LAST_MINUTES, LONG, on_one_day


@pytest.mark.parametrize(
    ("begins", "goes_on_from"),
    [
        ("2024-11-05 23:59:59+07:00", "2024-11-05 23:39:59+07:00"),
        ("2024-11-05 23:50:00+07:00", "2024-11-05 23:30:00+07:00"),
        ("2024-11-05 23:49:00+07:00", "2024-11-05 23:49:00+07:00"),
        ("2024-11-06 00:00:00+07:00", "2024-11-06 00:00:00+07:00"),
    ],
)
def test_day_does_not_change_within_a_test(begins, goes_on_from):
    with time_machine.travel(begins, tick=True):
        day = today()

        with on_one_day():
            late = timezone.now() - datetime.datetime.fromisoformat(goes_on_from)
            last = timezone.localdate(timezone.now() + LAST_MINUTES / 2)

    assert datetime.timedelta() <= late < datetime.timedelta(seconds=5)
    assert last == day


def test_what_lasts_an_hour_begins_earlier_and_tests_inside_begin_when_it_does():
    with time_machine.travel("2024-11-05 23:10+07:00", tick=True), on_one_day(LONG):
        begun = timezone.localtime()

        with on_one_day():
            inside = timezone.localtime()

    assert (begun.hour, begun.minute) == (21, 10)
    assert datetime.timedelta() <= inside - begun < datetime.timedelta(seconds=5)
