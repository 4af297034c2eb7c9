"""A draft is begun as of a day, brought up to date as of another, and taken away as a document."""

import datetime

import pytest
from django.urls import reverse

from common import clock
from common.documents import CONTENT_TYPE
from reviews.enums import ReviewState
from reviews.forms.drafting import BeginForm, RefreshForm
from reviews.models import Passage
from tests.factories import make_post, make_review, make_unit, take_part
from tests.factories.reviews import FIRST
from tests.portal.review_sources import accepted, cited
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReportWorld()


def planned(world, **values):
    usual = {"state": ReviewState.PLANNED, "as_of": None, "form": "", "covers_to": clock.today()}
    return make_review(world.plan, **usual | values)


def day(when):
    return f"{when:%d/%m/%Y}"


def test_draft_is_begun_once_and_never_as_of_a_day_to_come(world, sign_in):
    review, client = planned(world), sign_in(world.judge)
    address = reverse("portal:review-begin", args=[review.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}

    wrong = client.post(address, data | {"as_of": day(clock.today() + datetime.timedelta(days=1)), "form": "Khác"})
    begun = client.post(address, data)
    again = client.post(address, data)

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"as_of", "form"})
    assert (begun["Location"], again.status_code) == (review.get_absolute_url(), 409)
    review.refresh_from_db()
    assert (review.state, review.as_of, review.form) == (ReviewState.DRAFT, data["as_of"], data["form"])
    page = client.get(begun["Location"])
    assert [section.section.title for section in page.context["sections"]] == [
        section.title for section in review.sections.all()
    ]
    assert (len(page.context["figures"]) > 0, len(page.context["annexes"])) == (True, 3)


def test_refreshing_shows_what_changed_and_keeps_what_was_typed(world, sign_in):
    review, client = planned(world), sign_in(world.judge)
    accepted(world)
    client.post(reverse("portal:review-begin", args=[review.pk]), {"as_of": day(FIRST), "form": "Hướng dẫn 36-HD/VPTW"})
    typed = Passage.objects.filter(section__review=review).exclude(key="").exclude(text="").first()
    typed.text = "Lời của người soạn."
    typed.save()
    address = reverse("portal:review-refresh", args=[review.pk])

    told = client.post(address, {"as_of": day(clock.today())}).context["told"]
    desk = client.get(review.get_absolute_url())
    nothing = client.post(address, {"as_of": day(clock.today())})
    wrong = client.post(address, {"as_of": "31/02/2024"})

    assert "Đã tổ chức 3 buổi nói chuyện." in " ".join(
        segment.text for one in told.passages for segment in one.segments
    )
    assert told.figures != []
    assert "Lời của người soạn." in desk.text
    assert "Không có gì khác trước" in nothing.text
    assert (wrong.status_code, set(wrong.context["refresh_form"].errors)) == (422, {"as_of"})


def test_draft_is_taken_away_by_whoever_drafts_it(world, sign_in):
    review, other = make_review(world.plan), make_unit("Ban Dân vận")
    take_part(world.plan, other)
    address = reverse("portal:review-docx", args=[review.pk])

    given = sign_in(world.judge).get(address)

    assert (given.status_code, given["Content-Type"]) == (200, CONTENT_TYPE)
    assert sign_in(make_post(other)).get(address).status_code == 403
    assert sign_in(world.judge).get(reverse("portal:review-docx", args=[planned(world).pk])).status_code == 404


def test_draft_that_was_called_off_is_still_read_and_taken_away(world, sign_in):
    review, client = make_review(world.plan), sign_in(world.judge)
    passage = cited(review, accepted(world))
    here, asked = review.get_absolute_url(), client.get(review.get_absolute_url()).text

    client.post(f"{here}thoi-lap/", {"reason": "Gộp vào tổng kết năm."})
    page, docx = client.get(here), client.get(f"{here}van-ban/")

    assert 'data-confirm="Ghi thôi lập báo cáo này?' in asked
    told = ["Báo cáo này không lập nữa", passage.text, "Gộp vào tổng kết năm.", f"{here}van-ban/"]
    assert [words in page.text for words in told] == [True] * 4
    assert ("Lập bản đính chính" in page.text, docx["Content-Type"]) == (False, CONTENT_TYPE)
    assert sign_in(world.writer).get(here).status_code == 403


def test_yesterday_is_offered_as_the_day_of_the_figures(world):
    today = clock.today()
    yesterday = today - datetime.timedelta(days=1)
    review = planned(world)

    offered = [BeginForm(review=review), RefreshForm(review=make_review(world.plan))]
    offered.append(RefreshForm(review=make_review(world.plan, as_of=today)))
    offered.append(BeginForm(review=planned(world, covers_from=today)))

    assert [form["as_of"].value() for form in offered] == [yesterday, yesterday, today, today]
