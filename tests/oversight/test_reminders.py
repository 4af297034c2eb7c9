"""Who is reminded, of what, on which day; once, in one digest, whatever happened to the tick meanwhile."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from common import clock
from oversight.actions import reminders
from oversight.actions.extensions import grant_extension
from oversight.actions.reminders import send_reminders
from oversight.enums import DutyKind, ReminderRule
from oversight.models import ReminderDigest, ReminderSent
from progress.enums import ReportState
from tests.factories import make_post
from tests.oversight.extension_world import on
from tests.oversight.reminder_world import REPORT_DUE_ON, WORK_DUE_ON, ReminderWorld, days, told
from tests.oversight.test_extensions import ask
from tests.races import WON, race
from units.enums import Role
from units.models import Membership, Notice

pytestmark = pytest.mark.django_db
RULES = [-7, -3, -1, 0, 1, 3, 7]


@pytest.fixture
def world():
    return ReminderWorld()


def run_days(first, last, *, but=()):
    """Send on every day from `first` to `last` except those of an outage; return how many people were told each day."""
    span = [first + days(step) for step in range((last - first).days + 1)]
    return {day: send_reminders(day) for day in span if day not in but}


def rules_of(kind, user):
    rows = ReminderSent.objects.filter(kind=kind, user=user).order_by("sent_on")
    return [(row.sent_on, row.rule) for row in rows]


def test_report_is_reminded_of_by_each_rule_on_its_day(world):
    world.only_report()

    run_days(REPORT_DUE_ON - days(9), REPORT_DUE_ON + days(15))

    expected = {(REPORT_DUE_ON + days(rule), rule) for rule in RULES}
    for post in (world.writer, world.head):
        assert set(rules_of(DutyKind.REPORT, post.user)) == expected
    assert set(ReminderSent.objects.values_list("user", flat=True)) == {world.writer.user_id, world.head.user_id}


def test_work_of_a_lead_is_reminded_of_until_it_is_done(world):
    world.report_is(ReportState.CONFIRMED, submitted_at=clock.now(), confirmed_at=clock.now())
    run_days(WORK_DUE_ON - days(10), WORK_DUE_ON)
    world.work.state, world.work.completed_on = "done", WORK_DUE_ON
    world.work.save()

    run_days(WORK_DUE_ON + days(1), WORK_DUE_ON + days(20))

    assert rules_of(DutyKind.WORK, world.head.user) == [(WORK_DUE_ON + days(rule), rule) for rule in (-7, -3, -1, 0)]


@pytest.mark.parametrize("state", ["reported_done", "declined", "suspended"])
def test_work_that_waits_for_another_is_not_reminded_of(world, state):
    world.work.state = state
    world.work.suspended_on = WORK_DUE_ON if state == "suspended" else None
    world.work.save()

    send_reminders(WORK_DUE_ON + days(1))

    assert not ReminderSent.objects.filter(kind=DutyKind.WORK).exists()


def test_supporter_is_reminded_of_what_it_was_asked_and_nobody_else(world):
    world.only_report()
    asked = world.asked(due_on=datetime.date(2024, 12, 2))

    send_reminders(datetime.date(2024, 12, 2))

    sent = ReminderSent.objects.filter(kind=DutyKind.CONTRIBUTION)
    assert {(row.object_id, row.user_id, row.rule) for row in sent} == {
        (asked.pk, world.writer.user_id, 0),
        (asked.pk, world.head.user_id, 0),
    }
    assert not ReminderSent.objects.visible_to(world.judge).filter(kind=DutyKind.CONTRIBUTION).exists()
    assert ReminderSent.objects.visible_to(world.writer).filter(kind=DutyKind.CONTRIBUTION).count() == 2


def test_judges_are_reminded_once_the_norm_has_passed(world):
    world.only_report()
    world.sent_on(datetime.date(2024, 12, 9))  # Monday: five working days end on the Monday after
    norm_ends = datetime.date(2024, 12, 16)

    run_days(datetime.date(2024, 12, 9), datetime.date(2024, 12, 28))

    expected = [(norm_ends + days(rule), rule) for rule in (1, 3, 7)]
    for post in (world.judge, world.office_head):
        assert rules_of(DutyKind.JUDGING, post.user) == expected
    assert set(ReminderSent.objects.values_list("kind", flat=True)) == {DutyKind.JUDGING}


def test_report_that_came_back_is_reminded_of_from_the_day_it_came(world):
    world.only_report()
    back = REPORT_DUE_ON + days(12)
    world.came_back_on(back)

    run_days(back, back + days(12))

    assert rules_of(DutyKind.CAME_BACK, world.writer.user) == [(back + days(rule), rule) for rule in (1, 3, 7)]


def test_report_that_came_back_early_keeps_its_due_day(world):
    world.only_report()
    world.came_back_on(REPORT_DUE_ON - days(10))

    run_days(REPORT_DUE_ON - days(10), REPORT_DUE_ON + days(12))

    assert rules_of(DutyKind.CAME_BACK, world.writer.user) == [(REPORT_DUE_ON + days(rule), rule) for rule in RULES]


def test_more_time_granted_though_asked_late_is_the_day_people_are_reminded_of(world):
    promised = datetime.date(2025, 1, 10)
    extension = ask(world, world.report, at="2024-12-22 09:00+07:00", wished_on=promised)
    world.only_report()
    with on("2024-12-23 09:00+07:00"):
        grant_extension(extension, granted_on=promised, by=world.chief)

    run_days(datetime.date(2024, 12, 23), promised + days(9))

    assert rules_of(DutyKind.REPORT, world.head.user) == [(promised + days(rule), rule) for rule in RULES]
    assert set(ReminderSent.objects.values_list("due_on", flat=True)) == {promised}


def test_deadline_that_moves_begins_its_rules_anew(world):
    world.report_is(ReportState.CONFIRMED, submitted_at=clock.now(), confirmed_at=clock.now())
    send_reminders(WORK_DUE_ON - days(1))
    world.work.due_on = WORK_DUE_ON + days(8)
    world.work.save()

    send_reminders(WORK_DUE_ON)
    send_reminders(WORK_DUE_ON + days(1))

    found = ReminderSent.objects.filter(user=world.head.user).order_by("sent_on")
    assert [(row.sent_on, row.due_on, row.rule) for row in found] == [
        (WORK_DUE_ON - days(1), WORK_DUE_ON, -1),
        (WORK_DUE_ON + days(1), WORK_DUE_ON + days(8), -7),
    ]


def test_one_digest_and_one_notice_for_a_person_with_several_duties_and_posts(world):
    twice = make_post(world.office, user=world.writer.user)
    world.sent_on(datetime.date(2024, 12, 2))
    day = WORK_DUE_ON - days(1)

    send_reminders(day)

    digest = ReminderDigest.objects.get(user=twice.user)
    notice = Notice.objects.get(user=twice.user, kind="reminder")
    assert {(line.kind, line.unit_id) for line in digest.lines.all()} == {
        (DutyKind.WORK, world.unit.pk),
        (DutyKind.JUDGING, world.office.pk),
    }
    assert notice.object_id == digest.pk
    assert notice.text == "Nhắc việc ngày 11/12/2024: 2 việc, 1 quá hạn, 1 sắp đến hạn."


def test_notice_of_a_single_duty_says_which(world):
    world.only_report()

    send_reminders(REPORT_DUE_ON + days(1))

    notice = Notice.objects.filter(user=world.head.user).get()
    assert notice.text == f"Nhắc việc: quá hạn 1 ngày. Báo cáo Quý IV/2024 gửi {world.office}"


def test_twice_in_a_row_tells_once(world):
    assert send_reminders(WORK_DUE_ON) == 2
    assert send_reminders(WORK_DUE_ON) == 0

    assert (ReminderDigest.objects.count(), Notice.objects.filter(kind="reminder").count()) == (2, 2)


@pytest.mark.parametrize("first", range(-9, 8))
def test_after_three_days_without_a_tick_people_get_what_is_true_once(world, first):
    world.only_report()
    gap = [REPORT_DUE_ON + days(first + step) for step in range(3)]

    run_days(REPORT_DUE_ON - days(10), REPORT_DUE_ON + days(14), but=gap)

    back = gap[-1] + days(1)
    sent = rules_of(DutyKind.REPORT, world.head.user)
    on_time = {REPORT_DUE_ON + days(rule): rule for rule in RULES if REPORT_DUE_ON + days(rule) not in gap}
    missed = [rule for rule in RULES if REPORT_DUE_ON + days(rule) in gap]
    # On a day that has a rule of its own that rule is what is true; else the latest of those that were missed.
    expected = ({back: max(missed)} if missed else {}) | on_time
    assert sent == sorted(expected.items())
    assert ReminderDigest.objects.filter(user=world.head.user, on__in=gap).count() == 0
    assert ReminderDigest.objects.filter(user=world.head.user, on=back).count() == (back in expected)


def test_a_month_without_a_tick_silences_nothing_for_ever(world):
    world.only_report()
    send_reminders(REPORT_DUE_ON - days(7))

    run_days(REPORT_DUE_ON + days(30), REPORT_DUE_ON + days(34))

    assert rules_of(DutyKind.REPORT, world.head.user) == [
        (REPORT_DUE_ON - days(7), -7),
        (REPORT_DUE_ON + days(30), 7),
    ]


@pytest.mark.parametrize("gone", ["disabled", "out of post", "not yet in post", "reader", "administrator"])
def test_whoever_is_not_in_post_is_told_nothing(world, gone):
    day = WORK_DUE_ON
    values = {
        "out of post": {"valid_to": day - days(1)},
        "not yet in post": {"valid_from": day + days(1)},
        "reader": {"role": Role.READER},
        "administrator": {"role": Role.ADMINISTRATOR},
    }
    if gone == "disabled":
        world.writer.user.disabled_at = clock.now()
        world.writer.user.save()
    else:
        Membership.objects.filter(pk=world.writer.pk).update(**values[gone])

    send_reminders(day)

    assert set(ReminderSent.objects.values_list("user", flat=True)) == {world.head.user_id}


def test_whoever_takes_over_a_post_is_told_what_stands(world):
    world.only_report()
    run_days(REPORT_DUE_ON - days(7), REPORT_DUE_ON + days(8))
    newcomer = make_post(world.unit)

    send_reminders(REPORT_DUE_ON + days(9))

    assert rules_of(DutyKind.REPORT, newcomer.user) == [(REPORT_DUE_ON + days(9), 7)]


MIDNIGHTS = [  # moments of the server, in UTC, and the rule that is in force in Viet Nam, seven hours ahead
    ("2024-12-15T16:59:59+00:00", None),
    ("2024-12-15T17:00:00+00:00", -3),
    ("2024-12-17T16:59:59+00:00", -3),
    ("2024-12-17T17:00:00+00:00", -1),
    ("2024-12-18T16:59:59+00:00", -1),
    ("2024-12-18T17:00:00+00:00", 0),
    ("2024-12-19T00:00:00+00:00", 0),
    ("2024-12-19T16:59:59+00:00", 0),
    ("2024-12-19T17:00:00+00:00", 1),
    ("2024-12-21T16:59:59+00:00", 1),
    ("2024-12-21T17:00:00+00:00", 3),
    ("2024-12-25T17:00:00+00:00", 7),
]


@pytest.mark.parametrize(("moment", "rule"), MIDNIGHTS)
def test_the_day_turns_at_midnight_in_viet_nam(world, moment, rule):
    """A week before, the report was reminded of already: what is in force at the moment is what is sent."""
    world.only_report()
    send_reminders(REPORT_DUE_ON - days(7))

    with time_machine.travel(moment, tick=False):
        send_reminders(clock.today())

    later = ReminderSent.objects.filter(user=world.head.user, rule__gt=-7)
    assert [row.rule for row in later] == ([] if rule is None else [rule])


@pytest.mark.parametrize("duties", [1, 3])
def test_number_of_queries_does_not_grow(world, duties, django_assert_num_queries):
    for _ in range(duties - 1):
        world.add_line(due_on=WORK_DUE_ON)
        make_post(world.unit)
    send_reminders(WORK_DUE_ON - days(30))

    with django_assert_num_queries(17):
        assert send_reminders(WORK_DUE_ON) == 1 + duties


def test_people_are_told_in_batches_that_another_run_goes_on_with(world, monkeypatch):
    monkeypatch.setattr(reminders, "PEOPLE_A_BATCH", 1)
    tell, calls = reminders._tell, []

    def stop_after_one(*arguments):
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        return tell(*arguments)

    monkeypatch.setattr(reminders, "_tell", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        send_reminders(WORK_DUE_ON)
    first = set(ReminderDigest.objects.values_list("user", flat=True))
    monkeypatch.setattr(reminders, "_tell", tell)

    assert send_reminders(WORK_DUE_ON) == 1

    assert len(first) == 1
    assert set(ReminderDigest.objects.values_list("user", flat=True)) == {world.writer.user_id, world.head.user_id}


def test_database_keeps_a_rule_once_and_a_digest_a_day_once(world):
    send_reminders(WORK_DUE_ON)
    sent = ReminderSent.objects.first()
    again = {name: getattr(sent, name) for name in ("kind", "object_id", "due_on", "rule", "user", "unit", "plan")}

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderSent.objects.create(**again, digest=sent.digest, about="x", sent_on=WORK_DUE_ON + days(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderDigest.objects.create(user=sent.user, on=sent.sent_on, run=sent.digest.run, made_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderSent.objects.filter(pk=sent.pk).update(rule=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderSent.objects.filter(pk=sent.pk).update(kind="la")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_runs_at_once_tell_everybody_once(monkeypatch):
    monkeypatch.setattr(reminders, "PEOPLE_A_BATCH", 2)
    world = ReminderWorld()
    for _ in range(5):
        make_post(world.unit)

    outcomes = race(*[lambda: send_reminders(WORK_DUE_ON)] * 3, lambda: send_reminders(WORK_DUE_ON + days(1)))

    assert outcomes == [WON] * 4
    per_person = [(row.user_id, row.kind, row.object_id, row.rule) for row in ReminderSent.objects.all()]
    assert len(per_person) == len(set(per_person))
    assert ReminderDigest.objects.filter(lines=None).count() == 0
    assert Notice.objects.filter(kind="reminder").count() == ReminderDigest.objects.count()
    assert len(told(rule=ReminderRule.DUE_DAY)) + len(told(rule=1, kind=DutyKind.WORK)) >= 7
    assert set(ReminderSent.objects.values_list("user", flat=True)) == set(
        Membership.objects.filter(unit=world.unit).values_list("user", flat=True)
    )
