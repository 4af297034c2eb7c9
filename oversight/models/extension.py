"""More time for one piece of work or one report: asked with a reason and a wished date, decided once."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from common.addresses import address_of
from oversight.enums import ExtensionState
from progress.models import Report
from tasks.enums import AssignmentState
from tasks.models import Assignment
from units.models import Unit, User


def is_report(subject):
    """Whether `subject`, one of the two things that have a deadline, is a Report; else it is an Assignment."""
    return isinstance(subject, Report)


def field_of(subject):
    """Return the name of the field in which a row about one of the two keeps `subject`."""
    return "report" if is_report(subject) else "assignment"


def is_owed(subject):
    """Whether a Report or an Assignment still waits for its deadline: work that has a day and goes on, a report that
    lies with its unit and was not judged yet. What is mended on request has no deadline to move (DOMAIN §2)."""
    if is_report(subject):
        return subject.is_writable and subject.asked_for_more_at is None
    return subject.ended_on is None and subject.is_one_off and subject.state in AssignmentState.open()


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Whoever follows the work, or may open the report, sees what was asked and decided about its deadline."""
        if membership is None or membership.is_administrator:
            return self.none()
        work = Assignment.objects.followed_by(membership).order_by().values("pk")
        reports = Report.objects.openable_by(membership).order_by().values("pk")
        return self.filter(Q(assignment__in=work) | Q(report__in=reports))

    def waiting(self):
        return self.filter(state=ExtensionState.ASKED)

    def to_decide_by(self, unit_ids):
        """What waits for the heads of these units: of whoever gave the work or receives the report, and of the
        standing office; never about their own units."""
        of_work = Q(assignment__parent__unit__in=unit_ids) | Q(assignment__task__plan__standing_office__in=unit_ids)
        of_reports = Q(report__to_unit__in=unit_ids) | Q(report__period__plan__standing_office__in=unit_ids)
        return self.waiting().filter(of_work | of_reports).exclude(for_unit__in=unit_ids)

    def granted(self):
        return self.filter(state=ExtensionState.GRANTED)

    def for_list(self):
        """Load what its words need."""
        return self.select_related("assignment__task", "assignment__unit", "report__period", "report__unit", "for_unit")

    def for_page(self):
        return self.select_related(
            "assignment__task__plan",
            "assignment__unit",
            "assignment__parent__unit",
            "report__unit",
            "report__to_unit",
            "report__period__plan",
            "for_unit",
            "asked_by",
            "asked_on_behalf_of",
            "decided_by",
            "decided_on_behalf_of",
            "decided_for_unit",
        )


class Extension(models.Model):
    """A request for more time. Append-only but for its one decision.

    `due_on` is the deadline in force when it was asked for. Whoever asked by that day and is granted more time is on
    time until `granted_on`; whoever asked later still has a new day to keep, but stays late (DOMAIN §2).
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name="phân công"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name="báo cáo"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="đơn vị đề nghị")
    state = models.CharField("trạng thái", max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    due_on = models.DateField("thời hạn khi đề nghị")
    wished_on = models.DateField("ngày đề nghị gia hạn tới")
    reason = models.TextField("lý do đề nghị")
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    asked_on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    granted_on = models.DateField("gia hạn tới ngày", null=True, blank=True)
    decision = models.TextField("ý kiến của người quyết định", blank=True)
    decided_at = models.DateTimeField("quyết định hoặc rút lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định hoặc rút"
    )
    decided_on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quyết định thay mặt"
    )
    decided_for_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị quyết định"
    )

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị gia hạn"
        verbose_name_plural = "đề nghị gia hạn"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="oversight_extension_of_one_thing",
                condition=Q(assignment__isnull=False, report=None) | Q(assignment=None, report__isnull=False),
            ),
            models.UniqueConstraint(
                name="oversight_extension_one_waiting_for_work",
                fields=["assignment"],
                condition=Q(state=ExtensionState.ASKED),
            ),
            models.UniqueConstraint(
                name="oversight_extension_one_waiting_for_report",
                fields=["report"],
                condition=Q(state=ExtensionState.ASKED),
            ),
            models.CheckConstraint(
                name="oversight_extension_state_known", condition=Q(state__in=ExtensionState.values)
            ),
            models.CheckConstraint(name="oversight_extension_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="oversight_extension_wished_later", condition=Q(wished_on__gt=F("due_on"))),
            models.CheckConstraint(
                name="oversight_extension_granted_has_day",
                condition=Q(state=ExtensionState.GRANTED, granted_on__gt=F("due_on"))
                | (~Q(state=ExtensionState.GRANTED) & Q(granted_on=None)),
            ),
            models.CheckConstraint(
                name="oversight_extension_refused_says_why",
                condition=~Q(state=ExtensionState.REFUSED) | ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="oversight_extension_closed_has_time",
                condition=Q(state=ExtensionState.ASKED, decided_at=None, decided_by=None)
                | (~Q(state=ExtensionState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"Gia hạn {self.about}"

    def get_absolute_url(self):
        return address_of("portal:extension", self.pk)

    @property
    def is_waiting(self):
        return self.state == ExtensionState.ASKED

    @property
    def asked_in_time(self):
        """Whether it was asked for by the deadline, which decides if granting it moves punctuality."""
        return self.asked_on <= self.due_on

    @property
    def asked_on(self):
        """The day in Asia/Ho_Chi_Minh on which it was asked."""
        return timezone.localdate(self.asked_at)

    @property
    def about(self):
        """What the request is about, in words."""
        if self.report_id:
            return f"báo cáo {self.report.period} của {self.report.unit}"
        return f"nhiệm vụ {self.assignment.task.code} của {self.assignment.unit}"

    @property
    def subject(self):
        """The report or the assignment itself."""
        return self.report if self.report_id else self.assignment
