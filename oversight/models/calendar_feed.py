"""The private address by which a person's calendar reads what he owes."""

import secrets

from django.db import models
from django.db.models import Q

from units.models import User


def new_key():
    return secrets.token_hex(16)


class CalendarFeed(models.Model):
    """One address for one person. `key` is not the secret itself: the secret is signed from it, so that a copy of the
    database alone opens no feed; a new key voids the address."""

    user = models.OneToOneField(User, models.PROTECT, related_name="calendar_feed", verbose_name="người dùng")
    key = models.CharField("khóa của địa chỉ", max_length=32, default=new_key, editable=False)
    made_at = models.DateTimeField("địa chỉ có từ lúc")

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "địa chỉ lịch"
        ordering = ["user"]
        constraints = [models.CheckConstraint(name="oversight_calendarfeed_has_key", condition=~Q(key=""))]

    def __str__(self):
        return f"Địa chỉ lịch của {self.user}"
