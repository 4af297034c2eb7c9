"""The urging ledger (sổ đôn đốc): who urged which unit about what overdue work, how, and what the unit answered."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from common.addresses import address_of
from oversight.enums import UrgingChannel, UrgingLevel
from progress.enums import ReportState
from progress.models import Report, Submission
from tasks.enums import AssignmentState
from tasks.models import Assignment, Plan, places_of, units_below
from units.models import Unit, User

# Work whose unit still owes something; what it reported done waits for somebody else.
OWED_STATES = [state for state in AssignmentState.open() if state != AssignmentState.REPORTED_DONE]


class UrgingQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit urged, the unit that urges, those above in the chain of reports, and those who see the whole plan.

        Whoever leads a task that the unit supports is told nothing: it is between these.
        """
        if membership is None or membership.is_administrator:
            return self.none()
        scope = Q(unit_id=membership.unit_id) | Q(for_unit_id=membership.unit_id)
        for place in places_of(membership):
            whole = Q(plan_id=place.plan_id)
            scope |= whole if place.sees_all else whole & Q(unit_id__in=units_below(place))
        return self.filter(scope)

    def unanswered(self):
        return self.filter(answered_at=None)

    def with_open_work(self):
        """Annotate `work_open`: whether anything that was urged about is still owed. Nothing owed, the urging is
        closed by itself."""
        return self.annotate(work_open=_work_open())

    def owed(self):
        """Urgings that wait for an answer: something that was urged about is still owed."""
        return self.unanswered().filter(_work_open())

    def for_ledger(self):
        """Read with each its subjects, and what became of them (1 query more)."""
        return self.prefetch_related(Prefetch("subjects", UrgingSubject.objects.for_page()))

    def for_page(self):
        return self.select_related(
            "plan__standing_office",
            "unit",
            "for_unit",
            "by",
            "on_behalf_of",
            "acknowledged_by",
            "acknowledged_on_behalf_of",
            "answered_by",
            "answered_on_behalf_of",
        )


def _work_open():
    return Exists(UrgingSubject.objects.owed().filter(urging=OuterRef("pk")).order_by())


