"""Findings and directions on the dashboard: each number is that of the list it leads to, for whoever reads it."""

import datetime
import uuid

import pytest
from django.urls import reverse

from common import clock
from figures.directions import DIRECTION_NUMBERS
from figures.inspections import FINDING_NUMBERS
from oversight.actions import directions as says
from oversight.actions import findings as acts
from oversight.models import Direction
from tests.factories import make_plan, make_post, make_unit, take_part
from tests.oversight.direction_world import GIVEN_AT, DirectionWorld
from tests.oversight.inspection_world import INSPECTED_ON, InspectionWorld, on
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
TODAY = "2025-01-08 10:00+07:00"
LATER = datetime.date(2025, 1, 15)


class World(DirectionWorld, InspectionWorld):
    """A parent unit with one below it, a unit and another; findings and directions in every state with all of them;
    the parent stands in a second plan too, where it owes something as well."""

    def __init__(self):
        super().__init__()
        self.inspection = self.recorded(self.unit, self.other, self.parent, self.below)
        units = [self.unit, self.other, self.parent, self.below]
        writers = [self.writer, self.other_writer, self.parent_head, self.below_head]
        for unit, writer in zip(units, writers, strict=True):
            self.find(unit, writer)
            self.direct(unit, writer)
        self.second_plan()

    def find(self, unit, writer):
        """Of a unit: an overdue finding, one in time, one that waits to be read, one closed, one opened again."""
        self.found(self.inspection, unit=unit)
        self.found(self.inspection, unit=unit, due_on=LATER)
        reported, again, closed = (self.found(self.inspection, unit=unit) for _ in range(3))
        with on("2025-01-06 09:00+07:00"):
            for one in [reported, again]:
                acts.report_remedy(one, version=1, text="Đã xong.", by=writer)
            acts.reopen_finding(again, version=2, reason="Thiếu.", due_on=LATER, by=self.judge)
            acts.close_finding(closed, version=1, text="Đã xem.", by=self.judge)

    def direct(self, unit, writer):
        """Of a unit: an overdue direction, one asked again, one answered, one closed, one only to be noted."""
        with on(GIVEN_AT):
            self.passed_on(to_unit=unit)
            again, answered, closed = (self.passed_on(to_unit=unit) for _ in range(3))
            for one in [again, answered, closed]:
                says.answer(one, asked_round=1, text="Đã xong.", by=writer)
            says.close_direction(closed, answer_round=1, by=self.member)
            self.give(due_on=None, to_unit=unit)
        with on("2025-01-07 10:00+07:00"):
            says.ask_again(again, answer_round=1, reason="Chưa rõ.", due_on=LATER, by=self.member)

    def second_plan(self):
        plan = make_plan(standing_office=self.office, steering_committee=self.plan.steering_committee)
        take_part(plan, self.parent)
        with on(GIVEN_AT):
            says.give_direction(
                "plan",
                plan,
                plan=plan,
                text="Đôn đốc.",
                to_unit=self.parent,
                due_on=LATER,
                token=uuid.uuid4(),
                by=self.member,
            )


@pytest.fixture
def world():
    built = World()
    with on(TODAY):
        yield built


def board(client, plan, **asked):
    return client.get(reverse("portal:dashboard"), {"ke_hoach": plan.pk} | asked)


def opened(client, response):
    """[(number, rows of its list)] of both lines, and the names of the numbers that stand there."""
    followed = response.context["followed"]
    linked = {f"finding {name}": one for name, one in followed.findings.items() if one}
    linked |= {f"direction {name}": one for name, one in followed.directions.items() if one}
    assert all(one.url.replace("&", "&amp;") in response.text for one in linked.values())
    lists = {name: client.get(one.url).context["listing"].page.paginator.count for name, one in linked.items()}
    return {name: (int(one.value), lists[name]) for name, one in linked.items()}


def of_units(number, office=0):
    """What the lines say of `number` units of the world, with `office` more directions that wait for it."""
    owed = {"owed": 3, "overdue": 1, "reported": 1, "closed": 1}
    said = {f"finding {name}": owed[name] * number for name in FINDING_NUMBERS}
    asked = {"owed": 2, "overdue": 1, "answered": 1}
    said |= {f"direction {name}": asked[name] * number for name in DIRECTION_NUMBERS}
    return {name: (value, value) for name, value in said.items()}


def test_numbers_are_those_of_their_lists_for_whoever_reads(world, sign_in):
    posts = {
        world.judge: 4,
        world.member: 4,
        make_post(world.plan.owner, Role.READER): 4,
        world.parent_head: 2,
        world.below_head: 1,
        world.other_writer: 1,
        world.writer: 1,
    }

    for post, units in posts.items():
        client = sign_in(post)

        assert opened(client, board(client, world.plan)) == of_units(units), post


