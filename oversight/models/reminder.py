"""What people were reminded of: one digest for a person and day, with a line for each duty. Append-only."""

from django.db import models
from django.db.models import Q

from common.addresses import address_of
from oversight.enums import DutyKind, MailState, ReminderRule
from tasks.models import Plan
from units.models import Unit, User


class ReminderDigestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A digest is its receiver's alone."""
        return self.filter(user=user)

    def failed(self):
        return self.filter(mail=MailState.FAILED)


class ReminderDigest(models.Model):
    """All that one person was reminded of on one day: one line in the inbox and, where mail is set up, one letter.

    `run` tells which run of the tick made it, so that of two at once each knows its own.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="reminder_digests", verbose_name="người nhận")
    on = models.DateField("ngày nhắc")
    run = models.UUIDField("lượt nhắc", db_index=True, editable=False)
    made_at = models.DateTimeField("nhắc lúc")
    mail = models.CharField("thư điện tử", max_length=10, choices=MailState, default=MailState.NONE)
    mail_tries = models.PositiveSmallIntegerField("số lần thử gửi thư", default=0)
    mail_at = models.DateTimeField("trạng thái thư từ lúc", null=True, blank=True)
    mail_fault = models.CharField("vì sao thư không gửi được", max_length=200, blank=True)

    objects = ReminderDigestQuerySet.as_manager()

    class Meta:
        verbose_name = "bản nhắc việc"
        verbose_name_plural = "bản nhắc việc"
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(
                fields=["mail", "mail_at"],
                name="oversight_reminderdigest_mail",
                condition=~Q(mail__in=[MailState.NONE, MailState.SENT]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="oversight_reminderdigest_one_a_day", fields=["user", "on"]),
            models.CheckConstraint(name="oversight_reminderdigest_mail_known", condition=Q(mail__in=MailState.values)),
            models.CheckConstraint(
                name="oversight_reminderdigest_mail_has_time",
                condition=Q(mail=MailState.NONE, mail_at=None) | (~Q(mail=MailState.NONE) & Q(mail_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="oversight_reminderdigest_failed_says_why",
                condition=~Q(mail=MailState.FAILED) | ~Q(mail_fault=""),
            ),
        ]

    def __str__(self):
        return f"Nhắc việc ngày {self.on:%d/%m/%Y}"

    def get_absolute_url(self):
        return address_of("portal:reminder", self.pk)


class ReminderSentQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """What a unit's own people were told; for the standing office all of the plan, but for what stays between the
        two units of a contribution."""
        if membership is None or membership.is_administrator:
            return self.none()
        plans = Plan.objects.filter(standing_office=membership.unit_id).order_by().values("pk")
        whole = Q(plan__in=plans) & ~Q(kind=DutyKind.CONTRIBUTION)
        return self.filter(Q(unit_id=membership.unit_id) | whole)


class ReminderSent(models.Model):
    """One person was reminded of one duty by one rule. `object_id` is a report, an assignment or a request for a
    contribution, by `kind`; `due_on` the day it was due then: when the day moves, the rules begin anew."""

    digest = models.ForeignKey(ReminderDigest, models.PROTECT, related_name="lines", verbose_name="bản nhắc việc")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhận")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminders", verbose_name="đơn vị phải làm")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="kế hoạch")
    kind = models.CharField("loại việc", max_length=12, choices=DutyKind)
    object_id = models.BigIntegerField("đối tượng")
    about = models.CharField("việc", max_length=300)
    due_on = models.DateField("thời hạn")
    rule = models.SmallIntegerField("quy tắc nhắc", choices=ReminderRule)
    sent_on = models.DateField("ngày nhắc")

    objects = ReminderSentQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhắc việc"
        verbose_name_plural = "lần nhắc việc"
        ordering = ["-sent_on", "-id"]
        indexes = [
            models.Index(fields=["unit", "-sent_on"], name="oversight_remindersent_unit"),
            models.Index(fields=["plan", "-sent_on"], name="oversight_remindersent_plan"),
            models.Index(fields=["user", "due_on"], name="oversight_remindersent_user"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="oversight_remindersent_once", fields=["kind", "object_id", "due_on", "rule", "user"]
            ),
            models.CheckConstraint(name="oversight_remindersent_kind_known", condition=Q(kind__in=DutyKind.values)),
            models.CheckConstraint(name="oversight_remindersent_rule_known", condition=Q(rule__in=ReminderRule.values)),
        ]

    def __str__(self):
        return f"{self.about} ({self.get_rule_display()})"
