"""Lists: sorted by column in the address, paged, and taken away exactly as one sees them."""

import datetime
import io
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from common import clock
from portal import lists
from portal.lists import shown
from portal.standings import with_timing
from portal.templatetags.laid_out import filled_in
from portal.urging.filters import UrgingFilterForm
from progress.enums import ReportState
from progress.forms.log import LogFilterForm
from progress.models import LogEntry, Report
from tasks.enums import AssignmentState, Level, Part
from tasks.models import Assignment
from tasks.timing import Timing, assignment_timing
from tests.factories import (
    make_assignment,
    make_group,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 11, 1)
LISTS = ["report-list", "log-list", "assignment-list", "period-list", "duty-list", "dashboard-report-list"]
EVERYBODY = ["unit-list", "notice-list"]
QUERIES = {"duty-list": {"o": "dated"}, "dashboard-report-list": {"o": "expected"}, "log-list": {"don_vi": ""}}


class Place:
    """A plan with an office, a People's Committee that has an office below it, and a unit beside them."""

    def __init__(self, units=3):
        self.plan = make_plan()
        self.group = make_group(self.plan)
        self.periods = [make_period(self.plan, number=number) for number in (3, 4)]
        self.above = make_unit("UBND huyện")
        take_part(self.plan, self.above)
        self.below = make_unit("Phòng Văn hóa", parent=self.above)
        take_part(self.plan, self.below, reports_to=self.above, level=Level.FIRST)
        beside = [make_unit(f"Ban thứ {number}") for number in range(units - 2)]
        for unit in beside:
            take_part(self.plan, unit)
        self.units = [self.above, self.below, *beside]
        for number, unit in enumerate(self.units):
            self.fill(unit, number)
        Report.objects.filter(unit=self.above, period=self.periods[0]).update(
            state=ReportState.SUBMITTED, submitted_at=timezone.now()
        )
        Report.objects.filter(unit=self.below, period=self.periods[0]).update(state=ReportState.WAITING)

    def fill(self, unit, number):
        assignment = make_assignment(
            make_task(group=self.group), unit, due_on=DAY + datetime.timedelta(days=number), person_in_charge="=1+1"
        )
        for period in self.periods:
            make_report(period, unit)
        for text in ("Đã họp.", "=HYPERLINK(1)"):
            LogEntry.objects.create(
                assignment=assignment,
                happened_on=DAY,
                text=text,
                percent=number * 10,
                at=timezone.now(),
                by=make_post(unit).user,
                for_unit=unit,
            )

    def posts(self):
        return {
            "writer": make_post(self.below),
            "parent": make_post(self.above, Role.HEAD),
            "other": make_post(self.units[-1]),
            "office": make_post(self.plan.standing_office),
            "committee": make_post(self.plan.steering_committee, Role.HEAD),
        }


def workbook(response):
    """Return the rows of the only sheet of a download, its head first."""
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert len(book.worksheets) == 1
    return [list(row) for row in book.active.iter_rows()]


def seen(client, name, **query):
    """Return the texts of all cells of all pages of a list, page after page."""
    rows, page = [], 1
    while True:
        listing = client.get(reverse(f"portal:{name}"), query | {"trang": page}).context["listing"]
        rows += [[cell.text for cell in cells] for cells in listing.table]
        if not listing.page.has_next():
            return rows
        page += 1


def taken(client, name, **query):
    head, *rows = workbook(client.get(reverse(f"portal:{name}-export"), query))
    return [cell.value for cell in head], [[told(cell) for cell in row] for row in rows]


def told(cell):
    """Return a cell of a workbook as the screen writes it."""
    value = cell.value
    if isinstance(value, datetime.datetime):
        if cell.number_format == "dd/mm/yyyy":
            return f"{value:%d/%m/%Y}"
        return f"{value:%H:%M %d/%m/%Y}"
    return shown(Decimal(str(value)) if isinstance(value, int | float) else value)


