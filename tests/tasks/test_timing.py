import datetime

import pytest
import time_machine

from tasks import actions
from tasks.enums import AssignmentState, Cadence
from tasks.models import Assignment
from tasks.timing import Timing, assignment_timing, deadline_words, timing_of
from tests.tasks.work import Work

DUE = datetime.date(2024, 9, 30)


def days(number):
    return DUE + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("on", "timing", "words"),
    [
        (days(-8), Timing.WITHIN, "trong hạn, còn 8 ngày"),
        (days(-7), Timing.SOON, "sắp đến hạn, còn 7 ngày"),
        (days(-1), Timing.SOON, "sắp đến hạn, còn 1 ngày"),
        (days(0), Timing.SOON, "đến hạn hôm nay"),
        (days(1), Timing.OVERDUE, "quá hạn 1 ngày"),
        (days(31), Timing.OVERDUE, "quá hạn 31 ngày"),
    ],
)
def test_open_work_is_timed_by_the_days_left(on, timing, words):
    word = timing_of(DUE, on=on)

    assert (word.timing, word.words) == (timing, words)


@pytest.mark.parametrize(
    ("done_on", "timing", "words"),
    [
        (days(0), Timing.DONE_ON_TIME, "xong đúng hạn"),
        (days(2), Timing.DONE_LATE, "xong, quá hạn 2 ngày"),
    ],
)
def test_done_work_is_timed_by_the_day_it_was_done(done_on, timing, words):
    word = timing_of(DUE, on=days(100), done_on=done_on)

    assert (word.timing, word.words) == (timing, words)


def test_red_is_for_what_is_overdue_and_nothing_else():
    tones = {number: timing_of(DUE, on=days(number)).tone for number in (-30, -3, 0, 1)}

    assert tones == {-30: "neutral", -3: "warn", 0: "warn", 1: "late"}


def test_work_without_a_date_has_no_time():
    assert timing_of(None, on=DUE).words == "không hạn"


@pytest.mark.parametrize(
    ("fields", "timing"),
    [
        ({"cadence": Cadence.QUARTER}, Timing.RECURRING),
        ({}, Timing.NO_DEADLINE),
        ({"due_on": DUE}, Timing.OVERDUE),
        ({"cadence": Cadence.QUARTER, "suspended_on": days(1)}, Timing.AT_REST),
        ({"suspended_on": days(1)}, Timing.AT_REST),
        ({"due_on": DUE, "suspended_on": DUE}, Timing.AT_REST),
        ({"due_on": DUE, "suspended_on": days(1)}, Timing.OVERDUE),
        ({"due_on": DUE, "ended_on": DUE}, Timing.AT_REST),
        ({"due_on": DUE, "ended_on": days(1)}, Timing.OVERDUE),
        ({"due_on": DUE, "suspended_on": DUE, "ended_on": days(1)}, Timing.AT_REST),
        ({"due_on": DUE, "state": AssignmentState.TRANSFERRED, "ended_on": days(1)}, Timing.AT_REST),
        ({"due_on": DUE, "state": AssignmentState.DONE, "completed_on": DUE}, Timing.DONE_ON_TIME),
    ],
)
def test_assignment_is_timed_by_what_it_is(fields, timing):
    assert assignment_timing(Assignment(**fields), on=days(10)).timing == timing


def test_deadline_in_words():
    words = [deadline_words(DUE, ""), deadline_words(None, Cadence.HALF_YEAR), deadline_words(None, "")]

    assert words == ["hạn 30/09/2024", "6 tháng một lần", "không hạn"]


@pytest.mark.django_db
def test_days_stop_while_work_is_suspended_and_run_on_when_it_is_resumed():
    work = Work(due_on=DUE)
    seen = []

    for day, act in [(1, None), (5, actions.suspend), (40, None), (41, actions.resume), (50, None)]:
        with time_machine.travel(f"{days(day)} 23:30+07:00", tick=False):
            if act:
                act(work.fresh(), by=work.office, reason="Chờ hướng dẫn.")
            seen.append(assignment_timing(work.fresh(), on=days(day)).words)

    assert seen == [
        "quá hạn 1 ngày",
        "quá hạn 5 ngày khi tạm dừng",
        "quá hạn 5 ngày khi tạm dừng",
        "quá hạn 41 ngày",
        "quá hạn 50 ngày",
    ]
