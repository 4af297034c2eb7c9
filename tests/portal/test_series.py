"""The pages of figures beside the dashboard: the matrix of tasks, the trend, the indicators."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from progress.actions.counting import rebuild_counters
from progress.models import Report, Submission, SubmittedLine, SubmittedValue
from tasks.models import IndicatorTarget
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_period,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.portal.test_dashboards import DAY, DUE, Plan261

pytestmark = pytest.mark.django_db

MOMENT = datetime.datetime(2024, 12, 20, 2, tzinfo=datetime.UTC)


@pytest.fixture
def world():
    return Plan261()


def ask(client, page, **asked):
    return client.get(reverse(f"portal:{page}"), DAY | asked)


def sheets_of(response):
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook}


def test_head_of_a_group_opens_the_matrix_of_its_tasks(world, sign_in):
    client = sign_in(world.office())
    make_assignment(make_task(group=make_group(world.plan)), world.beside, due_on=DUE)
    head = client.get(reverse("portal:dashboard"), DAY).context["board"].grid.heads[0]

    response = client.get(head.url)
    grid = response.context["grid"]

    assert [head.words for head in grid.heads] == [task.code for task in world.group.tasks.all()]
    assert [(row.unit, row.below, row.total.ratio) for row in response.context["rows"]] == [
        (str(world.above), 1, "0/4"),
        (str(world.beside), 0, "0/2"),
    ]
    assert ([cell.ratio for cell in grid.sums], grid.total.ratio) == (["0/1"] * 6, "0/6")


def test_cells_sums_and_branches_of_the_matrix_of_tasks_open_what_they_count(world, sign_in):
    client = sign_in(world.office())
    response = ask(client, "dashboard-matrix", nhom=1)
    grid, (above, _) = response.context["grid"], response.context["rows"]
    cells = [above.total, grid.total, *grid.sums, *(cell for cell in above.cells if cell.url)]

    opened = [client.get(cell.url).context["explained"] for cell in cells]

    assert [f"0/{explained.count}" for explained in opened] == [cell.ratio for cell in cells]
    inside = client.get(above.url)
    assert [row.unit for row in inside.context["rows"]] == [str(world.above), str(world.below)]
    assert len(inside.context["grid"].heads) == 6


def test_cell_of_the_matrix_opens_what_came_due_and_before_that_what_is_to_come(world, sign_in):
    client, group = sign_in(world.office()), make_group(world.plan)
    for of_group, unit in [(world.group, world.beside), (group, world.beside)]:
        make_assignment(make_task(group=of_group), unit, due_on=datetime.date(2025, 12, 1))
    make_assignment(make_task(group=group), world.below, cadence="")
    grid = ask(client, "dashboard-matrix").context["grid"]
    cells = [cell for row in grid.rows for cell in [*row.cells, row.total]] + [*grid.sums, grid.total]

    opened = [client.get(cell.url).context["explained"] if cell.url else None for cell in cells]

    # Above with below, beside, both: of the first group, of the second, together.
    assert [(cell.ratio, one.number.name, one.count) for cell, one in zip(cells, opened, strict=True)] == [
        ("0/4", "came_due", 4),
        ("–", "no_deadline", 1),
        ("0/4", "came_due", 4),
        ("0/2", "came_due", 2),
        ("–", "dated", 1),
        ("0/2", "came_due", 2),
        ("0/6", "came_due", 6),
        ("–", "dated", 1),
        ("0/6", "came_due", 6),
    ]


def test_matrix_that_is_taken_away_holds_the_numbers_of_the_screen(world, sign_in):
    client = sign_in(world.office())

    head, above, beside, last = sheets_of(ask(client, "dashboard-matrix-export"))["Ma trận"]

    assert head[:4] == ["Đơn vị", "Nhóm 1: đã xong", "Nhóm 1: đã đến hạn", "Nhóm 1: quá hạn"]
    assert above == ["UBND huyện (gồm 1 đơn vị bên dưới)", 0, 4, 4, 0, 4, 4]
    assert (beside[1:4], last) == ([0, 2, 2], ["Cộng", 0, 6, 6, 0, 6, 6])


def test_group_that_the_plan_does_not_have_is_named(world, sign_in):
    response = ask(sign_in(world.office()), "dashboard-matrix", nhom=99)

    assert response.status_code == 422
    assert "Kế hoạch không có phần này" in response.content.decode()


def test_matrix_is_paged_and_asks_as_much_for_many_units(world, sign_in, forget_figures, django_assert_num_queries):
    client = sign_in(world.office())
    ask(client, "dashboard-matrix")
    forget_figures()
    with django_assert_num_queries(16) as of_few:
        ask(client, "dashboard-matrix", nhom=1)
    for _ in range(101):
        unit = make_unit()
        take_part(world.plan, unit)
        make_assignment(make_task(group=world.group), unit, due_on=DUE)

    with django_assert_num_queries(len(of_few)):
        response = ask(client, "dashboard-matrix", nhom=1)

    assert (len(response.context["rows"]), response.context["page"].paginator.count) == (100, 103)
    assert len(ask(client, "dashboard-matrix", nhom=1, trang=2).context["rows"]) == 3


def test_unit_sees_the_matrix_of_its_own_branch(world, sign_in):
    response = ask(sign_in(make_post(world.below)), "dashboard-matrix", nhom=1)

    assert [row.unit for row in response.context["rows"]] == [str(world.below)]


def test_each_share_of_the_trend_opens_a_list_that_counts_the_same(world, sign_in):
    client = sign_in(world.office())
    response = ask(client, "dashboard-trend")
    (row,), (part, *_) = response.context["trend"].rows, response.context["trend"].part_rows
    shares = [row.done, row.received, row.on_time, *part.shares]

    opened = [client.get(share.url).context["explained"] for share in shares]

    assert [share.fraction for share in shares] == ["0/3", "0/3", "0/3", "0/3"]
    assert [str(explained.rate) for explained in opened] == [share.words for share in shares]
    assert [explained.rate.fraction for explained in opened] == [share.fraction for share in shares]
    assert client.get(row.overdue_url).context["explained"].count == int(row.overdue) == 3


def test_trend_of_one_part_draws_its_duties_alone(world, sign_in):
    trend = ask(sign_in(world.office()), "dashboard-trend", nhom=1).context["trend"]

    (line,) = trend.chart.lines

    assert (line.name, [point.words for point in line.points]) == (
        "Hoàn thành trên đã đến hạn",
        ["Hoàn thành trên đã đến hạn, 0%, 0/3 việc đã đến hạn, gồm đã hoàn thành và quá hạn"],
    )


def test_trend_that_is_taken_away_holds_the_numbers_of_the_screen(world, sign_in):
    sheets = sheets_of(ask(sign_in(world.office()), "dashboard-trend-export"))

    assert sheets["Theo kỳ"][1] == ["Quý IV/2024", 3, 0, 0, 3, 0, 3]
    assert sheets["Theo nhóm"][1] == [str(world.group), 0, 3]


@pytest.mark.parametrize("periods", [1, 3])
def test_trend_query_count(world, sign_in, periods, forget_figures, django_assert_num_queries):
    for number in range(1, periods):
        make_period(world.plan, year=2025, number=number, opened_at=world.period.opened_at)
    client = sign_in(world.office())
    ask(client, "dashboard-trend")

    forget_figures()
    with django_assert_num_queries(15):
        response = ask(client, "dashboard-trend")

    assert len(response.context["trend"].rows) == periods


class Numbers:
    """An indicator with a target, and two units that sent numbers of two years: one of them not confirmed yet."""

    def __init__(self, world):
        self.indicator = make_indicator(make_task(group=world.group), name="Buổi tuyên truyền")
        IndicatorTarget.objects.create(indicator=self.indicator, year=2024, value=1000)
        before = make_period(world.plan, year=2023, opened_at=world.period.opened_at)
        for period, unit, value, fate in [
            (before, world.above, 100, {"accepted_at": MOMENT}),
            (world.period, world.above, 150, {"accepted_at": MOMENT}),
            (world.period, world.below, "50.5", {"accepted_at": MOMENT}),
            (world.period, world.beside, 70, {}),
        ]:
            self.send(period, unit, value, fate)
        rebuild_counters()

    def send(self, period, unit, value, fate):
        report = Report.objects.filter(period=period, unit=unit).first() or make_report(period, unit)
        assignment = unit.assignments.filter(task=self.indicator.task).first()
        assignment = assignment or make_assignment(self.indicator.task, unit, "support")
        sent = {"number": 1, "submitted_at": MOMENT, "submitted_on": report.due_on, "due_on": report.due_on}
        who = {"by": make_post(unit).user, "for_unit": unit}
        submission = Submission.objects.create(report=report, **sent, **who, **fate)
        line = SubmittedLine.objects.create(
            submission=submission,
            assignment=assignment,
            position=1,
            task_code="N",
            cadence="quarter",
            part="support",
            work_state="done",
        )
        SubmittedValue.objects.create(line=line, indicator=self.indicator, value=value)


def test_indicator_shows_number_total_share_and_the_year_before(world, sign_in):
    Numbers(world)
    response = ask(sign_in(world.office()), "dashboard-indicators", ky=world.period.pk)

    ((row,),) = [part.rows for part in response.context["board"].parts]

    assert (row.target, row.share, row.change) == ("1.000", "20,05%", "+100,5")
    assert {which: (one.words, one.units) for which, one in row.amounts.items()} == {
        "ky": ("200,5", 2),
        "luy_ke": ("200,5", 2),
        "cung_ky": ("100", 1),
    }


def test_list_behind_an_indicator_tells_what_was_counted_and_why_not(world, sign_in):
    Numbers(world)
    client = sign_in(world.office())
    ((row,),) = [part.rows for part in ask(client, "dashboard-indicators", ky=world.period.pk).context["board"].parts]

    response = client.get(row.amounts["ky"].url)
    sheet = sheets_of(client.get(row.amounts["ky"].url.replace("so-lieu/", "so-lieu/tai-ve/")))

    expected = [
        (str(world.above), 150, "được tính"),
        (str(world.below), 50.5, "được tính"),
        (str(world.beside), 70, "báo cáo chưa được xác nhận"),
    ]
    assert [(one.unit, one.value, one.word) for one in response.context["rows"]] == expected
    assert [(line[0], line[3], line[4]) for line in sheet["Buổi tuyên truyền"][1:]] == expected
    assert "2 số của 2 đơn vị được tính; 1 số không tính" in response.content.decode()


def test_list_behind_an_indicator_is_read_as_far_as_it_is_shown(world, sign_in, forget_figures):
    numbers = Numbers(world)
    client = sign_in(world.office())
    ((row,),) = [part.rows for part in ask(client, "dashboard-indicators", ky=world.period.pk).context["board"].parts]

    forget_figures()
    with CaptureQueriesContext(connection) as asked:
        client.get(row.amounts["ky"].url)
    with CaptureQueriesContext(connection) as again:
        client.get(row.amounts["ky"].url)

    assert (len(asked), len(again)) == (12, 9)
    queries = [query["sql"] for query in asked.captured_queries if '"progress_submittedvalue"."value"' in query["sql"]]
    of_number, of_rows = queries
    assert f'"indicator_id" = {numbers.indicator.pk}' in of_number
    assert of_rows.endswith("LIMIT 3")


def test_indicators_that_are_taken_away_hold_the_numbers_of_the_screen(world, sign_in):
    Numbers(world)
    client = sign_in(world.office())

    (line,) = sheets_of(ask(client, "dashboard-indicators-export", ky=world.period.pk))["Chỉ tiêu"][1:]

    assert line[2:] == ["Buổi tuyên truyền", "cuộc", 1000, 200.5, 200.5, "20,05%", 100, 100.5]


def test_numbers_of_another_branch_stay_out(world, sign_in):
    numbers = Numbers(world)
    client = sign_in(make_post(world.beside))

    response = ask(client, "dashboard-indicator-list", ky=world.period.pk, chi_tieu=numbers.indicator.pk, o="ky")

    assert [one.unit for one in response.context["rows"]] == [str(world.beside)]
    assert ask(client, "dashboard-indicator-list", chi_tieu=numbers.indicator.pk + 1, o="ky").status_code == 404
    assert ask(client, "dashboard-indicator-list", o="ky").status_code == 422


@pytest.mark.parametrize("indicators", [1, 3])
def test_indicators_query_count(world, sign_in, indicators, forget_figures, django_assert_num_queries):
    Numbers(world)
    for _ in range(1, indicators):
        make_indicator(make_task(group=world.group))
    client = sign_in(world.office())
    ask(client, "dashboard-indicators")

    forget_figures()
    with django_assert_num_queries(13):
        response = ask(client, "dashboard-indicators", ky=world.period.pk)

    assert len(response.context["board"].rows) == indicators


def test_period_has_the_same_figures_however_it_was_reached(world, sign_in):
    Numbers(world)
    later = {"accepted_at": datetime.datetime(2025, 1, 10, 2, tzinfo=datetime.UTC)}
    Submission.objects.filter(report__unit=world.beside).update(**later)
    rebuild_counters()
    client, ky, now = sign_in(world.office()), {"ky": world.period.pk}, {"ngay": "15/01/2025"}

    shown = [client.get(reverse("portal:dashboard-indicators"), asked) for asked in ({}, ky, ky | now, now)]
    workbooks = [client.get(reverse("portal:dashboard-workbooks"), asked) for asked in ({}, ky)]

    closing, period = datetime.date(2024, 12, 31), world.period
    assert [response.context["board"].parts[0].rows[0].amounts["ky"].words for response in shown] == [
        "200,5",
        "200,5",
        "270,5",
        "270,5",
    ]
    assert {response.context["period"] for response in shown + workbooks} == {period}
    assert {response.context["selection"].scope.on for response in shown[:2] + workbooks} == {closing}
    assert ["ngày đóng kỳ" in response.text for response in shown] == [True, True, False, False]
    # What is said of the period is not carried to the other pages, which are then of today.
    assert "ngay" not in shown[0].context["selection"].query
