"""The briefing between two days: each number opens its list, and who must decide is named."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from oversight.actions.directions import give_direction
from tests.factories import make_line, make_post, make_report, make_unit, take_part
from tests.figures.story import Story, day
from tests.portal.test_dashboards import sheets_of
from units.enums import Role

pytestmark = pytest.mark.django_db
NOW = "2024-12-22 09:00+07:00"


@pytest.fixture
def story():
    """The story as far as 20/12/2024, where two reports have come in; the committee has asked something."""
    with time_machine.travel("2024-06-17 09:00+07:00", tick=False):
        built = Story()
        built.member = make_post(built.plan.steering_committee, Role.HEAD)
    for on in built.days():
        if on == day("2024-12-20"):
            break
    with time_machine.travel("2024-12-20 09:00+07:00", tick=False):
        said = {"text": "Báo cáo tiến độ trước ngày họp.", "due_on": day("2024-12-30"), "token": uuid.uuid4()}
        to_unit = built.plan.standing_office
        give_direction("plan", built.plan, plan=built.plan, to_unit=to_unit, by=built.member, **said)
    with time_machine.travel(NOW, tick=False):
        yield built


def briefing(client, **asked):
    return client.get(reverse("portal:dashboard-briefing"), asked)


def told(lines):
    return {words: number.value for words, number in lines}


def linked(found):
    """Every number of the page that has a list."""
    lines = [number for _, number in [*found.came_in, *found.slipped, *found.extended["lines"]]]
    return [
        number
        for number in [*lines, *found.overdue, *found.missing, *(kind.number for kind in found.blocked)]
        if number.url
    ]


def test_committee_reads_what_came_slipped_and_waits(story, sign_in):
    client = sign_in(story.member)

    response = briefing(client, tu="04/11/2024")
    found = response.context["briefing"]

    assert told(found.came_in) == {"Báo cáo đã gửi thêm": "2", "Báo cáo được xác nhận": "0", "Việc hoàn thành": "0"}
    # Five cycles and three pieces of work came due: one had been suspended, one was passed on with its day.
    assert told(found.slipped) == {
        "Việc thành quá hạn và vẫn quá hạn": "8",
        "Báo cáo thành quá hạn và vẫn chưa gửi": "2",
        "Việc không còn được tính là hoàn thành": "0",
    }
    assert told(found.extended["lines"]) == {"Được gia hạn": "1", "Không được gia hạn": "0"}
    assert found.extended["days"].value == "20"
    assert "thêm 20 ngày" in client.get(found.extended["days"].url).context["explained"].title
    assert [(kind.number.value, [row.decides for row in kind.rows]) for kind in found.blocked] == [
        ("1", [str(story.plan.standing_office)]),
        ("0", []),
        ("3", [str(story.plan.standing_office), "UBND huyện", str(story.plan.standing_office)]),
    ]
    assert (found.directions.owed, [one.direction.text for one in found.open_directions]) == (
        1,
        ["Báo cáo tiến độ trước ngày họp."],
    )
    assert (found.slipped_number.count, len(found.slipped_duties)) == (8, 5)
    assert "Chỉ hiện 5 việc quá hạn lâu nhất trong" in response.content.decode()
    for rate in found.rates:
        assert client.get(rate.url).context["explained"].rate.fraction == rate.rate.fraction
    for number in linked(found):
        assert client.get(number.url).context["listing"].paginator.count == int(number.value), number.url


def test_briefing_is_taken_away_with_every_row(story, sign_in):
    client, asked = sign_in(story.member), {"tu": "04/11/2024"}
    found = briefing(client, **asked).context["briefing"]
    url = reverse("portal:dashboard-briefing-export")

    sheets = sheets_of(client.get(url, asked))
    refused = client.get(url, {"tu": "23/12/2024"})

    assert {title: len(rows) - 1 for title, rows in sheets.items()} == {
        "Trước và sau": 3,
        "Trong những ngày này": 9,
        "Việc thành quá hạn": 8,
        "Đang vướng": 4,
        "Ý kiến chỉ đạo đang mở": 1,
    }
    assert sheets["Trước và sau"][2][1:] == [number.count for number in found.overdue]
    lines = [*found.came_in, *found.slipped, *found.extended["lines"]]
    assert [row[2] for row in sheets["Trong những ngày này"][1:]] == [*(number.count for _, number in lines), 20]
    assert sheets["Ý kiến chỉ đạo đang mở"][1][0::3] == ["Báo cáo tiến độ trước ngày họp.", "chờ trả lời"]
    assert refused.url == f"{reverse('portal:dashboard-briefing')}?tu=23%2F12%2F2024"


def test_span_is_seven_days_unless_asked_and_is_checked(story, sign_in):
    client = sign_in(story.member)

    found = briefing(client).context["briefing"]
    answers = [
        briefing(client, **asked)
        for asked in [
            {"tu": "23/12/2024"},
            {"den": "23/12/2024"},
            {"tu": "mai"},
            {"tu": "20/12/2024", "den": "1/12/2024"},
        ]
    ]

    assert (found.first, found.then.on, found.now.on) == (day("2024-12-15"), day("2024-12-14"), day("2024-12-22"))
    assert [answer.status_code for answer in answers] == [422] * 4
    assert "Ngày đầu phải trước hoặc bằng ngày cuối." in answers[0].text
    words, url = found.spans[-1]
    assert (words, client.get(url).context["briefing"].first) == ("từ đầu Quý IV/2024", day("2024-09-15"))


def test_day_that_is_past_is_told_as_it_was_and_a_unit_reads_its_own(story, sign_in):
    past = {"tu": "01/10/2024", "den": "05/10/2024"}

    then = briefing(sign_in(story.member), **past).context["briefing"]
    own = briefing(sign_in(story.heads[story.below]), tu="04/11/2024").context["briefing"]

    assert [(kind.number.value, [row.unit for row in kind.rows]) for kind in then.blocked][1] == (
        "1",
        ["Phòng Văn hóa"],
    )
    assert (then.directions.owed, then.open_directions, then.direction_links) == (0, [], {})
    # What was asked on 20/12 and answered or not later stands in a span that ended then as it stood then.
    with time_machine.travel("2025-01-10 09:00+07:00", tick=False):
        later = briefing(sign_in(story.member), tu="14/12/2024", den="21/12/2024").context["briefing"]
        after = briefing(sign_in(story.member)).context["briefing"]
    assert [[one.words for one in span.open_directions] for span in (later, after)] == [
        ["chờ trả lời"],
        ["chờ trả lời, quá hạn"],
    ]
    assert told(own.came_in)["Báo cáo đã gửi thêm"] == "1"
    assert {duty.unit for duty in own.slipped_duties} == {"Phòng Văn hóa"}
    assert own.directions.owed == 0


@pytest.mark.parametrize("units", [1, 3])
def test_query_count(story, sign_in, units, forget_figures, django_assert_num_queries):
    for _ in range(units):
        unit = make_unit()
        take_part(story.plan, unit)
        make_line(make_report(story.periods[1], unit))
    client = sign_in(story.member)
    briefing(client)

    forget_figures()
    with django_assert_num_queries(23):
        response = briefing(client)

    assert told(response.context["briefing"].slipped)["Báo cáo thành quá hạn và vẫn chưa gửi"] == str(2 + units)
