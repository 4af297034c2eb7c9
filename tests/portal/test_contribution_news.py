"""Supporters are told what became of their paragraph when the report is sent: on paper as well, and again only when
something changed for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress.actions import contributions as acts
from progress.actions import reports
from tests.factories import make_post
from tests.portal.test_contributions import GIVEN, AskingWorld
from tests.progress.report_world import register_letter, say
from units.models import Notice

pytestmark = pytest.mark.django_db
SAID = "Góp nội dung "


def write(world, text):
    world.line.refresh_from_db()
    reports.save_line(world.line, {"result": text}, version=world.line.version, by=world.writer)


def send(world):
    """Send the report; return what the supporter's writer is told of it."""
    Notice.objects.all().delete()
    reports.submit_report(world.fresh(), by=world.head)
    return told(world)


def told(world):
    found = Notice.objects.filter(kind="contribution", user=world.giver.user).order_by("pk")
    return [notice.text.partition(f"{SAID}{world.line.task_code}: ")[2] for notice in found]


def open_again(world, *, withdraw=False):
    if withdraw:
        reports.withdraw_report(world.fresh(), by=world.head)
    else:
        reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu số liệu.")


def test_letter_on_paper_tells_supporters(media_root):
    world = AskingWorld()
    world.give()
    Notice.objects.all().delete()

    register_letter(world, lines=[say(world.line, result=f"Theo Xã thứ 1: {GIVEN}")])

    [notice] = Notice.objects.filter(kind="contribution", user=world.giver.user)
    assert told(world) == ["đã dẫn trong báo cáo, lần gửi 1."]
    assert notice.text.startswith(f"{world.unit} đã gửi báo cáo {world.period} (bản giấy, lần gửi 1).")
    assert notice.object_id == world.asked.pk


@pytest.mark.parametrize("withdraw", [False, True])
@pytest.mark.parametrize("result", [GIVEN, "Tự viết."])
def test_report_sent_again_without_news_tells_nobody(result, withdraw):
    world = AskingWorld()
    world.give()
    write(world, result)
    first = send(world)
    open_again(world, withdraw=withdraw)
    write(world, f"{result} Thêm một câu.")

    assert [len(first), send(world)] == [1, []]


def test_unit_that_owes_nothing_any_more_is_told_once():
    world = AskingWorld()
    first = send(world)
    open_again(world)

    assert (first, send(world)) == (["báo cáo đã gửi, không phải góp nữa."], [])


def test_text_that_is_quoted_later_or_no_longer_is_news():
    world = AskingWorld()
    world.give()
    heard = []
    for result in ["Tự viết.", f"Theo Xã thứ 1: {GIVEN}", "Lại tự viết."]:
        write(world, result)
        heard += send(world)
        open_again(world)

    assert heard == [
        "báo cáo đã gửi, không dẫn nguyên văn.",
        "đã dẫn trong báo cáo, lần gửi 2.",
        "đã dẫn ở lần gửi 2, lần gửi 3 không còn dẫn nguyên văn.",
    ]
    assert world.became() == heard[-1].removesuffix(".")


def test_text_given_since_is_answered_by_the_next_sending():
    world = AskingWorld()
    world.give()
    send(world)
    open_again(world)
    world.give("Đã tổ chức 6 buổi.")

    assert send(world) == ["báo cáo đã gửi, không dẫn nguyên văn."]


def test_unit_asked_since_is_told_and_the_others_are_not():
    world = AskingWorld(supporters=2)
    send(world)
    open_again(world)
    late, other = world.supports[1], make_post(world.supports[1].unit)
    [asked] = world.ask([late])

    assert send(world) == []
    [notice] = Notice.objects.filter(kind="contribution")
    assert (notice.user, notice.object_id) == (other.user, asked.pk)


def test_sending_again_costs_the_same_for_one_contribution_and_three():
    costs = []
    for number in [1, 3]:
        world = AskingWorld(supporters=number, ask=False)
        for asked in world.ask(world.supports):
            acts.answer_contribution(asked, GIVEN, version=1, by=world.giver)
        send(world)
        open_again(world)
        write(world, GIVEN)
        report = world.fresh()
        with CaptureQueriesContext(connection) as queries:
            reports.submit_report(report, by=world.head)
        costs.append(len(queries))

    assert costs[0] == costs[1]
