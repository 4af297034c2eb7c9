"""A whole year, day by day, beside a slow and obvious count that knows nothing of the database."""

import datetime
import random

import pytest

from common.calendar import is_working_day
from oversight.actions.reminders import send_reminders
from oversight.models import Extension, ReminderDigest, ReminderSent
from progress.enums import ReportState
from progress.models import Report
from tasks.models import Assignment
from tests.factories import (
    make_assignment,
    make_group,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.oversight.reminder_world import days, moment
from units.enums import Role
from units.models import Membership, Notice, User

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2024, 1, 1)
YEAR = [NEW_YEAR + days(step) for step in range(366)]
RULES = [-7, -3, -1, 0, 1, 3, 7]
NEVER = datetime.date(2999, 1, 1)


class SlowReport:
    """A report as its story tells it: sent, come back, sent again, confirmed, each on a day."""

    def __init__(self, dice, plan, period, unit):
        self.row = make_report(period, unit)
        self.unit, self.office = unit, plan.standing_office
        self.due_on, self.judging_days = self.row.due_on, plan.judging_days
        self.sent = self.due_on + days(dice.randint(-15, 25)) if dice.random() < 0.8 else NEVER
        self.back = self.sent + days(dice.randint(2, 12)) if self.sent < NEVER and dice.random() < 0.5 else NEVER
        self.again = self.back + days(dice.randint(2, 20)) if self.back < NEVER and dice.random() < 0.7 else NEVER
        last = self.again if self.back < NEVER else self.sent
        self.confirmed = last + days(dice.randint(1, 25)) if last < NEVER and dice.random() < 0.7 else NEVER
        self.judged_by = {sent: self.norm_ends(sent) for sent in (self.sent, self.again) if sent < NEVER}

    def happen(self, day):
        values = {"submitted_at": None, "asked_for_more_at": None, "asked_for_more_reason": "", "confirmed_at": None}
        if day in (self.sent, self.again):
            values |= {"state": ReportState.SUBMITTED, "submitted_at": moment(day)}
        elif day == self.back:
            values |= {"state": ReportState.NEEDS_MORE, "asked_for_more_at": moment(day), "asked_for_more_reason": "Rõ"}
        elif day == self.confirmed:
            values |= {"state": ReportState.CONFIRMED, "submitted_at": moment(day), "confirmed_at": moment(day)}
        if "state" in values:
            Report.objects.filter(pk=self.row.pk).update(**values)

    def owed(self, day):
        """Return (kind, unit, due day, first rule) of what is owed on `day`, or None."""
        if day >= self.confirmed:
            return None
        if day >= self.again:
            return "judging", self.office, self.judged_by[self.again], 1
        if day >= self.back:
            first = 1 if self.back >= self.due_on else -7
            return "came_back", self.unit, max(self.due_on, self.back), first
        if day >= self.sent:
            return "judging", self.office, self.judged_by[self.sent], 1
        return "report", self.unit, self.due_on, -7

    def norm_ends(self, day):
        left = self.judging_days
        while left:
            day += days(1)
            left -= is_working_day(day)
        return day


