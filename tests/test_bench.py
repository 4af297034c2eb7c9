"""The rows that the benchmark makes in bulk are those that the acts of the portal would make."""

import datetime

import pytest

from bench.around import surround
from bench.country import Shape, found_country
from bench.filling import fill
from bench.goals import BY_EMPTY, goals
from bench.pages import DASHBOARD, LIST, pages
from bench.posts import posts
from bench.sending import nothing_kept, submits
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


def _status(client, path):
    response = client.get(path)
    # What answers with a file holds it open until it was read.
    response.getvalue()
    return response.status_code


def test_every_page_that_is_measured_answers(plan, sign_in):
    with clock.set_to(NOW):
        surround(plan, say=lambda *words, **how: None)
        surround(plan, say=pytest.fail)
        people = posts(plan)
        clients = {who: sign_in(post) for who, post in people.items()}

        answered = {page.name: _status(clients[page.who], page.path) for page in pages(plan, people)}

    assert answered == dict.fromkeys(answered, 200)
    assert len(answered) == len(pages(plan, people))
    assert {DASHBOARD, LIST} <= answered.keys()


def test_what_is_sent_to_be_measured_leaves_the_database_as_it_was(plan, client):
    def standing():
        rows = Report.objects.order_by("pk").values_list("pk", "state", "submitted_at", "counted_sent_on")
        return list(rows), Submission.objects.count(), SubmittedLine.objects.count()

    before = standing()

    with nothing_kept(plan):
        sending, lines = submits(plan, 2)
        draft = Report.objects.filter(state=ReportState.DRAFT, submissions=None).order_by("-period__covers_to", "pk")[0]
        acts.submit_report(draft, by=Membership.objects.get(unit=draft.unit, role="head"))
        during = standing()

    assert (len(sending), lines, during[1]) == (2, draft.lines.count(), before[1] + 1)
    assert standing() == before


def test_goals_tell_what_was_measured_and_what_was_not():
    def row(milliseconds, floor):
        return {
            "p50": {"page": milliseconds},
            "ratio": milliseconds / floor,
            "to_empty": milliseconds / 10,
            "after_writes": {"p50": 2 * milliseconds, "to_empty": 2 * milliseconds / 10},
        }

    rows = {DASHBOARD: row(30, 20), LIST: row(40, 20), "hỏng": {"fault": "trả lời 500"}}
    submit = {"1": {"p50": 90, "to_empty": 9}, "8": {"p50": 90, "per_second": 30}}
    memory = {"megabytes": 150, "files_megabytes": 250}
    measured = {"empty": {"p50": {"page": 10}}, "pages": rows, "submit": submit, "workbook": {"fault": "hết chỗ"}}

    told = {goal.words: (goal.measured, goal.verdict) for goal in goals({("district", "district"): measured | memory})}

    assert told["huyện: mỗi trang ≤ 1,5 × (tĩnh + SQL)"] == (f"1/2 trang đạt; xa nhất: {LIST} 2,00", "chưa đạt")
    assert told["huyện: mọi trang đo được"] == ("không đo được: hỏng", "chưa đạt")
    assert told["tổng quan của huyện ≤ 4 × trang trống"] == ("3,00", "đạt")
    assert told["tổng quan của huyện ngay sau một lần ghi ≤ 4 × trang trống"] == ("6,00", "chưa đạt")
    assert told["danh sách của huyện ≤ 3 × trang trống"] == ("4,00", "chưa đạt")
    assert told["huyện: gửi một báo cáo ≤ 10 × trang trống"] == ("9,00", "đạt")
    assert told["huyện: 8 người cùng gửi ≥ 25 báo cáo mỗi giây"] == ("30,00", "đạt")
    assert told["huyện: tiến trình sau khi tải tệp ≤ 200 MB"] == ("250,00", "chưa đạt")
    assert told["bộ số liệu 30.000 dòng ≤ 5 giây"] == ("–", "chưa đo")
    assert told[f"tổng quan cả nước ≤ 2 × tổng quan của huyện {BY_EMPTY}"] == (
        "–",
        "chưa đo",
    )