@pytest.mark.parametrize("who", ["writer", "parent", "other", "office", "committee"])
def test_workbook_holds_exactly_the_rows_one_sees(sign_in, who, monkeypatch):
    client = sign_in(Place().posts()[who])
    for page_size in ("reports.views.listing.PER_PAGE", "log.views.PAGE_SIZE", "assignments.listing.PER_PAGE"):
        monkeypatch.setattr(f"portal.{page_size}", 2)

    for name in LISTS:
        query = QUERIES.get(name, {})
        on_screen, (head, in_file) = seen(client, name, **query), taken(client, name, **query)

        assert in_file == on_screen, name
        assert len(head) == len(set(head)) == len(in_file[0])
    assert taken(client, "unit-list")[1] == seen(client, "unit-list")


def test_each_post_takes_away_what_its_unit_may_know(sign_in):
    place = Place()
    clients = {who: sign_in(post) for who, post in place.posts().items()}

    reports = {who: taken(client, "report-list")[1] for who, client in clients.items()}
    states = {
        who: next((row[6] for row in rows if row[:2] == ["Phòng Văn hóa", str(place.periods[0])]), None)
        for who, rows in reports.items()
    }

    assert {who: len(rows) for who, rows in reports.items()} == {
        "writer": 2,
        "parent": 4,
        "other": 2,
        "office": 6,
        "committee": 6,
    }
    assert states == {
        "writer": "chờ lãnh đạo duyệt",
        "parent": "chưa gửi",
        "other": None,
        "office": "chưa gửi",
        "committee": "chưa gửi",
    }


@pytest.mark.parametrize("who", ["office", "writer"])
def test_order_by_state_does_not_tell_what_a_unit_does_with_itself(sign_in, who):
    place = Place()
    Report.objects.filter(unit=place.units[2]).update(state=ReportState.WAITING)

    rows = seen(sign_in(place.posts()[who]), "report-list", sap="tinh-trang")
    unsent = [row[0] for row in rows if row[6] != "đã gửi"]

    expected = {"office": ["UBND huyện", *["Phòng Văn hóa"] * 2, *["Ban thứ 0"] * 2], "writer": ["Phòng Văn hóa"] * 2}
    assert sorted(unsent) == sorted(expected[who])
    assert [row[1] for row in rows[:2]] == ["Quý IV/2024", "Quý IV/2024"] or who == "writer"


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [
        ("report-list", "don-vi", 0),
        ("report-list", "han", 3),
        ("report-list", "gui", 4),
        ("log-list", "don-vi", 1),
        ("log-list", "ty-le", 4),
        ("assignment-list", "viec", 0),
        ("assignment-list", "han", 3),
        ("period-list", "chot", 4),
        ("duty-list", "don-vi", 1),
        ("duty-list", "han", 3),
        ("duty-list", "xong", 4),
        ("dashboard-report-list", "ky", 0),
        ("dashboard-report-list", "bo-sung", 7),
        ("unit-list", "ma", 3),
    ],
)
def test_list_is_sorted_either_way_and_gives_the_same_workbook(sign_in, name, key, column):
    client, query = sign_in(Place().posts()["office"]), QUERIES.get(name, {})

    up, down = (seen(client, name, sap=f"{sign}{key}", **query) for sign in ("", "-"))

    filled = [row[column] for row in up if row[column] != "–"]
    turned = [row[column] for row in down if row[column] != "–"]
    assert filled == turned[::-1]
    assert sorted(up) == sorted(down)
    assert [row[column] for row in down[len(turned) :]] == ["–"] * (len(down) - len(turned))
    assert taken(client, name, sap=f"-{key}", **query)[1] == down


def test_units_stand_in_protocol_order_and_names_in_vietnamese_order(sign_in):
    place = Place()
    first = make_unit("Đảng ủy xã", order=0)
    client = sign_in(place.posts()["office"])

    by_protocol = seen(client, "unit-list", q="")
    by_name = [row[0] for row in seen(client, "unit-list", sap="ten")]

    assert by_protocol[0][0] == first.name
    assert by_name.index("Ban thứ 0") < by_name.index("Đảng ủy xã") < by_name.index("Phòng Văn hóa")


