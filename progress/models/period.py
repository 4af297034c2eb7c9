from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from common.addresses import address_of
from progress.enums import PeriodState
from tasks.enums import Level, PeriodKind
from tasks.models import Plan, places_of
from units.models import Unit

ROMAN = ["", "I", "II", "III", "IV"]


class PeriodQuerySet(models.QuerySet):
    def visible_to(self, membership):
        return self.filter(plan_id__in=[place.plan_id for place in places_of(membership)])

    def regular(self):
        return self.filter(is_regular=True)

    def to_open(self, on):
        """Periods whose day of opening has come and that were not opened yet."""
        return self.filter(opened_at=None, opens_on__lte=on)

    def open(self, on):
        return self.filter(opened_at__isnull=False, closes_on__gte=on)


class Period(models.Model):
    """A reporting period of a plan. Its dates are rows that the head of the standing office may change with a reason.

    `covers_to` is the day data are closed (chốt số liệu); `closes_on` the day after which the period's figures stand.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name="kế hoạch")
    kind = models.CharField("loại kỳ", max_length=20, choices=PeriodKind)
    is_regular = models.BooleanField("kỳ thường xuyên", default=True)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("số thứ tự trong năm", default=1)
    title = models.CharField("tên kỳ", max_length=200, blank=True, help_text="Chỉ ghi khi là kỳ đột xuất, chuyên đề.")
    covers_from = models.DateField("số liệu từ ngày")
    covers_to = models.DateField("chốt số liệu ngày")
    opens_on = models.DateField("mở kỳ ngày")
    closes_on = models.DateField("đóng kỳ ngày")
    opened_at = models.DateTimeField("đã mở lúc", null=True, blank=True, editable=False)
    asked_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="đơn vị được yêu cầu báo cáo (kỳ đột xuất, chuyên đề)"
    )
    # Whether the cycles of its reports are kept counted as CycleCount, for figures of whole plans.
    is_counted = models.BooleanField("đã giữ số đếm", default=False, editable=False)
    history = HistoricalRecords(
        excluded_fields=["is_counted"],
        history_change_reason_field=models.TextField(null=True),
        verbose_name="lịch sử kỳ báo cáo",
    )

    # What tells its name: all that a list reads of it.
    NAME = ("title", "kind", "year", "number", "covers_to")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-covers_to", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="progress_period_regular_once",
                fields=["plan", "kind", "year", "number"],
                condition=Q(is_regular=True),
                violation_error_message="Kỳ báo cáo này đã có.",
            ),
            models.CheckConstraint(
                name="progress_period_covers_in_order",
                condition=Q(covers_from__lte=F("covers_to")),
                violation_error_message="“Số liệu từ ngày” phải trước hoặc bằng ngày chốt số liệu.",
            ),
            models.CheckConstraint(
                name="progress_period_opens_before_closes",
                condition=Q(opens_on__lte=F("closes_on")) & Q(covers_to__lte=F("closes_on")),
                violation_error_message="Ngày đóng kỳ phải sau ngày mở kỳ và sau ngày chốt số liệu.",
            ),
            models.CheckConstraint(
                name="progress_period_regular_kind",
                condition=Q(is_regular=False) | Q(kind__in=PeriodKind.regular()),
                violation_error_message="Kỳ đột xuất, chuyên đề không phải kỳ thường xuyên.",
            ),
        ]

    def __str__(self):
        return self.title or self.regular_name

    def get_absolute_url(self):
        return address_of("portal:period", self.pk)

    @property
    def in_a_sentence(self):
        """What the period is called within a sentence: "quý I/2024"; a title stays as it was given."""
        return self.title or self.regular_name[:1].lower() + self.regular_name[1:]

    @property
    def regular_name(self):
        """How people call the period: "Quý I/2024", "6 tháng đầu năm 2024" (DOMAIN §7.6)."""
        names = {
            PeriodKind.MONTH: f"Tháng {self.number}/{self.year}",
            PeriodKind.QUARTER: f"Quý {ROMAN[min(self.number, 4)]}/{self.year}",
            PeriodKind.HALF_YEAR: f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}",
            PeriodKind.YEAR: f"Năm {self.year}",
        }
        return names.get(self.kind) or f"{self.get_kind_display().capitalize()} {self.covers_to:%d/%m/%Y}"

    def state(self, on):
        """Return the PeriodState on the day `on`."""
        if self.opened_at is None:
            return PeriodState.COMING
        return PeriodState.OPEN if on <= self.closes_on else PeriodState.CLOSED


class PeriodDue(models.Model):
    """By which day units of one level report. Later for each level, because each folds in the level before."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="dues", verbose_name="kỳ báo cáo")
    level = models.PositiveSmallIntegerField("cấp báo cáo", choices=Level)
    due_on = models.DateField("hạn gửi")
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True), verbose_name="lịch sử hạn gửi")

    class Meta:
        verbose_name = "hạn gửi báo cáo"
        verbose_name_plural = "hạn gửi báo cáo"
        ordering = ["period", "level"]
        constraints = [
            models.UniqueConstraint(name="progress_perioddue_level_once", fields=["period", "level"]),
            models.CheckConstraint(name="progress_perioddue_level_known", condition=Q(level__in=Level.values)),
        ]

    def __str__(self):
        return f"{self.get_level_display()}: {self.due_on:%d/%m/%Y}"
