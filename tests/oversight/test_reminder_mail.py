"""Letters of reminders: a job after commit, tried again, never twice, and without a word of any report."""

import datetime
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from common import clock
from oversight.actions import reminder_mail
from oversight.actions.reminder_mail import MOST_TRIES, send_mails, try_mails_again
from oversight.actions.reminders import send_reminders
from oversight.enums import MailState
from oversight.models import ReminderDigest
from progress.models import Report
from tests.oversight.extension_world import on
from tests.oversight.reminder_world import REPORT_DUE_ON, ReminderWorld, days
from tests.races import WON, race
from units.models import Notice, User

pytestmark = pytest.mark.django_db
DAY = REPORT_DUE_ON + datetime.timedelta(days=1)
MORNING = "2024-12-20 08:00+07:00"


class BrokenBackend(EmailBackend):
    """A mail server that takes nobody's letter."""

    fault = smtplib.SMTPException("451 try again later")

    def send_messages(self, messages):
        raise self.fault


class NoServer(BrokenBackend):
    fault = ConnectionRefusedError(111, "refused")


@pytest.fixture
def world(settings):
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://cong.example"
    world = ReminderWorld()
    world.only_report()
    address(world.head, "lanh.dao@cong.example")
    return world


def address(post, email):
    User.objects.filter(pk=post.user_id).update(email=email)


def remind():
    with on(MORNING):
        send_reminders(DAY)
    return ReminderDigest.objects.get(mail__in=[MailState.QUEUED, MailState.NONE], user__email__gt="")


def work(at=MORNING):
    """Do what a worker does with the jobs that wait, on the connection of the test."""
    with time_machine.travel(at, tick=True):
        for job in DBTaskResult.objects.ready():
            job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
            job.delete()


def test_letter_says_what_is_due_when_and_where(world):
    Report.objects.filter(pk=world.report.pk).update(difficulties="dau-khong-duoc-lo")
    digest = remind()

    work()

    digest.refresh_from_db()
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to, letter.subject) == (
        1,
        ["lanh.dao@cong.example"],
        "Nhắc việc ngày 20/12/2024: 1 việc",
    )
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert letter.body.startswith(f"Kính gửi đồng chí {world.head.user.full_name},\n")
    assert (
        f"- Báo cáo Quý IV/2024 gửi {world.office}\n"
        f"  {world.unit}, hạn 19/12/2024: quá hạn 1 ngày\n"
        f"  https://cong.example/bao-cao/{world.report.pk}/\n"
    ) in letter.body
    for text in ("dau-khong-duoc-lo", world.line.result):
        assert text not in letter.body
    assert (digest.mail, digest.mail_tries) == (MailState.SENT, 1)


def test_whoever_has_no_address_is_told_in_the_portal_alone(world):
    remind()

    work()

    assert ReminderDigest.objects.get(user=world.writer.user).mail == MailState.NONE
    assert Notice.objects.filter(user=world.writer.user, kind="reminder").count() == 1
    assert len(mail.outbox) == 1


def test_without_a_mail_server_nothing_is_queued(world, settings):
    settings.SENDS_MAIL = False

    assert remind().mail == MailState.NONE
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_worker_finds_the_job_and_sends(settings):
    settings.SENDS_MAIL = True
    world = ReminderWorld()
    address(world.head, "lanh.dao@cong.example")
    today = clock.today()
    Report.objects.filter(pk=world.report.pk).update(due_on=today)
    send_reminders(today)

    call_command("db_worker", batch=True, interval=0, reload=False, startup_delay=False, verbosity=0)

    assert [letter.to for letter in mail.outbox] == [["lanh.dao@cong.example"]]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_job_is_written_with_its_digests_or_not_at_all(settings):
    settings.SENDS_MAIL = True
    world = ReminderWorld()
    address(world.head, "lanh.dao@cong.example")

    with transaction.atomic():
        send_reminders(DAY)
        transaction.set_rollback(True)

    assert (ReminderDigest.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("backend", "words"),
    [("BrokenBackend", "Máy chủ thư báo lỗi."), ("NoServer", "Không kết nối được máy chủ thư.")],
)
def test_failure_is_kept_in_words_and_tried_again(world, settings, backend, words):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.{backend}"
    digest = remind()
    work()
    digest.refresh_from_db()
    assert (digest.mail, digest.mail_tries, digest.mail_fault) == (MailState.FAILED, 1, words)

    with on("2024-12-20 08:05+07:00"):
        assert try_mails_again(DAY) == 0
    with on("2024-12-20 08:30+07:00"):
        assert try_mails_again(DAY) == 1
    settings.EMAIL_BACKEND = works
    work("2024-12-20 08:31+07:00")

    digest.refresh_from_db()
    assert (digest.mail, digest.mail_tries, digest.mail_fault) == (MailState.SENT, 2, "")
    assert len(mail.outbox) == 1


