"""What a worker does on a long review, in words."""

from dataclasses import dataclass

from django.utils import timezone

from portal.reviews.contents import address_of_passage
from portal.words import Word
from reviews.actions.jobs import MAY_BE_DONE_AGAIN
from reviews.enums import JobState, ReviewMove
from reviews.models import ReviewJob

TITLES = {
    ReviewMove.BEGIN: "Lập bản nháp",
    ReviewMove.REFRESH: "Cập nhật số liệu",
    ReviewMove.ISSUE: "Ban hành",
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
    def told(self):
        job = self.job
        if job.has_failed:
            return job.fault
        if job.state == JobState.QUEUED:
            return f"Yêu cầu lúc {_clock(job.asked_at)}, chờ tiến trình làm việc nền nhận."
        if job.is_done:
            return f"Xong lúc {_clock(job.ended_at)}."
        doing = f"đã soạn {job.sections_done} đề mục" if job.act != ReviewMove.ISSUE else "đang in văn bản"
        return f"Bắt đầu lúc {_clock(job.begun_at)}, {doing}."

    @property
    def figures(self):
        return [one for one in self.job.told if one["passage_id"] is None]

    @property
    def passages(self):
        """[(words, how many passages, address of the first)]: what changed of which heading, in the order told."""
        found = {}
        for one in self.job.told:
            if one["passage_id"] is not None:
                found.setdefault(one["words"], []).append(one["passage_id"])
        return [(words, len(pks), address_of_passage(self.job.review, pks[0])) for words, pks in found.items()]

    @property
    def number_of_passages(self):
        return sum(one["passage_id"] is not None for one in self.job.told)


def job_to_tell(review):
    """Return the JobView of what is being done on a review just now or could not be done, else None (1 query)."""
    found = ReviewJob.objects.filter(review=review).exclude(state=JobState.DONE).first()
    return JobView(found) if found else None


def _clock(moment):
    return f"{timezone.localtime(moment):%H:%M:%S ngày %d/%m/%Y}"
