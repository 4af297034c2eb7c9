"""Figures of a day taken on that day equal those of the same day taken later; what waits equals a slow replay."""

import pytest
import time_machine

from figures.duties import Tally, list_duties, read_duties
from figures.extensions import extension_figures
from figures.lateness import duty_lateness, report_lateness
from figures.matrix import matrix
from figures.overdue import longest_overdue
from figures.reports import list_reports, report_figures
from figures.scope import Scope
from figures.silence import silent_units
from figures.waiting import Age, age_of, list_declined, list_waiting, waiting_figures
from progress.actions.counting import count_open_periods, rebuild_counters
from progress.models import Report
from tasks.enums import ASSIGNMENT_MOVES
from tasks.models import Assignment
from tests.figures import slow
from tests.figures.story import Story
from tests.progress.test_counting import counters
from units.models import Unit

pytestmark = pytest.mark.django_db


def scopes_of(story, on):
    return {
        "all": Scope(story.plan, on),
        "branch and period": Scope(story.plan, on, [story.above.pk, story.below.pk], story.periods[1]),
    }


def figures_of(scope):
    """Every figure of a scope, as what can be compared."""
    tally = Tally(scope)
    homes = list(tally.by_home())
    return {
        "total": tally.total(),
        "by home": tally.by_home(),
        "by unit": tally.by_unit(),
        "matrix": matrix(tally, homes, parents=[scope.plan.standing_office_id]),
        "duties": read_duties(scope, list_duties(scope, "dated")),
        "overdue": longest_overdue(scope),
        "reports": report_figures(scope),
        "report rows": [(one.pk, one.due, one.standing, one.first_sent_on) for one in list_reports(scope, "expected")],
        "lengths": (duty_lateness(scope), report_lateness(scope)),
        "extensions": extension_figures(scope),
        "waiting": (waiting_figures(scope), [(one.pk, one.came_on) for one in list_waiting(scope)]),
        "declined": [(one.pk, one.declined_on, one.why, one.decides_id) for one in list_declined(scope)],
        "silent": [(one.pk, one.due_reports, one.first_due) for one in silent_units(scope)],
    }


def test_figures_of_a_day_do_not_change_afterwards():
    story, taken, seen = make_story(), {}, {"waiting": set(), "declined": 0, "silent": 0}

    for number, on in enumerate(story.days()):
        check_slowly(story, on, seen)
        check_counters()
        # Every figure on every third day: the acts in between are seen by the next.
        if number % 3 == 0:
            taken[on] = {name: figures_of(scope) for name, scope in scopes_of(story, on).items()}

    assert seen["waiting"] == set(Age)
    assert seen["declined"] > 0
    assert seen["silent"] > 0
    with time_machine.travel("2025-02-10 09:00+07:00", tick=False):
        for on, then in taken.items():
            later = {name: figures_of(scope) for name, scope in scopes_of(story, on).items()}
            for name, figures in then.items():
                changed = [key for key, value in figures.items() if later[name][key] != value]
                assert changed == [], f"{on} {name}"


def make_story():
    with time_machine.travel("2024-06-17 09:00+07:00", tick=False):
        return Story()


def check_slowly(story, on, seen):
    """What waits on the day, replayed from every event."""
    scope, waiting = Scope(story.plan, on), slow_waiting(on)
    assert {one.pk: one.came_on for one in list_waiting(scope)} == waiting
    counts = waiting_figures(scope)
    ages = [age_of((on - came_on).days) for came_on in waiting.values()]
    assert {age: counts.number(age) for age in Age} == {age: ages.count(age) for age in Age}
    for age in Age:
        assert list_waiting(scope, age).count() == counts.number(age)
    declined = {one.pk: one.declined_on for one in list_declined(scope)}
    assert declined == slow_declined(on)
    silent = {one.pk: (one.due_reports, one.first_due) for one in silent_units(scope)}
    assert silent == slow_silent(story, on)
    seen["waiting"] |= set(ages)
    seen["declined"] += len(declined)
    seen["silent"] += len(silent)


def check_counters():
    """What the day's acts left in the counters is what counting anew from submissions says."""
    count_open_periods()
    kept = counters()
    rebuild_counters()
    assert counters() == kept


def slow_waiting(on):
    found = {}
    for report in Report.objects.all():
        events = sorted(
            (one for one in report.events.all() if slow.by_then(one.at, on)), key=lambda one: (one.at, one.pk)
        )
        if events and events[-1].to_state in {"submitted", "received"}:
            sent = [one for one in report.submissions.all() if slow.stands(one, on)]
            found[report.pk] = slow.day_of(max(sent, key=lambda one: one.number).submitted_at)
    return found


def slow_declined(on):
    found = {}
    for work in Assignment.objects.all():
        events = [one for one in slow.story(work, *ASSIGNMENT_MOVES) if slow.by_then(one.at, on)]
        if events and events[-1].move == "decline":
            found[work.pk] = slow.day_of(events[-1].at)
    return found


def slow_silent(story, on):
    rows, found = slow.reports(story.plan, on), {}
    for unit in Unit.objects.all():
        missing = [row["due_on"] for row in rows if row["report"].unit == unit and row["standing"] == "missing"]
        reports = Report.objects.filter(unit=unit, period__plan=story.plan)
        sent = any(slow.stands(one, on) for report in reports for one in report.submissions.all())
        if missing and not sent:
            found[unit.pk] = (len(missing), min(missing))
    return found


@pytest.mark.parametrize(("days", "age"), [(0, Age.FRESH), (3, Age.FRESH), (4, Age.WEEK), (7, Age.WEEK), (8, Age.OLD)])
def test_bounds_of_ages(days, age):
    assert age_of(days) == age
