"""The plan, the document it carries out, and its groups and clauses."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from common.addresses import address_of
from tasks.enums import PeriodKind, Regime
from units.models import Unit


def cited(document):
    """Return how a text names a document the first time: kind, symbol, day, issuer (DOMAIN §5)."""
    day = f"{document.issued_on.day}/{document.issued_on.month}/{document.issued_on.year}"
    return f"{document.kind} số {document.symbol}, ngày {day} của {document.issued_by}"


class Directive(models.Model):
    """The document of a higher body that a plan carries out."""

    symbol = models.CharField("số, ký hiệu", max_length=60, unique=True)
    kind = models.CharField("loại văn bản", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    issued_by = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.TextField("trích yếu")
    history = HistoricalRecords(verbose_name="lịch sử văn bản chỉ đạo")

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        verbose_name_plural = "văn bản chỉ đạo"
        ordering = ["-issued_on"]

    def __str__(self):
        return f"{self.kind} {self.symbol}"

    @property
    def citation(self):
        """How a document names it the first time (DOMAIN §5)."""
        return cited(self)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Every signed-in post may read the plan; nobody without a post."""
        return self if membership else self.none()


class Plan(models.Model):
    """A plan of a Party committee; its tasks are assigned to the units that take part in it."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="plans", verbose_name="văn bản chỉ đạo")
    symbol = models.CharField("số, ký hiệu", max_length=60, unique=True)
    kind = models.CharField("loại văn bản", max_length=60, default="Kế hoạch")
    issued_on = models.DateField("ngày ban hành")
    issued_by = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.TextField("trích yếu")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="plans_owned", verbose_name="cấp ủy ban hành")
    standing_office = models.ForeignKey(
        Unit, models.PROTECT, related_name="plans_in_office", verbose_name="cơ quan thường trực"
    )
    steering_committee = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="plans_steered", verbose_name="ban chỉ đạo"
    )
    observers = models.ManyToManyField(Unit, blank=True, related_name="plans_observed", verbose_name="đơn vị chỉ xem")
    regular_period = models.CharField(
        "kỳ báo cáo thường xuyên", max_length=20, choices=PeriodKind, default=PeriodKind.QUARTER
    )
    reporting_regime = models.CharField("chế độ báo cáo", max_length=20, choices=Regime, default=Regime.ND09)
    judging_days = models.PositiveSmallIntegerField(
        "số ngày làm việc để xem xét một báo cáo",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Tính từ ngày đơn vị gửi; nơi nhận thấy còn mấy ngày ở trang chờ xem xét.",
    )
    history = HistoricalRecords(verbose_name="lịch sử kế hoạch")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-issued_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="tasks_plan_regular_period_known",
                condition=Q(regular_period__in=PeriodKind.regular()),
                violation_error_message="Kỳ thường xuyên phải là tháng, quý, 6 tháng hoặc năm.",
            ),
            models.CheckConstraint(name="tasks_plan_regime_known", condition=Q(reporting_regime__in=Regime.values)),
            models.CheckConstraint(
                name="tasks_plan_judging_days_in_range",
                condition=Q(judging_days__gte=1, judging_days__lte=60),
                violation_error_message="Thời gian xem xét báo cáo từ 1 đến 60 ngày làm việc.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.symbol}"

    def get_absolute_url(self):
        return address_of("portal:plan", self.pk)

    @property
    def citation(self):
        """How a document names it the first time."""
        return cited(self)


class TaskGroup(models.Model):
    """One of the plan's groups of tasks and solutions (nhóm nhiệm vụ và giải pháp)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="groups", verbose_name="kế hoạch")
    number = models.PositiveSmallIntegerField("số thứ tự")
    title = models.CharField("tên nhóm", max_length=400)
    summary = models.TextField("tóm tắt", blank=True)
    official_text = models.TextField("nguyên văn", blank=True)
    history = HistoricalRecords(verbose_name="lịch sử nhóm nhiệm vụ")

    class Meta:
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_taskgroup_number_once",
                fields=["plan", "number"],
                violation_error_message="Kế hoạch đã có nhóm mang số này.",
            ),
            models.CheckConstraint(name="tasks_taskgroup_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"Nhóm {self.number}. {self.title}"

    @property
    def label(self):
        return f"Nhóm {self.number}"


class ImplementationClause(models.Model):
    """One of the plan's clauses on how it is carried out (mục tổ chức thực hiện)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses", verbose_name="kế hoạch")
    number = models.PositiveSmallIntegerField("số thứ tự")
    title = models.CharField("tên mục", max_length=400)
    summary = models.TextField("tóm tắt", blank=True)
    official_text = models.TextField("nguyên văn", blank=True)
    responsible = models.ManyToManyField(Unit, blank=True, related_name="clauses", verbose_name="đơn vị được giao")
    history = HistoricalRecords(verbose_name="lịch sử mục tổ chức thực hiện")

    class Meta:
        verbose_name = "mục tổ chức thực hiện"
        verbose_name_plural = "mục tổ chức thực hiện"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                name="tasks_implementationclause_number_once",
                fields=["plan", "number"],
                violation_error_message="Kế hoạch đã có mục mang số này.",
            ),
            models.CheckConstraint(name="tasks_implementationclause_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"Tổ chức thực hiện {self.number}. {self.title}"

    @property
    def label(self):
        return f"Tổ chức thực hiện {self.number}"
