"""What is read of reports: whether they came in time, what was confirmed before, and what the log says."""

import datetime

import pytest
from django.utils import timezone

from progress.actions import reports
from progress.models import LogEntry, Report, Submission
from progress.reading import evidence_beside, last_confirmed_lines, with_punctuality
from tests.factories import make_line, make_period, make_report
from tests.progress.report_world import ReportWorld, cite_document

pytestmark = pytest.mark.django_db

A_DAY = datetime.timedelta(days=1)


def send(world, *, on):
    """Send the report as if it were the day `on`."""
    submission = reports.submit_report(world.fresh(), by=world.head)
    Submission.objects.filter(pk=submission.pk).update(submitted_on=on)
    return submission


def punctuality(world):
    report = with_punctuality(Report.objects.filter(pk=world.report.pk)).get()
    return report.first_sent_on, report.sent_late


def test_nothing_sent_is_neither_late_nor_in_time():
    assert punctuality(ReportWorld()) == (None, None)


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_day_of_sending_is_held_against_the_day_due(days, is_late):
    world = ReportWorld()
    day = world.report.due_on + days * A_DAY

    submission = send(world, on=day)

    submission.refresh_from_db()
    assert punctuality(world) == (day, is_late)
    assert submission.is_late == is_late


def test_late_answer_to_a_request_for_more_leaves_the_report_in_time():
    world = ReportWorld()
    send(world, on=world.report.due_on)
    reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu số liệu.")
    asked = punctuality(world)

    send(world, on=world.report.due_on + 5 * A_DAY)

    assert asked == (world.report.due_on, False)
    assert punctuality(world) == (world.report.due_on, False)


def test_quick_answer_does_not_mend_a_late_report():
    world = ReportWorld()
    late = world.report.due_on + A_DAY
    send(world, on=late)
    reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu số liệu.")

    send(world, on=late)

    assert punctuality(world) == (late, True)


def test_withdrawn_and_sent_again_late_is_late():
    world = ReportWorld()
    send(world, on=world.report.due_on)
    reports.withdraw_report(world.fresh(), by=world.head)
    withdrawn = punctuality(world)

    send(world, on=world.report.due_on + A_DAY)

    assert withdrawn == (None, None)
    assert punctuality(world) == (world.report.due_on + A_DAY, True)


def test_nil_report_in_time_is_in_time():
    world = ReportWorld()
    reports.save_header(world.fresh(), "nil_reason", "Không có hoạt động.", version=1, by=world.writer)

    send(world, on=world.report.due_on)

    assert punctuality(world) == (world.report.due_on, False)


def test_only_what_was_confirmed_before_is_shown_beside_a_line():
    world = ReportWorld()
    reports.submit_report(world.fresh(), by=world.head)
    following = make_report(make_period(world.plan, year=2025, number=1), world.unit)
    make_line(following, world.line.assignment)
    sent_only = last_confirmed_lines(following)
    reports.confirm_report(world.fresh(), by=world.judge)
    confirmed = last_confirmed_lines(following)
    reports.reopen_report(world.fresh(), by=world.office_head, reason="Số liệu sai.")

    assert sent_only == {}
    assert {pk: line.result for pk, line in confirmed.items()} == {world.line.assignment_id: world.line.result}
    assert last_confirmed_lines(following) == {}
    assert last_confirmed_lines(world.fresh()) == {}


def test_evidence_of_lines_and_of_the_log_is_read_at_once_and_kept_apart(django_assert_num_queries):
    world = ReportWorld()
    first, second, third = (cite_document(world.line) for _ in range(3))
    submission = reports.submit_report(world.fresh(), by=world.head)
    line = submission.lines.get()
    entry = LogEntry.objects.create(
        assignment=world.line.assignment,
        happened_on=world.period.covers_from,
        text="Đã mở lớp.",
        at=timezone.now(),
        by=world.writer.user,
        for_unit=world.unit,
    )
    entry.evidence.add(second, third)

    with django_assert_num_queries(1):
        of_lines, of_entries = evidence_beside([line], [entry])

    assert of_lines == {line.pk: [first, second, third]}
    assert of_entries == {entry.pk: [third, second]}


def test_nothing_is_beside_a_line_without_evidence():
    assert evidence_beside([], []) == ({}, {})
