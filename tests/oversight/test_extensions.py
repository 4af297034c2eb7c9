"""More time: asked with a reason, decided once, and what it does to punctuality (DOMAIN §2)."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from oversight.actions.extensions import (
    ExtensionRefused,
    ask_for_extension,
    grant_extension,
    refuse_extension,
    withdraw_extension,
)
from oversight.enums import ExtensionState
from oversight.models import Extension
from progress.actions import reports
from progress.actions.extending import DueDayMoved
from progress.enums import ReportMove
from tasks.actions.change import change_deadline
from tasks.actions.extending import DeadlineMoved
from tasks.actions.life import suspend, withdraw
from tasks.enums import AssignmentMove
from tests.oversight.extension_world import AFTER, BEFORE, DUE_ON, WISHED_ON, ExtensionWorld, on
from units.models import Notice

pytestmark = pytest.mark.django_db
REASON = "Chờ hướng dẫn của Tỉnh ủy."


@pytest.fixture
def world():
    return ExtensionWorld()


def ask(world, subject, *, at=BEFORE, wished_on=WISHED_ON):
    with on(at):
        return ask_for_extension(subject, wished_on=wished_on, reason=REASON, by=world.head)


def test_request_keeps_the_deadline_it_was_made_against(world):
    extension = ask(world, world.work)

    assert (extension.state, extension.due_on, extension.wished_on) == (ExtensionState.ASKED, DUE_ON, WISHED_ON)
    assert (extension.asked_by, extension.for_unit, extension.asked_in_time) == (world.head.user, world.unit, True)
    told = Notice.objects.filter(kind="extension", object_id=extension.pk)
    assert list(told.values_list("user", flat=True)) == [world.chief.user_id]


def test_wished_day_off_moves_to_the_next_working_day(world):
    extension = ask(world, world.work, wished_on=datetime.date(2024, 12, 28))

    assert extension.wished_on == datetime.date(2024, 12, 30)


@pytest.mark.parametrize("day", [DUE_ON, datetime.date(2024, 12, 10)])
def test_day_that_gives_no_more_time_is_refused(world, day):
    with pytest.raises(ExtensionRefused, match="phải sau ngày 12/12/2024"):
        ask(world, world.work, wished_on=day)


def test_day_that_has_passed_is_refused(world):
    with pytest.raises(ExtensionRefused, match="phải sau ngày 20/12/2024"):
        ask(world, world.work, at=AFTER, wished_on=datetime.date(2024, 12, 19))


def test_request_without_a_reason_is_refused(world):
    with on(BEFORE), pytest.raises(ExtensionRefused, match="lý do"):
        ask_for_extension(world.work, wished_on=WISHED_ON, reason=" \n", by=world.head)


def test_work_without_a_day_or_at_rest_has_no_deadline_to_move(world):
    with on(BEFORE):
        suspend(world.work, by=world.judge, reason="Chờ kinh phí.")
    for subject in [world.line.assignment, world.work]:
        with pytest.raises(ExtensionRefused, match="có thời hạn"):
            ask(world, subject)


def test_report_that_was_sent_needs_no_more_time(world):
    reports.submit_report(world.report, by=world.head)

    with pytest.raises(ExtensionRefused, match="báo cáo chưa gửi"):
        ask(world, world.report)


def test_report_that_is_mended_on_request_was_judged_already(world):
    reports.submit_report(world.report, by=world.head)
    reports.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu số liệu.")

    with pytest.raises(ExtensionRefused, match="báo cáo chưa gửi"):
        ask(world, world.report)


def test_one_request_waits_at_a_time(world):
    ask(world, world.work)

    with pytest.raises(ExtensionRefused, match="đang chờ quyết định"):
        ask(world, world.work)

    ask(world, world.report)
    assert Extension.objects.count() == 2


def test_granted_work_keeps_both_days_and_says_who(world):
    extension = ask(world, world.work)

    with on(AFTER):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief, decision="Đồng ý.")

    world.work.refresh_from_db()
    extension.refresh_from_db()
    event = world.work.events.get(move=AssignmentMove.EXTEND)
    assert (world.work.due_on_original, world.work.due_on) == (DUE_ON, WISHED_ON)
    assert (extension.state, extension.granted_on) == (ExtensionState.GRANTED, WISHED_ON)
    assert (extension.decided_by, extension.decided_for_unit) == (world.chief.user, world.office)
    assert (event.by, event.changes, event.reason) == (
        world.chief.user,
        {"due_on": ["2024-12-12", "2024-12-31"]},
        "Đồng ý.",
    )


def test_granted_report_that_was_asked_for_in_time_is_on_time(world):
    extension = ask(world, world.report)
    with on(AFTER):
        submission = reports.submit_report(world.report, by=world.head)
    assert submission.is_late

    with on("2024-12-23 09:00+07:00"):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)

    report = world.fresh()
    submission = report.submissions.get()
    assert (report.due_on_original, report.due_on) == (datetime.date(2024, 12, 19), WISHED_ON)
    assert not submission.is_late
    event = report.events.get(move=ReportMove.EXTEND)
    assert event.due_before == report.due_on_original
    # An extension granted before the day was kept has it in its words, and gets it from there.
    report.events.update(due_before=None)
    import_module("progress.migrations.0014_due_days_that_extensions_replaced").fill(apps, None)
    event = report.events.get(move=ReportMove.EXTEND)
    assert event.due_before == report.due_on_original
    assert event.reason == f"Hạn gửi 19/12/2024 đổi thành 31/12/2024. {REASON}"


@pytest.mark.parametrize("name", ["work", "report"])
def test_more_time_asked_for_too_late_moves_no_punctuality(world, name):
    subject = getattr(world, name)
    due_on = subject.due_on
    extension = ask(world, subject, at=AFTER)

    with on(AFTER):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)

    subject.refresh_from_db()
    extension.refresh_from_db()
    assert (subject.due_on, extension.granted_on, extension.asked_in_time) == (due_on, WISHED_ON, False)
    assert not subject.events.filter(move="extend").exists()
    told = Notice.objects.filter(user=world.writer.user, kind="extension").get()
    assert "vẫn tính là quá hạn" in told.text


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        ("2024-12-12 00:00:00+07:00", True),
        ("2024-12-12 23:59:59+07:00", True),
        ("2024-12-13 00:00:00+07:00", False),
        ("2024-12-12 16:59:59+00:00", True),
        ("2024-12-12 17:00:00+00:00", False),
    ],
)
def test_the_day_ends_at_midnight_in_viet_nam(world, moment, in_time):
    assert ask(world, world.work, at=moment).asked_in_time == in_time


def test_day_granted_must_be_later_than_the_old_one(world):
    extension = ask(world, world.work)

    with pytest.raises(ExtensionRefused, match="phải sau thời hạn cũ 12/12/2024"):
        grant_extension(extension, granted_on=DUE_ON, by=world.chief)


def test_refusal_says_why_and_changes_no_deadline(world):
    extension = ask(world, world.work)
    with pytest.raises(ExtensionRefused, match="lý do"):
        refuse_extension(extension, by=world.chief, decision="")

    refuse_extension(extension, by=world.chief, decision="Việc gấp.")

    world.work.refresh_from_db()
    extension.refresh_from_db()
    assert (extension.state, extension.decision, world.work.due_on) == (ExtensionState.REFUSED, "Việc gấp.", DUE_ON)


def test_decided_or_withdrawn_once(world):
    extension = ask(world, world.work)
    withdraw_extension(extension, by=world.head)

    with pytest.raises(ExtensionRefused, match="đã rút đề nghị, do"):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)
    ask(world, world.work)
    assert list(Extension.objects.values_list("state", flat=True)) == ["asked", "withdrawn"]


def test_deadline_changed_meanwhile_is_not_overwritten(world):
    extension = ask(world, world.work)
    change_deadline(
        world.work, due_on=datetime.date(2025, 1, 10), cadence="", version=1, by=world.judge, reason="Kế hoạch mới."
    )

    with pytest.raises(DeadlineMoved, match="đã được đổi"), transaction.atomic():
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)

    extension.refresh_from_db()
    assert extension.state == ExtensionState.ASKED


def test_due_day_changed_meanwhile_is_not_overwritten(world):
    extension = ask(world, world.report)
    type(world.report).objects.update(due_on=datetime.date(2024, 12, 24))

    with pytest.raises(DueDayMoved, match="đã được đổi"):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)


def test_work_that_was_withdrawn_is_not_extended(world):
    extension = ask(world, world.work)
    withdraw(world.work, by=world.judge, reason="Không còn phù hợp.")

    with pytest.raises(DeadlineMoved):
        grant_extension(extension, granted_on=WISHED_ON, by=world.chief)


def test_database_refuses_what_the_act_would(world):
    extension = ask(world, world.work)
    rows = Extension.objects.filter(pk=extension.pk)
    wrong = [
        {"report": world.report},
        {"assignment": None},
        {"reason": ""},
        {"wished_on": DUE_ON},
        {"state": "granted"},
        {"state": "refused"},
        {"granted_on": WISHED_ON},
        {"decided_at": extension.asked_at},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
