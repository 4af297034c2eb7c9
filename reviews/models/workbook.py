import uuid

from django.db import models
from django.db.models import Q

from progress.models import Period
from reviews.enums import WorkbookExtent, WorkbookState
from tasks.models import Plan
from units.models import Membership

FOLDER = "workbooks"


def workbook_path(workbook, filename):
    """Return the random name, chosen by the job that keeps the file, under which it is stored."""
    return filename


class PeriodWorkbookQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """A workbook is of what one post may see, and kept for that post alone."""
        return self.filter(for_post=membership) if membership and not membership.is_administrator else self.none()

    def open(self):
        return self.filter(state__in=WorkbookState.open())


class PeriodWorkbook(models.Model):
    """The figures of a period as one workbook (bộ số liệu), made by a job for the post that asked, and thrown away some
    days later: it can be made again at any time. `token` is that of the form it was asked with."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="workbooks", verbose_name="kế hoạch")
    period = models.ForeignKey(Period, models.PROTECT, related_name="workbooks", verbose_name="kỳ báo cáo")
    on = models.DateField("tính đến hết ngày")
    extent = models.CharField("phạm vi", max_length=6, choices=WorkbookExtent)
    # Whose figures they are; none: of the whole plan.
    units = models.JSONField("đơn vị trong tệp", null=True, blank=True, editable=False)
    for_post = models.ForeignKey(Membership, models.PROTECT, related_name="workbooks", verbose_name="lập cho")
    state = models.CharField("trạng thái", max_length=7, choices=WorkbookState, default=WorkbookState.QUEUED)
    asked_at = models.DateTimeField("yêu cầu lúc")
    begun_at = models.DateTimeField("bắt đầu lập lúc", null=True, blank=True)
    ended_at = models.DateTimeField("lập xong hoặc dừng lúc", null=True, blank=True)
    sheets_done = models.PositiveSmallIntegerField("số bảng đã lập", default=0)
    file = models.FileField("tệp", upload_to=workbook_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng", default=0)
    fault = models.CharField("vì sao chưa lập được", max_length=300, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PeriodWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ số liệu"
        verbose_name_plural = "bộ số liệu"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="reviews_periodworkbook_state_known", condition=Q(state__in=WorkbookState.values)
            ),
            models.CheckConstraint(
                name="reviews_periodworkbook_extent_known", condition=Q(extent__in=WorkbookExtent.values)
            ),
            models.CheckConstraint(
                name="reviews_periodworkbook_ready_has_file",
                condition=Q(state=WorkbookState.READY, ended_at__isnull=False) & ~Q(file="")
                | ~Q(state=WorkbookState.READY) & Q(file=""),
            ),
            models.CheckConstraint(
                name="reviews_periodworkbook_failed_says_why",
                condition=(Q(state=WorkbookState.FAILED, ended_at__isnull=False) & ~Q(fault=""))
                | (~Q(state=WorkbookState.FAILED) & Q(fault="")),
            ),
            models.UniqueConstraint(
                name="reviews_periodworkbook_one_at_a_time",
                fields=["for_post", "period", "on", "extent"],
                condition=Q(state__in=WorkbookState.open()),
                violation_error_message="Bộ số liệu này đang được lập.",
            ),
        ]

    def __str__(self):
        return f"Bộ số liệu {self.period}"

    @property
    def is_open(self):
        return self.state in WorkbookState.open()

    @property
    def is_ready(self):
        return self.state == WorkbookState.READY

    @property
    def has_failed(self):
        return self.state == WorkbookState.FAILED
