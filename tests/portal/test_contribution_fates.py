"""What became of a contribution: told to the units it lies between, to nobody else, at a steady cost."""

import pytest
from django.urls import reverse

from progress.actions import contributions as acts
from progress.actions import reports
from tests.factories import make_post
from tests.portal.test_contributions import GIVEN, AskingWorld
from tests.portal.test_report_pages import cost

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
