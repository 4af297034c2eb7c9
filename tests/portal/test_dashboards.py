import datetime
import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from common.clock import today
from oversight.actions.extensions import ask_for_extension, grant_extension
from tasks.enums import AssignmentState, Level, PeriodKind
from tasks.models import Assignment
from tests.factories import (
    make_assignment,
    make_group,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db

DUE = datetime.date(2024, 12, 19)
DAY = {"ngay": "2025-03-01"}


class Plan261:
    """A plan with a branch of two units and a unit beside it, each with an overdue duty and a missing report."""

    def __init__(self):
        self.plan = make_plan()
        self.group = make_group(self.plan)
        self.above = make_unit("UBND huyện", kind=UnitKind.PEOPLES_COMMITTEE)
        self.below = make_unit("Phòng Văn hóa", kind=UnitKind.OFFICE)
        self.beside = make_unit("Ban Dân vận")
        take_part(self.plan, self.above)
        take_part(self.plan, self.below, reports_to=self.above, level=Level.FIRST)
        take_part(self.plan, self.beside)
        self.period = make_period(self.plan)
        self.period.opened_at = datetime.datetime(2024, 9, 15, tzinfo=datetime.UTC)
        self.period.save()
        for unit in [self.above, self.below, self.beside]:
            self.work(unit)

    def work(self, unit):
        make_assignment(make_task(group=self.group), unit, due_on=DUE)
        report = make_report(self.period, unit)
        make_line(report, make_assignment(make_task(group=self.group), unit))

    def office(self, role=Role.WRITER):
        return make_post(self.plan.standing_office, role)


@pytest.fixture
def world():
    return Plan261()


def dashboard(client, **asked):
    return client.get(reverse("portal:dashboard"), DAY | asked)


def figures(response):
    total = response.context["board"].total
    return total.open_overdue, response.context["board"].reports.missing


def duties(client, **asked):
    return client.get(reverse("portal:duty-list"), DAY | {"o": "open_overdue"} | asked)


def units_of(response):
    return sorted({duty.unit_id for duty, _ in response.context["rows"]})


def test_office_sees_the_whole_plan(world, sign_in):
    response = dashboard(sign_in(world.office()))

    assert response.status_code == 200
    assert figures(response) == (6, 3)
    assert response.context["board"].total.rate.words == "0/6 việc đã đến hạn, gồm đã hoàn thành và quá hạn"


def test_committee_observer_and_owner_see_the_whole_plan(world, sign_in):
    observer = make_unit("Ủy ban Kiểm tra")
    world.plan.observers.add(observer)

    for unit in [world.plan.steering_committee, observer, world.plan.owner]:
        assert figures(dashboard(sign_in(make_post(unit, Role.READER)))) == (6, 3)


def test_other_units_see_their_own_and_what_lies_below(world, sign_in):
    seen = {unit: figures(dashboard(sign_in(make_post(unit)))) for unit in [world.above, world.below, world.beside]}

    assert seen == {world.above: (4, 2), world.below: (2, 1), world.beside: (2, 1)}


def test_office_may_look_at_its_own_part_alone(world, sign_in):
    world.work(world.plan.standing_office)

    # Below the standing office stands everybody who reports to it.
    assert figures(dashboard(sign_in(world.office()), pham_vi="don-vi")) == (8, 4)
    owner = sign_in(make_post(world.plan.owner))
    assert figures(dashboard(owner, pham_vi="don-vi")) == (8, 4)


def test_asking_for_the_whole_plan_without_the_right_is_refused(world, sign_in):
    client = sign_in(make_post(world.beside))

    assert dashboard(client, pham_vi="ke-hoach").status_code == 403
    assert duties(client, pham_vi="ke-hoach").status_code == 403


@pytest.mark.parametrize("name", ["dashboard", "duty-list", "dashboard-report-list"])
def test_pages_refuse_administrator_stranger_and_post(world, sign_in, client, name):
    url = reverse(f"portal:{name}")

    assert sign_in(make_post(role=Role.ADMINISTRATOR)).get(url).status_code == 403
    assert client.get(url).status_code == 302
    assert sign_in(world.office()).post(url).status_code == 405


def test_unit_without_a_part_in_any_plan_is_told_so(sign_in):
    response = sign_in(make_post()).get(reverse("portal:dashboard"))

    assert response.status_code == 200
    assert "Đơn vị chưa tham gia kế hoạch nào" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"ngay": "31/02/2025"}, "Ngày không đọc được"),
        ({"ngay": "mai"}, "Ngày không đọc được"),
        ({"ngay": "2999-01-01"}, "không được sau hôm nay"),
        ({"ky": "999999"}, "hãy chọn lại trong danh sách"),
        ({"ky": "\0"}, "hãy chọn lại trong danh sách"),
        ({"loai": "tàu vũ trụ"}, "hãy chọn lại trong danh sách"),
        ({"nhanh": "abc"}, "hãy chọn lại trong danh sách"),
        ({"ke_hoach": "999999"}, "hãy chọn lại trong danh sách"),
        ({"pham_vi": "x"}, "hãy chọn lại trong danh sách"),
    ],
)
def test_bad_filter_is_named_with_the_way_out(world, sign_in, asked, sentence):
    response = dashboard(sign_in(world.office()), **asked)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_day_is_read_as_vietnamese_write_it(world, sign_in):
    response = dashboard(sign_in(world.office()), ngay="19/12/2024")

    assert response.context["selection"].scope.on == DUE


