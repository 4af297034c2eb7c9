"""Letters of reminders: a job after commit, each letter claimed before it is sent, failures kept and tried again.

A letter says what is due, by which day and where; never a word of a report. It speaks of its day alone: what could not
be sent that day is not sent later, the inbox has it anyway. A letter whose worker was killed while it was being handed
over may have gone out: it is noted as failed and not sent again, because nobody shall get two.
"""

import datetime
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Prefetch, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from common import clock
from oversight.deadlines import PAGES
from oversight.enums import MailState
from oversight.models import ReminderDigest, ReminderSent
from tasks.timing import timing_of

logger = logging.getLogger(__name__)

MOST_TRIES = 3
# Whoever is killed leaves at most so many letters of which nobody knows whether they went out.
MAILS_AT_ONCE = 20
WAIT_BEFORE_TRY = datetime.timedelta(minutes=15)
LOST_AFTER = datetime.timedelta(minutes=30)

TOO_LATE = "Đã sang ngày khác trước khi gửi được, nên không gửi nữa."
CUT_OFF = "Việc gửi bị ngắt giữa chừng, không rõ thư đã đi chưa, nên không gửi lại."
NO_RECEIVER = "Tài khoản đã khóa hoặc không còn địa chỉ thư."
FAULTS = [
    (smtplib.SMTPAuthenticationError, "Máy chủ thư không nhận tài khoản gửi thư."),
    (smtplib.SMTPRecipientsRefused, "Máy chủ thư không nhận địa chỉ của người nhận."),
    (smtplib.SMTPSenderRefused, "Máy chủ thư không nhận địa chỉ gửi của cổng."),
    (smtplib.SMTPException, "Máy chủ thư báo lỗi."),
    (OSError, "Không kết nối được máy chủ thư."),
]
UNKNOWN_FAULT = "Thư không soạn hoặc không gửi được."


def mail_is_set_up():
    """Whether letters are sent at all: only when the environment names a mail server."""
    return settings.SENDS_MAIL


def queue_mails(digest_ids):
    """Let a worker send the letters of these digests, once the transaction that made them is committed."""
    if digest_ids:
        send_mails.enqueue(list(digest_ids))


@transaction.atomic
def try_mails_again(on):
    """Queue anew the letters of the day `on` that failed or whose job was lost, and note what cannot be sent any more;
    return how many were queued."""
    now = clock.now()
    waiting = ReminderDigest.objects.filter(mail=MailState.QUEUED)
    _note_failed(waiting.filter(on__lt=on), TOO_LATE, now)
    lost = Q(mail_at__lt=now - LOST_AFTER)
    _note_failed(ReminderDigest.objects.filter(lost, mail=MailState.SENDING), CUT_OFF, now)
    failed = Q(mail=MailState.FAILED, mail_tries__lt=MOST_TRIES, mail_at__lt=now - WAIT_BEFORE_TRY)
    again = ReminderDigest.objects.filter(failed | lost & Q(mail=MailState.QUEUED), on=on)
    ids = list(again.select_for_update().order_by("pk").values_list("pk", flat=True))
    ReminderDigest.objects.filter(pk__in=ids).update(mail=MailState.QUEUED, mail_at=now)
    queue_mails(ids)
    return len(ids)


@task()
def send_mails(digest_ids):
    """Send the letters of these digests that still wait; return how many went out."""
    sent = 0
    for start in range(0, len(digest_ids), MAILS_AT_ONCE):
        digests = _claim(digest_ids[start : start + MAILS_AT_ONCE])
        faults = _send(digests)
        _keep(digests, faults)
        sent += len(digests) - len(faults)
    return sent


def _claim(ids):
    """Take letters that wait, so that no other worker takes them; return their digests with lines and receivers."""
    today, now = clock.today(), clock.now()
    with transaction.atomic():
        waiting = ReminderDigest.objects.filter(pk__in=ids, mail=MailState.QUEUED)
        _note_failed(waiting.exclude(on=today), TOO_LATE, now)
        _note_failed(waiting.filter(Q(user__email="") | Q(user__disabled_at__isnull=False)), NO_RECEIVER, now)
        mine = list(waiting.select_for_update().values_list("pk", flat=True))
        ReminderDigest.objects.filter(pk__in=mine).update(
            mail=MailState.SENDING, mail_at=now, mail_tries=F("mail_tries") + 1
        )
    lines = ReminderSent.objects.select_related("unit").order_by("due_on", "pk")
    found = ReminderDigest.objects.filter(pk__in=mine).select_related("user").order_by("pk")
    return list(found.prefetch_related(Prefetch("lines", lines)))


def _send(digests):
    """Hand the letters over one by one; return {digest id: what went wrong}."""
    faults, connection = {}, get_connection()
    try:
        for digest in digests:
            if fault := _fault_of_sending(digest, connection):
                faults[digest.pk] = fault
    finally:
        connection.close()
    return faults


def _fault_of_sending(digest, connection):
    try:
        letter_of(digest, connection=connection).send()
    except Exception as error:
        # The log gets the details; people are told in words, without the address of anybody.
        logger.exception("a reminder could not be mailed: digest %s", digest.pk)
        return next((words for kind, words in FAULTS if isinstance(error, kind)), UNKNOWN_FAULT)
    return ""


def _keep(digests, faults):
    """Note what became of the letters that were claimed."""
    now = clock.now()
    for digest in digests:
        digest.mail = MailState.FAILED if digest.pk in faults else MailState.SENT
        digest.mail_at, digest.mail_fault = now, faults.get(digest.pk, "")
    ReminderDigest.objects.bulk_update(digests, ["mail", "mail_at", "mail_fault"])


def letter_of(digest, *, connection=None):
    """Return the letter of a digest; load `user` and `lines`."""
    lines = [
        {
            "about": line.about,
            "unit": line.unit,
            "due_on": f"{line.due_on:%d/%m/%Y}",
            "words": timing_of(line.due_on, on=digest.on).words,
            "url": _address(reverse(PAGES[line.kind], args=[line.object_id])),
        }
        for line in digest.lines.all()
    ]
    context = {"digest": digest, "lines": lines, "inbox_url": _address(reverse("portal:notice-list"))}
    return EmailMessage(
        subject=f"Nhắc việc ngày {digest.on:%d/%m/%Y}: {len(lines)} việc",
        body=render_to_string("mail/reminder.txt", context),
        to=[digest.user.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _address(path):
    return f"{settings.SITE_ADDRESS}{path}"


def _note_failed(digests, fault, now):
    digests.update(mail=MailState.FAILED, mail_at=now, mail_tries=MOST_TRIES, mail_fault=fault)
