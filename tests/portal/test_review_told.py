"""A page of a review tells of what a worker could not do while that still matters, and never drops what was typed."""

import datetime

import pytest

from common import clock
from reviews.actions import jobs
from reviews.enums import JobAct, JobState, ReviewState
from reviews.models import Review, ReviewJob
from tests.factories import make_review
from tests.portal.review_sources import accepted, cited
from tests.portal.test_review_behind import of, work
from tests.portal.test_review_drafts import day, planned
from tests.portal.test_review_issuing import issue
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(jobs, "MOST_LINES", 0)
    return ReportWorld()


def failed(world, review, act, fault):
    ReviewJob.objects.all().delete()
    said = {"for_post": world.office_head, "asked_at": clock.now(), "ended_at": clock.now(), "fault": fault}
    ReviewJob.objects.create(review=review, act=act, state=JobState.FAILED, **said)


def test_job_that_came_too_late_does_not_hide_the_correction(world, sign_in):
    review, head = make_review(world.plan), sign_in(world.office_head)
    cited(review, accepted(world))
    head.post(of("review-refresh", review), {"as_of": day(clock.today())})
    issue(head, review)

    work()
    read = head.get(review.get_absolute_url())

    assert ReviewJob.objects.get().fault.startswith("Báo cáo này đã ban hành")
    assert (read.context["may_correct"], read.context["behind"]) == (True, None)


@pytest.mark.parametrize(
    ("act", "fault", "is_told"),
    [
        (JobAct.CORRECT, "Báo cáo này đã có bản đính chính.", False),
        (JobAct.PRINT, jobs.FILE_TAKEN_BACK, False),
        (JobAct.CORRECT, jobs.CUT_OFF, True),
    ],
)
def test_what_could_not_be_done_is_told_only_while_it_may_be(world, sign_in, act, fault, is_told):
    review = make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now())
    failed(world, review, act, fault)

    read = sign_in(world.office_head).get(review.get_absolute_url())

    assert (read.context["may_correct"], fault in read.text) == (True, is_told)


def test_why_issuing_was_refused_is_told_on_the_desk(world, sign_in):
    review, head = make_review(world.plan), sign_in(world.office_head)
    told = []

    for act, fault in [(JobAct.ISSUE, "Bản nháp đã có người sửa."), (JobAct.BEGIN, jobs.CUT_OFF)]:
        failed(world, review, act, fault)
        told.append(fault in head.get(review.get_absolute_url()).text)

    assert told == [True, False]


def test_other_reason_of_a_correction_is_refused_with_its_words_kept(world, sign_in):
    review = make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now())
    cited(review, accepted(world))
    head = sign_in(world.office_head)

    answers = [head.post(of("review-correct", review), {"reason": reason}) for reason in ("Một.", "Hai: thiếu xã.")]
    work()
    answers.append(head.post(of("review-correct", review), {"reason": "Ba: sai tên."}))

    assert [one.status_code for one in answers] == [302, 409, 409]
    assert ["đang được lập bản đính chính" in answers[1].text, "Hai: thiếu xã." in answers[1].text] == [True, True]
    assert ["đã có bản đính chính" in answers[2].text, "Ba: sai tên." in answers[2].text] == [True, True]
    assert ReviewJob.objects.get().state == JobState.DONE
    assert {event.text for event in Review.objects.get(corrects=review).events.all()} == {"Một."}


def test_other_day_is_refused_in_the_form_it_was_typed_in(world, sign_in):
    review, writer = planned(world), sign_in(world.judge)
    accepted(world)
    days = [day(clock.today() - datetime.timedelta(days=ago)) for ago in (2, 1)]

    begun = [writer.post(of("review-begin", review), {"as_of": one, "form": "Hướng dẫn 36-HD/VPTW"}) for one in days]
    work()
    refreshed = [writer.post(of("review-refresh", review), {"as_of": one}) for one in days]
    _, issued = issue(sign_in(world.office_head), review)

    assert [one.status_code for one in [*begun, *refreshed, issued]] == [302, 409, 302, 409, 409]
    assert ("đang được cập nhật số liệu" in issued.text, "form" in issued.context) == (True, True)
    assert ["đang được lập bản nháp" in begun[1].text, days[1] in begun[1].text] == [True, True]
    assert ["đang được cập nhật số liệu" in refreshed[1].text, days[1] in refreshed[1].text] == [True, True]
    desk = refreshed[1].context
    assert (desk["refresh_form"]["as_of"].value(), len(desk["sections"]) > 0) == (days[1], True)


def test_old_file_may_be_taken_while_the_next_is_printed_and_not_once_issued(world, sign_in):
    review, writer = make_review(world.plan, annexes=[annex()]), sign_in(world.judge)
    cited(review, accepted(world))
    address = f"{of('review-docx', review)}?da-lap"
    writer.post(of("review-print", review))
    work()
    writer.post(of("review-print", review))

    page, file = writer.get(of("review-job", review)), writer.get(address)
    head = sign_in(world.office_head)
    _, asked = issue(head, review)
    work()
    after = head.get(of("review-job", review))

    assert [state in page.text for state in ("đang chờ", "đã xong", "Tệp giữ đến", address)] == [True] * 4
    assert file.status_code == 200
    assert asked["Location"] == of("review-job", review)
    assert [one.act for one in ReviewJob.objects.all()] == [JobAct.ISSUE]
    assert (Review.objects.get().state, address in after.text) == (ReviewState.ISSUED, False)


def annex():
    columns = [["Đơn vị", 1, "left"]]
    return {"title": "Phụ lục", "subject": "Đơn vị", "columns": columns, "rows": [["Xã A"]], "wide": False}
