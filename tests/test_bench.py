"""The rows that the benchmark makes in bulk are those that the acts of the portal would make."""

import datetime

import pytest

from bench.country import Shape, found_country
from bench.filling import fill
from common import clock
from figures.cells import Cell
from figures.duties import two_by_two
from figures.reports import REPORT_NUMBERS, report_figures
from figures.scope import Scope
from progress.actions import reports as acts
from progress.actions.opening import add_missing_lines
from progress.actions.submissions import LINE
from progress.enums import ReportState, WorkState
from progress.models import Citation, Report, Submission, SubmittedCitation, SubmittedLine, SubmittedValue
from tasks.enums import PeriodKind
from tasks.models import Assignment
from tests.figures import slow
from units.models import Membership

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2025, 9, 20, 2, tzinfo=datetime.UTC)
SENT = {"on_time", "late"}


@pytest.fixture
def plan():
    with clock.set_to(NOW):
        plan = found_country(Shape("tinh", provinces=1, communes=9, offices=4, kind=PeriodKind.QUARTER), 3)
        fill(plan, 3, say=lambda *words, **how: None)
    return plan


def test_rows_made_in_bulk_are_what_the_acts_make(plan):
    on = NOW.date()
    counted, reports = slow.cells(slow.duties(plan, on)), slow.reports(plan, on)

    # Figures: the portal's own, and the slow count.
    with clock.set_to(NOW):
        duties, figures = two_by_two(plan, on), report_figures(Scope(plan, on))
    assert {cell: getattr(duties, cell.value) for cell in Cell} == {cell: counted[cell.value] for cell in Cell}
    assert (figures.expected, figures.received) == (len(reports), sum(row["standing"] in SENT for row in reports))
    assert min(figures.number(name) for name in REPORT_NUMBERS if name != "not_due") > 0
    assert min(duties.done_on_time, duties.done_late, duties.open_overdue, duties.no_deadline) > 0

    # Every working line is one that opening the period gives.
    assert [add_missing_lines(period) for period in plan.periods.all()] == [0, 0, 0]

    # Whatever constraint a form would check holds as well.
    for model in [Report, Submission, SubmittedLine, Assignment]:
        for row in model.objects.all()[:60]:
            row.validate_constraints()


def test_what_was_sent_in_bulk_is_what_sending_keeps(plan):
    sent = Submission.objects.filter(report__state=ReportState.CONFIRMED, nil_reason="").order_by("pk").first()
    kept = list(sent.lines.order_by("position").values_list(*LINE))
    values = SubmittedValue.objects.filter(line__submission=sent).count()
    cited = SubmittedCitation.objects.filter(line__submission=sent).count()
    draft = Report.objects.filter(state=ReportState.DRAFT, submissions=None).order_by("pk").first()
    head = Membership.objects.get(unit=draft.unit, role="head")
    draft.lines.update(result="Đã làm.", work_state=WorkState.IN_PROGRESS)

    submission = acts.submit_report(draft, by=head)

    assert (len(kept), values, cited) == (
        sent.report.lines.count(),
        2,
        Citation.objects.filter(line__report=sent.report).count(),
    )
    assert kept == list(sent.report.lines.order_by("position").values_list(*LINE))
    assert submission.lines.count() == draft.lines.count()
    assert {name: getattr(submission, name) for name in ("medium", "withdrawn_at", "accepted_at")} == {
        name: getattr(sent, name) for name in ("medium", "withdrawn_at")
    } | {"accepted_at": None}
