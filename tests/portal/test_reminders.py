"""The page of reminders: one's unit's, the plan's for the standing office, failed letters for an administrator."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight.actions.reminders import send_reminders
from oversight.enums import DutyKind, MailState
from oversight.models import ReminderDigest, ReminderSent
from tests.factories import make_post, make_unit
from tests.oversight.reminder_world import REPORT_DUE_ON, WORK_DUE_ON, ReminderWorld
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
LIST = "/nhac-viec/"


@pytest.fixture
def world():
    return ReminderWorld()


def cells_of(response):
    return [[cell.text for cell in cells] for cells in response.context["listing"].table]


def test_list_tells_whom_of_what_why_and_by_which_way(sign_in, world):
    world.only_report()
    send_reminders(REPORT_DUE_ON)
    ReminderDigest.objects.filter(user=world.head.user).update(
        mail=MailState.FAILED, mail_at="2024-12-19 08:00+07:00", mail_fault="Máy chủ thư báo lỗi."
    )

    rows = cells_of(sign_in(world.judge).get(LIST, {"thu": "khong-di"}))

    assert rows == [
        [
            f"Báo cáo Quý IV/2024 gửi {world.office}",
            "19/12/2024",
            str(world.head.user),
            str(world.unit),
            "19/12/2024",
            "đúng ngày đến hạn",
            "thông báo, thư điện tử",
            "thư không gửi được: Máy chủ thư báo lỗi.",
        ]
    ]


def test_workbook_holds_the_rows_one_sees(sign_in, world):
    send_reminders(WORK_DUE_ON)
    client = sign_in(world.judge)

    sheet = load_workbook(io.BytesIO(b"".join(client.get(f"{LIST}tai-ve/", {"loai": "viec"}).streaming_content))).active

    rows = [
        row for row in sheet.iter_rows(values_only=True) if row[2] in {str(world.head.user), str(world.writer.user)}
    ]
    shown = cells_of(client.get(LIST, {"loai": "viec"}))
    assert sorted((row[0], row[2], row[5]) for row in rows) == sorted((cells[0], cells[2], cells[5]) for cells in shown)
    assert len(shown) == 2


def test_units_see_their_own_and_the_office_the_plan(sign_in, world):
    send_reminders(WORK_DUE_ON)
    stranger = make_post(make_unit())

    numbers = {
        who: len(cells_of(sign_in(post).get(LIST)))
        for who, post in {"unit": world.writer, "office": world.judge, "stranger": stranger}.items()
    }

    assert numbers == {"unit": 4, "office": 4, "stranger": 0}


def test_administrator_sees_failed_letters_without_their_text(sign_in, world):
    send_reminders(WORK_DUE_ON)
    mail = {"mail_at": "2024-12-19 08:00+07:00", "mail_fault": "Máy chủ thư báo lỗi.", "mail_tries": 3}
    ReminderDigest.objects.filter(user=world.head.user).update(mail=MailState.FAILED, **mail)

    response = sign_in(make_post(world.unit, Role.ADMINISTRATOR)).get(LIST)

    assert cells_of(response) == [[str(world.head.user), "12/12/2024", "Máy chủ thư báo lỗi.", "3", "08:00 19/12/2024"]]
    assert str(world.work.task.title) not in response.text


@pytest.mark.parametrize(("chosen", "status", "rows"), [("viec", 200, 2), ("bao-cao", 200, 2), ("la", 422, 4)])
def test_list_is_filtered_by_kind(sign_in, world, chosen, status, rows):
    send_reminders(WORK_DUE_ON)

    response = sign_in(world.writer).get(LIST, {"loai": chosen})

    assert (response.status_code, len(cells_of(response))) == (status, rows)


@pytest.mark.parametrize("people", [1, 3])
def test_list_query_count(sign_in, world, people, django_assert_max_num_queries):
    for _ in range(people - 1):
        make_post(world.unit)
    send_reminders(WORK_DUE_ON)
    client = sign_in(world.writer)

    with django_assert_max_num_queries(11):
        response = client.get(LIST)

    assert len(response.context["listing"].rows) == 2 * (people + 1)


def test_notice_leads_to_the_digest_and_the_digest_to_each_duty(sign_in, world):
    send_reminders(WORK_DUE_ON)
    notice = Notice.objects.get(user=world.head.user, kind="reminder")
    client = sign_in(world.head)

    opened = client.post(reverse("portal:notice-open", args=[notice.pk]), follow=True)

    digest = ReminderDigest.objects.get(user=world.head.user)
    assert opened.redirect_chain == [(reverse("portal:reminder", args=[digest.pk]), 302)]
    assert [(line.time.words, line.url) for line in opened.context["lines"]] == [
        ("đến hạn hôm nay", world.work.get_absolute_url()),
        ("sắp đến hạn, còn 7 ngày", world.report.get_absolute_url()),
    ]


def test_digest_is_its_receivers_alone_and_needs_no_link_of_another_post(sign_in, world):
    twice = make_post(world.office, user=world.writer.user)
    send_reminders(WORK_DUE_ON)
    path = reverse("portal:reminder", args=[ReminderDigest.objects.get(user=world.writer.user).pk])

    assert sign_in(world.head).get(path).status_code == 404
    assert sign_in(world.judge).get(path).status_code == 404
    assert [line.url for line in sign_in(twice).get(path).context["lines"]] == ["", ""]


def test_what_two_units_keep_between_them_is_not_told_to_the_office(sign_in, world):
    world.only_report()
    world.asked(due_on=WORK_DUE_ON)
    send_reminders(WORK_DUE_ON)

    seen = [row[0] for row in cells_of(sign_in(world.judge).get(LIST))]

    assert [text for text in seen if text.startswith("Góp nội dung")] == []
    assert ReminderSent.objects.filter(kind=DutyKind.CONTRIBUTION).count() == 2
