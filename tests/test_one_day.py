"""A test that begins right before midnight stays on its day."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from common.clock import today
from tests.one_day import LAST_MINUTES, on_one_day


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
