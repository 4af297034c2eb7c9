"""What there is to do today: each number opens the list that was counted, for whoever reads it."""

import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_line, make_post, make_report, make_unit, take_part
from tests.figures.story import Story
from tests.portal.test_dashboards import sheets_of
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
LISTS = ["dashboard-waiting-list", "dashboard-declined-list", "dashboard-silent-list"]


@pytest.fixture
def story():
    """The story as far as 01/10/2024: one unit has sent its report of the third quarter, another declined work."""
    with time_machine.travel("2024-06-17 09:00+07:00", tick=False):
        built = Story()
    for on in built.days():
        if f"{on:%Y-%m-%d}" == "2024-10-01":
            break
    return built


def today(client, **asked):
    return client.get(reverse("portal:dashboard-today"), asked)


def numbers_of(desk):
    duties = [(f"việc {words}", number) for words, number in desk.overdue_duties]
    lines = [*desk.waiting_ages, *duties, *desk.overdue_reports, *desk.to_decide]
    return [("chờ", desk.waiting_total), *lines, *(line for _, told in desk.followed for line in told)]


def told(desk):
    return {words: number.value for words, number in numbers_of(desk) if number.value != "0"}


def test_numbers_open_what_was_counted_for_whoever_reads(story, sign_in):
    posts = {
        "office": story.office,
        "committee": make_post(story.plan.steering_committee, Role.READER),
        "parent": story.heads[story.above],
        "below": story.heads[story.below],
        "beside": story.heads[story.beside],
    }
    found = {}
    with time_machine.travel("2024-10-07 09:00+07:00", tick=False):
        for name, post in posts.items():
            client = sign_in(post)
            desk = today(client).context["desk"]
            found[name] = told(desk)
            for words, number in numbers_of(desk):
                assert not number.url or client.get(number.url).context["listing"].paginator.count == int(
                    number.value
                ), words

    # Three units have sent nothing for the third quarter; the fourth sent it on 16/9.
    whole = {
        "chờ": "1",
        "trên 7 ngày": "1",
        "việc 1–30 ngày": "9",
        "1–30 ngày": "3",
        "Đơn vị chưa gửi lần nào": "3",
        "Việc đơn vị từ chối": "1",
    }
    assert found["office"] == found["committee"] == whole
    assert found["parent"] == {"việc 1–30 ngày": "4", "1–30 ngày": "2", "Đơn vị chưa gửi lần nào": "2"}
    assert found["below"] == {"việc 1–30 ngày": "2", "1–30 ngày": "1", "Đơn vị chưa gửi lần nào": "1"}
    assert found["beside"] == {"việc 1–30 ngày": "3"}


def test_lists_say_who_has_to_decide_and_go_into_workbooks(story, sign_in):
    client = sign_in(story.office)
    with time_machine.travel("2024-10-07 09:00+07:00", tick=False):
        responses = [client.get(reverse(f"portal:{name}")) for name in LISTS]
        books = [client.get(reverse(f"portal:{name}-export")) for name in LISTS]
        books = [load_workbook(io.BytesIO(b"".join(book.streaming_content))).active for book in books]
        earlier = client.get(reverse("portal:dashboard-declined-list"), {"ngay": "30/09/2024"})

    waiting, declined, silent = [
        [cell.text for cell in response.context["listing"].lines[0].cells] for response in responses
    ]
    assert waiting == ["Quý III/2024", "Ban Dân vận", str(story.plan.standing_office), "16/09/2024", "21"]
    assert declined[1:] == ["Phòng Văn hóa", "Lý do ghi trong văn bản.", "01/10/2024", str(story.plan.standing_office)]
    assert silent == ["UBND huyện", "1", "19/09/2024", "18"]
    assert [book.max_row for book in books] == [2, 2, 4]
    assert len(earlier.context["rows"]) == 0


def test_page_is_taken_away_and_units_stand_in_protocol_order_alone(story, sign_in):
    client, silent_url = sign_in(story.office), reverse("portal:dashboard-silent-list")
    with time_machine.travel("2024-10-07 09:00+07:00", tick=False):
        desk = today(client).context["desk"]
        (rows,) = sheets_of(client.get(reverse("portal:dashboard-today-export"))).values()
        past = sheets_of(client.get(reverse("portal:dashboard-today-export"), {"ngay": "18/09/2024"}))
        silent = [client.get(silent_url, {"sap": key}).context["listing"] for key in ["", "so", "-so", "-tu"]]

    assert [row[2] for row in rows[1:]] == [number.count for _, number in numbers_of(desk)]
    assert rows[2] == ["Báo cáo chờ xem xét", "đến 3 ngày", 0]
    assert [row[2] for row in past["Việc hôm nay"] if row[0] == "Đôn đốc"] == []
    assert silent[0].sortable == []
    assert len({tuple(row[0].pk for row in listing.rows) for listing in silent}) == 1


def test_day_that_is_past_shows_what_waited_then(story, sign_in):
    client = sign_in(story.office)
    with time_machine.travel("2024-10-07 09:00+07:00", tick=False):
        response = today(client, ngay="18/09/2024")

    # The unit below reports a level earlier: its day, the 17th, has passed.
    unsent = {"1–30 ngày": "1", "Đơn vị chưa gửi lần nào": "1"}
    assert told_past(response) == {"chờ": "1", "đến 3 ngày": "1"} | unsent
    assert "chỉ hiện theo ngày hôm nay" in response.text


def told_past(response):
    desk = response.context["desk"]
    lines = [("chờ", desk.waiting_total), *desk.waiting_ages, *desk.overdue_reports, *desk.to_decide]
    return {words: number.value for words, number in lines if number.value != "0"}


@pytest.mark.parametrize("units", [1, 3])
def test_query_counts(story, sign_in, units, forget_figures, django_assert_num_queries):
    for _ in range(units):
        unit = make_unit(kind=UnitKind.COMMUNE)
        take_part(story.plan, unit)
        make_line(make_report(story.periods[0], unit))
    client = sign_in(story.office)
    with time_machine.travel("2024-10-07 09:00+07:00", tick=False):
        today(client)

        forget_figures()
        with django_assert_num_queries(20):
            response = today(client)
        forget_figures()
        with django_assert_num_queries(10):
            silent = client.get(reverse("portal:dashboard-silent-list"))
        forget_figures()
        with django_assert_num_queries(10):
            waiting = client.get(reverse("portal:dashboard-waiting-list"))

    assert told(response.context["desk"])["Đơn vị chưa gửi lần nào"] == str(3 + units)
    assert (len(silent.context["rows"]), len(waiting.context["rows"])) == (3 + units, 1)