def test_branch_of_another_unit_is_refused(world, sign_in):
    client = sign_in(make_post(world.beside))

    assert dashboard(client, nhanh=world.above.pk).status_code == 422
    assert duties(client, don_vi=world.above.pk).status_code == 422


def test_filters_narrow_every_figure(world, sign_in):
    client = sign_in(world.office())
    other = make_period(world.plan, number=3)

    assert figures(dashboard(client, nhanh=world.above.pk)) == (4, 2)
    assert figures(dashboard(client, loai=UnitKind.OFFICE)) == (2, 1)
    assert figures(dashboard(client, ky=world.period.pk)) == (3, 3)
    assert figures(dashboard(client, ky=other.pk)) == (0, 0)


def test_ad_hoc_periods_cannot_be_chosen(world, sign_in):
    ad_hoc = make_period(world.plan, number=1, kind=PeriodKind.AD_HOC, is_regular=False)

    assert dashboard(sign_in(world.office()), ky=ad_hoc.pk).status_code == 422


def test_matrix_sums_a_branch_and_opens_it(world, sign_in):
    client = sign_in(world.office())

    rows = {row.unit: row for row in dashboard(client).context["board"].grid.rows}

    assert set(rows) == {str(world.above), str(world.beside)}
    assert (rows[str(world.above)].below, rows[str(world.above)].total.ratio) == (1, "0/4")
    inside = client.get(rows[str(world.above)].url).context["board"].grid.rows
    assert [row.unit for row in inside] == [str(world.above), str(world.below)]


def test_every_number_of_the_page_opens_a_list_that_counts_the_same(world, sign_in):
    make_assignment(
        make_task(group=world.group), world.beside, due_on=DUE, state=AssignmentState.DONE, completed_on=DUE
    )
    make_assignment(make_task(group=world.group), world.beside, cadence="")
    make_assignment(make_task(group=world.group), world.beside, due_on=DUE, state=AssignmentState.SUSPENDED)
    client = sign_in(world.office())
    board = dashboard(client).context["board"]
    linked = [*board.numbers.values(), *(number for row in board.home_rows for number in row.numbers)]
    linked += [line.number for line in board.report_lines]

    opened = [(number.value, client.get(number.url)) for number in linked if number.url]

    assert len(opened) > 12
    assert [str(len(response.context["rows"])) for _, response in opened] == [value for value, _ in opened]


def test_cells_of_the_matrix_open_their_list(world, sign_in):
    client = sign_in(world.office())
    row = next(row for row in dashboard(client).context["board"].grid.rows if row.unit == str(world.above))

    response = client.get(row.cells[0].url)

    assert (row.cells[0].ratio, row.cells[0].word, row.cells[0].tone) == ("0/4", "4 quá hạn", "late")
    assert units_of(response) == sorted([world.above.pk, world.below.pk])


def test_list_explains_the_number(world, sign_in):
    response = duties(sign_in(world.office()))
    text = response.content.decode()

    assert "Chưa hoàn thành, quá hạn: 6 việc" in text
    assert "100%: 6/6 việc đã đến hạn, gồm đã hoàn thành và quá hạn" in text
    assert "0 việc chưa hoàn thành: 0 đang tạm dừng" in text
    assert "hết ngày 01/03/2025" in text
    assert (text.count("quá hạn 72 ngày"), text.count("quá hạn 74 ngày")) == (5, 1)


def test_lists_repeat_the_rates_of_the_dashboard(world, sign_in):
    client = sign_in(world.office())
    board = dashboard(client).context["board"]
    url = reverse("portal:dashboard-report-list")

    opened = [
        duties(client, o="came_due"),
        client.get(url, DAY | {"o": "expected"}),
        client.get(url, DAY | {"o": "on_time"}),
    ]

    assert [response.context["explained"].rate for response in opened] == [
        board.total.rate,
        board.reports.received_rate,
        board.reports.on_time_rate,
    ]


def test_lists_show_a_unit_only_its_own_branch(world, sign_in):
    response = duties(sign_in(make_post(world.below)))

    assert units_of(response) == [world.below.pk]
    reports = sign_in(make_post(world.below)).get(reverse("portal:dashboard-report-list"), DAY | {"o": "missing"})
    assert [row.report.unit for row, _ in reports.context["rows"]] == [world.below]


