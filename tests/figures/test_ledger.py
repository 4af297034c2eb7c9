"""Figures of a whole plan read from the ledger are those that reading each cycle gives."""

import datetime
from collections import Counter

import pytest

from common import clock
from figures import past
from figures.duties import Tally, TaskTally, count_cells, count_cells_by_period
from figures.lateness import duty_lateness
from figures.matrix import matrix
from figures.overdue import list_first_due, longest_overdue
from figures.scope import Scope
from progress.actions.counting import count_open_periods, fold_counts, rebuild_counters
from progress.models import CycleCount, Period, Report, ReportLine
from tasks.actions import move_unit
from tasks.enums import AssignmentMove, Cadence, Part
from tasks.models import Assignment, AssignmentEvent, Plan
from tests.factories import make_post, make_unit
from tests.figures.worlds import Maker, moment

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2024, 12, 19), datetime.date(2025, 2, 3), datetime.date(2025, 4, 30)]


def summed(rows):
    found = Counter()
    for *key, number in rows:
        found[tuple(key)] += number
    return {key: number for key, number in found.items() if number}


def told(world, on, period=None):
    scope = Scope(world.plan, on, None, period)
    tally = Tally(scope)
    homes = sorted(tally.by_home(), key=str)
    tasks = TaskTally(scope, homes[0])
    parents = [world.plan.owner_id, world.plan.standing_office_id]
    return {
        "total": tally.total(),
        "homes": tally.by_home(),
        "units": tally.by_unit(),
        "matrix": matrix(tally, homes, parents=parents),
        "tasks": matrix(tasks, sorted(tasks.by_column()), parents=parents),
        "cells": summed(count_cells(scope, "group_id", "clause_id", "task_key")),
        "periods": summed(count_cells_by_period(scope, world.periods, "group_id")),
        "late": {cell: {**counts} for cell, counts in duty_lateness(scope).counts.items() if any(counts.values())},
        "late of tally": tally.lateness == duty_lateness(scope),
        "late of home": [duty_lateness(scope, home=home).number("31-90", ["open_overdue"]) for home in homes],
        "longest": longest_overdue(scope, limit=7),
        "first due": [list(list_first_due(scope, number, 3)[:3]) for number in ("done", "dated", "left_out")],
    }


def stir(world):
    """A unit that reported to another one moves away from it; recurring work is given a deadline, or is suspended."""
    first, last = world.units[0], world.units[3]
    Report.objects.filter(unit=last).update(to_unit=first)
    rebuild_counters()
    move_unit(world.plan.participations.get(unit=last), reports_to=world.plan.standing_office, by=make_post(first))
    led = Assignment.objects.filter(task__plan=world.plan, part=Part.LEAD, cadence=Cadence.QUARTER, ended_on=None)
    changed, resting = led.filter(state="taken_on")[:1], led.filter(state="given")[:1]
    for assignment in changed:
        Assignment.objects.filter(pk=assignment.pk).update(cadence="")
        AssignmentEvent.objects.create(
            assignment=assignment, move=AssignmentMove.CHANGE, at=clock.now(), changes={"cadence": ["quarter", ""]}
        )
    for assignment in resting:
        Assignment.objects.filter(pk=assignment.pk).update(state="suspended", suspended_on=DAYS[0])
    return changed, resting


@pytest.mark.parametrize("seed", range(4))
def test_ledger_says_what_reading_each_cycle_says(seed):
    world = Maker(seed).world()
    stir(world)

    for on in DAYS:
        for period in (None, world.periods[1]):
            with clock.set_to(moment(on)):
                Period.objects.update(is_counted=True)
                found = told(world, on, period)
                Period.objects.update(is_counted=False)

                assert found == told(world, on, period)


@pytest.mark.parametrize(("seed", "lines"), [(0, past.LINES), (1, 0)])
def test_ledger_says_of_a_day_that_is_over_what_reading_each_cycle_says(seed, lines, monkeypatch):
    # Without lines that are read back beforehand, the query reads back those of the reports it names.
    monkeypatch.setattr(past, "LINES", lines)
    world = Maker(seed).world()
    stir(world)

    for on, period in [(DAYS[0], None), (DAYS[1], None), (DAYS[1], world.periods[1])]:
        assert Scope(world.plan, on).ledger.kept
        found = told(world, on, period)
        Period.objects.update(is_counted=False)

        assert found == told(world, on, period)
        Period.objects.update(is_counted=True)


def test_period_that_is_not_counted_yet_is_read_beside_those_that_are():
    world = Maker(1).world()
    with clock.set_to(moment(DAYS[1])):
        counted = told(world, DAYS[1])
        Period.objects.filter(pk=world.periods[1].pk).update(is_counted=False)

        assert told(world, DAYS[1]) == counted


def test_folded_entries_say_the_same_with_fewer_rows():
    world = Maker(2).world()
    entries = list(CycleCount.objects.values("period_id", "branch_id", "task_id", "due_on", "days_late", "number"))
    CycleCount.objects.bulk_create(CycleCount(**entry | {"number": sign}) for entry in entries for sign in (1, -1))
    with clock.set_to(moment(DAYS[1])):
        before = told(world, DAYS[1])

        fewer = fold_counts()

        assert fewer == 2 * len(entries)
        assert told(world, DAYS[1]) == before
    assert sum(CycleCount.objects.values_list("number", flat=True)) == (
        ReportLine.objects.filter(part=Part.LEAD, ends_cycle=True, report__period__is_counted=True).count()
    )


@pytest.mark.parametrize("seed", range(2))
def test_another_top_of_the_plan_has_its_branches_counted_anew(seed):
    world = Maker(seed).world()
    stir(world)
    with clock.set_to(moment(DAYS[1])):
        world.plan.standing_office = make_unit()
        world.plan.save()
        uncounted = list(Period.objects.regular().values_list("is_counted", flat=True))
        read = told(world, DAYS[1])
        count_open_periods()

        assert not any(uncounted)
        assert told(world, DAYS[1]) == read


def test_numbers_that_come_apart_still_add_up():
    """A branch that the ledger knows under another name: what is put right there is negative, and counts."""
    world = Maker(0).world()
    stir(world)
    with clock.set_to(moment(DAYS[1])):
        Plan.objects.filter(pk=world.plan.pk).update(standing_office=make_unit())
        world.plan.refresh_from_db()
        tally = Tally(Scope(world.plan, DAYS[1]))
        total, by_home = tally.total(), tally.by_home()
        Period.objects.update(is_counted=False)
        read = Tally(Scope(world.plan, DAYS[1]))

        assert (total, by_home) == (read.total(), read.by_home())
