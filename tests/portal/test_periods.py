import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import CalendarDay
from progress.actions.periods import create_period
from progress.enums import ReportState
from progress.models import Period, PeriodDue, Report
from tasks.enums import PeriodKind
from tests.factories import make_assignment, make_period, make_plan, make_post, make_report, make_task
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def head(plan):
    return make_post(plan.standing_office, Role.HEAD)


@pytest.fixture
def writer(plan):
    return make_post(make_assignment(make_task(plan)).unit)


def dates(**changes):
    return {
        "covers_from": "15/09/2024",
        "covers_to": "14/12/2024",
        "opens_on": "15/09/2024",
        "due_1": "17/12/2024",
        "due_2": "19/12/2024",
        "due_3": "23/12/2024",
        "closes_on": "02/01/2025",
        "reason": "Trùng hội nghị tổng kết năm",
    } | changes


def ad_hoc(unit, **changes):
    asked = {"kind": "ad_hoc", "title": "Báo cáo nhanh", "units": [unit.pk], "opens_on": "01/10/2024"}
    return dates(**asked) | {"covers_from": "01/10/2024", "due_1": "", "due_2": "", "due_3": ""} | changes


# List -----------------------------------------------------------------------------------------------------


def test_list_shows_periods_with_the_reports_one_may_open(sign_in, plan, writer, head):
    period = make_period(plan)
    make_report(period, writer.unit)
    make_report(period)

    rows = sign_in(writer).get(reverse("portal:period-list")).context["rows"]
    of_office = sign_in(head).get(reverse("portal:period-list")).context["rows"]

    assert [(row.period, row.reports) for row in rows] == [(period, 1)]
    assert [(standing.words, standing.number) for standing in of_office[0].standings] == [("chưa gửi", 2)]


def test_list_tells_a_unit_its_own_due_day_and_the_office_every_level(sign_in, plan, writer, head):
    period = make_period(plan)
    for level in (1, 2, 3):
        PeriodDue.objects.update_or_create(period=period, level=level, defaults={"due_on": period.closes_on})

    [row] = sign_in(writer).get(reverse("portal:period-list")).context["rows"]
    [of_office] = sign_in(head).get(reverse("portal:period-list")).context["rows"]

    assert [due.level for due in row.dues] == [2]
    assert [due.level for due in of_office.dues] == [1, 2, 3]


def test_list_is_cut_by_kind_and_year(sign_in, plan, writer):
    quarter = make_period(plan)
    asked = make_period(plan, year=2025, kind="ad_hoc", is_regular=False, title="Đợt lũ")
    client, url = sign_in(writer), reverse("portal:period-list")

    def shown(**data):
        return [row.period for row in client.get(url, data).context["rows"]]

    assert shown() == [asked, quarter]
    assert shown(loai="dot-xuat") == [asked]
    assert shown(loai="thuong-xuyen", nam="2024") == [quarter]
    assert client.get(url, {"nam": "x", "loai": "y"}).status_code == 422


@pytest.mark.parametrize("periods", [1, 3])
def test_list_query_count(sign_in, plan, writer, periods, django_assert_num_queries):
    for number in range(1, periods + 1):
        make_report(make_period(plan, number=number), writer.unit)
    client = sign_in(writer)

    with django_assert_num_queries(14):
        response = client.get(reverse("portal:period-list"))

    assert len(response.context["rows"]) == periods


def test_administrator_and_strangers_see_no_period(sign_in, plan):
    period = make_period(plan)

    for post in (make_post(plan.standing_office, Role.ADMINISTRATOR), make_post()):
        client = sign_in(post)
        assert client.get(reverse("portal:period-list")).context["rows"] == []
        assert client.get(period.get_absolute_url()).status_code == 404


# One period -----------------------------------------------------------------------------------------------


