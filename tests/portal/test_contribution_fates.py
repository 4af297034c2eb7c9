"""What became of a contribution: told to the units it lies between, to nobody else, at a steady cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.actions import contributions as acts
from progress.actions import reports
from tests.factories import make_line, make_post, make_report
from tests.portal.test_contributions import GIVEN, AskingWorld
from tests.portal.test_report_pages import cost
from units.models import Notice

# What became of it -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "đã góp, chờ đơn vị chủ trì viết báo cáo"),
        (f"Đã làm xong.\nTheo Xã thứ 1: {GIVEN}", "đã dẫn trong báo cáo, lần gửi 1"),
        ("Tự viết.", "báo cáo đã gửi, không dẫn nguyên văn"),
    ],
)
def test_supporter_sees_what_became_of_his_paragraph(result, words):
    world = AskingWorld()
    world.give()
    if result:
        reports.save_line(world.line, {"result": result}, version=1, by=world.writer)
        reports.submit_report(world.fresh(), by=world.head)

    assert world.became() == words


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["judge", "office_head"])
def test_nobody_else_knows_of_a_contribution(sign_in, who):
    world = AskingWorld()
    world.give()
    client = sign_in(getattr(world, who))

    assert client.get(world.page()).status_code == 404
    assert GIVEN not in client.get(reverse("portal:report", args=[world.report.pk])).text


def end_in(world, asked, end):
    """Let a request end as the name says, the unit having one writer; the report of `world` is not sent by it."""
    by = make_post(asked.assignment.unit)
    if end in {"quoted", "not quoted"}:
        acts.answer_contribution(asked, f"{GIVEN} {end}", version=1, by=by)
    elif end == "declined":
        acts.decline_contribution(asked, reason="Chưa làm.", by=by)
    elif end == "withdrawn":
        acts.withdraw_contribution_request(asked, by=world.writer)


ENDS = {
    "quoted": "đã dẫn trong báo cáo, lần gửi 1",
    "not quoted": "báo cáo đã gửi, không dẫn nguyên văn",
    "not answered": "báo cáo đã gửi, không phải góp nữa",
    "declined": "đã từ chối",
    "withdrawn": "đơn vị chủ trì đã rút đề nghị",
}


def sent_with_every_end():
    """Return (world, its requests in the order of ENDS) after the lead has sent its report."""
    world = AskingWorld(supporters=len(ENDS), ask=False)
    requests = world.ask(world.supports)
    for asked, end in zip(requests, ENDS, strict=True):
        end_in(world, asked, end)
    reports.save_line(world.line, {"result": f"Theo Xã thứ 1: {GIVEN} quoted"}, version=1, by=world.writer)
    Notice.objects.all().delete()
    reports.submit_report(world.fresh(), by=world.head)
    return world, requests


@pytest.mark.django_db
def test_each_unit_finds_its_requests_with_their_fate_and_no_other_units(sign_in):
    world, requests = sent_with_every_end()
    page = reverse("portal:contribution-list")

    lists = [sign_in(make_post(one.assignment.unit)).get(page) for one in requests]
    others = [sign_in(post).get(page) for post in (world.writer, world.judge)]

    found = [[(row.asked, row.fate.words) for row in one.context["rows"]] for one in lists]
    assert found == [[(asked, words)] for asked, words in zip(requests, ENDS.values(), strict=True)]
    assert [words in one.text for one, words in zip(lists, ENDS.values(), strict=True)] == [True] * len(ENDS)
    assert [one.context["rows"] for one in others] == [[], []]


@pytest.mark.django_db
def test_open_requests_wait_in_the_list_and_the_ways_lead_there(sign_in):
    world = AskingWorld()
    client, page = sign_in(world.giver), reverse("portal:contribution-list")
    line = make_line(make_report(world.period, world.support.unit), world.support)

    waiting = client.get(page)
    world.give()
    given = client.get(page)

    assert "chờ trả lời" in waiting.text
    assert "đã góp, chờ đơn vị chủ trì viết báo cáo" in given.text
    ways = [
        reverse("portal:home"),
        reverse("portal:report-write", args=[line.report_id]),
        world.support.get_absolute_url(),
        world.page(),
    ]
    assert [f'href="{page}"' in client.get(way).text for way in ways] == [True] * 4


@pytest.mark.django_db
def test_supporters_alone_are_told_what_became_when_the_report_is_sent():
    world, requests = sent_with_every_end()

    told = Notice.objects.filter(kind="contribution").order_by("object_id", "user")
    open_ones = dict(zip(requests[:3], list(ENDS.values())[:3], strict=True))
    expected = [
        (asked.assignment.unit_id, asked.pk, f"{world.line.task_code}: {words}.") for asked, words in open_ones.items()
    ]
    said = [(one.unit_id, one.object_id, one.text.partition("Góp nội dung ")[2]) for one in told]
    assert sorted(set(said)) == sorted(expected)
    assert {one.user_id for one in told if one.unit_id == world.support.unit_id} == {
        world.giver.user_id,
        world.giving_head.user_id,
        *world.support.unit.memberships.values_list("user", flat=True),
    }
    assert told.first().text.startswith(f"{world.unit} đã gửi báo cáo {world.period} (lần gửi 1).")


@pytest.mark.django_db
def test_sending_costs_the_same_for_one_contribution_and_three():
    costs = []
    for number in [1, 3]:
        world = AskingWorld(supporters=number, ask=False)
        for asked in world.ask(world.supports):
            end_in(world, asked, "not quoted")
        report = world.fresh()
        with CaptureQueriesContext(connection) as queries:
            reports.submit_report(report, by=world.head)
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_list_of_requests_is_paged_and_costs_the_same_for_one_and_many(sign_in):
    page, costs = reverse("portal:contribution-list"), []
    for number in [1, 3, 31]:
        world = AskingWorld()
        for _ in range(number - 1):
            acts.decline_contribution(world.now(), reason="Chưa làm.", by=world.giver)
            [world.asked] = world.ask([world.support])
        world.give()
        client = sign_in(world.giver)
        costs.append(cost(client, page))

    # Of a list of several pages the keys of one are found first.
    assert costs[0] == costs[1] == costs[2] - 1 <= 15
    assert [len(client.get(page + way).context["rows"]) for way in ("", "?trang=2", "?trang=sai")] == [30, 1, 30]


# What pages cost ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "most"), [("writer", 20), ("giver", 15)])
def test_pages_cost_the_same_for_one_contribution_and_three(sign_in, who, most):
    costs = []
    for number in [1, 3]:
        world = AskingWorld(supporters=number, ask=False)
        asked = world.ask(world.supports)
        for one in asked:
            acts.answer_contribution(one, GIVEN, version=1, by=make_post(one.assignment.unit))
        world.asked = asked[0]
        page = reverse("portal:report-write", args=[world.report.pk]) if who == "writer" else world.page()
        costs.append(cost(sign_in(getattr(world, who)), page))

    assert costs[0] == costs[1] <= most
