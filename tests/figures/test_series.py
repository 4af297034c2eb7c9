"""Series of figures, on random worlds, equal the slow and obvious count: by task, and by period."""

from collections import defaultdict

import pytest

from figures.cells import NUMBERS
from figures.duties import Home, TaskTally, list_duties, read_duties
from figures.matrix import matrix
from figures.reports import REPORT_NUMBERS
from figures.scope import Scope
from figures.trend import Trend
from tests.figures import slow
from tests.figures.slow import by_then
from tests.figures.test_against_slow_count import (
    DAYS,
    as_dict,
    expected_dict,
    expected_numbers,
    key_of,
    slow_duties,
    views_of,
)
from tests.figures.worlds import Maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Maker(1).world()


def homes_of(world):
    return {Home(task.group_id, task.clause_id) for task in world.tasks}


def test_sums_by_task_equal_slow_count(world):
    for scope in [Scope(world.plan, DAYS[1]), *list(views_of(world))[-2:]]:
        tasks, units = defaultdict(list), defaultdict(list)
        for row in slow_duties(scope):
            tasks[row.task_id].append(row)
            units[row.unit_id, row.group_id, row.clause_id].append(row)

        for home in homes_of(world):
            tally = TaskTally(scope, home)

            assert {task: as_dict(figures) for task, figures in tally.by_column().items()} == {
                task.pk: expected_dict(tasks[task.pk])
                for task in world.tasks
                if Home(task.group_id, task.clause_id) == home and tasks[task.pk]
            }
            assert {unit: as_dict(figures) for unit, figures in tally.by_unit().items()} == {
                unit: expected_dict(rows) for (unit, *place), rows in units.items() if Home(*place) == home
            }


def test_cells_of_the_matrix_of_tasks_equal_slow_count_and_open_their_list(world):
    scope = Scope(world.plan, DAYS[-1])
    counted = slow_duties(scope)
    above, below = world.units[0], world.units[3]
    for home in homes_of(world):
        tasks = [task.pk for task in world.tasks if Home(task.group_id, task.clause_id) == home]

        rows = matrix(TaskTally(scope, home), tasks, parents=[world.plan.standing_office_id])

        for row in rows:
            units = {above.pk, below.pk} if row.unit == above else {row.unit.pk}
            for cell in row.cells:
                here = [one for one in counted if one.unit_id in units and one.task_id == cell.column]
                assert as_dict(cell.figures) == expected_dict(here)
                listed = list_duties(Scope(world.plan, scope.on, units), "dated", home=home, task=cell.column)
                duties = read_duties(scope, listed)
                assert {key_of(duty) for duty in duties} == {
                    one.key for one in here if one.cell in NUMBERS["dated"].cells
                }


def test_trend_equals_slow_count_of_each_period(world):
    some = {world.units[1].pk, world.units[3].pk}
    for scope in [Scope(world.plan, DAYS[2]), Scope(world.plan, DAYS[-1], some)]:
        trend = Trend(scope)
        opened = [period for period in world.periods if period.is_regular and by_then(period.opened_at, scope.on)]

        assert trend.periods == opened
        for row in trend.rows():
            one = Scope(scope.plan, scope.on, scope.units, row.period)
            duties = [duty for duty in slow_duties(one) if duty.due_on]
            sent = slow.reports(one.plan, one.on, units=one.units, period=one.period)
            assert as_dict(row.duties) == expected_dict(duties)
            assert {name: row.reports.number(name) for name in REPORT_NUMBERS} == expected_numbers(sent)
            assert list_duties(one, "came_due").count() == row.duties.came_due
            for home in homes_of(world):
                here = [duty for duty in duties if (duty.group_id, duty.clause_id) == (home.group_id, home.clause_id)]
                assert as_dict(trend.duties(row.period, home)) == expected_dict(here)
