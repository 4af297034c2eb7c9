"""Long reviews are begun, refreshed and issued by a worker: once, by the acts of a short one, and told in words."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from common import clock
from progress.models import Submission
from reviews.actions import begin_draft, issue_review, jobs
from reviews.actions.claiming import LOST_AFTER, claim
from reviews.actions.jobs import (
    BROKEN,
    CUT_OFF,
    FILE_TAKEN_BACK,
    NO_RIGHT,
    WORDS_REMOVED,
    ask_for,
    do_again,
    do_job,
    give_up_lost_jobs,
)
from reviews.actions.removing import hold
from reviews.actions.reviews import ReviewRefused
from reviews.composing import compose
from reviews.document import draft_as_docx
from reviews.enums import JobAct, JobState, ReviewState
from reviews.models import IssuedDocument, Passage, PassageSource, Review, ReviewJob
from tests.races import WON, race
from tests.reviews.review_world import AS_OF, let, moment, reported_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return reported_world()


def asked(world, act=JobAct.BEGIN, *, by=None, **said):
    usual = {JobAct.ISSUE: {"form": "", "seen": None}, JobAct.CORRECT: {"reason": "Sai số."}, JobAct.PRINT: {}}
    said = said or usual.get(act, {"as_of": AS_OF})
    return ask_for(world.review, act, by=by or world.writer, **said)


def done(world, act=JobAct.BEGIN, **said):
    job = asked(world, act, **said)
    do_job.call(job.pk)
    job.refresh_from_db()
    return job


def words(review):
    return list(Passage.objects.filter(section__review=review).values_list("section__key", "key", "text"))


@pytest.mark.django_db(transaction=True)
def test_worker_begins_what_was_asked_once(world):
    twice = [asked(world), asked(world)]

    call_command("db_worker", batch=True, interval=0, reload=False, startup_delay=False, verbosity=0)

    job = ReviewJob.objects.get()
    assert [one.pk for one in twice] == [job.pk] * 2
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    review = Review.objects.get(pk=world.review.pk)
    sections = compose(review, AS_OF).sections
    assert (job.state, job.sections_done, review.state) == (JobState.DONE, len(sections), ReviewState.DRAFT)
    assert words(review) == [(one.key, passage.key, passage.text) for one in sections for passage in one.passages]
    assert review.events.get().by == world.writer.user


def test_refreshing_tells_what_changed_and_issuing_keeps_the_document(world):
    begun = done(world)
    let(Submission.objects.filter(report__unit=world.units[1]), superseded_at=moment(AS_OF))

    refreshed = done(world, JobAct.REFRESH)
    issued = done(world, JobAct.ISSUE, by=world.head)

    assert [one.state for one in (begun, refreshed, issued)] == [JobState.DONE] * 3
    numbers = {one["words"]: (one["before"], one["after"]) for one in refreshed.changes if one["passage_id"] is None}
    assert numbers["Báo cáo đã xác nhận"] == ("2", "1")
    named = {one["passage_id"] for one in refreshed.changes} - {None}
    assert Passage.objects.get(section__key="results.group-1", key__startswith="task").pk in named
    assert (Review.objects.get().state, IssuedDocument.objects.count()) == (ReviewState.ISSUED, 1)
    assert ReviewJob.objects.get() == issued


def test_what_is_refused_or_breaks_is_told_and_done_again(world):
    refused, no_right = done(world, JobAct.REFRESH), done(world, JobAct.ISSUE)
    lost = asked(world)
    claim(ReviewJob.objects.all(), lost.pk)
    found = [give_up_lost_jobs(clock.now() + wait) for wait in (LOST_AFTER / 2, LOST_AFTER * 2)]
    faults = [ReviewJob.objects.get().fault]
    do_again(world.review, by=world.head)

    with pytest.raises(ReviewRefused):
        do_again(world.review, by=world.head)
    do_job.call(lost.pk)

    assert refused.fault.startswith("Báo cáo này sắp lập")
    assert (no_right.fault, found, faults) == (NO_RIGHT, [0, 1], [CUT_OFF])
    assert [event.by for event in Review.objects.get().events.all()] == [world.head.user]
    assert ReviewJob.objects.get().state == JobState.DONE


def test_fault_of_the_program_is_logged_and_told_plainly(world):
    job = asked(world)
    ReviewJob.objects.update(asked={})

    do_job.call(job.pk)

    job.refresh_from_db()
    assert (job.state, job.fault, job.is_open) == (JobState.FAILED, BROKEN, False)


def test_removal_stops_what_is_being_composed(world):
    job = asked(world)
    mine = claim(ReviewJob.objects.all(), job.pk)
    hold()
    jobs.stop_reading()

    with pytest.raises(jobs.Stopped):
        jobs._do(mine)

    job.refresh_from_db()
    assert (job.state, job.fault) == (JobState.FAILED, WORDS_REMOVED)
    assert (words(world.review), Review.objects.get().state) == ([], ReviewState.PLANNED)


@pytest.mark.django_db(transaction=True)
def test_job_run_twice_at_once_is_done_once(world):
    job = asked(world)

    outcomes = race(lambda: do_job.call(job.pk), lambda: do_job.call(job.pk))

    assert sorted(outcomes) == [WON, WON]
    assert Review.objects.get().events.count() == 1


def test_what_would_be_refused_again_is_not_asked_for_once_more(world):
    refused = done(world, JobAct.REFRESH)

    with pytest.raises(ReviewRefused):
        do_again(world.review, by=world.head)

    assert refused.fault.startswith("Báo cáo này sắp lập")
    assert ReviewJob.objects.get().state == JobState.FAILED


def test_correction_is_copied_by_a_worker_once(world):
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    issue_review(world.review, by=world.head)
    no_right = done(world, JobAct.CORRECT, by=world.writer)
    twice = [asked(world, JobAct.CORRECT, by=world.head) for _ in range(2)]
    claim(ReviewJob.objects.all(), twice[0].pk)
    lost = give_up_lost_jobs(clock.now() + LOST_AFTER * 2)
    do_again(world.review, by=world.head)

    did = [do_job.call(twice[0].pk) for _ in range(2)]

    assert (no_right.fault, lost, did) == (NO_RIGHT, 1, [True, False])
    assert twice[0].pk == twice[1].pk
    correction = Review.objects.get(corrects=world.review)
    assert (correction.state, words(correction)) == (ReviewState.DRAFT, words(world.review))
    assert cited(correction) == cited(world.review) != []
    assert {event.text for event in correction.events.all()} == {"Sai số."}
    with pytest.raises(ReviewRefused, match="đã có bản đính chính"):
        asked(world, JobAct.CORRECT, by=world.head)
    with pytest.raises(ReviewRefused):
        do_again(world.review, by=world.head)


def test_file_of_a_draft_is_printed_and_taken_back_when_words_are_removed(world):
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    let(Submission.objects.filter(report__unit=world.units[1]), superseded_at=moment(AS_OF))
    refreshed, printed = done(world, JobAct.REFRESH), done(world, JobAct.PRINT)
    content = bytes(printed.document)
    running = asked(world, JobAct.PRINT)
    mine = claim(ReviewJob.objects.all(), running.pk)
    hold()
    jobs.stop_reading()

    with pytest.raises(jobs.Stopped):
        jobs._do(mine)
    stopped = ReviewJob.objects.get(act=JobAct.PRINT)
    do_again(world.review, by=world.writer)
    do_job.call(stopped.pk)
    jobs.stop_reading()

    assert content == draft_as_docx(world.review)
    assert (stopped.fault, stopped.document) == (WORDS_REMOVED, None)
    taken_back = ReviewJob.objects.get(act=JobAct.PRINT)
    assert (taken_back.state, taken_back.fault, taken_back.document) == (JobState.FAILED, FILE_TAKEN_BACK, None)
    # What refreshing told of is still there.
    assert ReviewJob.objects.get(act=JobAct.REFRESH).changes == refreshed.changes != []


def cited(review):
    names = ("passage__key", *PassageSource.NAMED_BY)
    return list(PassageSource.objects.filter(passage__section__review=review).order_by("pk").values_list(*names))
