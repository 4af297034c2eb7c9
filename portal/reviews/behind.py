"""What a worker does on a long review, in words."""

from dataclasses import dataclass

from django.utils import timezone

from portal.reviews.contents import address_of_passage
from portal.words import Word
from reviews.actions.claiming import KEPT
from reviews.actions.jobs import MAY_BE_DONE_AGAIN
from reviews.enums import REVIEW_MOVES, JobAct, JobState
from reviews.models import ReviewJob

TITLES = {
    JobAct.BEGIN: "Lập bản nháp",
    JobAct.REFRESH: "Cập nhật số liệu",
    JobAct.ISSUE: "Ban hành",
    JobAct.CORRECT: "Lập bản đính chính",
    JobAct.PRINT: "Lập tệp bản nháp (.docx)",
}
DOING = {
    JobAct.ISSUE: "đang in văn bản",
    JobAct.CORRECT: "đang chép lời, số liệu và nguồn sang bản mới",
    JobAct.PRINT: "đang in văn bản",
}
TONES = {JobState.QUEUED: "neutral", JobState.MAKING: "wait", JobState.DONE: "good", JobState.FAILED: "warn"}


@dataclass(frozen=True)
class JobView:
    job: ReviewJob

    @property
    def title(self):
        return TITLES[self.job.act]

    @property
    def heading(self):
        return f"{self.title}: {self.state.word}"

    @property
    def state(self):
        state = JobState(self.job.state)
        return Word(state.label, TONES[state])

    @property
    def may_be_done_again(self):
        return self.job.has_failed and self.job.fault in MAY_BE_DONE_AGAIN

    @property
    def is_not_settled(self):
        """Whether somebody should still look at what could not be done; why issuing was refused, the head mends."""
        return self.may_be_done_again or (self.job.has_failed and self.job.act == JobAct.ISSUE)

    @property
    def sentence(self):
        """How far it is, or what became of it."""
        job = self.job
        if job.has_failed:
            return job.fault
        if job.state == JobState.QUEUED:
            return f"Yêu cầu lúc {_clock(job.asked_at)}, chờ tiến trình làm việc nền nhận."
        if job.is_done:
            kept = f" Tệp giữ đến {_clock(job.ended_at + KEPT)}." if job.is_printed else ""
            return f"Xong lúc {_clock(job.ended_at)}.{kept}"
        doing = DOING.get(job.act, f"đã soạn {job.sections_done} đề mục")
        return f"Bắt đầu lúc {_clock(job.begun_at)}, {doing}."

    @property
    def is_file_old(self):
        """Whether the draft was written in since its file was printed."""
        edited_at = self.job.review.edited_at
        return self.job.is_printed and edited_at is not None and edited_at > self.job.begun_at

    @property
    def figures(self):
        return [one for one in self.job.changes if one["passage_id"] is None]

    @property
    def passages(self):
        """[(words, how many passages, address of the first)]: what changed of which heading, in the order told."""
        found = {}
        for one in self.job.changes:
            if one["passage_id"] is not None:
                found.setdefault(one["words"], []).append(one["passage_id"])
        return [(words, len(pks), address_of_passage(self.job.review, pks[0])) for words, pks in found.items()]

    @property
    def number_of_passages(self):
        return sum(one["passage_id"] is not None for one in self.job.changes)


def job_to_tell(review):
    """Return the JobView of what is being done on a review just now, or could not be done and still may be, else None
    (1 query)."""
    found = ReviewJob.objects.for_page().filter(review=review).exclude(state=JobState.DONE).first()
    if found is None:
        return None
    view = JobView(found)
    return view if found.is_open or (view.is_not_settled and _may_be_asked(found.act, review)) else None


def _may_be_asked(act, review):
    if act == JobAct.PRINT:
        return not review.is_issued
    sources, _ = REVIEW_MOVES[act]
    return review.state in sources


def jobs_to_tell(review):
    """Return the JobViews of all that is told of a review, the newest first (1 query)."""
    found = ReviewJob.objects.for_page().filter(review=review)
    for one in found:
        one.review = review
    return [JobView(one) for one in found]


def _clock(moment):
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"
