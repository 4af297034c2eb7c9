"""Inspections (kiểm tra, giám sát): who looks at which units' work, by which decision, and what was established."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from common.addresses import address_of
from common.lean import through
from oversight.enums import InspectionKind, InspectionMove, InspectionState
from tasks.models import Plan, Task, places_of, units_below
from units.models import Unit, User


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit that inspects, those above an inspected unit in the chain of reports, those who see the whole plan.

        An inspected unit only from the day it is told, whatever else it is: before, it may be meant to be found as it
        is.
        """
        if membership is None or membership.is_administrator:
            return self.none()
        inspected = _inspects(unit_id=membership.unit_id)
        scope = Q(inspected)
        for place in places_of(membership):
            whole = Q(plan_id=place.plan_id)
            scope |= whole if place.sees_all else whole & _inspects(unit_id__in=units_below(place))
        may_know = Q(announced_at__isnull=False) | ~inspected
        return self.filter(Q(for_unit_id=membership.unit_id) | (may_know & scope))

    def for_list(self):
        """Load who inspects and who is inspected (1 query more)."""
        names = through(Unit.NAME, "unit")
        units = InspectedUnit.objects.select_related("unit").only("inspection", "account", *names)
        units = units.order_by("unit__order", "unit_id")
        return self.select_related("for_unit").prefetch_related(Prefetch("inspected", units))

    def for_page(self):
        return self.for_list().select_related("plan")


def _inspects(**units):
    return Exists(InspectedUnit.objects.filter(inspection=OuterRef("pk"), **units).order_by())


class Inspection(models.Model):
    """One inspection of one or more units. Its life is in `InspectionState`; every move leaves an `InspectionEvent`.

    `token` is that of the form it was planned with: the same form sent twice plans once.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="inspections", verbose_name="kế hoạch")
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections_led", verbose_name="đơn vị kiểm tra")
    kind = models.CharField("hình thức", max_length=10, choices=InspectionKind)
    state = models.CharField("trạng thái", max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    subject = models.CharField("nội dung kiểm tra", max_length=500)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    team = models.TextField("thành viên đoàn", help_text="Mỗi người một dòng: họ tên, chức vụ, nhiệm vụ trong đoàn.")
    tasks = models.ManyToManyField(Task, related_name="inspections", blank=True, verbose_name="nhiệm vụ được xem xét")
    units = models.ManyToManyField(
        Unit, through="InspectedUnit", related_name="inspections", verbose_name="đơn vị được kiểm tra"
    )
    conclusion = models.TextField("kết luận chung", blank=True)
    announced_at = models.DateTimeField("báo cho đơn vị lúc", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)
    recorded_on = models.DateField("ngày ghi kết quả", null=True, blank=True)
    closed_at = models.DateTimeField("khép lại lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc kiểm tra"
        verbose_name_plural = "kiểm tra, giám sát"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="oversight_inspection_kind_known", condition=Q(kind__in=InspectionKind.values)),
            models.CheckConstraint(
                name="oversight_inspection_state_known", condition=Q(state__in=InspectionState.values)
            ),
            models.CheckConstraint(
                name="oversight_inspection_dates_in_order", condition=Q(starts_on__lte=F("ends_on"))
            ),
            models.CheckConstraint(name="oversight_inspection_has_subject", condition=~Q(subject="")),
            models.CheckConstraint(name="oversight_inspection_has_team", condition=~Q(team="")),
            models.CheckConstraint(
                name="oversight_inspection_decision_is_whole",
                condition=Q(decision_number="", decision_on=None)
                | (Q(decision_on__isnull=False) & ~Q(decision_number="")),
            ),
            models.CheckConstraint(
                name="oversight_inspection_announced_has_time",
                condition=~Q(state=InspectionState.PLANNED, announced_at__isnull=False)
                & ~Q(state__in=InspectionState.told(), announced_at=None),
            ),
            models.CheckConstraint(
                name="oversight_inspection_recorded_is_whole",
                condition=(
                    Q(
                        state__in=InspectionState.recorded(),
                        recorded_at__isnull=False,
                        recorded_on__isnull=False,
                    )
                    & ~Q(conclusion="")
                )
                | (~Q(state__in=InspectionState.recorded()) & Q(recorded_at=None, recorded_on=None, conclusion="")),
            ),
            models.CheckConstraint(
                name="oversight_inspection_closed_has_time",
                condition=Q(state=InspectionState.CLOSED, closed_at__isnull=False)
                | (~Q(state=InspectionState.CLOSED) & Q(closed_at=None)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()}: {self.subject}"

    def get_absolute_url(self):
        return address_of("portal:inspection", self.pk)

    @property
    def is_recorded(self):
        return self.state in InspectionState.recorded()

    @property
    def is_coming(self):
        return self.state in InspectionState.coming()

    @property
    def is_planned(self):
        return self.state == InspectionState.PLANNED

    @property
    def takes_findings(self):
        return self.state == InspectionState.RECORDED

    @property
    def members(self):
        """The lines of the team."""
        return [line.strip() for line in self.team.splitlines() if line.strip()]


class InspectedUnitQuerySet(models.QuerySet):
    def visible_to(self, membership, inspection):
        """Those of one inspection whose account the post reads: its own, those below it, or all when its unit inspects
        or it sees the whole plan."""
        rows = self.filter(inspection=inspection)
        if reads_every_account(membership, inspection):
            return rows
        scope = Q(unit_id=membership.unit_id)
        for place in _places_in(membership, inspection):
            scope |= Q(unit_id__in=units_below(place))
        return rows.filter(scope)


def reads_every_account(membership, inspection):
    """Whether the post's unit inspects, or sees the whole plan."""
    if membership.unit_id == inspection.for_unit_id:
        return True
    return any(place.sees_all for place in _places_in(membership, inspection))


def _places_in(membership, inspection):
    return [place for place in places_of(membership) if place.plan_id == inspection.plan_id]


class InspectedUnit(models.Model):
    """One unit that is inspected, and what was established there. The other units of the inspection do not read it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="inspected", verbose_name="cuộc kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspected", verbose_name="đơn vị")
    account = models.TextField("kết quả tại đơn vị", blank=True)

    objects = InspectedUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị được kiểm tra"
        verbose_name_plural = "đơn vị được kiểm tra"
        ordering = ["inspection", "unit__order", "unit_id"]
        constraints = [
            models.UniqueConstraint(name="oversight_inspectedunit_once", fields=["inspection", "unit"]),
        ]

    def __str__(self):
        return str(self.unit)


class InspectionEvent(models.Model):
    """What was done to an inspection, by whom, and why. Append-only."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="events", verbose_name="cuộc kiểm tra")
    move = models.CharField("việc", max_length=10, choices=InspectionMove)
    reason = models.TextField("lý do", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="của đơn vị")

    class Meta:
        verbose_name = "diễn biến kiểm tra"
        verbose_name_plural = "diễn biến kiểm tra"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="oversight_inspectionevent_move_known", condition=Q(move__in=InspectionMove.values)
            ),
            models.CheckConstraint(
                name="oversight_inspectionevent_says_why",
                condition=~Q(move=InspectionMove.CALL_OFF) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return self.get_move_display()