def test_letter_is_tried_a_few_times_only(world, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    remind()
    for hour in range(8, 16):
        work(f"2024-12-20 {hour:02}:00+07:00")
        with on(f"2024-12-20 {hour:02}:30+07:00"):
            try_mails_again(DAY)

    assert ReminderDigest.objects.get(mail=MailState.FAILED).mail_tries == MOST_TRIES


def test_letter_of_another_day_is_not_sent_any_more(world):
    digest = remind()

    work("2024-12-21 08:00+07:00")

    digest.refresh_from_db()
    assert (digest.mail, digest.mail_fault) == (MailState.FAILED, reminder_mail.TOO_LATE)
    with on("2024-12-21 09:00+07:00"):
        assert try_mails_again(DAY + days(1)) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("values", [{"email": ""}, {"disabled_at": "2024-12-20 07:59+07:00"}])
def test_whoever_was_locked_out_meanwhile_gets_no_letter(world, values):
    digest = remind()
    User.objects.filter(pk=world.head.user_id).update(**values)

    work()

    digest.refresh_from_db()
    assert (digest.mail, digest.mail_fault) == (MailState.FAILED, reminder_mail.NO_RECEIVER)
    assert mail.outbox == []


def test_lost_job_is_queued_anew_and_a_letter_cut_off_is_not(world):
    address(world.writer, "chuyen.vien@cong.example")
    with on(MORNING):
        send_reminders(DAY)
    DBTaskResult.objects.all().delete()
    ReminderDigest.objects.filter(user=world.writer.user).update(mail=MailState.SENDING, mail_tries=1)

    with on("2024-12-20 08:20+07:00"):
        assert try_mails_again(DAY) == 0
    with on("2024-12-20 08:31+07:00"):
        assert try_mails_again(DAY) == 1
    work("2024-12-20 08:32+07:00")

    states = dict(ReminderDigest.objects.values_list("user", "mail"))
    assert states == {world.head.user_id: MailState.SENT, world.writer.user_id: MailState.FAILED}
    assert ReminderDigest.objects.get(user=world.writer.user).mail_fault == reminder_mail.CUT_OFF
    assert [letter.to for letter in mail.outbox] == [["lanh.dao@cong.example"]]


@pytest.mark.parametrize("letters", [1, 3])
def test_number_of_queries_does_not_grow_with_letters(world, letters, django_assert_num_queries):
    for number in range(letters - 1):
        address(world.colleague_of(world.head), f"nguoi{number}@cong.example")
    with on(MORNING):
        send_reminders(DAY)
        ids = list(ReminderDigest.objects.filter(mail=MailState.QUEUED).values_list("pk", flat=True))

        with django_assert_num_queries(9):
            assert send_mails.call(ids) == letters


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once(settings):
    settings.SENDS_MAIL = True
    world = ReminderWorld()
    for number in range(6):
        address(world.colleague_of(world.head), f"nguoi{number}@cong.example")
    today = clock.today()
    Report.objects.filter(pk=world.report.pk).update(due_on=today)
    send_reminders(today)
    ids = list(ReminderDigest.objects.filter(mail=MailState.QUEUED).values_list("pk", flat=True))

    assert race(*[lambda: send_mails.call(ids)] * 2) == [WON, WON]

    assert sorted(letter.to[0] for letter in mail.outbox) == [f"nguoi{number}@cong.example" for number in range(6)]