class SlowWork:
    """One-off work: done on a day or never; its day moved in time, or a later one promised when it was too late."""

    def __init__(self, dice, plan, group, unit):
        self.first_due = NEW_YEAR + days(dice.randint(0, 365))
        self.row = make_assignment(make_task(group=group), unit, due_on=self.first_due, starts_on=NEW_YEAR)
        self.unit, self.plan = unit, plan
        self.done = max(NEW_YEAR, self.first_due + days(dice.randint(-20, 40))) if dice.random() < 0.6 else NEVER
        self.moved = max(NEW_YEAR, self.first_due - days(dice.randint(0, 10))) if dice.random() < 0.3 else NEVER
        promised = self.moved == NEVER and dice.random() < 0.5
        self.promised = self.first_due + days(dice.randint(1, 9)) if promised else NEVER
        self.later_due = self.first_due + days(dice.randint(10, 30))

    def happen(self, day):
        mine = Assignment.objects.filter(pk=self.row.pk)
        if day == self.done:
            mine.update(state="done", completed_on=day)
        if day == self.moved:
            mine.update(due_on=self.later_due)
        if day == self.promised:
            Extension.objects.create(
                assignment=self.row,
                for_unit=self.unit,
                state="granted",
                due_on=self.first_due,
                wished_on=self.later_due,
                granted_on=self.later_due,
                reason="Chờ hướng dẫn.",
                asked_at=moment(day),
                asked_by=make_post(self.unit, Role.READER).user,
                decided_at=moment(day),
                decided_by=make_post(self.plan.standing_office, Role.READER).user,
            )

    def owed(self, day):
        if day >= self.done:
            return None
        moved = day >= self.moved or day >= self.promised
        return "work", self.unit, self.later_due if moved else self.first_due, -7


def slow_day(day, things, people, told):
    """Tell, by hand, everybody who is in post that day what he was not told before."""
    found = []
    for user_id, unit_id, first, last in people:
        if not first <= day <= last:
            continue
        for thing in things:
            kind, unit, due_on, first_rule = thing.owed(day) or (None, None, None, None)
            passed = [rule for rule in RULES if kind and day >= due_on + days(rule)]
            if not passed or unit.pk != unit_id or passed[-1] < first_rule:
                continue
            rule = (user_id, kind, thing.row.pk, due_on, passed[-1])
            if rule not in told:
                found.append(rule)
    told.update(found)
    return {(day, *rule) for rule in found}


def hire(units):
    """Return (user id, unit id, first day, last day) of all in post: one leaves in May, one is locked out in July, one
    comes in September."""
    people = []
    for unit in units:
        for role in (Role.WRITER, Role.HEAD):
            people.append([make_post(unit, role), NEW_YEAR, NEVER])
    people[0][2] = datetime.date(2024, 5, 31)
    Membership.objects.filter(pk=people[0][0].pk).update(valid_to=people[0][2])
    people[3][2] = datetime.date(2024, 7, 10)
    newcomer = make_post(units[0], valid_from=datetime.date(2024, 9, 2))
    people.append([newcomer, newcomer.valid_from, NEVER])
    return people


@pytest.mark.parametrize(("seed", "outages"), [(261, []), (57, [(40, 3), (120, 3), (200, 1), (260, 10), (330, 3)])])
def test_a_year_beside_a_slow_count(seed, outages):
    dice, plan = random.Random(seed), make_plan()
    units = [make_unit() for _ in range(3)]
    for unit in units:
        take_part(plan, unit)
    group = make_group(plan)
    periods = [make_period(plan, number=number) for number in (1, 2, 3, 4)]
    things = [SlowReport(dice, plan, period, unit) for period in periods for unit in units]
    things += [SlowWork(dice, plan, group, dice.choice(units)) for _ in range(12)]
    people = hire([*units, plan.standing_office])
    locked = people[3][0].user_id
    posts = [(post.user_id, post.unit_id, first, last) for post, first, last in people]
    off = {YEAR[start + step] for start, length in outages for step in range(length)}
    told, expected = set(), set()

    for day in YEAR:
        for thing in things:
            thing.happen(day)
        if day == people[3][2] + days(1):
            User.objects.filter(pk=locked).update(disabled_at=moment(day))
        if day not in off:
            send_reminders(day)
            expected |= slow_day(day, things, posts, told)

    rows = ReminderSent.objects.values_list("sent_on", "user_id", "kind", "object_id", "due_on", "rule")
    assert set(rows) == expected
    assert len(expected) > 100
    a_day = sorted({(day, user_id) for day, user_id, *_ in expected})
    assert sorted(ReminderDigest.objects.values_list("on", "user_id")) == a_day
    assert Notice.objects.filter(kind="reminder").count() == len(a_day)