def test_many_filters_fold_on_a_phone_unless_one_is_set(sign_in):
    place = Place()
    client = sign_in(make_post(place.plan.standing_office, Role.HEAD))
    asked = {"ky": str(place.periods[0].pk), "sap": "-han"}

    pages = [client.get(reverse("portal:report-list"), query).content.decode() for query in ({"sap": "-han"}, asked)]
    few = client.get(reverse("portal:extension-list"), {"tinh_trang": "cho"}).content.decode()

    folds = [re.search(r'<details class="fold filter-fold no-print" (open)?>', page)[1] for page in pages]
    told = [re.search(r'id="dang-loc">(.*?)</span>', page)[1] for page in pages]
    assert (folds, told) == ([None, "open"], ["", str(place.periods[0])])
    assert ("filter-bar" in few, "filter-fold" in few) == (True, False)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"muc": "2", "tu": "01/02/2024"}, "Mức 2, từ ngày 01/02/2024"),
        ({"tinh_trang": "cho-tiep-nhan"}, "Chờ tiếp nhận"),
        ({"muc": "9"}, ""),
    ],
)
def test_filters_that_are_set_are_told_in_words(query, words):
    post = make_post(make_plan().standing_office)

    assert filled_in(UrgingFilterForm(query, membership=post)) == words


def test_filter_is_told_in_the_words_of_its_choice():
    post = make_post()
    work = make_assignment(make_task(title="Tổ chức hội nghị quán triệt, " * 10), post.unit)
    form = LogFilterForm({"viec": str(work.task.pk)}, membership=post)

    assert filled_in(form) == form.fields["viec"].label_from_instance(work.task)
    assert len(filled_in(form)) <= 60


@pytest.mark.parametrize("asked", ["", "la", "-", "--han", "due_on", "unit__memberships__user__password"])
def test_unknown_order_leaves_the_usual_one(sign_in, asked):
    client = sign_in(Place().posts()["office"])

    assert seen(client, "report-list", sap=asked) == seen(client, "report-list")


def test_heads_say_how_the_list_is_sorted_and_keep_the_filters(sign_in):
    place = Place()
    client = sign_in(place.posts()["office"])
    query = {"ky": place.periods[0].pk, "sap": "han", "trang": 1}

    page = client.get(reverse("portal:report-list"), query)

    assert page.text.count("aria-sort=") == page.text.count('aria-sort="ascending"') == 1
    assert f'href="?ky={place.periods[0].pk}&amp;sap=-han"' in page.text
    assert '<input type="hidden" name="sap" value="han">' in page.text
    assert f'/bao-cao/tai-ve/?ky={place.periods[0].pk}&amp;sap=han"' in page.text


def test_log_opens_on_the_own_unit_in_any_order_and_so_does_its_workbook(sign_in):
    place = Place()
    client = sign_in(place.posts()["parent"])

    assert {row[1] for row in seen(client, "log-list", sap="ngay")} == {"UBND huyện"}
    assert {row[1] for row in taken(client, "log-list", sap="ngay")[1]} == {"UBND huyện"}


