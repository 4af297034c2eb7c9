import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from progress.models.report import Report
from progress.models.submission import Submission
from units.models import Unit, User


class ReceiverNoteQuerySet(models.QuerySet):
    def for_list(self):
        """With all that is shown of them."""
        return self.select_related("submission", "by", "on_behalf_of", "for_unit")


class ReceiverNote(models.Model):
    """What those who judge a report write down for one another. Append-only, and never shown to the unit that
    reports: not on its pages, not in its files, searches or notices."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="receiver_notes", verbose_name="báo cáo")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="viết khi đọc lần gửi"
    )
    text = models.TextField("nội dung")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")
    # Made with the form: a form that is sent twice makes one note.
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ReceiverNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ghi chú nội bộ của nơi nhận"
        verbose_name_plural = "ghi chú nội bộ của nơi nhận"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="progress_receivernote_not_empty",
                condition=~Q(text=""),
                violation_error_message="Hãy ghi nội dung ghi chú.",
            ),
        ]

    def __str__(self):
        return f"Ghi chú lúc {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
