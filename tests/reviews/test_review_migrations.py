"""What migrations do to reviews that stood before them, and undone, to those that came after."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common import clock
from reviews.enums import JobAct, JobState
from reviews.models import ReviewJob
from tests.factories import make_post, make_review

BEFORE, AFTER = "0006_review_jobs", "0007_jobs_that_correct_and_print"


def migrate(to):
    """Bring the room to a migration; return the apps as they then are."""
    executor = MigrationExecutor(connection)
    return executor.migrate([("reviews", to)]).apps


@pytest.mark.django_db(transaction=True)
def test_jobs_that_correct_and_print_can_be_undone_and_let_the_version_before_write():
    review, post = make_review(), make_post()
    said = {"review": review, "for_post": post, "asked_at": clock.now(), "state": JobState.DONE}
    jobs = {act: ReviewJob.objects.create(act=act, changes=[str(act)], **said).pk for act in JobAct}
    try:
        before = migrate(BEFORE).get_model("reviews", "ReviewJob")
        left = dict(before.objects.values_list("pk", "told"))
    finally:
        migrate(AFTER)
    # As a process that was not restarted yet writes: without the columns it does not know.
    old = before.objects.create(
        act="begin", review_id=review.pk, for_post_id=post.pk, asked_at=clock.now(), told=["cũ"]
    )

    assert left == {jobs[act]: [act.value] for act in (JobAct.BEGIN, JobAct.REFRESH, JobAct.ISSUE)}
    written = ReviewJob.objects.get(pk=old.pk)
    assert (written.changes, written.reason, written.document) == (["cũ"], "", None)
    assert list(before.objects.values_list("told", flat=True).filter(pk=old.pk)) == [["cũ"]]
