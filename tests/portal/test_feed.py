"""The deadline feed, read back by a parser: only what its owner owes, by an address that he can renew."""

import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from oversight.actions.extensions import grant_extension
from oversight.actions.feeds import renew_feed, token_of
from oversight.actions.urging import acknowledge, answer
from progress.models import Report
from tests.factories import make_assignment, make_post, make_task
from tests.oversight.extension_world import on
from tests.oversight.reminder_world import REPORT_DUE_ON, WORK_DUE_ON, ReminderWorld
from tests.oversight.test_extensions import ask
from tests.oversight.urging_world import make_urging
from units.enums import Role
from units.models import Membership, User

pytestmark = pytest.mark.django_db
MORNING = "2024-12-10 09:00+07:00"


@pytest.fixture
def world(settings):
    settings.SITE_ADDRESS = "https://cong.example"
    return ReminderWorld()


def address_of(post):
    return f"/lich.ics?ma={token_of(renew_feed(post.user))}"


def read(path, at=MORNING):
    """Return the events of the feed as a calendar program finds them."""
    with time_machine.travel(at, tick=False):
        response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content).walk("VEVENT")


def told(events):
    return [(str(event["summary"]), event.decoded("dtstart")) for event in events]


def test_feed_holds_what_its_owner_owes(world):
    world.asked(due_on=datetime.date(2024, 12, 5))

    events = read(address_of(world.writer))

    assert [day for _, day in told(events)] == [REPORT_DUE_ON, WORK_DUE_ON, datetime.date(2024, 12, 5)]
    assert told(events)[0] == (f"Hạn gửi: Báo cáo Quý IV/2024 gửi {world.office}", REPORT_DUE_ON)
    assert told(events)[1][0] == f"Hạn hoàn thành: Nhiệm vụ {world.work.task.code}. {world.work.task.title}"
    assert str(events[0]["url"]) == f"https://cong.example/bao-cao/{world.report.pk}/"
    assert str(events[0]["description"]) == str(world.unit.name)
    assert events[0]["uid"] == f"report-{world.report.pk}-{world.unit.pk}@cong.example"
    assert len({event["uid"] for event in events}) == 3


def test_alarm_rings_on_the_day_before(world):
    for event in read(address_of(world.writer)):
        (alarm,) = event.walk("VALARM")
        begins = datetime.datetime.combine(event.decoded("dtstart"), datetime.time())
        assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1)
        assert begins + alarm.decoded("trigger") == begins - datetime.timedelta(days=1) + datetime.timedelta(hours=8)
        assert str(alarm["action"]) == "DISPLAY"


def test_calendar_says_what_the_standard_demands(world):
    with time_machine.travel(MORNING, tick=False):
        response = Client().get(address_of(world.writer))

    calendar = Calendar.from_ical(response.content)
    assert (str(calendar["version"]), bool(calendar["prodid"])) == ("2.0", True)
    assert all(event.decoded("dtstamp").utcoffset() == datetime.timedelta() for event in calendar.walk("VEVENT"))
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")


def test_feed_holds_no_text_of_a_report_and_nothing_of_others(world):
    Report.objects.filter(pk=world.report.pk).update(difficulties="dau-khong-duoc-lo")
    other = make_assignment(make_task(group=world.group, title="Việc của đơn vị khác"), due_on=WORK_DUE_ON)

    text = Client().get(address_of(world.writer)).content.decode().replace("\r\n ", "")

    for hidden in ("dau-khong-duoc-lo", world.line.result, other.task.title):
        assert hidden not in text


def test_judges_see_until_when_they_judge(world):
    world.sent_on(datetime.date(2024, 12, 9))

    assert told(read(address_of(world.judge))) == [
        (f"Hết thời gian xem xét: Xem xét báo cáo Quý IV/2024 của {world.unit}", datetime.date(2024, 12, 16))
    ]


