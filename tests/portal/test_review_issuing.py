"""A review is issued by the head, read by all who take part, and corrected by a new one."""

import pytest
from django.urls import reverse

from common import clock
from common.documents import Kind, form_for
from reviews.actions import save_passage
from reviews.enums import ReviewState
from reviews.models import Review
from tests.factories import make_passage, make_post, make_review, make_section
from tests.portal.review_sources import accepted, cited
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReportWorld()


def of(name, review):
    return reverse(f"portal:review-{name}", args=[review.pk])


def issue(client, review):
    """Open the page of issuing and press its button; return both answers."""
    asked = client.get(of("issue", review))
    form = asked.context["form"]
    return asked, client.post(of("issue", review), {name: form[name].value() for name in form.fields})


def test_review_is_issued_read_and_corrected(world, sign_in):
    review, head, unit = make_review(world.plan), sign_in(world.office_head), sign_in(world.writer)
    passage, empty = cited(review, accepted(world)), make_section(review)

    asked, issued = issue(head, review)
    twice = head.post(of("issue", review))
    first, read = unit.get(of("docx", review)), unit.get(review.get_absolute_url())
    silent = head.post(of("correct", review), {"reason": " "})
    begun = head.post(of("correct", review), {"reason": "Sai số buổi."})
    draft = Review.objects.get(corrects=review)
    desk = head.get(begun["Location"])
    issue(head, draft)
    after = [unit.get(one.get_absolute_url()).text for one in (review, draft)]

    assert asked.context["missing"] == [f"Mục “{empty.title}” chưa có nội dung."]
    assert (issued["Location"], twice.status_code) == (review.get_absolute_url(), 409)
    assert (passage.text in read.text, "Lập bản đính chính" in read.text) == (True, False)
    assert of("docx", review) in read.text
    assert unit.get(of("docx", review)).content == first.content
    assert (silent.status_code, set(silent.context["form"].errors)) == (422, {"reason"})
    assert (begun["Location"], "Đính chính cho" in desk.text) == (draft.get_absolute_url(), True)
    assert ["Đã có bản đính chính" in after[0], review.get_absolute_url() in after[1]] == [True, True]
    assert head.post(of("correct", review), {"reason": "Lần nữa."}).status_code == 409


def test_head_issues_what_he_saw_in_a_form_in_force(world, sign_in):
    review, head = make_review(world.plan, edited_at=clock.now()), sign_in(world.office_head)
    passage = make_passage(make_section(review))
    opened = head.get(of("issue", review)).context["form"]
    data = {name: opened[name].value() for name in opened.fields}

    save_passage(passage, "Sửa sau khi mở trang.", version=1, by=world.judge)
    late = head.post(of("issue", review), data)
    wrong = head.post(of("issue", review), {"form": "Khác"})
    review.refresh_from_db()
    stands = review.state
    issue(head, review)

    assert (late.status_code, "Bản nháp đã có người sửa" in late.text, stands) == (409, True, ReviewState.DRAFT)
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"form"})
    assert f"Bản nháp lập theo {review.form}, nay không còn dùng" in wrong.text
    review.refresh_from_db()
    assert (review.state, review.form) == (ReviewState.ISSUED, form_for(Kind.PARTY, clock.today()).name)


def test_issuing_is_the_heads_alone_and_only_of_a_draft(world, sign_in):
    review = make_review(world.plan, state=ReviewState.PLANNED, as_of=None, form="")
    writer, head = sign_in(world.judge), sign_in(world.office_head)

    answers = [ask(of("issue", review)).status_code for ask in (writer.get, writer.post, head.get, head.post)]
    answers.append(head.get(of("correct", review)).status_code)

    assert answers == [403, 403, 409, 409, 409]
    Review.objects.filter(pk=review.pk).update(state=ReviewState.DRAFT, as_of=clock.today(), form="Khác")
    assert "Ban hành…" not in writer.get(review.get_absolute_url()).text
    assert "Ban hành…" in head.get(review.get_absolute_url()).text


def test_home_page_of_the_office_shows_what_falls_due(world, sign_in):
    due = make_review(world.plan, due_on=clock.today())
    make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now(), due_on=clock.today())

    homes = [sign_in(post).get("/").context["desk"].owed for post in (world.judge, world.writer)]

    rows = [[row.pk for row in owed if row.page == "portal:review"] for owed in homes]
    assert rows == [[due.pk], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_issued_review_query_count(world, rows, sign_in, django_assert_num_queries):
    review = make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now())
    submission = accepted(world)
    for _ in range(rows):
        make_passage(cited(review, submission).section)
    client = sign_in(make_post(world.unit))
    client.get(review.get_absolute_url())

    with django_assert_num_queries(14):
        page = client.get(review.get_absolute_url())

    assert len(page.context["sections"]) == rows