def test_list_of_one_group_and_of_none(world, sign_in):
    client = sign_in(world.office())

    assert len(duties(client, nhom=world.group.number).context["rows"]) == 6
    assert len(duties(client, nhom=99).context["rows"]) == 0
    assert len(duties(client, muc=1).context["rows"]) == 0


@pytest.mark.parametrize("asked", [{"o": ""}, {"o": "tất cả"}, {"nhom": "một"}, {"don_vi": "0"}, {"don_vi": "9" * 30}])
def test_bad_list_is_named(world, sign_in, asked):
    assert duties(sign_in(world.office()), **asked).status_code == 422


def test_list_is_paged(world, sign_in):
    for _ in range(50):
        make_assignment(make_task(group=world.group), world.beside, due_on=DUE)
    client = sign_in(world.office())

    assert [len(duties(client, trang=page).context["rows"]) for page in (1, 2, "x")] == [50, 6, 50]


def test_without_duties_rates_are_a_dash(sign_in):
    response = dashboard(sign_in(make_post(make_plan().standing_office)))

    assert str(response.context["board"].total.rate) == "–"
    assert "Chưa có việc nào để đếm" in response.content.decode()


def test_day_is_today_unless_asked(world, sign_in):
    response = sign_in(world.office()).get(reverse("portal:dashboard"))

    assert response.context["selection"].scope.on == today()


def test_past_day_says_what_is_of_today_all_the_same(world, sign_in):
    client = sign_in(world.office())
    words = "mục tiêu của chỉ tiêu lấy theo hôm nay"

    past, today = dashboard(client), client.get(reverse("portal:dashboard"))

    assert [words in response.content.decode() for response in (past, today)] == [True, False]


def test_unit_with_nothing_below_is_not_asked_to_compare(world, sign_in):
    make_group(world.plan)

    of_one = dashboard(sign_in(make_post(world.beside, Role.HEAD)))
    of_many = dashboard(sign_in(make_post(world.above, Role.HEAD)))

    assert of_one.context["selection"].form["loai"].is_hidden
    assert len(of_one.context["board"].home_rows) == 1
    assert not of_many.context["selection"].form["loai"].is_hidden
    assert len(of_many.context["board"].home_rows) == len(of_many.context["board"].homes) > 1


def sheets_of(response):
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook}


def test_tables_that_are_taken_away_hold_the_numbers_of_the_screen(world, sign_in):
    client = sign_in(world.office())
    board, late = (dashboard(client).context[name] for name in ["board", "late"])

    sheets = sheets_of(client.get(reverse("portal:dashboard-export"), DAY))
    refused = client.get(reverse("portal:dashboard-export"), {"ngay": "mai"})

    assert list(sheets) == ["Theo nhóm, mục", "Báo cáo tiến độ", "Quá hạn bao lâu"]
    (row,) = board.home_rows
    assert sheets["Theo nhóm, mục"][1:] == [
        [f"{row.label}. {row.title}", *(number.count for number in row.numbers), 0, 6, 0],
        ["Cộng", 0, 0, 0, 6, 0, 0, 6, 0],
    ]
    assert sheets["Báo cáo tiến độ"][1:] == [[line.words, line.number.count] for line in board.report_lines]
    assert sheets["Quá hạn bao lâu"][1:] == [
        [one.words, *(number.count for number in [*one.numbers, one.total])] for one in late.rows
    ]
    assert refused.url == f"{reverse('portal:dashboard')}?ngay=mai"


def extended(client, **asked):
    return client.get(reverse("portal:dashboard-extension-list"), DAY | {"o": "granted"} | asked)


def test_what_was_extended_stands_on_the_board_and_opens_its_list(world, sign_in):
    work = Assignment.objects.filter(unit=world.below, due_on=DUE).get()
    head, office = make_post(world.below, Role.HEAD), world.office(Role.HEAD)
    with time_machine.travel("2024-12-20 09:00+07:00", tick=False):
        asked = ask_for_extension(work, wished_on=DUE + datetime.timedelta(days=20), reason="Chờ kinh phí.", by=head)
    with time_machine.travel("2024-12-23 09:00+07:00", tick=False):
        grant_extension(asked, granted_on=DUE + datetime.timedelta(days=20), by=office)
    client = sign_in(world.office())

    board = " ".join(dashboard(client).text.split())
    listed, before = extended(client), extended(client, ngay="2024-12-22")

    assert "được gia hạn 1 lần, thêm 20 ngày</a>, trong đó" in board
    assert [(one.pk, one.granted_then) for one in listed.context["rows"]] == [(asked.pk, asked.granted_on)]
    assert listed.context["explained"].title == "Được gia hạn: 1 đề nghị, thêm 20 ngày"
    assert list(before.context["rows"]) == []
    assert extended(client, o="waiting", ngay="2024-12-22").context["explained"].count == 1
    assert "Gia hạn:" not in dashboard(sign_in(make_post(world.beside))).text
