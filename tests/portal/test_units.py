import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import today
from tasks.enums import Part
from tests.factories import make_assignment, make_period, make_plan, make_post, make_report, make_task, make_unit
from tests.factories.plan import take_part
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


def names(response):
    return [row.unit.name for row in response.context["rows"]]


@pytest.fixture
def writer():
    return make_post(make_unit("Văn phòng", order=900))


@pytest.mark.parametrize("units", [1, 3])
def test_directory_query_count(sign_in, writer, units, django_assert_max_num_queries):
    for _ in range(units - 1):
        make_unit(parent=writer.unit)
    client = sign_in(writer)

    with django_assert_max_num_queries(11):
        response = client.get(reverse("portal:unit-list"))

    assert len(response.context["rows"]) == units


def test_directory_of_several_pages_lays_its_tree_out_once(sign_in, writer, monkeypatch):
    monkeypatch.setattr("portal.units.views.PAGE_SIZE", 2)
    units = [writer.unit, *(make_unit(order=1000 + place) for place in range(4))]

    with CaptureQueriesContext(connection) as asked:
        response = sign_in(writer).get(reverse("portal:unit-list"), {"trang": 2})

    assert [row.unit for row in response.context["rows"]] == units[2:4]
    assert response.context["page"].paginator.count == 5
    assert sum("tree_depth" in query["sql"] for query in asked) == 1


def test_directory_is_a_tree_in_protocol_order(sign_in, writer):
    top = make_unit("Huyện ủy", order=10)
    make_unit("Ban sau", order=30, parent=top)
    first = make_unit("Ban trước", order=20, parent=top)
    make_unit("Chi bộ", order=5, parent=first)

    response = sign_in(writer).get(reverse("portal:unit-list"))

    assert [(row.unit.name, row.step) for row in response.context["rows"]] == [
        ("Huyện ủy", 0),
        ("Ban trước", 1),
        ("Chi bộ", 2),
        ("Ban sau", 1),
        ("Văn phòng", 0),
    ]


@pytest.mark.parametrize("text", ["dak o", "ĐAK Ơ", "  đak   ơ ", "xa-dak"])
def test_units_are_found_without_marks(sign_in, writer, text):
    make_unit("UBND xã Đak Ơ", code="xa-dak-o", kind=UnitKind.COMMUNE)
    make_unit("UBND xã Phú Nghĩa", kind=UnitKind.COMMUNE)

    assert names(sign_in(writer).get(reverse("portal:unit-list"), {"q": text})) == ["UBND xã Đak Ơ"]


def test_filter_by_kind_and_closed(sign_in, writer):
    make_unit("Xã cũ", kind=UnitKind.COMMUNE, valid_to=today().replace(year=2021))
    make_unit("Xã", kind=UnitKind.COMMUNE)
    client = sign_in(writer)

    assert names(client.get(reverse("portal:unit-list"), {"kind": "commune"})) == ["Xã"]
    assert names(client.get(reverse("portal:unit-list"), {"kind": "commune", "closed": "on"})) == ["Xã cũ", "Xã"]


@pytest.mark.parametrize("query", [{"q": "a" * 100_000}, {"q": "a\x00"}, {"kind": "la"}])
def test_bad_filter_is_told(sign_in, writer, query):
    response = sign_in(writer).get(reverse("portal:unit-list"), query)

    assert response.status_code == 422
    assert response.context["form"].errors


def test_nothing_found_says_what_to_do(sign_in, writer):
    response = sign_in(writer).get(reverse("portal:unit-list"), {"q": "không có đâu"})

    assert "Hãy gõ ít chữ hơn" in response.content.decode()


def test_directory_needs_sign_in_and_only_shows(sign_in, writer):
    assert Client().get(reverse("portal:unit-list")).status_code == 302
    assert sign_in(writer).post(reverse("portal:unit-list")).status_code == 405
    assert sign_in(writer).post(reverse("portal:unit", args=[writer.unit_id])).status_code == 405