def test_page_tells_dates_counts_and_changes(sign_in, plan, head):
    period = create_period(plan, PeriodKind.QUARTER, 2024, 4)
    make_report(period)
    client = sign_in(head)
    client.post(reverse("portal:period-change", args=[period.pk]), dates(due_3="24/12/2024", closes_on="03/01/2025"))

    response = client.get(period.get_absolute_url())

    changes = {(change.title, change.who, change.text) for change in response.context["changes"]}
    assert changes == {
        ("Hạn gửi cấp 3: 23/12/2024 → 24/12/2024", str(head.user), "Trùng hội nghị tổng kết năm"),
        ("Đóng kỳ: 02/01/2025 → 03/01/2025", str(head.user), "Trùng hội nghị tổng kết năm"),
    }
    assert response.context["row"].reports == 1


@pytest.mark.parametrize("reports", [1, 3])
def test_page_query_count(sign_in, plan, head, reports, django_assert_num_queries):
    period = make_period(plan)
    for _ in range(reports):
        make_report(period)
    client = sign_in(head)

    with django_assert_num_queries(15):
        response = client.get(period.get_absolute_url())

    assert response.context["row"].reports == reports


def test_counts_do_not_tell_what_a_unit_does_within_itself(sign_in, plan, head):
    period = make_period(plan)
    make_report(period)
    waiting = make_report(period)
    Report.objects.filter(pk=waiting.pk).update(state=ReportState.WAITING)

    standings = sign_in(head).get(period.get_absolute_url()).context["row"].standings

    assert [(standing.words, standing.number) for standing in standings] == [("chưa gửi", 2)]


@pytest.mark.parametrize("name", ["period", "period-change"])
def test_unknown_period_is_not_found(sign_in, head, name):
    assert sign_in(head).get(reverse(f"portal:{name}", args=[10**12])).status_code == 404


def test_pages_refuse_other_methods(sign_in, plan, head):
    period, client = make_period(plan), sign_in(head)

    assert client.post(period.get_absolute_url()).status_code == 405
    assert client.post(reverse("portal:period-list")).status_code == 405
    assert client.get(reverse("portal:period-open", args=[period.pk])).status_code == 405


def test_signed_out_people_are_sent_to_sign_in(client, plan):
    for url in (reverse("portal:period-list"), make_period(plan).get_absolute_url(), reverse("portal:calendar")):
        assert client.get(url).status_code == 302


# Changes --------------------------------------------------------------------------------------------------


def test_head_of_the_office_changes_dates_with_a_reason(sign_in, plan, head):
    period = make_period(plan)

    response = sign_in(head).post(reverse("portal:period-change", args=[period.pk]), dates(due_2="20/12/2024"))

    assert response.status_code == 302
    assert response["Location"] == period.get_absolute_url()
    assert PeriodDue.objects.get(level=2).due_on == datetime.date(2024, 12, 20)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": " \n"}, "reason"),
        ({"covers_to": "31/02/2024"}, "covers_to"),
        ({"covers_to": ""}, "covers_to"),
        ({"covers_to": "14/12/0001"}, "covers_to"),
        ({"covers_from": "15/12/2024"}, "covers_to"),
        ({"due_1": "01/12/2024"}, "due_1"),
        ({"due_3": "18/12/2024"}, "due_3"),
        ({"closes_on": "20/12/2024"}, "closes_on"),
    ],
)
def test_wrong_dates_are_told_beside_their_field_and_kept(sign_in, plan, head, changes, field):
    period = make_period(plan)

    response = sign_in(head).post(reverse("portal:period-change", args=[period.pk]), dates(**changes))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert PeriodDue.objects.get(level=3).due_on == datetime.date(2024, 12, 22)


def test_refused_change_keeps_what_was_typed(sign_in, plan, head):
    make_period(plan, number=3)
    period = make_period(plan)

    response = sign_in(head).post(
        reverse("portal:period-change", args=[period.pk]), dates(covers_from="01/09/2024", reason="Lý do dài đã gõ")
    )

    assert response.status_code == 409
    assert "trùng ngày" in response.content.decode()
    assert "Lý do dài đã gõ" in response.content.decode()