def test_numbers_follow_the_filters_of_the_dashboard(world, sign_in):
    world.below.kind = UnitKind.COMMUNE
    world.below.save()
    client = sign_in(world.judge)

    asked = {"branch": {"nhanh": world.parent.pk}, "kind": {"loai": UnitKind.COMMUNE}}
    found = {name: opened(client, board(client, world.plan, **filters)) for name, filters in asked.items()}

    assert found == {"branch": of_units(2), "kind": of_units(1)}
    alone = sign_in(world.member)
    assert opened(alone, board(alone, world.plan, pham_vi="don-vi")) == {}


def test_direction_that_was_passed_on_counts_where_it_lies(world, sign_in):
    says.pass_on(
        Direction.objects.filter(to_unit=world.below, state="given", due_on__lt=clock.today()).get(),
        to_unit=world.stranger,
        reason="Việc của Ban.",
        due_on=LATER,
        by=world.judge,
    )

    found = {}
    for post in [world.below_head, world.stranger_head]:
        client = sign_in(post)
        shown = opened(client, board(client, world.plan))
        found[post] = [shown.get(f"direction {name}") for name in ("owed", "overdue")]

    assert found == {world.below_head: [(1, 1), None], world.stranger_head: [(1, 1), None]}


def test_board_of_a_day_that_is_past_shows_nothing_of_today(world, sign_in):
    response = board(sign_in(world.judge), world.plan, ngay="07/01/2025")

    assert response.status_code == 200
    assert "Kiến nghị sau kiểm tra" not in response.text.split("<main", 1)[1]
    assert (response.context["followed"].findings, response.context["followed"].directions) == ({}, {})


def test_page_of_inspections_says_the_same_as_the_dashboard(world, sign_in):
    client = sign_in(world.parent_head)

    numbers = client.get(reverse("portal:inspection-list")).context["numbers"]
    findings = board(client, world.plan).context["followed"].findings

    assert [str(count) for _, count, _, _ in numbers] == [one.value for one in findings.values()]
    counted = [client.get(url).context["listing"].page.paginator.count for _, _, url, _ in numbers]
    assert counted == [count for _, count, _, _ in numbers]


def test_lists_say_how_what_they_show_is_counted(world, sign_in):
    client = sign_in(world.judge)

    late = client.get(reverse("portal:finding-list"), {"tinh_trang": "qua-han"})
    waiting = client.get(reverse("portal:direction-list"), {"tinh_trang": "cho-tra-loi"})

    assert FINDING_NUMBERS["overdue"].formula in late.text
    assert DIRECTION_NUMBERS["owed"].formula in waiting.text
    assert "Cách tính:" not in client.get(reverse("portal:direction-list")).text


@pytest.mark.parametrize("name", ["finding-list", "direction-list"])
@pytest.mark.parametrize("asked", [{"ke_hoach": "0"}, {"nhanh": "x"}, {"loai": "tàu"}])
def test_extent_that_is_not_offered_is_named(world, sign_in, name, asked):
    response = sign_in(world.writer).get(reverse(f"portal:{name}"), asked)

    assert response.status_code == 422
    assert "Không có lựa chọn này" in response.text


@pytest.mark.parametrize("name", ["finding-list", "direction-list"])
def test_branch_of_another_unit_is_not_offered(world, sign_in, name):
    client = sign_in(world.writer)

    assert client.get(reverse(f"portal:{name}"), {"nhanh": world.parent.pk}).status_code == 422
    assert client.get(reverse(f"portal:{name}"), {"nhanh": world.unit.pk}).status_code == 200


@pytest.mark.parametrize("units", [0, 2])
def test_queries_of_today_do_not_grow(world, sign_in, units, django_assert_max_num_queries):
    for _ in range(units):
        unit = make_unit()
        take_part(world.plan, unit, reports_to=world.parent)
        with on(INSPECTED_ON):
            writer = make_post(unit)
        world.inspection = world.recorded(unit)
        world.find(unit, writer)
        world.direct(unit, writer)
    client = sign_in(world.parent_head)
    board(client, world.plan)  # the first page of a visit also notes the time in the session

    with django_assert_max_num_queries(25):
        response = board(client, world.plan)
    for one in [response.context["followed"].findings["owed"], response.context["followed"].directions["owed"]]:
        with django_assert_max_num_queries(15):
            client.get(one.url)
