import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from common.folding import fold
from progress.models.evidence import Evidence
from tasks.models import Assignment
from units.models import Unit, User


class LogEntryQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Entries about work whose progress the post follows."""
        seen = Assignment.objects.followed_by(membership)
        return self.filter(assignment__in=seen.order_by().values("pk"))

    def current(self):
        """Entries that no later entry corrects."""
        # Not as correction=None, of which PostgreSQL thinks that hardly any row has it.
        return self.exclude(Exists(LogEntry.objects.filter(corrects=OuterRef("pk")).order_by()))


class LogEntry(models.Model):
    """A line of the progress log (nhật ký tiến độ). Never overwritten: a mistake is corrected by a new entry."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="log", verbose_name="phân công")
    happened_on = models.DateField("ngày")
    text = models.TextField("nội dung")
    percent = models.PositiveSmallIntegerField("tỷ lệ hoàn thành (%)", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="đính chính"
    )
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="log_entries", verbose_name="minh chứng")
    at = models.DateTimeField("ghi lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")
    # Made with the form: a form that is sent twice makes one entry.
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký tiến độ"
        verbose_name_plural = "nhật ký tiến độ"
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["-happened_on", "-id"], name="progress_logentry_newest")]
        constraints = [
            models.CheckConstraint(
                name="progress_logentry_percent_in_range",
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                violation_error_message="Tỷ lệ hoàn thành là số từ 0 đến 100.",
            ),
            models.CheckConstraint(
                name="progress_logentry_not_empty", condition=~Q(text=""), violation_error_message="Hãy ghi nội dung."
            ),
            models.CheckConstraint(
                name="progress_logentry_not_own_correction", condition=Q(corrects=None) | ~Q(corrects=F("id"))
            ),
        ]

    def __str__(self):
        return f"{self.happened_on:%d/%m/%Y}: {self.text[:60]}"

    def save(self, *args, **kwargs):
        self.search_text = fold(self.text)
        super().save(*args, **kwargs)