def test_unknown_unit_is_not_found(sign_in, writer):
    assert sign_in(writer).get(reverse("portal:unit", args=[10**9])).status_code == 404


# The page of a unit ----------------------------------------------------------------------------------------


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def unit(plan):
    unit = make_unit("Phòng Văn hóa")
    take_part(plan, unit)
    head = make_post(unit, Role.HEAD, title="Trưởng phòng").user
    head.work_phone, head.email = "0271 399 261", "truong.phong@example.vn"
    head.save()
    return unit


@pytest.mark.parametrize("rows", [1, 3])
def test_unit_page_query_count(sign_in, plan, unit, rows, django_assert_max_num_queries):
    office = make_post(plan.standing_office)
    for number in range(1, rows + 1):
        make_post(unit)
        make_assignment(make_task(plan), unit)
        make_assignment(make_task(plan), unit, Part.SUPPORT)
        make_report(make_period(plan, number=number), unit)
    client = sign_in(office)
    client.get(reverse("portal:unit", args=[unit.pk]))  # the first page of a visit also notes the time in the session

    with django_assert_max_num_queries(16):
        response = client.get(reverse("portal:unit", args=[unit.pk]))

    shown = {name: len(response.context[name]) for name in ("posts", "leads", "supports", "reports")}
    assert shown == {"posts": rows + 1, "leads": rows, "supports": rows, "reports": rows}


def test_work_of_a_unit_is_shown_to_who_may_see_it(sign_in, plan, unit, writer):
    make_assignment(make_task(plan, title="Việc riêng của phòng"), unit)
    make_report(make_period(plan), unit)

    own = sign_in(make_post(unit)).get(reverse("portal:unit", args=[unit.pk]))
    stranger = sign_in(writer).get(reverse("portal:unit", args=[unit.pk]))

    assert "Việc riêng của phòng" in own.content.decode()
    assert "Quý IV/2024" in own.content.decode()
    assert "Việc riêng của phòng" not in stranger.content.decode()
    assert "Quý IV/2024" not in stranger.content.decode()
    assert "Trưởng phòng" in stranger.content.decode()


def test_contacts_are_for_the_unit_those_above_and_the_administrator(sign_in, plan, unit, writer):
    below = make_unit("Xã")
    take_part(plan, below, reports_to=unit)
    posts = {
        "own": make_post(unit, Role.READER),
        "office": make_post(plan.standing_office),
        "committee": make_post(plan.steering_committee),
        "administrator": make_post(role=Role.ADMINISTRATOR),
        "below": make_post(below),
        "stranger": writer,
    }

    seen = {
        who: "0271 399 261" in sign_in(post).get(reverse("portal:unit", args=[unit.pk])).content.decode()
        for who, post in posts.items()
    }

    assert seen == {
        "own": True,
        "office": True,
        "committee": False,
        "administrator": True,
        "below": False,
        "stranger": False,
    }


def test_closed_unit_stays_readable(sign_in, writer):
    closed = make_unit("Xã cũ", valid_to=today().replace(year=2021))

    page = sign_in(writer).get(reverse("portal:unit", args=[closed.pk])).content.decode()

    assert "đã kết thúc hoạt động" in page


def test_contents_of_help_name_every_section_in_its_order(sign_in, writer):
    page = sign_in(writer).get(reverse("portal:help"))

    sections = re.findall(r'<section class="section[^"]*" aria-labelledby="([^"]+)"', page.text)
    assert [name for name, _ in page.context["contents"]] == sections


def test_help_opens_for_everybody_signed_in(sign_in, writer):
    assert Client().get(reverse("portal:help")).status_code == 302

    page = sign_in(writer).get(reverse("portal:help"))

    assert page.status_code == 200
    assert all(f'id="{anchor}"' in page.content.decode() for anchor, _ in page.context["contents"])
