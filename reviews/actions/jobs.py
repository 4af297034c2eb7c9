"""Long reviews are begun, refreshed, printed, issued and corrected by a worker: composing a country takes longer than
anybody should wait for a page. Asked for, claimed by one guarded update, done by the same acts as within a request;
what was refused or broke is told in words, and can be asked for again.

Composing and printing read before the review's row is taken, so that whoever types meanwhile does not wait. An
emergency removal stops what reads just then (`stop_reading`), and takes files back: the words that go may stand there.
"""

import datetime
import logging

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from common import clock
from common.refusals import Refused
from progress.models import Period, SubmittedLine
from reviews import permissions as may
from reviews.actions.claiming import AFRESH, KEPT, claim, fail, give_up, hold
from reviews.actions.drafting import begin_draft, refresh_draft
from reviews.actions.issuing import HAS_CORRECTION, correct_review, issue_review
from reviews.actions.reviews import ReviewRefused
from reviews.composing import compose
from reviews.document import draft_as_docx
from reviews.enums import JobAct, JobState, ReviewState
from reviews.models import PassageSource, Review, ReviewJob
from reviews.outline import Outline
from units.models import Membership

logger = logging.getLogger(__name__)

# What is composed of more confirmed lines than this, or copies more sources, a worker does.
MOST_LINES = 2000

NO_RIGHT = "Chức vụ đã yêu cầu không còn được làm việc này nữa."
BROKEN = "Máy chủ gặp lỗi khi làm việc này. Bấm “Làm lại”; nếu vẫn không được, hãy báo người quản trị."
CUT_OFF = "Việc bị ngắt giữa chừng, chưa có gì thay đổi. Bấm “Làm lại” để làm từ đầu."
WORDS_REMOVED = (
    "Có nội dung vừa được gỡ khẩn cấp trong lúc đang lập, nên đã dừng. Bấm “Làm lại” để lập từ những gì còn lại."
)
FILE_TAKEN_BACK = "Có nội dung vừa được gỡ khẩn cấp nên tệp đã bị bỏ. Bấm “Làm lại” để lập tệp từ những gì còn lại."
ANOTHER = (
    "Báo cáo này đang được {} ở phía sau theo một yêu cầu khác, nên yêu cầu này chưa được ghi nhận. Hãy chờ xong rồi "
    "làm tiếp."
)
IS_ISSUED = "Báo cáo này đã ban hành; hãy tải văn bản đã ban hành."
# After these the same may be asked for once more; what was refused for what stands in the review is asked for anew.
MAY_BE_DONE_AGAIN = [NO_RIGHT, BROKEN, CUT_OFF, WORDS_REMOVED, FILE_TAKEN_BACK]


class Stopped(Exception):
    """What was composed or printed is not to be kept: the job was stopped or left behind, or another call took it
    over."""


def is_long(review, act):
    """Whether a worker does the `act`: it composes of many lines, prints many passages, or copies many sources (1
    query; of printing 2, and 1 more for the rows of annexes when one page holds the text)."""
    if act == JobAct.CORRECT:
        sources = PassageSource.objects.filter(passage__section__review=review).order_by()
        return sources[: MOST_LINES + 1].count() > MOST_LINES
    if act in [JobAct.ISSUE, JobAct.PRINT]:
        return not Outline(review, [], only_text=True).is_whole or _rows_of_annexes(review) > MOST_LINES
    span = (review.covers_from, review.covers_to)
    periods = Period.objects.filter(plan=review.plan_id, is_regular=True, covers_to__range=span)
    lines = SubmittedLine.objects.accepted().filter(submission__report__period__in=list(periods))
    return lines.order_by()[: MOST_LINES + 1].count() > MOST_LINES


@transaction.atomic
def ask_for(review, act, *, reason="", by, **asked):
    """Let a worker do the `act`, with what the form said, and return the ReviewJob. The same asked twice makes no
    second one. Refused while another is open, but for the printing of a draft, which gives way; and when it would make
    a second correction."""
    _take_turn(review)
    as_said = {name: value.isoformat() if name == "as_of" else value for name, value in asked.items()}
    found = ReviewJob.objects.open().filter(review=review).first()
    if found and (found.act, found.asked, found.reason) == (act, as_said, reason):
        return found
    if found and found.act != JobAct.PRINT:
        raise ReviewRefused(ANOTHER.format(found.get_act_display()))
    if act == JobAct.CORRECT and review.corrections.exclude(state=ReviewState.CALLED_OFF).exists():
        raise ReviewRefused(HAS_CORRECTION)
    _make_room(review, act)
    said = {"asked": as_said, "reason": reason, "for_post": by, "asked_at": clock.now()}
    made = ReviewJob.objects.create(review=review, act=act, **said)
    do_job.enqueue(made.pk)
    return made


@transaction.atomic
def do_again(review, *, by):
    """Ask once more for what could not be done, now for the post that asks. Refused when nothing failed, or when the
    same would be refused again."""
    _take_turn(review)
    failed = ReviewJob.objects.filter(review=review, state=JobState.FAILED, fault__in=MAY_BE_DONE_AGAIN)
    if not failed.update(state=JobState.QUEUED, for_post=by, asked_at=clock.now(), sections_done=0, **AFRESH):
        raise ReviewRefused("Không có việc nào cần làm lại. Hãy mở lại trang để xem.")
    do_job.enqueue(ReviewJob.objects.open().get(review=review).pk)


