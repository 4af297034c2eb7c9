"""What a post sees, held against a slow and obvious reading in Python: the same rows, however the database is asked."""

import datetime
import random

import pytest
from django.utils import timezone

from progress.models import LogEntry, Report
from tasks.enums import AssignmentState, Part, TaskMode
from tasks.models import Assignment, Participation
from tests.factories import (
    make_assignment,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    make_user,
    take_part,
)
from units.enums import Role

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 10, 1)


class World:
    """Two plans whose units overlap: some see one of them whole, some both, some have left, some lead shared tasks."""

    def __init__(self, seed):
        self.dice, self.writer = random.Random(seed), make_user()
        self.plans = [make_plan()]
        self.plans.append(make_plan(standing_office=self.dice.choice([self.plans[0].standing_office, make_unit()])))
        self.units = [make_unit() for _ in range(7)]
        for plan in self.plans:
            plan.observers.add(self.dice.choice(self.units))
            self._fill_chain(plan)
            self._give(plan)
        above = {unit for plan in self.plans for unit in (plan.owner, plan.standing_office, plan.steering_committee)}
        self.posts = [make_post(unit, user=self.writer) for unit in [*above, *self.units, make_unit()]]
        self.posts.append(make_post(self.plans[0].owner, Role.ADMINISTRATOR, user=self.writer))

    def _fill_chain(self, plan):
        inside = []
        for unit in self.dice.sample(self.units, 5):
            above = self.dice.choice([*inside, "office", "office"])
            left = {"valid_to": DAY} if self.dice.random() < 0.2 else {}
            take_part(plan, unit, reports_to=above, **left)
            inside += [] if left else [unit]

    def _give(self, plan):
        period = make_period(plan)
        for _ in range(5):
            task = make_task(plan, mode=self.dice.choice(list(TaskMode)))
            for number, unit in enumerate(self.dice.sample(self.units, 4)):
                over = {"ended_on": DAY, "state": AssignmentState.WITHDRAWN} if self.dice.random() < 0.2 else {}
                work = make_assignment(task, unit, Part.SUPPORT if number else Part.LEAD, **over)
                self._write(work, period)

    def _write(self, work, period):
        said = {"happened_on": DAY, "text": "Đã họp", "at": timezone.now(), "for_unit": work.unit}
        LogEntry.objects.create(assignment=work, by=self.writer, **said)
        report = Report.objects.filter(period=period, unit=work.unit).first() or make_report(
            period, work.unit, to_unit=self.dice.choice([one for one in self.units if one != work.unit])
        )
        make_line(report, work)


def of_whole(post, plan):
    above = [plan.owner_id, plan.standing_office_id, plan.steering_committee_id]
    return post.unit_id in [*above, *(unit.pk for unit in plan.observers.all())]


def chain(plan_id):
    return dict(Participation.objects.filter(plan_id=plan_id, valid_to=None).values_list("unit_id", "path"))


def is_below(post, plan, unit):
    places = chain(plan.pk)
    own, other = places.get(post.unit_id), places.get(unit.pk)
    return own is not None and other is not None and other.startswith(own)


def reaches(post, plan, unit):
    return of_whole(post, plan) or is_below(post, plan, unit)


def has_a_place(post, plans):
    if post.role == Role.ADMINISTRATOR:
        return False
    return any(of_whole(post, plan) or is_below(post, plan, post.unit) for plan in plans)


def has_part(post, task, *, leads):
    own = [one for one in task.assignments.all() if one.unit_id == post.unit_id and one.ended_on is None]
    return any(one.exclusive for one in own) if leads else bool(own)


def follows(post, work):
    own = work.unit_id == post.unit_id or has_part(post, work.task, leads=True)
    return own or reaches(post, work.task.plan, work.unit)


def sees(post, work):
    return follows(post, work) or (work.exclusive and has_part(post, work.task, leads=False))


def opens(post, report):
    return post.unit_id in (report.unit_id, report.to_unit_id) or reaches(post, report.period.plan, report.unit)


def knows_of(post, report):
    tasks = [line.assignment.task for line in report.lines.all()]
    return opens(post, report) or any(has_part(post, task, leads=True) for task in tasks)


def keys(rows):
    return sorted(row.pk for row in rows)


@pytest.mark.parametrize("seed", range(4))
def test_every_post_sees_what_a_slow_reading_finds(seed):
    world = World(seed)
    works = list(Assignment.objects.prefetch_related("task__plan__observers", "task__assignments", "unit"))
    reports = list(
        Report.objects.prefetch_related("period__plan__observers", "lines__assignment__task__assignments", "unit")
    )
    entries = list(
        LogEntry.objects.prefetch_related("assignment__task__plan__observers", "assignment__task__assignments")
    )

    for post in world.posts:
        placed = has_a_place(post, world.plans)
        works_post = post.role != Role.ADMINISTRATOR
        assert keys(Assignment.objects.followed_by(post)) == keys(w for w in works if placed and follows(post, w))
        seen = keys(w for w in works if placed and sees(post, w))
        assert keys(Assignment.objects.visible_to(post)) == keys(Assignment.objects.openable_by(post)) == seen
        assert keys(Report.objects.openable_by(post)) == keys(r for r in reports if placed and opens(post, r))
        assert keys(Report.objects.readable_by(post)) == keys(r for r in reports if works_post and opens(post, r))
        assert keys(Report.objects.visible_to(post)) == keys(r for r in reports if works_post and knows_of(post, r))
        assert keys(LogEntry.objects.visible_to(post)) == keys(
            e for e in entries if placed and follows(post, e.assignment)
        )