def test_only_the_head_of_the_office_manages_periods(sign_in, plan, writer):
    period = make_period(plan, opened_at=None)
    for post in (writer, make_post(plan.standing_office), make_post(plan.steering_committee, Role.HEAD)):
        client = sign_in(post)
        assert client.get(reverse("portal:period-change", args=[period.pk])).status_code == 403
        assert client.post(reverse("portal:period-change", args=[period.pk]), dates()).status_code == 403
        assert client.post(reverse("portal:period-open", args=[period.pk])).status_code == 403
        assert client.get(reverse("portal:period-add", args=[plan.pk])).status_code == 403
        assert client.post(reverse("portal:period-add", args=[plan.pk])).status_code == 403
        assert "Sửa ngày của kỳ" not in client.get(period.get_absolute_url()).content.decode()


def test_period_is_opened_by_hand_once_and_not_before_its_day(sign_in, plan, head, writer):
    period = make_period(plan, opened_at=None)
    early = make_period(plan, year=timezone.localdate().year + 2, opened_at=None)
    client = sign_in(head)

    assert client.post(reverse("portal:period-open", args=[period.pk])).status_code == 302
    again = client.post(reverse("portal:period-open", args=[period.pk]))
    too_early = client.post(reverse("portal:period-open", args=[early.pk]))

    assert list(Report.objects.values_list("period", "unit")) == [(period.pk, writer.unit_id)]
    assert (again.status_code, too_early.status_code) == (409, 409)
    assert "Kỳ này đã mở" in again.content.decode()
    assert "sửa ngày mở kỳ trước" in too_early.content.decode()


def test_ad_hoc_period_is_made_and_opened(sign_in, plan, head, writer):
    response = sign_in(head).post(reverse("portal:period-add", args=[plan.pk]), ad_hoc(writer.unit))

    period = Period.objects.get()
    assert response["Location"] == period.get_absolute_url()
    assert [report.unit for report in period.reports.all()] == [writer.unit]
    assert [due.due_on.day for due in period.dues.all()] == [17, 19, 23]


def test_ad_hoc_form_sent_twice_makes_one_period(sign_in, plan, head, writer):
    url, client = reverse("portal:period-add", args=[plan.pk]), sign_in(head)
    client.post(url, ad_hoc(writer.unit))

    again = client.post(url, ad_hoc(writer.unit))

    assert again.status_code == 409
    assert "đã được lập" in again.content.decode()
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"units": []}, "units"), ({"units": [10**9]}, "units"), ({"title": ""}, "title"), ({"kind": "quarter"}, "kind")],
)
def test_wrong_ad_hoc_period_is_told(sign_in, plan, head, writer, changes, field):
    response = sign_in(head).post(reverse("portal:period-add", args=[plan.pk]), ad_hoc(writer.unit, **changes))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Period.objects.count() == 0


# Calendar -------------------------------------------------------------------------------------------------


def calendar_day(**changes):
    return {"day": "02/01/2026", "kind": "off", "note": "hoán đổi"} | changes


def test_calendar_shows_the_days_of_a_year(sign_in, writer):
    record = CalendarDay.objects.create(day=datetime.date(2026, 1, 2), kind="off", note="hoán đổi")
    CalendarDay.objects.create(day=datetime.date(2025, 1, 2), kind="off", note="năm khác")

    response = sign_in(writer).get(reverse("portal:calendar"), {"nam": "2026"})

    assert response.context["days"] == [record]
    assert (datetime.date(2026, 4, 30), "Ngày Chiến thắng") in response.context["holidays"]


@pytest.mark.parametrize("year", ["x", "0", "99999", "-1", "²²²²"])
def test_calendar_of_no_year_shows_this_year(sign_in, writer, year):
    response = sign_in(writer).get(reverse("portal:calendar"), {"nam": year})

    assert response.context["year"] == timezone.localdate().year


