"""What a report lacks is told all at once, each thing with its line; what is at rest is not asked for."""

import datetime

import pytest

from common.clock import today
from progress.actions import reports
from progress.actions.completeness import FIELD_IDS, lines_to_check
from progress.enums import ReportState, WorkState
from progress.forms.report_parts import lines_of
from progress.models import ReportLine, Submission
from tasks.enums import AssignmentState
from tests.factories import make_report
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


def told(world):
    """Return what is missing as (line, field)."""
    return [(item.line_id, item.field) for item in reports.missing_of(world.fresh())]


def write_nil(world, reason="Trong kỳ không có hoạt động."):
    report = world.fresh()
    reports.save_header(report, "nil_reason", reason, version=report.nil_reason_version, by=world.writer)


def test_finished_world_lacks_nothing():
    world = ReportWorld()
    world.add_finished_line()

    assert told(world) == []


@pytest.mark.parametrize(
    ("fields", "missing", "words"),
    [
        ({"result": " \n "}, "result", "hãy ghi kết quả thực hiện"),
        ({"result": "", "work_state": WorkState.NOT_STARTED, "done_on": None}, "result", "vào ô Kết quả thực hiện"),
        ({"done_on": None}, "done_on", "hãy ghi ngày làm xong"),
        ({"done_on": datetime.date(2024, 6, 16)}, "done_on", "16/06/2024 trước ngày giao việc 17/06/2024"),
        ({"cited": False}, "evidence", "hãy đính kèm minh chứng hoặc nêu văn bản đã ban hành"),
    ],
)
def test_each_missing_thing_is_told_with_its_line(fields, missing, words):
    world = ReportWorld()
    line = world.add_finished_line(**fields)

    (item,) = reports.missing_of(world.fresh())

    assert (item.line_id, item.field, item.anchor) == (line.pk, missing, FIELD_IDS[missing].format(line.pk))
    assert str(item).startswith(f"{line.task_code}: ")
    assert words in item.what


def test_day_to_come_is_no_day_done():
    world = ReportWorld()
    tomorrow = today() + datetime.timedelta(days=1)
    line = world.add_finished_line(done_on=tomorrow)

    (item,) = reports.missing_of(world.fresh())

    assert (item.line_id, item.field) == (line.pk, "done_on")
    assert f"{tomorrow:%d/%m/%Y} chưa tới" in item.what


def test_everything_missing_is_told_at_once_in_the_order_of_the_lines():
    world = ReportWorld()
    empty, finished = world.add_line(), world.add_finished_line(result="", done_on=None, cited=False)

    with pytest.raises(reports.ReportIncomplete) as refused:
        reports.submit_report(world.fresh(), by=world.head)

    assert [(item.line_id, item.field) for item in refused.value.missing] == [
        (empty.pk, "result"),
        (finished.pk, "result"),
        (finished.pk, "done_on"),
        (finished.pk, "evidence"),
    ]
    assert refused.value.sentence == "Báo cáo chưa gửi được, còn 4 chỗ cần bổ sung."
    assert len(refused.value.details) == 4


def test_refused_report_leaves_no_trace():
    world = ReportWorld()
    world.add_line()

    with pytest.raises(reports.ReportIncomplete):
        reports.submit_report(world.fresh(), by=world.head)

    report = world.fresh()
    assert (report.state, report.submitted_at) == (ReportState.DRAFT, None)
    assert (report.events.count(), Submission.objects.count()) == (0, 0)


def test_recurring_work_that_is_done_needs_neither_day_nor_evidence():
    world = ReportWorld()
    world.add_line(result="Đã tổ chức đủ.", work_state=WorkState.DONE)

    assert told(world) == []


@pytest.mark.parametrize(
    ("state", "is_asked"),
    [
        (AssignmentState.TAKEN_ON, True),
        (AssignmentState.REDO, True),
        (AssignmentState.SUSPENDED, False),
        (AssignmentState.WITHDRAWN, False),
        (AssignmentState.TRANSFERRED, False),
    ],
)
def test_work_at_rest_is_not_asked_for(state, is_asked):
    world = ReportWorld()
    line = world.add_line()
    days = {
        "ended_on": today() if state in AssignmentState.ended() else None,
        "suspended_on": today() if state == AssignmentState.SUSPENDED else None,
    }
    type(line.assignment).objects.filter(pk=line.assignment_id).update(state=state, **days)

    assert told(world) == ([(line.pk, "result")] if is_asked else [])


# Nothing to report -----------------------------------------------------------------------------------------


def test_report_without_lines_needs_a_reason():
    world = ReportWorld()
    world.report.lines.all().delete()

    (item,) = reports.missing_of(world.fresh())

    assert (item.line_id, item.field, item.anchor) == (None, "nil_reason", "id_chung-is_nil")


def test_nil_report_asks_nothing_of_its_lines():
    world = ReportWorld()
    world.add_line()
    world.add_line(due_on=datetime.date(2024, 12, 31))

    write_nil(world)

    assert told(world) == []


def test_nil_report_with_work_that_is_done_is_refused():
    world = ReportWorld()
    line = world.add_finished_line()
    write_nil(world)

    with pytest.raises(reports.ReportIncomplete) as refused:
        reports.submit_report(world.fresh(), by=world.head)

    (item,) = refused.value.missing
    assert (item.line_id, item.field) == (line.pk, "work_state")
    assert "hãy bỏ “không phát sinh” hoặc sửa lại" in item.what


@pytest.mark.parametrize("blank", ["", "  \n", "\0"])
def test_blank_reason_makes_no_nil_report(blank):
    world = ReportWorld()
    world.report.lines.all().delete()
    write_nil(world, blank)

    assert world.fresh().is_nil is False
    assert told(world) == [(None, "nil_reason")]


def test_nil_report_counts_as_sent():
    world = ReportWorld()
    owing = make_report(world.period)
    write_nil(world)

    submission = reports.submit_report(world.fresh(), by=world.head)

    assert world.fresh().state == ReportState.SUBMITTED
    assert submission.nil_reason == "Trong kỳ không có hoạt động."
    assert list(world.period.reports.owed()) == [owing]


def test_lines_stand_in_the_order_of_the_plan():
    world = ReportWorld()
    first, second = world.line, world.add_line()
    ReportLine.objects.filter(pk=first.pk).update(position=9)
    ReportLine.objects.filter(pk=second.pk).update(position=1)

    assert [line.pk for line in lines_to_check(world.report)] == [second.pk, first.pk]
    assert [line.pk for line in lines_of(world.report)] == [second.pk, first.pk]
