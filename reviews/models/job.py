from django.db import models
from django.db.models import Q

from reviews.enums import JobAct, JobState
from reviews.models.review import Review
from units.models import Membership


class ReviewJobQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=JobState.open())

    def overtaken(self):
        """What an act on the review leaves behind: what ended, and the printing of a draft, which changes nothing."""
        return self.filter(~Q(state__in=JobState.open()) | Q(act=JobAct.PRINT))

    def printed(self):
        """Those that keep a file to be taken away."""
        return self.filter(state=JobState.DONE, act=JobAct.PRINT)

    def for_page(self):
        """Without the file, which may be long; a page says only that it is there."""
        return self.defer("document")


class ReviewJob(models.Model):
    """An act on a long review that a worker does, asked for by one post. One at a time of a review; what came of it
    stays until the next is asked for, or the review has moved on. What was told of changes stays while the draft is
    printed, and a file that was printed (`document`) until the next is. `reason` is why a correction is wanted."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="jobs", verbose_name="báo cáo")
    act = models.CharField("việc", max_length=10, choices=JobAct)
    # What the form said: the day of the figures, the official form, the mark of the edit that was seen.
    asked = models.JSONField("yêu cầu", default=dict, editable=False)
    reason = models.TextField("lý do", blank=True, db_default="")
    for_post = models.ForeignKey(Membership, models.PROTECT, related_name="review_jobs", verbose_name="chức vụ yêu cầu")
    state = models.CharField("trạng thái", max_length=7, choices=JobState, default=JobState.QUEUED)
    asked_at = models.DateTimeField("yêu cầu lúc")
    begun_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.DateTimeField("xong hoặc dừng lúc", null=True, blank=True)
    sections_done = models.PositiveSmallIntegerField("số đề mục đã soạn", default=0)
    fault = models.CharField("vì sao chưa làm được", max_length=400, blank=True)
    # What bringing the figures up to date changed: numbers with before and after, passages by name.
    changes = models.JSONField("chỗ đã đổi", default=list, editable=False, db_column="told")
    document = models.BinaryField("tệp đã lập", null=True)

    objects = ReviewJobQuerySet.as_manager()

    class Meta:
        verbose_name = "việc lập báo cáo ở phía sau"
        verbose_name_plural = "việc lập báo cáo ở phía sau"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(name="reviews_reviewjob_state_known", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(name="reviews_reviewjob_act_known", condition=Q(act__in=JobAct.values)),
            models.CheckConstraint(
                name="reviews_reviewjob_failed_says_why",
                condition=(Q(state=JobState.FAILED, ended_at__isnull=False) & ~Q(fault=""))
                | (~Q(state=JobState.FAILED) & Q(fault="")),
            ),
            models.UniqueConstraint(
                name="reviews_reviewjob_one_at_a_time",
                fields=["review"],
                condition=Q(state__in=JobState.open()),
                violation_error_message="Báo cáo này đang được lập ở phía sau.",
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.review}"

    @property
    def is_open(self):
        return self.state in JobState.open()

    @property
    def is_printed(self):
        """Whether it keeps a file to be taken away."""
        return self.is_done and self.act == JobAct.PRINT

    @property
    def is_done(self):
        return self.state == JobState.DONE

    @property
    def has_failed(self):
        return self.state == JobState.FAILED
