"""In the sample data people were reminded on three of the last days. No mail server stands behind them, so what became
of the letters is written down: most went out, some did not, a few people are told on the portal alone."""

from datetime import timedelta

from common import clock
from oversight.actions.reminder_mail import MOST_TRIES
from oversight.actions.reminders import send_reminders
from oversight.enums import MailState
from oversight.models import ReminderDigest

DAYS_AGO = (6, 3, 1)
# Of so many letters one is not sent for want of an address, and one is refused.
OUT_OF, WITHOUT_MAIL, REFUSED = 5, 0, 3
FAULT = "Máy chủ thư không nhận địa chỉ của người nhận."


def remind(stage):
    """Remind everybody in the morning of those days, then tell what became of the letters."""
    for days in DAYS_AGO:
        day = stage.on - timedelta(days=days)
        with clock.set_to(stage.moment(day, 7, 30)):
            send_reminders(day)
    digests = list(ReminderDigest.objects.order_by("on", "user__username").values_list("pk", flat=True))
    went = [pk for place, pk in enumerate(digests) if place % OUT_OF not in (WITHOUT_MAIL, REFUSED)]
    _note(stage, went, mail=MailState.SENT, mail_tries=1)
    _note(stage, digests[REFUSED::OUT_OF], mail=MailState.FAILED, mail_tries=MOST_TRIES, mail_fault=FAULT)


def _note(stage, digests, **values):
    ReminderDigest.objects.filter(pk__in=digests).update(mail_at=stage.moment(stage.on, 8), **values)
