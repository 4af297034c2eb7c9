"""A closed period on the dashboard: its figures as of the day it closed, and what has become of them since."""

import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from progress.actions.counting import count_open_periods
from progress.actions.reports import confirm_report, submit_report
from progress.enums import WorkState
from progress.models import Report, ReportLine
from tests.factories import make_line, make_post, make_report, make_unit, take_part
from tests.portal.test_dashboards import Plan261, sheets_of
from units.enums import Role

pytestmark = pytest.mark.django_db
# Reports of the period are due on 19/12/2024; it closes on 31/12.
CLOSED, TODAY = "31/12/2024", "15/01/2025"


@pytest.fixture
def world():
    """Three units owe a report with one line; one sends it after the closing, and it is confirmed."""
    with time_machine.travel("2024-09-15 09:00+07:00", tick=False):
        built = Plan261()
    ReportLine.objects.update(result="Đã làm.", work_state=WorkState.DONE)
    report = Report.objects.get(unit=built.beside)
    with time_machine.travel("2025-01-10 09:00+07:00", tick=False):
        submit_report(report, by=make_post(built.beside, Role.HEAD))
        confirm_report(Report.objects.get(pk=report.pk), by=built.office(Role.HEAD))
    with time_machine.travel("2025-01-15 09:00+07:00", tick=False):
        yield built


def board(client, world, **asked):
    return client.get(reverse("portal:dashboard"), {"ky": world.period.pk} | asked)


def rows_of(since):
    return {row.words: (row.then.value, row.now.value, row.change) for row in since.rows}


def test_closed_period_shows_its_closing_and_beside_it_what_changed(world, sign_in):
    client = sign_in(world.office())

    response = board(client, world)
    since, rows = response.context["since"], rows_of(response.context["since"])

    assert response.context["selection"].asked["ngay"] == CLOSED
    assert (response.context["board"].total.open_overdue, response.context["board"].reports.missing) == (3, 3)
    assert rows["Chưa hoàn thành, quá hạn"] == ("3", "2", "giảm 1")
    assert rows["Đã hoàn thành quá hạn"] == ("0", "1", "tăng 1")
    assert rows["Báo cáo: đã gửi"] == ("0", "1", "tăng 1")
    assert rows["Báo cáo: chưa gửi, đã quá hạn"] == ("3", "2", "giảm 1")
    assert rows["Báo cáo: đã xác nhận"] == ("0", "1", "tăng 1")
    assert [rate.fraction for rate in since.rates] == ["0/3", "1/3"]
    for row in since.rows:
        for number in [row.then, row.now]:
            assert not number.url or len(client.get(number.url).context["rows"]) == int(number.value)
    for rate in since.rates:
        assert client.get(rate.url).context["explained"].rate.fraction == rate.fraction
    now = client.get(since.now_url).context
    assert (now["board"].total.open_overdue, now["since"], now["selection"].asked["ngay"]) == (2, None, TODAY)


def test_update_is_taken_away_with_the_board(world, sign_in):
    client = sign_in(world.office())
    since = board(client, world).context["since"]

    sheets = sheets_of(client.get(reverse("portal:dashboard-export"), {"ky": world.period.pk}))

    *rows, rate = sheets["Cập nhật đến nay"][1:]
    assert [row[:3] for row in rows] == [[row.words, row.then.count, row.now.count] for row in since.rows]
    assert {row[0]: row[3] for row in rows if row[3]} == {
        "Đã hoàn thành quá hạn": 1,
        "Chưa hoàn thành, quá hạn": -1,
        "Báo cáo: đã gửi": 1,
        "Báo cáo: gửi quá hạn": 1,
        "Báo cáo: chưa gửi, đã quá hạn": -1,
        "Báo cáo: đã xác nhận": 1,
    }
    assert rate == ["Đã hoàn thành trên việc đã đến hạn", "0% (0/3)", "33,33% (1/3)", None]


def test_what_changed_opens_as_a_list_and_as_a_workbook(world, sign_in):
    client = sign_in(world.office())
    since = board(client, world).context["since"]

    duties, reports = client.get(since.changed_duties.url), client.get(since.changed_reports.url)

    assert [cell.text for cell in duties.context["listing"].lines[0].cells][1:] == [
        "Ban Dân vận",
        "Quý IV/2024",
        "19/12/2024",
        "10/01/2025",
        "chưa hoàn thành, quá hạn",
        "đã hoàn thành quá hạn",
    ]
    assert "cuối ngày 31/12/2024 với cuối ngày 15/01/2025" in duties.text
    assert [cell.text for cell in reports.context["listing"].lines[0].cells][-2:] == [
        "chưa gửi, đã quá hạn",
        "đã gửi quá hạn, đã xác nhận",
    ]
    for response in [duties, reports]:
        assert len(response.context["rows"]) == response.context["explained"].count == 1
        exported = client.get(response.request["PATH_INFO"] + "tai-ve/?" + response.request["QUERY_STRING"])
        assert load_workbook(io.BytesIO(b"".join(exported.streaming_content))).active.max_row == 2
    # Back on the dashboard another period can be chosen: the day of closing is not pinned.
    assert "ngay" not in duties.context["explained"].back_url


def test_period_still_open_and_a_day_that_was_asked_for_show_no_update(world, sign_in):
    client = sign_in(world.office())
    with time_machine.travel("2024-12-31 20:00+07:00", tick=False):
        on_the_day = board(sign_in(world.office(Role.READER)), world).context

    assert (on_the_day["since"], on_the_day["selection"].asked["ngay"]) == (None, CLOSED)
    assert board(client, world, ngay="05/01/2025").context["since"] is None
    assert board(client, world, ngay=CLOSED).context["since"] is not None
    assert client.get(reverse("portal:dashboard"), {"ngay": CLOSED}).context["since"] is None


def test_comparison_refuses_what_it_cannot_compare(world, sign_in):
    client, url = sign_in(world.office()), reverse("portal:dashboard-duty-change-list")

    answers = {so_voi: client.get(url, {"o": "changed", "so_voi": so_voi}) for so_voi in ["", "mai", "16/01/2025"]}

    assert {so_voi: response.status_code for so_voi, response in answers.items()} == dict.fromkeys(answers, 422)
    assert "Ngày so sánh phải trước hoặc bằng ngày xem số liệu" in answers["16/01/2025"].text
    assert client.get(url, {"o": "lạ", "so_voi": CLOSED}).status_code == 422
    own = sign_in(make_post(world.above)).get(url, {"o": "changed", "so_voi": CLOSED})
    assert len(own.context["rows"]) == 0


@pytest.mark.parametrize("units", [1, 3])
def test_closed_period_query_counts(world, sign_in, units, forget_figures, django_assert_num_queries):
    for _ in range(units):
        unit = make_unit()
        take_part(world.plan, unit)
        make_line(make_report(world.period, unit))
    client = sign_in(world.office())
    changes = {"o": "changed", "so_voi": "16/12/2024"}
    board(client, world)

    forget_figures()
    with django_assert_num_queries(22):
        response = board(client, world)
    count_open_periods()
    forget_figures()
    with django_assert_num_queries(24):
        board(client, world)
    forget_figures()
    with django_assert_num_queries(13):
        duties = client.get(reverse("portal:dashboard-duty-change-list"), changes)
    forget_figures()
    with django_assert_num_queries(12):
        reports = client.get(reverse("portal:dashboard-report-change-list"), changes)

    assert response.context["board"].reports.missing == 3 + units
    assert (len(duties.context["rows"]), len(reports.context["rows"])) == (6 + units, 3 + units)
