from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from common.addresses import address_of
from progress.enums import DUE_MOVES, ReportMove, ReportState, WorkState
from progress.models.period import Period
from tasks.enums import Cadence, Level, Part
from tasks.models import Assignment, Indicator, places_of, units_below
from units.models import Unit, User


class ReportQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Reports whose existence the post may know of; what it may read of them is a question of permissions.

        One's own, those sent to one's unit, those of the units below, the whole plan for those who see all of it,
        and the reports of units that support a task one leads. What one's unit owes or was sent stays visible when
        the unit has left the plan, so that it can still be sent and judged.
        """
        if membership is None or membership.is_administrator:
            return self.none()
        return self.filter(_any_of(membership, supporting=True))

    def openable_by(self, membership):
        """Reports whose page the post may open: `can_open_page` as a queryset, for lists."""
        places = places_of(membership)
        if not places:
            return self.none()
        return self.filter(_any_of(membership))

    def readable_by(self, membership):
        """Reports whose submitted text the post may read; who has no place in a plan any more keeps his own."""
        if membership is None or membership.is_administrator:
            return self.none()
        return self.filter(_any_of(membership))

    def owed(self):
        """Reports that still lie with the unit that owes them."""
        return self.filter(state__in=ReportState.writable())

    def to_judge_by(self, unit_id):
        return self.filter(to_unit_id=unit_id, state__in=ReportState.to_judge())

    def overdue(self, on):
        return self.owed().filter(due_on__lt=on)

    def for_list(self):
        return self.select_related("unit", "to_unit", "period__plan")


def _any_of(membership, *, supporting=False):
    """Condition: reports of the post's unit, sent to it, of units below it, of a plan it sees all of, and, if
    `supporting`, of units that support a task it leads.

    However it is asked, the database must find the rows by an index: one condition of "or" that looks into other tables
    would read every report of the country. By the ids of their periods it knows how few the reports of a district are.
    """
    places = places_of(membership)
    if places and all(place.sees_all for place in places):
        # Such a post sees whoever supports it already. One report is looked up then, and asks for no list of periods.
        plans = [place.plan_id for place in places]
        of_plans = {"period__plan_id__in": plans}
        whole = of_plans if supporting else {"period_id__in": _periods_within_reach(membership, plans)}
        return Q(unit_id=membership.unit_id) | Q(to_unit_id=membership.unit_id) | Q(**whole)
    reports = Report.objects.order_by()
    parts = [reports.filter(to_unit_id=membership.unit_id)]
    if supporting:
        parts.append(_supporting(membership))
    for place in places:
        of_plan = reports.filter(period__plan_id=place.plan_id)
        parts.append(of_plan if place.sees_all else of_plan.filter(unit_id__in=units_below(place)))
    own = reports.filter(unit_id=membership.unit_id).values("pk")
    return Q(pk__in=own.union(*(part.order_by().values("pk") for part in parts)))


def _supporting(membership):
    led = Assignment.objects.filter(unit_id=membership.unit_id, part=Part.LEAD, exclusive=True, ended_on=None)
    supported = ReportLine.objects.filter(assignment__task_id__in=led.order_by().values("task_id"))
    return Report.objects.filter(pk__in=supported.order_by().values("report_id"))


def _periods_within_reach(membership, plans):
    """Return the ids of the periods of `plans`, which the post sees whole (1 query, kept on the post)."""
    if not hasattr(membership, "_periods_within_reach"):
        periods = Period.objects.filter(plan_id__in=plans).order_by()
        membership._periods_within_reach = list(periods.values_list("pk", flat=True))
    return membership._periods_within_reach


class Report(models.Model):
    """One unit's report for one period. It exists, as a draft, from the day the period opens:
    a missing report is a row that is still a draft, never an absent row.

    Its text and lines are working rows: they belong to the unit. Everyone outside reads submissions only.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị báo cáo")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports_received", verbose_name="nơi nhận")
    level = models.PositiveSmallIntegerField("cấp báo cáo", choices=Level)
    due_on_original = models.DateField("hạn gửi ban đầu")
    due_on = models.DateField("hạn gửi")
    state = models.CharField("trạng thái", max_length=12, choices=ReportState, default=ReportState.DRAFT)
    nil_reason = models.TextField("lý do không phát sinh", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    next_steps = models.TextField("nhiệm vụ kỳ tới", blank=True)
    proposals = models.TextField("kiến nghị, đề xuất", blank=True)
    # One version for each text: two people who write different ones never meet.
    nil_reason_version = models.PositiveIntegerField("phiên bản của lý do không phát sinh", default=1)
    difficulties_version = models.PositiveIntegerField("phiên bản của khó khăn, vướng mắc", default=1)
    next_steps_version = models.PositiveIntegerField("phiên bản của nhiệm vụ kỳ tới", default=1)
    proposals_version = models.PositiveIntegerField("phiên bản của kiến nghị, đề xuất", default=1)
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    # Set while a request for more is unanswered: it decides where a recalled report falls back to.
    asked_for_more_at = models.DateTimeField("đề nghị bổ sung lúc", null=True, blank=True)
    asked_for_more_reason = models.TextField("lý do đề nghị bổ sung", blank=True)
    saved_at = models.DateTimeField("lưu lần cuối lúc", null=True, blank=True)
    # Counters: what the submissions and events say today, for figures of today (progress.actions.counting).
    counted_sent_on = models.DateField("ngày gửi lần đầu được tính", null=True, blank=True, editable=False)
    counted_nil = models.BooleanField("không phát sinh được tính", default=False, editable=False)
    counted_returns = models.PositiveSmallIntegerField("lượt đề nghị bổ sung được tính", default=0, editable=False)
    counted_took = models.DurationField("thời gian tới xác nhận được tính", null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tiến độ"
        verbose_name_plural = "báo cáo tiến độ"
        ordering = ["-period__covers_to", "unit__order", "id"]
        indexes = [
            models.Index(fields=["to_unit", "state"], name="progress_report_to_unit_state"),
            models.Index(fields=["unit", "state"], name="progress_report_unit_state"),
            models.Index(
                fields=["period"],
                include=["unit", "due_on", "counted_sent_on", "counted_nil", "counted_returns", "counted_took"],
                name="progress_report_counted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="progress_report_one_per_period", fields=["period", "unit"]),
            models.CheckConstraint(name="progress_report_not_to_itself", condition=~Q(unit=F("to_unit"))),
            models.CheckConstraint(name="progress_report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="progress_report_submitted_has_time",
                condition=Q(state__in=ReportState.with_receiver(), submitted_at__isnull=False)
                | (~Q(state__in=ReportState.with_receiver()) & Q(submitted_at=None)),
            ),
            models.CheckConstraint(
                name="progress_report_received_has_time",
                condition=Q(state=ReportState.RECEIVED, received_at__isnull=False)
                | Q(state=ReportState.CONFIRMED)
                | (~Q(state__in=[ReportState.RECEIVED, ReportState.CONFIRMED]) & Q(received_at=None)),
            ),
            models.CheckConstraint(
                name="progress_report_confirmed_has_time",
                condition=Q(state=ReportState.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(state=ReportState.CONFIRMED) & Q(confirmed_at=None)),
            ),
            models.CheckConstraint(
                name="progress_report_request_for_more_has_reason",
                condition=Q(asked_for_more_at=None, asked_for_more_reason="")
                | (Q(asked_for_more_at__isnull=False) & ~Q(asked_for_more_reason="")),
            ),
            models.CheckConstraint(
                name="progress_report_needs_more_was_asked",
                condition=(Q(state=ReportState.NEEDS_MORE) & Q(asked_for_more_at__isnull=False))
                | Q(state=ReportState.WAITING)
                | (~Q(state__in=[ReportState.NEEDS_MORE, ReportState.WAITING]) & Q(asked_for_more_at=None)),
            ),
        ]

    def __str__(self):
        return f"Báo cáo {self.period} của {self.unit}"

    def get_absolute_url(self):
        return address_of("portal:report", self.pk)

    @property
    def is_writable(self):
        return self.state in ReportState.writable()

    @property
    def is_nil(self):
        return bool(self.nil_reason)

    @property
    def sent_late(self):
        """Whether it was first sent after the day due; None while nothing stands. Load it `with_punctuality`."""
        return None if self.first_sent_on is None else self.first_sent_on > self.due_on


class ReportLineQuerySet(models.QuerySet):
    def with_cited(self):
        """Lines in the plan's order, each with the number of its pieces of evidence as `cited`."""
        # A counted query forgets the order of its model; PostgreSQL then gives the lines as it pleases.
        return self.annotate(cited=Count("citations")).order_by("position", "pk")


class ReportLine(models.Model):
    """Working text about one assignment in one report. The plan's wording is kept as it was when the period opened."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="lines", verbose_name="báo cáo")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="report_lines", verbose_name="phân công")
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    task_code = models.CharField("mã nhiệm vụ", max_length=20)
    task_title = models.CharField("nhiệm vụ", max_length=400)
    part = models.CharField("vai trò", max_length=10, choices=Part)
    cadence = models.CharField("định kỳ", max_length=20, choices=Cadence, blank=True)
    assignment_due_on = models.DateField("thời hạn của phân công", null=True, blank=True)
    # A recurring assignment whose cycle ends with this period: the line is a duty if the unit leads.
    ends_cycle = models.BooleanField("kết thúc chu kỳ", default=False)
    work_state = models.CharField(
        "tình hình thực hiện", max_length=12, choices=WorkState, default=WorkState.NOT_STARTED
    )
    percent = models.PositiveSmallIntegerField("tỷ lệ hoàn thành (%)", null=True, blank=True)
    done_on = models.DateField("ngày làm xong", null=True, blank=True)
    result = models.TextField("kết quả thực hiện", blank=True)
    product = models.TextField("sản phẩm", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    # Set on a line that came into the report after its opening; nothing: it stood there from the first day.
    added_at = models.DateTimeField("thêm vào lúc", null=True, blank=True, editable=False)
    # A counter: the day on which the cycle's work was first sent as done, once that is confirmed; figures of today.
    counted_done_on = models.DateField("ngày xong được tính", null=True, blank=True, editable=False)

    objects = ReportLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng báo cáo"
        verbose_name_plural = "dòng báo cáo"
        ordering = ["report", "position", "id"]
        indexes = [
            models.Index(
                fields=["report"],
                include=["assignment", "counted_done_on"],
                condition=Q(part=Part.LEAD, ends_cycle=True),
                name="progress_reportline_cycles",
            ),
            models.Index(
                fields=["assignment"],
                condition=Q(part=Part.LEAD, ends_cycle=True, counted_done_on=None),
                name="progress_reportline_undone",
            ),
            # Figures of a day that is over leave out what came in after it.
            models.Index(fields=["added_at"], condition=Q(added_at__isnull=False), name="progress_reportline_added"),
        ]
        constraints = [
            models.UniqueConstraint(name="progress_reportline_assignment_once", fields=["report", "assignment"]),
            models.CheckConstraint(
                name="progress_reportline_percent_for_one_off",
                condition=Q(percent=None) | Q(cadence="", percent__gte=0, percent__lte=100),
                violation_error_message="Tỷ lệ hoàn thành là số từ 0 đến 100, chỉ ghi cho việc làm một lần.",
            ),
            models.CheckConstraint(
                name="progress_reportline_done_day_when_done",
                condition=Q(done_on=None) | Q(work_state=WorkState.DONE),
                violation_error_message="Chỉ ghi ngày làm xong khi việc đã làm xong.",
            ),
            models.CheckConstraint(
                name="progress_reportline_work_state_known", condition=Q(work_state__in=WorkState.values)
            ),
        ]

    def __str__(self):
        return f"{self.task_code}. {self.task_title}"

    @property
    def is_one_off(self):
        return self.cadence == "" and self.assignment_due_on is not None


class ReportValue(models.Model):
    """Working value of one indicator on one line."""

    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="values", verbose_name="dòng báo cáo")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "giá trị chỉ tiêu"
        verbose_name_plural = "giá trị chỉ tiêu"
        ordering = ["line", "indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(name="progress_reportvalue_indicator_once", fields=["line", "indicator"]),
            models.CheckConstraint(
                name="progress_reportvalue_not_negative",
                condition=Q(value=None) | Q(value__gte=0),
                violation_error_message="Giá trị chỉ tiêu không được âm.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


class ReportEvent(models.Model):
    """One move of a report: who, for which unit, when, and why. Append-only; the history that people see."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events", verbose_name="báo cáo")
    move = models.CharField("việc", max_length=14, choices=ReportMove)
    from_state = models.CharField("từ trạng thái", max_length=12, choices=ReportState, blank=True)
    to_state = models.CharField("sang trạng thái", max_length=12, choices=ReportState)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người làm")
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt"
    )
    for_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="của đơn vị"
    )
    reason = models.TextField("lý do, ghi chú", blank=True)
    # Of a move of the due day: the day it replaced, so that figures of a past day know the one then in force.
    due_before = models.DateField("hạn gửi trước đó", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "diễn biến báo cáo"
        verbose_name_plural = "diễn biến báo cáo"
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["report", "at"], condition=Q(due_before__isnull=False), name="progress_reportevent_due_moved"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="progress_reportevent_due_day_where_moved",
                condition=Q(due_before=None) | Q(move__in=DUE_MOVES),
            ),
            models.CheckConstraint(name="progress_reportevent_move_known", condition=Q(move__in=ReportMove.values)),
            models.CheckConstraint(
                name="progress_reportevent_reason_where_owed",
                condition=~Q(move__in=[ReportMove.ASK_FOR_MORE, ReportMove.REOPEN]) | ~Q(reason=""),
                violation_error_message="Cần ghi rõ lý do.",
            ),
        ]

    def __str__(self):
        return f"{self.get_move_display()} – {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
