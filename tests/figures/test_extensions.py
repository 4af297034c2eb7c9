"""What was extended equals a slow count, on every day on which something happened, and lists what it counted."""

import datetime
import random

import pytest
from django.utils import timezone

from figures.extensions import EXTENSION_NUMBERS, extension_figures, list_extensions
from figures.scope import Scope
from oversight.enums import ExtensionState as S
from oversight.models import Extension
from tests.factories import make_assignment, make_group, make_period, make_plan, make_post, make_report, make_task
from tests.factories import make_unit as unit_of

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2024, 10, 1)


def days(number):
    return FIRST + datetime.timedelta(days=number)


def moment(day, hour=23):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 30)))


class Made:
    """Requests in every state, by two units, about work and reports; one more of another plan."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.plan = make_plan()
        self.units = [unit_of(), unit_of()]
        self.period = make_period(self.plan)
        group = make_group(self.plan)
        for unit in self.units:
            report = make_report(self.period, unit)
            for state in [*S, *S]:
                self.ask(unit, state, assignment=make_assignment(make_task(group=group), unit, due_on=self.day()))
            for state in [S.GRANTED, S.REFUSED, S.GRANTED, S.ASKED]:
                self.ask(unit, state, report=report)
        elsewhere = make_assignment(make_task(), self.units[0], due_on=FIRST)
        self.ask(self.units[0], S.GRANTED, assignment=elsewhere)

    def day(self):
        return days(self.random.randrange(60))

    def ask(self, unit, state, **about):
        due_on, asked_on = self.day(), self.day()
        granted_on = due_on + datetime.timedelta(days=self.random.randrange(1, 30)) if state == S.GRANTED else None
        person, decided = make_post(unit).user, state != S.ASKED
        Extension.objects.create(
            for_unit=unit,
            state=state,
            due_on=due_on,
            wished_on=due_on + datetime.timedelta(days=10),
            reason="Chờ kinh phí.",
            asked_at=moment(asked_on),
            asked_by=person,
            granted_on=granted_on,
            decision="Chưa đủ lý do." if decided else "",
            decided_at=moment(asked_on + datetime.timedelta(days=self.random.randrange(9))) if decided else None,
            decided_by=person if decided else None,
            **about,
        )

    def slow(self, scope):
        """Name → requests, decided one by one."""
        found = {name: [] for name in EXTENSION_NUMBERS}
        for one in Extension.objects.select_related("assignment__task", "report__period"):
            plan = one.report.period.plan if one.report else one.assignment.task.plan
            covers = scope.period and (scope.period.covers_from <= one.due_on <= scope.period.covers_to)
            within = scope.period is None or (one.report.period == scope.period if one.report else covers)
            asked_on = timezone.localdate(one.asked_at)
            if plan != scope.plan or asked_on > scope.on or not within:
                continue
            if scope.units is not None and one.for_unit_id not in scope.units:
                continue
            if one.decided_at is None or timezone.localdate(one.decided_at) > scope.on:
                found["waiting"].append(one)
            elif one.state == S.GRANTED:
                found["granted"].append(one)
                found["granted_late"] += [one] * (asked_on > one.due_on)
            elif one.state == S.REFUSED:
                found["refused"].append(one)
        return found


def test_requests_equal_the_slow_count_and_their_lists():
    made, seen = Made(1), set()

    for on in [days(number) for number in (0, 15, 30, 45, 80)]:
        for scope in [
            Scope(made.plan, on),
            Scope(made.plan, on, [made.units[0].pk]),
            Scope(made.plan, on, None, made.period),
        ]:
            slow, figures = made.slow(scope), extension_figures(scope)

            assert {name: figures.number(name) for name in EXTENSION_NUMBERS} == {n: len(r) for n, r in slow.items()}
            assert figures.days == sum((one.granted_on - one.due_on).days for one in slow["granted"])
            for name, rows in slow.items():
                listed = list(list_extensions(scope, name))
                assert {one.pk for one in listed} == {one.pk for one in rows}
                assert {one.granted_then is None for one in listed} <= {not name.startswith("granted")}
                seen |= {name} if rows else set()

    assert seen == set(EXTENSION_NUMBERS)
