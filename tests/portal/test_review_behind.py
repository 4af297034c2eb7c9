"""A long review is begun, refreshed, printed, issued and corrected behind: the page tells how far it is and what came
of it."""

import datetime

import pytest
from django.urls import reverse

from common import clock
from reviews.actions import jobs, save_passage
from reviews.enums import JobAct, JobState, ReviewState
from reviews.models import Passage, Review, ReviewJob
from tests.factories import make_passage, make_review, make_section
from tests.portal.review_sources import accepted, cited
from tests.portal.test_review_drafts import day, planned
from tests.portal.test_review_issuing import issue
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db
FORM = "Hướng dẫn 36-HD/VPTW"


def of(name, review):
    return reverse(f"portal:{name}", args=[review.pk])


def work():
    """Let a worker do what waits."""
    jobs.do_job.call(ReviewJob.objects.open().get().pk)


def test_long_review_is_begun_and_refreshed_behind(sign_in, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_LINES", 0)
    world = ReportWorld()
    review, client = planned(world), sign_in(world.judge)
    accepted(world)
    before, today = day(clock.today() - datetime.timedelta(days=1)), day(clock.today())
    empty = client.get(of("review-job", review))

    asked = [client.post(of("review-begin", review), {"as_of": before, "form": FORM}) for _ in range(2)]
    waiting, plan = client.get(of("review-job", review)), client.get(review.get_absolute_url())
    work()
    begun, desk = client.get(of("review-job", review)), client.get(review.get_absolute_url())
    other = client.post(of("review-refresh", review), {"as_of": today})
    work()
    refreshed = client.get(of("review-job", review))

    assert "Không có việc nào ở phía sau" in empty.text
    assert [one["Location"] for one in [*asked, other]] == [of("review-job", review)] * 3
    assert ("every 2s" in waiting.text, "Lập bản nháp: đang chờ" in plan.text) == (True, True)
    assert ("every 2s" in begun.text, "Mở bàn soạn" in begun.text) == (False, True)
    assert (len(desk.context["sections"]) > 10, desk.context["behind"]) == (True, None)
    assert "Số liệu thay đổi" in refreshed.text
    changed = refreshed.context["told"][0]
    assert sum(number for _, number, _ in changed.passages) == changed.number_of_passages > 0
    assert Review.objects.get().as_of == clock.today()


def test_long_review_is_issued_behind_and_what_failed_is_done_again(sign_in):
    world = ReportWorld()
    review, head, writer = make_review(world.plan), sign_in(world.office_head), sign_in(world.judge)
    make_passage(make_section(review), text="Xã đã tổ chức. " * 11_000)

    _, answer = issue(head, review)
    ReviewJob.objects.update(state=JobState.FAILED, ended_at=clock.now(), fault=jobs.CUT_OFF)
    failed, desk = head.get(of("review-job", review)), head.get(review.get_absolute_url())
    refused = writer.post(of("review-job-again", review))
    again = [head.post(of("review-job-again", review)).status_code for _ in range(2)]
    work()
    done = head.get(of("review-job", review))

    assert answer["Location"] == of("review-job", review)
    assert [jobs.CUT_OFF in page.text for page in (failed, desk)] == [True, True]
    assert (refused.status_code, again) == (403, [302, 409])
    assert ("Mở báo cáo" in done.text, Review.objects.get().state) == (True, ReviewState.ISSUED)


def test_long_review_is_corrected_behind(sign_in, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_LINES", 0)
    world = ReportWorld()
    review = make_review(world.plan, state=ReviewState.ISSUED, issued_at=clock.now())
    cited(review, accepted(world))
    head, writer, reader = (sign_in(post) for post in (world.office_head, world.judge, world.writer))

    refused = writer.post(of("review-correct", review), {"reason": "Sai số."})
    asked = [head.post(of("review-correct", review), {"reason": "Sai số."}) for _ in range(2)]
    pages = [one.get(review.get_absolute_url()).text for one in (head, writer, reader)]
    work()
    done, read = head.get(of("review-job", review)), head.get(review.get_absolute_url())

    assert refused.status_code == 403
    assert [one["Location"] for one in asked] == [of("review-job", review)] * 2
    assert ["Lập bản đính chính: đang chờ" in page for page in pages] == [True, True, False]
    assert of("review-correct", review) not in pages[0]
    correction = Review.objects.get(corrects=review)
    assert correction.get_absolute_url() in done.text
    assert ("Đang soạn bản đính chính" in read.text, read.context["behind"]) == (True, None)


def test_long_draft_is_printed_behind(sign_in):
    world = ReportWorld()
    review, writer = make_review(world.plan), sign_in(world.judge)
    passage = make_passage(make_section(review), text="Xã đã tổ chức. " * 11_000)

    sent_on, offer = writer.get(of("review-docx", review)), writer.get(of("review-job", review))
    asked = [writer.post(of("review-print", review))["Location"] for _ in range(2)]
    early, waiting = writer.get(of("review-docx", review) + "?da-lap"), writer.get(of("review-job", review))
    work()
    done, file = writer.get(of("review-job", review)), writer.get(of("review-docx", review) + "?da-lap")
    save_passage(passage, "Ngắn.", version=1, by=world.judge)
    make_passage(passage.section, text="Xã đã tổ chức. " * 11_000)
    old = writer.get(of("review-job", review))

    assert [one["Location"] for one in (sent_on, early)] == [of("review-job", review)] * 2
    assert (asked, ReviewJob.objects.count()) == ([of("review-job", review)] * 2, 1)
    assert [of("review-print", review) in page.text for page in (offer, waiting, done)] == [True, False, True]
    assert ["Lập tệp mới" in page.text for page in (offer, done)] == [False, True]
    assert ("every 2s" in waiting.text, "đang chờ" in waiting.text) == (True, True)
    assert file.content == bytes(ReviewJob.objects.get().document)
    told = "Bản nháp đã có người sửa sau khi lập tệp này"
    assert [told in page.text for page in (done, old)] == [False, True]


def test_small_review_is_made_at_once(sign_in):
    world = ReportWorld()
    review = make_review(world.plan)
    cited(review, accepted(world))

    refused = sign_in(world.judge).post(of("review-print", review))

    assert [jobs.is_long(review, act) for act in JobAct] == [False] * 5
    assert (refused.status_code, ReviewJob.objects.count()) == (409, 0)
    assert Passage.objects.count() == 1
