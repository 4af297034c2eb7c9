"""The desk: what is typed is saved before each act, and two who write lose nothing."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from common import clock
from portal.drafts import writer_mark
from reviews.enums import ReviewState
from reviews.forms.passages import DraftParts
from reviews.models import Passage
from reviews.proposals import mark_of_words
from tests.factories import (
    make_passage,
    make_plan,
    make_post,
    make_review,
    make_section,
    make_unit,
    take_part,
)
from tests.portal.review_sources import accepted, cited
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db

MINE, THEIRS = "Bản của đồng chí vừa ghi.", "Bản của người đến trước."


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


def typed(passage, text, **more):
    """What the desk sends of a passage as it stands, with `text` typed into it."""
    prefix = f"doan-{passage.pk}"
    return {f"{prefix}-version": passage.version, f"{prefix}-opened": "", f"{prefix}-text": text} | more


def save(client, review, **data):
    return client.post(reverse("portal:review-save", args=[review.pk]), data)


def words(review):
    return list(Passage.objects.filter(section__review=review).kept().values_list("text", flat=True))


def test_desk_keeps_what_two_people_typed(plan, writer, sign_in):
    review = make_review(plan)
    first, second = (make_passage(make_section(review)) for _ in range(2))
    client, opened = sign_in(writer), Passage.objects.get(pk=first.pk)

    save(client, review, **typed(first, THEIRS))
    met = save(client, review, **typed(opened, MINE) | typed(second, "Đoạn thứ hai đã sửa."))
    part = met.context["parts"].part_of(first.pk)
    kept = save(client, review, **typed(first, MINE) | {f"doan-{first.pk}-version": part.stands_on[0]})

    assert met.status_code == 409
    assert [(MINE in met.text), (THEIRS in met.text)] == [True, True]
    assert kept.status_code == 302
    assert words(review) == [MINE, "Đoạn thứ hai đã sửa."]


def test_text_that_cannot_be_kept_is_told_and_the_rest_is_saved(plan, writer, sign_in):
    review = make_review(plan)
    first, second = (make_passage(make_section(review)) for _ in range(2))
    client = sign_in(writer)

    told = save(client, review, **typed(first, "a" * 20_001) | typed(second, "Đã sửa."))

    assert told.status_code == 422
    assert [field for _, field, *_ in told.context["parts"].errors] == [f"id_doan-{first.pk}-text"]
    assert words(review) == [first.text, "Đã sửa."]


def test_each_button_of_the_desk_saves_first_and_then_acts(plan, writer, sign_in):
    review = make_review(plan)
    section = make_section(review)
    one, two, three = (make_passage(section, proposed=f"Gợi ý {n}.") for n in "123")
    client = sign_in(writer)

    save(client, review, **typed(one, "Một."), tiep=f"xuong-{one.pk}")
    save(client, review, tiep=f"len-{three.pk}")
    moved = words(review)
    save(client, review, **typed(two, "Hai."), tiep=f"cat-{two.pk}")
    stale = save(client, review, tiep=f"lay-{three.pk}-{mark_of_words('Gợi ý cũ.')}")
    save(client, review, tiep=f"lay-{three.pk}-{mark_of_words('Gợi ý 3.')}")
    merged = save(client, review, tiep=f"gop-{one.pk}")
    joined, desk = words(review), client.get(review.get_absolute_url())
    [offered] = [one for part in desk.context["sections"] for one in part.passages if one.news]
    save(client, review, tiep=f"tra-{two.pk}")
    empty = save(client, review, tiep=f"them-{section.pk}")
    save(client, review, **{f"moi-{section.pk}": "Viết thêm."})

    assert moved == [two.text, three.text, "Một."]
    assert (stale.status_code, "Lời gợi ý của đoạn này vừa thay đổi" in stale.text) == (409, True)
    assert merged["Location"] == f"{review.get_absolute_url()}?doan={three.pk}#doan-{three.pk}"
    assert joined == ["Gợi ý 3.\nMột."]
    assert offered.mark == mark_of_words("Gợi ý 3.\nGợi ý 1.")
    assert f'value="lay-{three.pk}-{offered.mark}"' in desk.text
    assert (empty.status_code, "Hãy ghi nội dung của đoạn mới." in empty.text) == (422, True)
    assert words(review) == ["Hai.", "Gợi ý 3.\nMột.", "Viết thêm."]


@pytest.mark.parametrize(("button", "told"), [("cat", "đã được cắt bỏ"), ("gop", "đã được gộp vào đoạn “Đoạn 1.")])
def test_whoever_typed_into_a_passage_that_left_the_text_is_told(button, told, plan, writer, sign_in):
    review = make_review(plan)
    section = make_section(review)
    passage = [make_passage(section) for _ in range(2)][1]
    client, address = sign_in(writer), reverse("portal:review-part-save", args=[review.pk])
    save(client, review, tiep=f"{button}-{passage.pk}")

    sent = typed(passage, MINE) | {"nguoi-soan": writer_mark(writer.user)}
    behind = client.post(address, sent, headers={"Accept": "application/json"})
    met = save(client, review, **typed(passage, MINE))
    part = met.context["parts"].part_of(passage.pk)
    kept = save(client, review, **typed(passage, MINE) | {f"doan-{passage.pk}-version": part.stands_on[0]})

    answer = behind.json()["parts"][f"doan-{passage.pk}"]
    assert (behind.status_code, answer["state"], told in answer["html"]) == (409, "conflict", True)
    assert (met.status_code, told in met.text, MINE in met.text) == (409, True, True)
    assert kept.status_code == 302
    passage.refresh_from_db()
    assert (passage.text, MINE in "".join(words(review))) == (MINE, False)
    assert MINE in client.get(review.get_absolute_url()).text


def test_desk_is_refused_once_the_review_is_no_draft(plan, writer, sign_in):
    review = make_review(plan, state=ReviewState.ISSUED, issued_at=clock.now())
    passage = make_passage(make_section(review))
    client = sign_in(writer)

    answers = [save(client, review, **typed(passage, f"{MINE} {THEIRS}"))]
    sent = typed(passage, MINE) | {"nguoi-soan": writer_mark(writer.user)}
    address = reverse("portal:review-part-save", args=[review.pk])
    answers.append(client.post(address, sent, headers={"Accept": "application/json"}))

    assert [one.status_code for one in answers] == [409, 409]
    assert f"{MINE} {THEIRS}" in answers[0].text
    assert words(review) == [passage.text]


def test_background_saving_tells_of_each_passage_by_itself(plan, writer, sign_in):
    review = make_review(plan)
    first, second = (make_passage(make_section(review)) for _ in range(2))
    client, address = sign_in(writer), reverse("portal:review-part-save", args=[review.pk])
    mark = {"nguoi-soan": writer_mark(writer.user)}

    def send(data, **more):
        return client.post(address, data | mark | more, headers={"Accept": "application/json"})

    saved = send(typed(first, THEIRS))
    again = send(typed(first, THEIRS))
    met = send(typed(first, MINE) | typed(second, "Đoạn khác."))
    stranger = send(typed(first, MINE), **{"nguoi-soan": "ai-do"})

    told = met.json()["parts"]
    assert [one.status_code for one in (saved, again, met, stranger)] == [200, 200, 409, 409]
    assert [one["state"] for one in told.values()] == ["conflict", "saved"]
    assert THEIRS in told[f"doan-{first.pk}"]["html"]
    assert words(review) == [THEIRS, "Đoạn khác."]


def test_desk_leads_to_the_sources_and_flags_what_was_reopened(sign_in):
    world = ReportWorld()
    submission = accepted(world)
    review = make_review(world.plan)
    passage = cited(review, submission)
    client = sign_in(world.judge)

    before = client.get(review.get_absolute_url())
    submission.accepted_at = None
    submission.save()
    after = client.get(review.get_absolute_url())

    url = f"{reverse('portal:report-submission', args=[world.report.pk, 1])}#da-gui-{submission.lines.get().pk}"
    assert url in before.text
    assert [page.context["outdated"] for page in (before, after)] == [0, 1]
    assert "nguồn đã mở lại hoặc thay thế sau khi lập" in after.text
    assert passage.section.title in after.text


@pytest.mark.parametrize("rows", [1, 3])
def test_background_saving_reads_what_was_sent_alone(rows, sign_in, django_assert_num_queries):
    world = ReportWorld()
    submission = accepted(world)
    review = make_review(world.plan)
    for _ in range(rows):
        passage = cited(review, submission)
        make_passage(passage.section)
    client, address = sign_in(world.judge), reverse("portal:review-part-save", args=[review.pk])
    data = {"nguoi-soan": writer_mark(world.judge.user)}
    client.post(address, typed(passage, THEIRS) | data)

    with django_assert_num_queries(13) as queries:
        saved = client.post(address, typed(Passage.objects.get(pk=passage.pk), MINE) | data)

    assert list(saved.json()["parts"]) == [f"doan-{passage.pk}"]
    assert not [one for one in queries.captured_queries if "reviews_passagesource" in one["sql"]]
    sent = DraftParts(review, QueryDict(f"doan-{passage.pk}-text=x"))
    assert [part.number for part in sent.parts] == [1]


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_query_count(rows, sign_in, django_assert_num_queries):
    world = ReportWorld()
    submission = accepted(world)
    review = make_review(world.plan)
    for _ in range(rows):
        for _ in range(rows):
            cited(review, submission)
    client = sign_in(world.judge)
    client.get(review.get_absolute_url())

    with django_assert_num_queries(17):
        page = client.get(review.get_absolute_url())

    assert page.context["passages"] == rows * rows


def test_refused_posts_of_others(plan, reader, sign_in):
    review = make_review(plan)
    client = sign_in(reader)

    answers = [client.get(review.get_absolute_url()), save(client, review, tiep="cat-1"), client.get("/tong-ket/lap/")]

    assert [one.status_code for one in answers] == [403, 403, 403]
    assert client.get(reverse("portal:review-save", args=[review.pk])).status_code == 405
    assert client.get(make_review().get_absolute_url()).status_code == 404
