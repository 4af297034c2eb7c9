"""What is to be done, what is counted about it, and what should be reached."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from common.addresses import address_of
from common.folding import fold
from tasks.enums import Aggregate, Cadence, TaskMode
from tasks.models.plan import ImplementationClause, Plan, TaskGroup
from units.models import Unit


class Task(models.Model):
    """A piece of the plan that units are made responsible for. It belongs to exactly one group or clause."""

    # Also reachable through group or clause; kept here so that the database keeps codes unique within a plan.
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="kế hoạch")
    group = models.ForeignKey(
        TaskGroup, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="nhóm nhiệm vụ"
    )
    clause = models.ForeignKey(
        ImplementationClause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="mục tổ chức thực hiện",
    )
    code = models.CharField("mã", max_length=20)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    title = models.CharField("tên nhiệm vụ", max_length=400)
    summary = models.TextField("tóm tắt", blank=True)
    official_text = models.TextField("nguyên văn", blank=True)
    product = models.CharField("sản phẩm", max_length=400, blank=True)
    cadence = models.CharField("định kỳ", max_length=20, choices=Cadence, blank=True)
    due_on = models.DateField("thời hạn chung", null=True, blank=True)
    mode = models.CharField("cách giao", max_length=20, choices=TaskMode, default=TaskMode.ONE_LEAD)
    search_text = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["search_text"], verbose_name="lịch sử nhiệm vụ")

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", F("group__number").asc(nulls_last=True), "clause__number", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_task_code_once",
                fields=["plan", "code"],
                violation_error_message="Kế hoạch đã có nhiệm vụ mang mã này.",
            ),
            models.CheckConstraint(
                name="tasks_task_one_home",
                condition=Q(group__isnull=False, clause=None) | Q(group=None, clause__isnull=False),
                violation_error_message="Nhiệm vụ thuộc đúng một nhóm hoặc một mục tổ chức thực hiện.",
            ),
            models.CheckConstraint(
                name="tasks_task_date_or_cadence",
                condition=Q(due_on=None) | Q(cadence=""),
                violation_error_message="Nhiệm vụ có thời hạn hoặc định kỳ, không có cả hai.",
            ),
            models.CheckConstraint(name="tasks_task_mode_known", condition=Q(mode__in=TaskMode.values)),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.code} {self.title} {self.summary} {self.official_text} {self.product}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("portal:task", self.pk)


class Indicator(models.Model):
    """What is counted about a task, and how values are put together."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="indicators", verbose_name="nhiệm vụ")
    name = models.CharField("chỉ tiêu", max_length=200)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    over_time = models.CharField("qua các kỳ", max_length=10, choices=Aggregate, default=Aggregate.SUM)
    over_units = models.CharField("qua các đơn vị", max_length=10, choices=Aggregate, default=Aggregate.SUM)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    history = HistoricalRecords(verbose_name="lịch sử chỉ tiêu")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["task", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_indicator_name_once",
                fields=["task", "name"],
                violation_error_message="Nhiệm vụ đã có chỉ tiêu này.",
            ),
            models.CheckConstraint(
                name="tasks_indicator_aggregates_known",
                condition=Q(over_time__in=Aggregate.values, over_units__in=Aggregate.values),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.unit_of_measure})"


class IndicatorTarget(models.Model):
    """What an indicator should reach in a year: for the whole plan, or for one unit."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("mục tiêu", max_digits=18, decimal_places=3)
    history = HistoricalRecords(verbose_name="lịch sử mục tiêu")

    class Meta:
        verbose_name = "mục tiêu của chỉ tiêu"
        verbose_name_plural = "mục tiêu của chỉ tiêu"
        ordering = ["indicator", "year", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_indicatortarget_once",
                fields=["indicator", "unit", "year"],
                violation_error_message="Đã có mục tiêu của năm này.",
            ),
            models.UniqueConstraint(
                name="tasks_indicatortarget_whole_plan_once",
                fields=["indicator", "year"],
                condition=Q(unit=None),
                violation_error_message="Đã có mục tiêu chung của năm này.",
            ),
            models.CheckConstraint(
                name="tasks_indicatortarget_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="Mục tiêu không được âm.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value} ({self.year})"