def test_head_of_the_office_and_administrator_edit_the_calendar(sign_in, head, plan):
    for number, post in enumerate([head, make_post(role=Role.ADMINISTRATOR)], start=1):
        client = sign_in(post)
        made = client.post(reverse("portal:calendar-add"), calendar_day(day=f"0{number}/06/2026"))
        record = CalendarDay.objects.get()
        changed = client.post(reverse("portal:calendar-change", args=[record.pk]), calendar_day(kind="worked"))
        record.refresh_from_db()
        removed = client.post(reverse("portal:calendar-remove", args=[record.pk]))

        assert [made.status_code, changed.status_code, removed.status_code] == [302, 302, 302]
        assert (record.kind, record.day) == ("worked", datetime.date(2026, 1, 2))
        assert CalendarDay.objects.count() == 0


def test_nobody_else_edits_the_calendar(sign_in, plan, writer):
    record = CalendarDay.objects.create(day=datetime.date(2026, 1, 2), kind="off", note="hoán đổi")
    for post in (writer, make_post(plan.standing_office), make_post(writer.unit, Role.HEAD)):
        client = sign_in(post)
        assert client.post(reverse("portal:calendar-add"), calendar_day()).status_code == 403
        assert client.get(reverse("portal:calendar-change", args=[record.pk])).status_code == 403
        assert client.post(reverse("portal:calendar-remove", args=[record.pk])).status_code == 403

    assert list(CalendarDay.objects.all()) == [record]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "31/02/2026"}, "day"),
        ({"day": "02/01/1026"}, "day"),
        ({"day": "03/01/2026"}, "day"),
        ({"kind": "x"}, "kind"),
        ({"note": ""}, "note"),
        ({"note": "a\0b"}, "note"),
    ],
)
def test_wrong_calendar_day_is_told(sign_in, head, changes, field):
    CalendarDay.objects.create(day=datetime.date(2026, 1, 3), kind="off", note="đã có")

    response = sign_in(head).post(reverse("portal:calendar-add"), calendar_day(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_unknown_calendar_day_is_not_found(sign_in, head):
    client = sign_in(head)

    assert client.get(reverse("portal:calendar-change", args=[1])).status_code == 404
    assert client.post(reverse("portal:calendar-remove", args=[1])).status_code == 404


# Admin ----------------------------------------------------------------------------------------------------


def test_admin_changes_a_period_by_the_same_form_and_act(sign_in, plan, head):
    period = make_period(plan)
    url = reverse("admin:progress_period_change", args=[period.pk])
    client = sign_in(head)

    assert client.get(url).status_code == 200
    assert client.post(url, dates(reason="")).status_code == 200
    assert client.post(url, dates(opens_on="16/09/2024")).status_code == 409
    assert client.post(url, dates()).status_code == 302

    assert PeriodDue.objects.get(level=3).due_on == datetime.date(2024, 12, 23)
    assert PeriodDue.objects.get(level=3).history.first().history_change_reason == "Trùng hội nghị tổng kết năm"
    assert client.get(reverse("admin:progress_period_changelist")).status_code == 200
    assert client.get(reverse("admin:progress_period_history", args=[period.pk])).status_code == 200


def test_admin_shows_periods_to_nobody_else(sign_in, plan, writer):
    url = reverse("admin:progress_period_changelist")

    for post in (writer, make_post(plan.standing_office), make_post(role=Role.ADMINISTRATOR)):
        assert sign_in(post).get(url).status_code == 403


def test_admin_keeps_the_calendar(sign_in):
    client = sign_in(make_post(role=Role.ADMINISTRATOR))

    assert client.post(reverse("admin:common_calendarday_add"), calendar_day()).status_code == 302
    record = CalendarDay.objects.get()
    url = reverse("admin:common_calendarday_delete", args=[record.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302

    assert [row.history_type for row in CalendarDay.history.all()] == ["-", "+"]
