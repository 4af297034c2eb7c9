"""What is urged and not answered stands on the home page of the unit and on the board of the office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oversight.actions.urging import answer
from progress.actions import reports
from tests.factories import make_unit, take_part
from tests.oversight.urging_world import UrgingWorld, make_urging
from units.enums import UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return UrgingWorld()


def test_unanswered_urging_stands_on_the_home_page_of_the_unit(world, sign_in):
    urging = make_urging(world)

    rows = {post: sign_in(post).get("/").context["desk"].urged for post in (world.writer, world.other_writer)}

    (row,) = rows[world.writer]
    assert (row.pk, row.title, row.due_on) == (urging.pk, "Ban Tuyên giáo đôn đốc mức 1", urging.answer_by)
    assert rows[world.other_writer] == []


def test_answered_or_done_work_leaves_the_home_page(world, sign_in):
    answer(make_urging(world, world.work), text="Sẽ xong.", by=world.head)
    make_urging(world, world.report)
    reports.submit_report(world.report, by=world.head)

    assert sign_in(world.writer).get("/").context["desk"].urged == []


def test_board_counts_what_waits_for_an_answer(world, sign_in):
    make_urging(world)
    answer(make_urging(world, world.other_report), text="Sẽ xong.", by=world.other_head)

    response = sign_in(world.judge).get("/tong-quan/")

    waiting = response.context["board"].urged
    assert (waiting["all"].value, waiting["late"].value) == ("1", "0")
    assert len(sign_in(world.judge).get(waiting["all"].url).context["rows"]) == 1


def test_board_counts_the_urgings_of_the_branch_and_kind_that_is_shown(world, sign_in):
    below = make_unit("Phòng Văn hóa", kind=UnitKind.OFFICE)
    take_part(world.plan, below, reports_to=world.unit)
    make_urging(world, world.add_work(below))
    make_urging(world)
    make_urging(world, world.other_report)
    client, branch = sign_in(world.judge), {"nhanh": world.unit.pk}
    shown = {"whole": {}, "branch": branch, "kind": branch | {"loai": UnitKind.OFFICE}}

    waiting = {name: client.get("/tong-quan/", asked).context["board"].urged["all"] for name, asked in shown.items()}
    today = client.get("/tong-quan/hom-nay/", branch).context["desk"].board.urged["all"]

    assert {name: number.value for name, number in waiting.items()} == {"whole": "3", "branch": "2", "kind": "1"}
    assert {name: len(client.get(number.url).context["rows"]) for name, number in waiting.items()} == {
        "whole": 3,
        "branch": 2,
        "kind": 1,
    }
    assert today == waiting["branch"]


def places_of(world):
    return [world.report.get_absolute_url(), world.work.get_absolute_url(), f"/don-vi/{world.unit.pk}/"]


def test_urgings_stand_where_the_thing_stands_and_only_for_who_may_read_them(world, sign_in):
    about_work = make_urging(world, world.work, level=2)
    both = make_urging(world)
    judge, writer, stranger = sign_in(world.judge), sign_in(world.writer), sign_in(world.other_head)

    for client in (judge, writer):
        shown = [[one for one, _ in client.get(path).context["urged"].rows] for path in places_of(world)]
        assert shown == [[both], [both, about_work], [both, about_work]]
    assert stranger.get(f"/don-vi/{world.unit.pk}/").context["urged"].rows == []


def test_urgings_beside_a_report_cost_the_same_however_many(world, sign_in, django_assert_num_queries):
    client, path = sign_in(world.judge), world.report.get_absolute_url()
    make_urging(world, world.report, level=1)
    client.get(path)
    with CaptureQueriesContext(connection) as with_one:
        client.get(path)
    for level in (2, 3):
        make_urging(world, world.report, level=level)

    with django_assert_num_queries(len(with_one)):
        page = client.get(path)

    assert len(page.context["urged"].rows) == 3
