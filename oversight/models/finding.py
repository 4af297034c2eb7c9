"""What an inspection found at one unit, what it recommends, and how the unit puts it right, round after round."""

import uuid

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from common.addresses import address_of
from oversight.enums import FindingMove, FindingState
from oversight.models.inspection import Inspection
from progress.models import Evidence
from tasks.models import Assignment, places_of, units_below
from units.models import Unit, User


class FindingQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit that owes, the unit that inspected, those above the unit in the chain of reports, and those who see
        the whole plan. Other units of the same inspection read nothing of it."""
        if membership is None or membership.is_administrator:
            return self.none()
        scope = Q(unit_id=membership.unit_id) | Q(inspection__for_unit_id=membership.unit_id)
        for place in places_of(membership):
            whole = Q(inspection__plan_id=place.plan_id)
            scope |= whole if place.sees_all else whole & Q(unit_id__in=units_below(place))
        return self.filter(scope)

    def owed(self):
        """What the unit has still to put right, or to put right better."""
        return self.filter(state=FindingState.OWED)

    def reported(self):
        """What waits for the inspecting side."""
        return self.filter(state=FindingState.REPORTED)

    def open(self):
        return self.exclude(state=FindingState.CLOSED)

    def overdue(self, on):
        return self.owed().filter(due_on__lt=on)

    def for_list(self):
        """Annotate `last_text`, the words of the latest round."""
        latest = FindingEvent.objects.filter(finding=OuterRef("pk")).exclude(text="").order_by("-at", "-pk")
        rows = self.select_related("unit", "inspection__plan", "inspection__for_unit", "assignment__task")
        return rows.annotate(last_text=Subquery(latest.values("text")[:1]))

    def for_page(self):
        events = FindingEvent.objects.select_related("by", "on_behalf_of", "for_unit").prefetch_related("evidence")
        rows = self.select_related("unit", "inspection__plan", "inspection__for_unit", "assignment__task")
        return rows.prefetch_related(Prefetch("events", events))


class Finding(models.Model):
    """One thing found at one unit: the recommendation is a duty with a day.

    What was found and recommended is never changed. `due_on` is the day in force: a round that was not enough gives a
    new one, and each round stands in a `FindingEvent`. `version` rises with each: whoever closes or asks for more
    says what he has read.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="cuộc kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name="đơn vị phải khắc phục")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="về nhiệm vụ"
    )
    found = models.TextField("điều phát hiện")
    recommendation = models.TextField("kiến nghị")
    due_on_original = models.DateField("hạn khắc phục ban đầu")
    due_on = models.DateField("hạn khắc phục")
    state = models.CharField("trạng thái", max_length=10, choices=FindingState, default=FindingState.OWED)
    rounds = models.PositiveIntegerField("số lần báo cáo khắc phục", default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    given_at = models.DateTimeField("kiến nghị lúc")
    given_on = models.DateField("ngày kiến nghị")
    closed_at = models.DateTimeField("khép lại lúc", null=True, blank=True)
    closed_on = models.DateField("ngày khép lại", null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "kiến nghị sau kiểm tra"
        verbose_name_plural = "kiến nghị sau kiểm tra"
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="oversight_finding_unit_state")]
        constraints = [
            models.CheckConstraint(name="oversight_finding_state_known", condition=Q(state__in=FindingState.values)),
            models.CheckConstraint(name="oversight_finding_has_texts", condition=~Q(found="") & ~Q(recommendation="")),
            models.CheckConstraint(
                name="oversight_finding_dates_in_order",
                condition=Q(due_on_original__gte=F("given_on"), due_on__gte=F("given_on")),
            ),
            models.CheckConstraint(
                name="oversight_finding_closed_has_time",
                condition=Q(state=FindingState.CLOSED, closed_at__isnull=False, closed_on__isnull=False)
                | (~Q(state=FindingState.CLOSED) & Q(closed_at=None, closed_on=None)),
            ),
            models.CheckConstraint(
                name="oversight_finding_reported_has_round",
                condition=~Q(state=FindingState.REPORTED) | Q(rounds__gt=0),
            ),
        ]

    def __str__(self):
        return f"Kiến nghị với {self.unit} ngày {self.given_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return address_of("portal:finding", self.pk)

    @property
    def is_owed(self):
        return self.state == FindingState.OWED

    @property
    def is_reported(self):
        return self.state == FindingState.REPORTED

    @property
    def is_closed(self):
        return self.state == FindingState.CLOSED

    def days_late(self, on):
        """How many days the remedy is late on the day `on`; 0 when it is not, or does not lie with the unit."""
        return max((on - self.due_on).days, 0) if self.is_owed else 0


class FindingEvent(models.Model):
    """One step: given, remedy reported, closed, opened again. Append-only; `due_on` is the day in force after it."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="events", verbose_name="kiến nghị")
    move = models.CharField("việc", max_length=10, choices=FindingMove)
    text = models.TextField("nội dung", blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="remedies", blank=True, verbose_name="minh chứng")
    due_on = models.DateField("hạn khắc phục")
    at = models.DateTimeField("lúc")
    on = models.DateField("ngày")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "diễn biến khắc phục"
        verbose_name_plural = "diễn biến khắc phục"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="oversight_findingevent_move_known", condition=Q(move__in=FindingMove.values)),
            models.CheckConstraint(
                name="oversight_findingevent_says_what",
                condition=~Q(move__in=FindingMove.with_words()) | ~Q(text=""),
            ),
        ]

    def __str__(self):
        return self.get_move_display()