@task()
def do_job(pk):
    """Do the job if it still waits; return whether this call did it."""
    mine = claim(ReviewJob.objects.all(), pk)
    if mine is None:
        return False
    try:
        _do(mine)
    except Stopped:
        return False
    except Refused as refused:
        fail(mine, refused.sentence)
        return False
    except Exception:
        # The log gets the details; who asked is told what to do.
        logger.exception("the job %s of a review could not be done", pk)
        fail(mine, BROKEN)
        return False
    return True


def give_up_lost_jobs(now):
    """Say of jobs that were killed, or never found a worker, that they were not done; return how many."""
    return give_up(ReviewJob.objects.all(), CUT_OFF, now=now)


def hold_jobs():
    """Take the open jobs: none is ended before the transaction is. The rows of reviews come before."""
    hold(ReviewJob.objects.all())


def stop_reading():
    """Stop what reads just now, and take back what was printed. Call `hold_jobs` before."""
    fail(ReviewJob.objects.filter(state=JobState.MAKING, act__in=JobAct.reading_sources()), WORDS_REMOVED)
    # Of one review one thing at most is told that could not be done: the last that was asked for.
    later = ReviewJob.objects.filter(review=OuterRef("review")).exclude(state=JobState.DONE)
    ReviewJob.objects.printed().filter(Exists(later)).delete()
    ReviewJob.objects.printed().update(state=JobState.FAILED, fault=FILE_TAKEN_BACK, document=None)


def remove_old_drafts(now):
    """Throw away the files of drafts that have been kept long enough; return how many."""
    old = ReviewJob.objects.printed().filter(ended_at__lt=now - KEPT)
    # One by one: whoever has taken a review meanwhile is waited for with nothing in hand.
    return sum(old.filter(pk=pk).delete()[0] for pk in list(old.values_list("pk", flat=True)))


def _do(mine):
    job = mine.first()
    if job is None:
        raise Stopped
    review = Review.objects.for_page().get(pk=job.review_id)
    held = Membership.objects.valid(clock.today()).select_related("user", "unit", "stands_in_for__user")
    by = held.filter(pk=job.for_post_id).first()
    if not (may.can_issue if job.act in JobAct.of_head() else may.can_draft)(by, review):
        raise ReviewRefused(NO_RIGHT)
    prepared = _READ[job.act](mine, job, review) if job.act in _READ else {}
    _keep(mine, job, review, prepared, by)


@transaction.atomic
def _keep(mine, job, review, prepared, by):
    came = _WRITE[job.act](job, review, prepared, by)
    # A removal waits for whoever has the review's row, or has stopped the job.
    if not mine.filter(state=JobState.MAKING).update(state=JobState.DONE, ended_at=clock.now(), **came):
        raise Stopped


def _composed(mine, job, review):
    as_of = datetime.date.fromisoformat(job.asked["as_of"])
    return job.asked | {"as_of": as_of, "composition": compose(review, as_of, told=_counted(mine))}


def _printed(mine, job, review):
    if review.is_issued:
        raise ReviewRefused(IS_ISSUED)
    return {"document": draft_as_docx(review)}


def _begin(job, review, composed, by):
    begin_draft(review, **composed, by=by)
    return {}


def _refresh(job, review, composed, by):
    return {"changes": _named(refresh_draft(review, **composed, by=by))}


def _issue(job, review, prepared, by):
    issue_review(review, **job.asked, by=by)
    return {}


def _correct(job, review, prepared, by):
    # A removal may have taken words out of the reason meanwhile: it is read once the review is had.
    _take_turn(review)
    job.refresh_from_db(fields=["reason"])
    correct_review(review, reason=job.reason, by=by)
    return {}


def _print(job, review, printed, by):
    # An act that was done meanwhile has taken the job away: what is asked of the row is then refused.
    _take_turn(review)
    ReviewJob.objects.printed().filter(review=review).delete()
    return printed


# What an act reads before the review's row is taken, and what it does then; both return what comes of it.
_READ = {JobAct.BEGIN: _composed, JobAct.REFRESH: _composed, JobAct.PRINT: _printed}
_WRITE = {
    JobAct.BEGIN: _begin,
    JobAct.REFRESH: _refresh,
    JobAct.PRINT: _print,
    JobAct.ISSUE: _issue,
    JobAct.CORRECT: _correct,
}


def _counted(mine):
    """Return what is called after each section: the row tells how many are composed."""
    done = 0

    def count(section):
        nonlocal done
        done += 1
        mine.update(sections_done=done)

    return count


def _named(differences):
    """Differences as they are kept: of passages by name alone, for their words stand in the draft."""
    return [
        {"words": one.words, "passage_id": one.passage_id}
        | ({} if one.passage_id else {"before": one.before, "after": one.after})
        for one in differences
    ]


def _rows_of_annexes(review):
    annexes = Review.objects.values_list("annexes", flat=True).get(pk=review.pk)
    return sum(len(one["rows"]) for one in annexes)


def _make_room(review, act):
    """Let go of what is told of a review no more once the `act` is asked for."""
    jobs = ReviewJob.objects.filter(review=review)
    if act == JobAct.PRINT:
        jobs.filter(state=JobState.FAILED).delete()
    else:
        # A file that is there stays until the act is done: it may yet be refused.
        jobs.overtaken().exclude(pk__in=jobs.printed().values("pk")).delete()


def _take_turn(review):
    """What is asked of one review is asked one after the other."""
    Review.objects.select_for_update(no_key=True).only("pk").get(pk=review.pk)
