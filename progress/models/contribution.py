from django.db import models
from django.db.models import Q

from common.addresses import address_of
from progress.enums import ContributionState, ReportState
from progress.models.report import ReportLine
from tasks.models import Assignment
from units.models import Unit, User


class ContributionRequestQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Requests between the lead's unit and the supporter's: nobody else knows of them."""
        if membership is None or membership.is_administrator:
            return self.none()
        return self.filter(Q(assignment__unit_id=membership.unit_id) | Q(line__report__unit_id=membership.unit_id))

    def owed(self):
        """Requests that wait for their answer, the lead's report not being sent yet."""
        return self.filter(state=ContributionState.WAITING, line__report__state__in=ReportState.writable())

    def for_page(self):
        return self.select_related(
            "line__assignment",
            "line__report__unit",
            "line__report__period__plan",
            "assignment__unit",
            "asked_by",
            "closed_by",
        )


class ContributionRequest(models.Model):
    """The lead of a task asks a supporting unit for a paragraph, by a day, for one line of its report.

    `draft` is the supporter's working text: the lead reads only what was sent as a Contribution.
    """

    line = models.ForeignKey(
        ReportLine, models.PROTECT, related_name="contribution_requests", verbose_name="dòng báo cáo"
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="contribution_requests", verbose_name="phân công phối hợp"
    )
    note = models.TextField("nội dung đề nghị")
    due_on = models.DateField("hạn trả lời")
    state = models.CharField("trạng thái", max_length=10, choices=ContributionState, default=ContributionState.WAITING)
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    draft = models.TextField("bản đang soạn", blank=True)
    draft_version = models.PositiveIntegerField("phiên bản", default=1)
    closed_at = models.DateTimeField("từ chối hoặc rút lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người từ chối hoặc rút"
    )
    reason = models.TextField("lý do từ chối", blank=True)

    objects = ContributionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị đóng góp"
        verbose_name_plural = "đề nghị đóng góp"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="progress_contributionrequest_one_open",
                fields=["line", "assignment"],
                condition=Q(state__in=ContributionState.open()),
                violation_error_message="Đơn vị này đã được đề nghị góp nội dung cho dòng này.",
            ),
            models.CheckConstraint(
                name="progress_contributionrequest_state_known", condition=Q(state__in=ContributionState.values)
            ),
            models.CheckConstraint(
                name="progress_contributionrequest_closed_has_time",
                condition=Q(state__in=ContributionState.open(), closed_at=None, closed_by=None)
                | (~Q(state__in=ContributionState.open()) & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="progress_contributionrequest_declined_has_reason",
                condition=(Q(state=ContributionState.DECLINED) & ~Q(reason=""))
                | (~Q(state=ContributionState.DECLINED) & Q(reason="")),
                violation_error_message="Cần ghi rõ lý do từ chối.",
            ),
            models.CheckConstraint(name="progress_contributionrequest_says_what", condition=~Q(note="")),
        ]

    def __str__(self):
        return f"Đề nghị góp nội dung {self.line.task_code}"

    def get_absolute_url(self):
        return address_of("portal:contribution", self.pk)

    @property
    def is_open(self):
        return self.state in ContributionState.open()


class Contribution(models.Model):
    """A paragraph that a supporting unit sent. Append-only: sending again adds one, and the latest stands."""

    request = models.ForeignKey(
        ContributionRequest, models.PROTECT, related_name="contributions", verbose_name="đề nghị đóng góp"
    )
    number = models.PositiveSmallIntegerField("lần góp")
    text = models.TextField("nội dung")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người góp")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "đóng góp"
        verbose_name_plural = "đóng góp"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="progress_contribution_number_once", fields=["request", "number"]),
            models.CheckConstraint(name="progress_contribution_not_empty", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"Đóng góp lần {self.number}"
