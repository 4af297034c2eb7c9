"""The schedule of reviews, and an issued review as it is read."""

import uuid

import pytest
from django.urls import reverse

from common import clock
from reviews.enums import ReviewState
from reviews.models import Review
from tests.factories import (
    make_period,
    make_plan,
    make_post,
    make_review,
    make_unit,
    take_part,
)
from tests.factories.reviews import FIRST
from tests.portal.review_sources import accepted, cited
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def writer(plan):
    return make_post(plan.standing_office)


@pytest.fixture
def reader(plan):
    unit = make_unit("UBND xã Đak Ơ")
    take_part(plan, unit)
    return make_post(unit)


def test_review_is_planned_once_changed_and_called_off(plan, writer, sign_in):
    client, period = sign_in(writer), make_period(plan)
    form = client.get("/tong-ket/lap/").context["form"]
    data = {"plan": plan.pk, "kind": "preliminary", "period": period.pk, "due_on": f"{period.closes_on:%d/%m/%Y}"}
    data |= {"issuer": plan.standing_office_id, "drafter": writer.user_id, "token": form["token"].value()}

    twice = [client.post("/tong-ket/lap/", data) for _ in range(2)]
    review = Review.objects.get()
    here = review.get_absolute_url()
    changed = client.post(
        f"{here}sua-lich/", data | {"period": "", "covers_from": "01/7/2024", "covers_to": "30/9/2024"}
    )
    review.refresh_from_db()
    silent = client.post(f"{here}thoi-lap/", {"reason": " "})
    client.post(f"{here}thoi-lap/", {"reason": "Gộp vào tổng kết năm."})
    late = client.post(f"{here}sua-lich/", data)

    assert [one["Location"] for one in [*twice, changed]] == [here] * 3
    assert (review.period, f"{review.covers_from:%d/%m}", review.drafter) == (None, "01/07", writer.user)
    assert (silent.status_code, silent.context["form"].errors.keys()) == (422, {"reason"})
    assert late.status_code == 409
    page = client.get(here).text
    assert ("Gộp vào tổng kết năm." in page, "không lập nữa" in page) == (True, True)


def test_form_of_the_schedule_names_each_field_to_mend(plan, writer, sign_in):
    client, period = sign_in(writer), make_period(plan)
    other = make_unit("Phòng Văn hóa")
    data = {"plan": plan.pk, "kind": "final", "issuer": other.pk, "token": uuid.uuid4()}

    without = client.post("/tong-ket/lap/", data)
    days = {"period": period.pk, "covers_from": "02/01/2001", "due_on": "01/01/2001"}
    against = client.post("/tong-ket/lap/", data | days)

    assert (without.status_code, set(without.context["form"].errors)) == (
        422,
        {"covers_from", "covers_to", "due_on", "issuer"},
    )
    assert (against.status_code, set(against.context["form"].errors)) == (422, {"covers_from", "due_on", "issuer"})
    assert not Review.objects.exists()


def test_schedule_says_how_each_review_stands_and_opens_what_one_may_read(plan, writer, reader, sign_in):
    today = clock.today()
    draft = make_review(plan, due_on=FIRST, covers_to=FIRST)
    issued = make_review(plan, state=ReviewState.ISSUED, issued_at=clock.now(), due_on=today)
    make_review()

    pages = {post: sign_in(post).get("/tong-ket/") for post in (writer, reader)}

    links = {post: [one.get_absolute_url() in page.text for one in (draft, issued)] for post, page in pages.items()}
    assert links == {writer: [True, True], reader: [False, True]}
    assert f"đang soạn, quá hạn {(today - FIRST).days} ngày" in pages[reader].text
    assert [row.pk for row in pages[reader].context["rows"]] == [draft.pk, issued.pk]
    late = sign_in(reader).get("/tong-ket/?tinh_trang=qua-han&loai=preliminary&sap=-han")
    assert [row.pk for row in late.context["rows"]] == [draft.pk]
    assert sign_in(reader).get("/tong-ket/?tinh_trang=la").status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_schedule_query_count(plan, writer, rows, sign_in, django_assert_num_queries):
    for _ in range(rows):
        make_review(plan, drafter=writer.user, period=make_period(plan, number=_ + 1))
    client = sign_in(writer)
    client.get("/tong-ket/")

    with django_assert_num_queries(8):
        page = client.get("/tong-ket/")

    assert len(page.context["rows"]) == rows


def test_issued_review_links_only_to_what_its_reader_may_open(reader, sign_in):
    world = ReportWorld()
    other = make_unit("Ban Dân vận")
    take_part(world.plan, other)
    review = make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now())
    cited(review, accepted(world))
    link, told = reverse("portal:report-submission", args=[world.report.pk, 1]), f"{world.unit}, {world.period}"

    pages = [sign_in(post).get(review.get_absolute_url()).text for post in (world.writer, make_post(other))]

    assert [(link in page, told in page) for page in pages] == [(True, True), (False, True)]
    assert sign_in(reader).get(review.get_absolute_url()).status_code == 404
