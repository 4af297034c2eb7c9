"""What was sent is kept as it was: words, numbers and evidence. Nothing that is written later reaches it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress.actions import reports
from progress.actions.evidence import EvidenceRefused, cite, uncite
from progress.enums import WorkState
from progress.models import ReportValue
from tasks.enums import AssignmentState
from tasks.models import Assignment, Indicator, Task
from tests.factories import make_indicator
from tests.progress.report_world import DONE_ON, ReportWorld, cite_document

pytestmark = pytest.mark.django_db


def kept(submission):
    """Return all that a submission says, as plain values read afresh."""
    submission.refresh_from_db()
    return (
        [submission.nil_reason, submission.difficulties, submission.next_steps, submission.proposals],
        [
            (
                (line.task_code, line.task_title, line.part, line.cadence, line.assignment_due_on),
                (line.work_state, line.percent, line.done_on, line.result, line.product),
                list(line.values.values_list("indicator_name", "unit_of_measure", "value")),
                list(line.citations.values_list("evidence_id", flat=True)),
            )
            for line in submission.lines.all()
        ],
    )


def full_world():
    """A report with text in every part, a number and a piece of evidence."""
    world = ReportWorld()
    world.finished = world.add_finished_line(product="Kế hoạch số 12-KH/ĐU")
    world.indicator = make_indicator(world.line.assignment.task, name="Số buổi nói chuyện", unit_of_measure="buổi")
    words = {"difficulties": "Thiếu kinh phí.", "next_steps": "Tổ chức 2 buổi.", "proposals": "Hỗ trợ tài liệu."}
    for name, text in words.items():
        reports.save_header(world.report, name, text, version=1, by=world.writer)
    values = {"result": "Đã tổ chức 3 buổi.", "values": {world.indicator.pk: Decimal("3.5")}}
    reports.save_line(world.line, values, version=1, by=world.writer)
    return world


def test_submission_keeps_words_numbers_and_evidence():
    world = full_world()

    header, (recurring, finished) = kept(reports.submit_report(world.fresh(), by=world.head))

    assert header == ["", "Thiếu kinh phí.", "Tổ chức 2 buổi.", "Hỗ trợ tài liệu."]
    assert recurring[1] == (WorkState.IN_PROGRESS, None, None, "Đã tổ chức 3 buổi.", "")
    assert recurring[2] == [("Số buổi nói chuyện", "buổi", Decimal("3.5"))]
    assert finished[1] == (WorkState.DONE, 100, DONE_ON, "Đã ban hành kế hoạch.", "Kế hoạch số 12-KH/ĐU")
    assert finished[3] == list(world.finished.citations.values_list("evidence_id", flat=True))


def test_nothing_written_later_reaches_what_was_sent():
    world = full_world()
    submission = reports.submit_report(world.fresh(), by=world.head)
    before = kept(submission)
    reports.withdraw_report(world.fresh(), by=world.head)

    reports.save_header(world.fresh(), "difficulties", "Không còn.", version=2, by=world.writer)
    values = {"result": "Sửa lại.", "values": {world.indicator.pk: Decimal(9)}}
    reports.save_line(world.line, values, version=2, by=world.writer)
    uncite(world.finished.citations.get(), by=world.writer)
    cite_document(world.line)
    Task.objects.update(title="Tên khác")
    Indicator.objects.update(name="Tên chỉ tiêu khác", unit_of_measure="tờ")

    assert kept(submission) == before


def test_second_submission_says_what_is_new_and_leaves_the_first():
    world = full_world()
    first = reports.submit_report(world.fresh(), by=world.head)
    reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu số liệu.")
    reports.save_line(world.line, {"result": "Đã bổ sung."}, version=2, by=world.writer)

    second = reports.submit_report(world.fresh(), by=world.head)

    assert (first.number, second.number) == (1, 2)
    assert [one.lines.first().result for one in (first, second)] == ["Đã tổ chức 3 buổi.", "Đã bổ sung."]


def test_empty_number_is_not_sent_and_a_zero_is():
    world = full_world()
    zero = make_indicator(world.line.assignment.task)
    ReportValue.objects.filter(indicator=world.indicator).update(value=None)
    ReportValue.objects.create(line=world.line, indicator=zero, value=0)

    line = reports.submit_report(world.fresh(), by=world.head).lines.first()

    assert list(line.values.values_list("indicator", "value")) == [(zero.pk, 0)]


def test_number_of_another_task_is_left_out():
    world = full_world()
    foreign = make_indicator(world.finished.assignment.task)

    reports.save_line(world.line, {"values": {foreign.pk: Decimal(1)}}, version=2, by=world.writer)

    assert list(world.line.values.values_list("indicator", flat=True)) == [world.indicator.pk]


def test_evidence_of_another_unit_cannot_be_cited():
    world, elsewhere = ReportWorld(), ReportWorld()
    foreign = cite_document(elsewhere.line)

    with pytest.raises(EvidenceRefused, match="Chỉ viện dẫn được minh chứng của đơn vị mình"):
        cite(world.line, foreign, by=world.writer)

    assert world.line.citations.count() == 0


@pytest.mark.parametrize(("result", "lines"), [("", 1), ("Đã làm một phần trước khi tạm dừng.", 2)])
def test_line_at_rest_is_sent_only_when_it_says_something(result, lines):
    world = ReportWorld()
    resting = world.add_line(result=result)
    Assignment.objects.filter(pk=resting.assignment_id).update(
        state=AssignmentState.SUSPENDED, suspended_on=world.report.due_on
    )

    submission = reports.submit_report(world.fresh(), by=world.head)

    assert submission.lines.count() == lines


def test_text_that_was_sent_is_found_without_marks():
    world = full_world()

    submission = reports.submit_report(world.fresh(), by=world.head)

    assert "thieu kinh phi" in submission.search_text
    assert "da to chuc 3 buoi" in submission.search_text


def test_sending_costs_the_same_for_one_line_and_three():
    costs = []
    for more in [0, 2]:
        world = full_world()
        for _ in range(more):
            world.add_finished_line()
        with CaptureQueriesContext(connection) as queries:
            reports.submit_report(world.fresh(), by=world.head)
        costs.append(len(queries))

    assert costs[0] == costs[1]
