"""Jobs of a review give way: what was asked for otherwise is refused, printing a draft is left behind by any other act,
and what ended goes once the review has moved on."""

import datetime

import pytest
from django.core.management import call_command

from common import clock
from reviews.actions import begin_draft, call_off, correct_review, issue_review, jobs, refresh_draft
from reviews.actions.claiming import KEPT, claim
from reviews.actions.jobs import CUT_OFF, IS_ISSUED, do_again, do_job, remove_old_drafts
from reviews.actions.reviews import ReviewRefused
from reviews.enums import JobAct, JobState, ReviewState
from reviews.models import Review, ReviewJob
from tests.races import WON, race
from tests.reviews.review_world import AS_OF, reported_world
from tests.reviews.test_review_jobs import asked, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return reported_world()


@pytest.fixture
def draft(world):
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return world


def failed(world, act):
    """A job that was lost, to be done again."""
    said = {"for_post": world.head, "asked_at": clock.now(), "ended_at": clock.now(), "fault": CUT_OFF}
    return ReviewJob.objects.create(review=world.review, act=act, state=JobState.FAILED, **said)


def test_what_is_asked_for_otherwise_is_refused_not_dropped(draft):
    day = asked(draft, JobAct.REFRESH)

    with pytest.raises(ReviewRefused, match="đang được cập nhật số liệu ở phía sau"):
        asked(draft, JobAct.REFRESH, as_of=AS_OF - datetime.timedelta(days=1))
    with pytest.raises(ReviewRefused, match="đang được cập nhật số liệu ở phía sau"):
        asked(draft, JobAct.ISSUE, by=draft.head)
    with pytest.raises(ReviewRefused, match="đang được cập nhật số liệu ở phía sau"):
        asked(draft, JobAct.PRINT)

    assert ReviewJob.objects.get() == day == asked(draft, JobAct.REFRESH)


def test_reason_of_a_correction_is_not_dropped_for_another(draft):
    issue_review(draft.review, by=draft.head)
    first = asked(draft, JobAct.CORRECT, by=draft.head, reason="Một.")

    with pytest.raises(ReviewRefused, match="đang được lập bản đính chính ở phía sau"):
        asked(draft, JobAct.CORRECT, by=draft.head, reason="Hai.")
    do_job.call(first.pk)
    with pytest.raises(ReviewRefused, match="đã có bản đính chính"):
        asked(draft, JobAct.CORRECT, by=draft.head, reason="Hai.")

    assert ReviewJob.objects.get() == first
    assert {event.text for event in Review.objects.get(corrects=draft.review).events.all()} == {"Một."}


@pytest.mark.parametrize("is_long", [True, False])
def test_printing_gives_way_to_any_other_act(draft, is_long):
    running = claim(ReviewJob.objects.all(), asked(draft, JobAct.PRINT).pk)

    if is_long:
        issuing = done(draft, JobAct.ISSUE, by=draft.head)
    else:
        issue_review(draft.review, by=draft.head)
    left = list(ReviewJob.objects.all())

    assert not running.exists()
    assert left == ([issuing] if is_long else [])
    assert Review.objects.get().state == ReviewState.ISSUED


def test_print_that_was_left_behind_keeps_nothing(draft):
    job = asked(draft, JobAct.PRINT)
    running = claim(ReviewJob.objects.all(), job.pk)
    printed = jobs._printed(running, job, Review.objects.for_page().get())
    asked(draft, JobAct.REFRESH)

    with pytest.raises(jobs.Stopped):
        jobs._keep(running, job, draft.review, printed, draft.writer)

    with pytest.raises(jobs.Stopped):
        jobs._do(running)
    assert [one.act for one in ReviewJob.objects.all()] == [JobAct.REFRESH]


@pytest.mark.django_db(transaction=True)
def test_draft_that_is_printed_while_it_is_issued_leaves_no_file(draft):
    first = done(draft, JobAct.PRINT)
    second = asked(draft, JobAct.PRINT)

    outcomes = race(lambda: do_job.call(second.pk), lambda: issue_review(draft.review, by=draft.head))

    assert (first.is_printed, outcomes) == (True, [WON, WON])
    assert (Review.objects.get().state, ReviewJob.objects.count()) == (ReviewState.ISSUED, 0)


def test_what_is_issued_is_not_printed_as_a_draft(draft):
    waiting = asked(draft, JobAct.PRINT)
    Review.objects.update(state=ReviewState.ISSUED, issued_at=clock.now())

    do_job.call(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.fault, waiting.document) == (JobState.FAILED, IS_ISSUED, None)


def test_printed_file_stays_until_the_next_is_there_and_while_the_draft_is(draft):
    first = done(draft, JobAct.PRINT)
    second = asked(draft, JobAct.PRINT)
    meanwhile = list(ReviewJob.objects.printed())
    do_job.call(second.pk)
    then = list(ReviewJob.objects.all())
    refreshing = asked(draft, JobAct.REFRESH)
    while_refreshed = list(ReviewJob.objects.printed())
    do_job.call(refreshing.pk)

    assert (meanwhile, then, while_refreshed) == ([first], [second], [second])
    assert list(ReviewJob.objects.all()) == [refreshing]


def test_printed_file_is_thrown_away_after_some_days(draft):
    call_off(draft.review, reason="Thôi.", by=draft.writer)
    done(draft, JobAct.PRINT)

    removed = [remove_old_drafts(clock.now() + wait) for wait in (KEPT / 2, KEPT * 2)]
    done(draft, JobAct.PRINT)
    ReviewJob.objects.update(ended_at=clock.now() - KEPT * 2)
    call_command("tick", verbosity=0)

    assert (removed, ReviewJob.objects.count()) == ([0, 1], 0)


def test_of_one_review_one_thing_is_done_again(draft):
    done(draft, JobAct.PRINT)
    issuing = asked(draft, JobAct.ISSUE, by=draft.head)
    ReviewJob.objects.filter(pk=issuing.pk).update(state=JobState.FAILED, ended_at=clock.now(), fault=CUT_OFF)

    jobs.stop_reading()
    do_again(draft.review, by=draft.head)

    assert ReviewJob.objects.get() == issuing


ACTS = {
    JobAct.BEGIN: lambda world: begin_draft(world.review, as_of=AS_OF, by=world.writer),
    JobAct.REFRESH: lambda world: refresh_draft(world.review, as_of=AS_OF, by=world.writer),
    JobAct.ISSUE: lambda world: issue_review(world.review, by=world.head),
    JobAct.CORRECT: lambda world: correct_review(world.review, reason="Sai.", by=world.head),
}


@pytest.mark.parametrize("acts", [[*ACTS], [JobAct.BEGIN, None]])
def test_what_ended_goes_with_each_act_done_at_once(world, acts):
    left = []

    for act in acts:
        failed(world, JobAct.REFRESH)
        ACTS[act](world) if act else call_off(world.review, reason="Thôi.", by=world.writer)
        left.append(ReviewJob.objects.count())

    assert left == [0] * len(acts)


def test_asking_whether_it_is_long_takes_few_queries(draft, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(3):
        assert not jobs.is_long(draft.review, JobAct.ISSUE)
    monkeypatch.setattr("reviews.outline.WHOLE_LETTERS", 0)

    # Its annexes, which may be long, are not read.
    with django_assert_num_queries(2):
        assert jobs.is_long(draft.review, JobAct.PRINT)