def test_numbers_stay_numbers_days_days_and_nothing_runs(sign_in):
    client = sign_in(Place().posts()["office"])

    log = workbook(client.get(reverse("portal:log-list-export"), {"don_vi": ""}))
    work = workbook(client.get(reverse("portal:assignment-list-export")))

    kinds = {head.value: cell.data_type for head, cell in zip(log[0], log[1], strict=True)}
    assert {kinds[name] for name in ("Ngày", "Ghi lúc")} == {"d"}
    assert kinds["Tỷ lệ hoàn thành (%)"] == "n"
    cells = [cell for row in [*log, *work] for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert {cell.quotePrefix for cell in cells if str(cell.value).startswith("=")} == {True}


@time_machine.travel("2024-11-05 10:00+07:00", tick=False)
def test_file_is_named_after_the_list_and_the_day(sign_in):
    response = sign_in(Place().posts()["office"]).get(reverse("portal:report-list-export"))
    workbook(response)

    assert response["Content-Disposition"] == 'attachment; filename="bao-cao-2024-11-05.xlsx"'
    assert response["Cache-Control"] == "private, no-store"


def test_absurd_size_is_refused_with_a_sentence(sign_in, monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 5)

    response = sign_in(Place().posts()["office"]).get(reverse("portal:report-list-export"))

    assert response.status_code == 409
    assert "Danh sách có 6 dòng; mỗi tệp Excel chứa tối đa 5 dòng." in response.text


@pytest.mark.parametrize(("name", "query"), [("report-list", {"ky": "x"}), ("log-list", {"tu": "31/02/2024"})])
def test_filter_that_is_not_understood_leads_back_to_the_list(sign_in, name, query):
    client = sign_in(Place().posts()["office"])

    response = client.get(reverse(f"portal:{name}-export"), query, follow=True)

    assert response.redirect_chain[0][0].startswith(reverse(f"portal:{name}"))
    assert response.context["form"].errors


@pytest.mark.parametrize("name", LISTS + EVERYBODY)
def test_queries_do_not_grow_with_the_rows(sign_in, name, django_assert_max_num_queries):
    counts = []
    for units in (3, 6):
        place = Place(units)
        post = place.posts()["office"]
        for number in range(units):
            Notice.objects.create(
                user=post.user, unit=post.unit, kind="report", object_id=number, text="Mới.", at=timezone.now()
            )
        client = sign_in(post)
        client.get(reverse("portal:help"))
        query = QUERIES.get(name, {}) | {"ke_hoach": place.plan.pk, "sap": "han"}
        for page in (name, f"{name}-export"):
            with django_assert_max_num_queries(15) as asked:
                response = client.get(reverse(f"portal:{page}"), query)
            counts.append(len(asked))
        workbook(response)

    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("timing", list(Timing))
def test_timing_in_the_database_is_the_timing_of_the_page(timing):
    on, soon = clock.today(), datetime.timedelta(days=7)
    day = datetime.timedelta(days=1)
    plan, unit = make_plan(), make_unit()
    for due_on in (on - day, on, on + soon, on + soon + day):
        make_assignment(make_task(plan), unit, due_on=due_on, starts_on=on - 9 * day)
        for completed_on in (due_on, due_on + day):
            make_assignment(make_task(plan), unit, due_on=due_on, starts_on=on - 9 * day, **done_on(completed_on))
        for stopped_on in (due_on, due_on + day):
            for stopped in stopped_since(stopped_on):
                make_assignment(make_task(plan), unit, due_on=due_on, starts_on=on - 9 * day, **stopped)
    make_assignment(make_task(plan), unit, cadence="")
    make_assignment(make_task(plan), unit, Part.SUPPORT, cadence="quarter")

    found = set(with_timing(Assignment.objects.all(), timing, on))

    assert found == {one for one in Assignment.objects.all() if assignment_timing(one, on=on).timing == timing}
    assert found


def done_on(day):
    return {"state": AssignmentState.DONE, "completed_on": day}


def stopped_since(day):
    """Work that was suspended, withdrawn, or passed on, that day."""
    yield {"state": AssignmentState.SUSPENDED, "suspended_on": day}
    yield from ({"state": state, "ended_on": day} for state in AssignmentState.ended())


def test_nothing_of_the_database_is_named_in_an_address(sign_in):
    client = sign_in(Place().posts()["office"])

    for name in LISTS + EVERYBODY:
        listing = client.get(reverse(f"portal:{name}"), QUERIES.get(name, {})).context["listing"]
        assert [head.column.key for head in listing.sortable if "_" in head.column.key] == []
