"""This period against the last: the rule for jumps, what counts as the same, and the reviewer's clock."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from common.models import CalendarDay
from progress.actions import reports as acts
from progress.comparing import before_of, comparisons_of, jump_in_words
from progress.enums import ReportState, WorkState
from progress.judging import beyond_norm, clocks_of, inbox_of
from progress.models import Report, ReportValue
from tests.factories import make_indicator, make_line, make_period, make_post, make_report, make_unit, take_part
from tests.progress.report_world import ReportWorld
from units.enums import Role

SAID = "Đã tổ chức 3 buổi nói chuyện."


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("2", "6", "tăng gấp 3 lần so với kỳ trước"),
        ("4", "10", "tăng gấp 2,5 lần so với kỳ trước"),
        ("2", "4", "tăng gấp 2 lần so với kỳ trước"),
        ("10", "15", "tăng 50% so với kỳ trước"),
        ("1000", "1999", "tăng 99% so với kỳ trước"),
        ("10", "14", ""),
        ("10", "6", ""),
        ("10", "5", "giảm 50% so với kỳ trước"),
        ("1000", "1", "giảm 99% so với kỳ trước"),
        ("10", "0", "giảm về 0"),
        ("0", "1", "kỳ trước bằng 0"),
        ("0", "0", ""),
        ("7", "7.000", ""),
        (None, "5", "kỳ trước không có số liệu"),
        (None, "0", ""),
        ("5", None, "kỳ này không có số liệu"),
        ("0", None, ""),
        (None, None, ""),
    ],
)
def test_jump_is_told_from_half_more_or_less_and_at_zero(before, now, words):
    before, now = (None if value is None else Decimal(value) for value in (before, now))

    assert jump_in_words(before, now) == words


class TwoQuarters(ReportWorld):
    """The same assignment confirmed in one quarter and sent in the next."""

    def __init__(self, *, before=SAID, now=SAID, values=("4", "4"), states=("in_progress", "in_progress")):
        super().__init__()
        self.indicator = make_indicator(self.line.assignment.task)
        self.line.result, self.line.work_state = before, states[0]
        self.line.save()
        self._value(self.line, values[0])
        acts.submit_report(self.report, by=self.head)
        acts.confirm_report(self.fresh(), by=self.judge)
        self.later = make_report(make_period(self.plan, year=2025, number=1), self.unit)
        line = make_line(self.later, self.line.assignment, result=now, work_state=states[1])
        self._value(line, values[1])
        self.submission = acts.submit_report(self.later, by=self.head)

    def _value(self, line, value):
        if value is not None:
            ReportValue.objects.create(line=line, indicator=self.indicator, value=Decimal(value))

    def compared(self):
        return comparisons_of(list(self.submission.lines.prefetch_related("values", "citations")))[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("world", "says_the_same", "is_same", "jumps"),
    [
        ({}, True, True, []),
        ({"now": " Đã tổ chức 3 buổi\nnói chuyện. "}, True, True, []),
        ({"values": ("4", "5")}, True, False, []),
        ({"values": ("4", "12")}, True, False, ["tăng gấp 3 lần so với kỳ trước"]),
        ({"states": ("in_progress", "done")}, True, False, []),
        ({"now": "Đã tổ chức 4 buổi nói chuyện."}, False, False, []),
        ({"values": (None, "5"), "now": "Khác."}, False, False, ["kỳ trước không có số liệu"]),
        ({"values": ("5", None), "now": "Khác."}, False, False, ["kỳ này không có số liệu"]),
    ],
)
def test_line_beside_the_last_confirmed_one(world, says_the_same, is_same, jumps):
    compared = TwoQuarters(**world).compared()

    assert (compared.says_the_same, compared.is_same) == (says_the_same, is_same)
    assert [pair.jump for pair in compared.jumps] == jumps


@pytest.mark.django_db
def test_what_was_never_confirmed_is_no_yardstick():
    world = TwoQuarters()
    acts.reopen_report(world.fresh(), by=world.office_head, reason="Số liệu chưa đủ.")

    compared = world.compared()

    assert (compared.before, compared.says_the_same, compared.jumps) == (None, False, [])
    assert before_of([compared]) is None


@pytest.mark.django_db
def test_changed_unit_of_measure_is_told_instead_of_a_jump():
    world = TwoQuarters(values=("4", "4"))
    world.submission.lines.get().values.update(unit_of_measure="lượt")

    assert [pair.jump for pair in world.compared().jumps] == ["kỳ trước tính theo cuộc"]


@pytest.mark.django_db
def test_work_done_without_evidence_is_seen():
    world = TwoQuarters(states=("in_progress", WorkState.DONE))

    assert world.compared().lacks_evidence is True


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 2])
def test_comparing_costs_the_same_for_one_line_and_three(django_assert_num_queries, more):
    world = TwoQuarters()
    lines = list(
        world.submission.lines.select_related("submission__report__period").prefetch_related("values", "citations")
    )
    for _ in range(more):
        extra = TwoQuarters()
        lines += extra.submission.lines.select_related("submission__report__period").prefetch_related("values")

    with django_assert_num_queries(2):
        compared = comparisons_of(lines)

    assert [one.is_same for one in compared] == [True] * (1 + more)


# The clock -------------------------------------------------------------------------------------------------


def day(number, month=3):
    return datetime.date(2025, month, number)


def sent_on(world, on, **fields):
    """Let the world's report have been sent on a day of March 2025, whose 3rd is a Monday."""
    at = timezone.make_aware(datetime.datetime.combine(on, datetime.time(9)))
    Report.objects.filter(pk=world.report.pk).update(state=ReportState.SUBMITTED, submitted_at=at, **fields)
    return world.fresh()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "days_left", "days_over"),
    [(day(3), 5, 0), (day(7), 1, 0), (day(8), 1, 0), (day(10), 0, 0), (day(11), None, 1), (day(16), None, 4)],
)
def test_norm_counts_working_days_from_the_day_of_sending(on, days_left, days_over):
    report = sent_on(ReportWorld(), day(3))

    clock = clocks_of([report], on=on)[report.pk]

    assert (clock.due_on, clock.days_left, clock.days_over) == (day(10), days_left, days_over)
    assert Report.objects.filter(beyond_norm(on=on)).exists() == (days_left is None)


@pytest.mark.django_db
def test_norm_follows_the_plan_and_the_table_of_days_off():
    world = ReportWorld()
    world.plan.judging_days = 2
    world.plan.save()
    CalendarDay.objects.create(day=day(4), kind="off", note="Nghỉ bù")
    report = sent_on(world, day(3))

    assert clocks_of([report], on=day(5))[report.pk].due_on == day(6)
    assert [Report.objects.filter(beyond_norm(on=on)).exists() for on in (day(6), day(7))] == [False, True]


@pytest.mark.django_db
def test_inbox_is_what_the_post_may_judge_longest_wait_first():
    world = ReportWorld()
    other = make_unit("Ban Dân vận")
    take_part(world.plan, other)
    second = make_report(world.period, other)
    sent_on(world, day(5))
    at = timezone.make_aware(datetime.datetime.combine(day(3), datetime.time(9)))
    Report.objects.filter(pk=second.pk).update(
        state=ReportState.RECEIVED, submitted_at=at, received_at=at + datetime.timedelta(days=1)
    )
    make_report(make_period(world.plan, year=2025, number=1), world.unit)
    reader, stranger = make_post(world.office, Role.READER), make_post(other, Role.HEAD)

    assert list(inbox_of(world.judge)) == [second, world.report]
    assert [list(inbox_of(post)) for post in (reader, stranger, world.head, None)] == [[], [], [], []]