class Urging(models.Model):
    """One unit urged once. What was sent is never changed; receipt, answer and a letter's number are added, each once.

    `token` is that of the form it was sent with: the same form sent twice urges once.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="urgings", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="urgings", verbose_name="đơn vị được đôn đốc")
    level = models.PositiveSmallIntegerField("mức", choices=UrgingLevel)
    channel = models.CharField("hình thức", max_length=10, choices=UrgingChannel)
    text = models.TextField("nội dung")
    letter_number = models.CharField("số công văn", max_length=60, blank=True)
    letter_on = models.DateField("ngày công văn", null=True, blank=True)
    urged_on = models.DateField("ngày đôn đốc")
    answer_by = models.DateField("trả lời trước hết ngày")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đôn đốc")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="urgings_sent", verbose_name="đơn vị đôn đốc")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    acknowledged_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tiếp nhận"
    )
    acknowledged_on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tiếp nhận thay mặt"
    )
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answered_on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trả lời thay mặt"
    )

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = "lần đôn đốc"
        verbose_name_plural = "sổ đôn đốc"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["unit", "answered_at"], name="oversight_urging_unit_answered")]
        constraints = [
            models.UniqueConstraint(name="oversight_urging_once_per_form", fields=["token", "plan", "unit"]),
            models.CheckConstraint(name="oversight_urging_level_known", condition=Q(level__in=UrgingLevel.values)),
            models.CheckConstraint(
                name="oversight_urging_channel_known", condition=Q(channel__in=UrgingChannel.values)
            ),
            models.CheckConstraint(name="oversight_urging_not_of_itself", condition=~Q(unit=F("for_unit"))),
            models.CheckConstraint(name="oversight_urging_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="oversight_urging_answer_later", condition=Q(answer_by__gt=F("urged_on"))),
            models.CheckConstraint(
                name="oversight_urging_letter_is_whole",
                condition=Q(letter_number="", letter_on=None)
                | (Q(channel=UrgingChannel.LETTER, letter_on__isnull=False) & ~Q(letter_number="")),
            ),
            models.CheckConstraint(
                name="oversight_urging_receipt_is_whole",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="oversight_urging_answer_is_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="oversight_urging_answered_was_received",
                condition=Q(answered_at=None) | Q(acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Đôn đốc {self.unit} ({self.get_level_display()}) ngày {self.urged_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return address_of("portal:urging", self.pk)

    @property
    def is_letter(self):
        return self.channel == UrgingChannel.LETTER

    @property
    def lacks_number(self):
        return self.is_letter and not self.letter_number


class UrgingSubjectQuerySet(models.QuerySet):
    def owed(self):
        """Subjects that are still owed: reports never sent, work neither done nor reported done, nor at rest."""
        report = Q(report__state__in=ReportState.writable(), report__asked_for_more_at=None)
        work = Q(assignment__ended_on=None, assignment__state__in=OWED_STATES)
        return self.filter(report | work)

    def for_page(self):
        """Annotate `sent_on`, the day the report was first sent, as its punctuality knows it."""
        sent = Submission.objects.standing().filter(report=OuterRef("report")).order_by("submitted_on", "number")
        first = Subquery(sent.values("submitted_on")[:1], output_field=models.DateField())
        return self.select_related("report__period", "assignment__task").annotate(sent_on=first)


class UrgingSubject(models.Model):
    """One overdue report or piece of work that a unit was urged about, as late as it was then."""

    urging = models.ForeignKey(Urging, models.PROTECT, related_name="subjects", verbose_name="lần đôn đốc")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="urging_subjects", verbose_name="báo cáo"
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="urging_subjects", verbose_name="phân công"
    )
    due_on = models.DateField("thời hạn khi đôn đốc")
    days_late = models.PositiveIntegerField("số ngày quá hạn khi đôn đốc")

    objects = UrgingSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = "việc được đôn đốc"
        verbose_name_plural = "việc được đôn đốc"
        ordering = ["urging", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="oversight_urgingsubject_of_one_thing",
                condition=Q(assignment__isnull=False, report=None) | Q(assignment=None, report__isnull=False),
            ),
            models.UniqueConstraint(name="oversight_urgingsubject_report_once", fields=["urging", "report"]),
            models.UniqueConstraint(name="oversight_urgingsubject_work_once", fields=["urging", "assignment"]),
            models.CheckConstraint(name="oversight_urgingsubject_was_late", condition=Q(days_late__gt=0)),
        ]

    def __str__(self):
        return self.about

    @property
    def thing(self):
        """The report or the assignment itself."""
        return self.report if self.report_id else self.assignment

    @property
    def about(self):
        """What it is, in words, without its unit."""
        return f"Báo cáo {self.report.period}" if self.report_id else str(self.assignment.task)


class UrgingTemplate(models.Model):
    """The wording a standing office begins with at one level and by one channel; without a row the usual one holds."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="urging_templates", verbose_name="kế hoạch")
    level = models.PositiveSmallIntegerField("mức", choices=UrgingLevel)
    channel = models.CharField("hình thức", max_length=10, choices=UrgingChannel)
    text = models.TextField("lời mẫu")
    answer_days = models.PositiveSmallIntegerField("số ngày làm việc để trả lời")
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")

    class Meta:
        verbose_name = "lời mẫu đôn đốc"
        verbose_name_plural = "lời mẫu đôn đốc"
        ordering = ["plan", "level", "channel"]
        constraints = [
            models.UniqueConstraint(name="oversight_urgingtemplate_one_each", fields=["plan", "level", "channel"]),
            models.CheckConstraint(
                name="oversight_urgingtemplate_level_known", condition=Q(level__in=UrgingLevel.values)
            ),
            models.CheckConstraint(
                name="oversight_urgingtemplate_channel_known", condition=Q(channel__in=UrgingChannel.values)
            ),
            models.CheckConstraint(name="oversight_urgingtemplate_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="oversight_urgingtemplate_days_make_sense", condition=Q(answer_days__gte=1, answer_days__lte=30)
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}, {self.get_channel_display()}"
