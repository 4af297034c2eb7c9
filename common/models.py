from django.db import models
from simple_history.models import HistoricalRecords


class CalendarDay(models.Model):
    """A day on which the office departs from the usual calendar: a day off, or a Saturday worked in exchange.

    The table wins over the public-holiday library, which misses official swaps (DOMAIN §3).
    """

    class Kind(models.TextChoices):
        OFF = "off", "ngày nghỉ"
        WORKED = "worked", "ngày làm bù"

    day = models.DateField("ngày", unique=True, error_messages={"unique": "Ngày này đã có trong bảng."})
    kind = models.CharField("loại", max_length=10, choices=Kind)
    note = models.CharField("lý do, văn bản", max_length=200)
    history = HistoricalRecords(verbose_name="lịch sử ngày nghỉ, làm bù")

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="common_calendarday_kind_known", condition=models.Q(kind__in=["off", "worked"])
            ),
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}: {self.get_kind_display()}"


class Beat(models.Model):
    """When work that repeats by itself last came to its end, and how much of that turn failed. One row for each kind
    of work, written over: it is a pulse, not a history."""

    name = models.CharField("việc", max_length=40, unique=True)
    at = models.DateTimeField("xong lượt gần nhất lúc")
    faults = models.PositiveSmallIntegerField("số bước dở dang của lượt ấy", default=0)

    class Meta:
        verbose_name = "nhịp chạy"
        verbose_name_plural = "nhịp chạy"
        ordering = ["name"]

    def __str__(self):
        return f"{self.name}: {self.at:%Y-%m-%dT%H:%M:%SZ}"


class DataStamp(models.Model):
    """That a transaction wrote to the data of figures, in which room: a random number. The sums of all are the version
    of the data (common/versions.py); a mark, not a history, and put together with others when it is old."""

    stamp = models.BigIntegerField("dấu")
    # Empty: whatever room.
    room = models.CharField("phòng", max_length=20, blank=True, db_default="")

    class Meta:
        verbose_name = "dấu dữ liệu"
        verbose_name_plural = "dấu dữ liệu"
        ordering = ["pk"]

    def __str__(self):
        return str(self.stamp)