def test_answer_to_an_urging_is_owed_until_it_is_given(world):
    late, answer_by = "2024-12-23 09:00+07:00", datetime.date(2024, 12, 30)
    with on(late):
        urging = make_urging(world, text="lời-đôn-đốc-không-được-lộ")
    addresses = {post: address_of(post) for post in (world.writer, world.head, world.judge)}

    urged = {post: [one for one in read(addresses[post], at=late) if "urging" in one["uid"]] for post in addresses}

    assert told(urged[world.writer]) == told(urged[world.head])
    assert told(urged[world.writer]) == [(f"Hạn trả lời: {world.office} đôn đốc mức 1 ngày 23/12/2024", answer_by)]
    assert str(urged[world.writer][0]["url"]) == f"https://cong.example/don-doc/{urging.pk}/"
    assert "lời-đôn-đốc" not in str(urged[world.writer][0].to_ical().decode())
    assert urged[world.judge] == []

    with on(late):
        acknowledge(urging, by=world.writer)
        answer(urging, text="Xong trước ngày 30.", by=world.head)

    assert [one for one in read(addresses[world.writer], at=late) if "urging" in one["uid"]] == []


def test_promised_day_is_the_day_of_the_feed(world):
    world.only_report()
    promised = datetime.date(2025, 1, 10)
    extension = ask(world, world.report, at="2024-12-22 09:00+07:00", wished_on=promised)
    with on("2024-12-23 09:00+07:00"):
        grant_extension(extension, granted_on=promised, by=world.chief)

    assert [day for _, day in told(read(address_of(world.head), at="2024-12-23 10:00+07:00"))] == [promised]


def test_renewed_address_voids_the_old_one(sign_in, world):
    old = address_of(world.writer)
    client = sign_in(world.writer)

    answered = client.post(reverse("portal:account-feed-renew"), follow=True)

    new = answered.context["feed_address"].removeprefix("https://cong.example")
    assert Client().get(old).status_code == 404
    assert len(read(new)) == 2
    assert new in answered.text


def test_account_page_offers_an_address_before_there_is_one(sign_in, world):
    page = sign_in(world.writer).get(reverse("portal:account"))

    assert page.context["feed_address"] == ""
    assert "Tạo địa chỉ lịch" in page.text


@pytest.mark.parametrize("token", ["", "x", "1", "1:x", "9" * 40 + ":x", "\x00", "-1:x", "١:x"])
def test_address_that_does_not_stand_is_not_found(world, token):
    address_of(world.writer)

    assert Client().get("/lich.ics", {"ma": token}).status_code == 404


def test_token_of_another_is_not_made_from_ones_own(world):
    mine = token_of(renew_feed(world.writer.user))
    renew_feed(world.head.user)

    forged = f"{world.head.user_id}:{mine.partition(':')[2]}"

    assert Client().get("/lich.ics", {"ma": forged}).status_code == 404


@pytest.mark.parametrize("values", [{"disabled_at": "2024-12-01 08:00+07:00"}, {"must_change_password": True}])
def test_closed_account_has_no_feed(world, values):
    address = address_of(world.writer)
    User.objects.filter(pk=world.writer.user_id).update(**values)

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("values", [{"valid_to": datetime.date(2024, 12, 1)}, {"role": Role.READER}])
def test_whoever_left_his_post_reads_an_empty_calendar(world, values):
    address = address_of(world.writer)
    Membership.objects.filter(pk=world.writer.pk).update(**values)

    assert read(address) == []


def test_feed_signs_nobody_in_and_is_kept_nowhere(world):
    response = Client().get(address_of(world.writer))

    assert (response.cookies, Session.objects.count()) == ({}, 0)
    assert response["Cache-Control"] == "private, no-store"
    assert Client().post(address_of(world.writer)).status_code == 405


@pytest.mark.parametrize("duties", [1, 3])
def test_feed_query_count(world, duties, django_assert_max_num_queries):
    for _ in range(duties - 1):
        world.add_line(due_on=WORK_DUE_ON)
        make_post(world.unit)
    world.sent_on(datetime.date(2024, 12, 9))
    address = address_of(world.writer)

    with django_assert_max_num_queries(9):
        Client().get(address)
