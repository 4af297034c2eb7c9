"""Every figure, on random worlds, equals the slow and obvious count."""

import datetime
from collections import defaultdict

import pytest

from common import clock
from figures import past
from figures.cells import NUMBERS, Cell
from figures.duties import Home, Tally, list_duties, read_duties, two_by_two
from figures.matrix import matrix
from figures.overdue import longest_overdue
from figures.reports import REPORT_NUMBERS, list_reports, read_reports, report_figures
from figures.scope import Scope
from tasks.enums import Part
from tasks.models import Assignment
from tasks.timing import Timing, assignment_timing
from tests.figures import slow
from tests.figures.worlds import Maker

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2024, 8, 1), datetime.date(2024, 12, 19), datetime.date(2025, 2, 3), datetime.date(2025, 4, 30)]


@pytest.fixture(params=range(3))
def world(request, monkeypatch):
    if request.param == 1:
        # Lines of what was touched after the day are many: the query reads back those of the reports it names.
        monkeypatch.setattr(past, "LINES", 0)
    if request.param == 2:
        # What was touched after the day is too much: no row of it is named, the query reads each back.
        monkeypatch.setattr(past, "FEW", 0)
        monkeypatch.setattr(past, "MANY", 0)
    return Maker(request.param).world()


def views_of(world):
    """The scopes a figure is taken of: whole, some units, one period, both; and the day that is not over yet."""
    some, period = {world.units[1].pk, world.units[3].pk}, world.periods[1]
    for on in DAYS:
        yield Scope(world.plan, on)
        yield Scope(world.plan, on, some)
    yield Scope(world.plan, clock.today(), some)
    opened = list(world.plan.periods.regular().filter(opened_at__isnull=False))
    yield Scope(world.plan, DAYS[0], None, None, opened)
    yield Scope(world.plan, DAYS[-1], None, period, opened)
    yield Scope(world.plan, DAYS[1], some, period)


def slow_duties(scope):
    return slow.duties(scope.plan, scope.on, units=scope.units, period=scope.period)


def as_dict(figures):
    return {cell.value: getattr(figures, cell.value) for cell in Cell}


def expected_dict(rows):
    counts = slow.cells(rows)
    return {cell.value: counts[cell.value] for cell in Cell}


def test_two_by_two_equals_slow_count(world):
    for scope in views_of(world):
        figures = two_by_two(scope.plan, scope.on, units=scope.units, period=scope.period)

        assert as_dict(figures) == expected_dict(slow_duties(scope))


def test_random_worlds_fill_every_cell():
    seen = set()

    for seed in range(3):
        world = Maker(seed).world()
        for on in DAYS:
            seen |= {row.cell for row in slow.duties(world.plan, on)}

    assert seen == {cell.value for cell in Cell}


def test_sums_by_group_and_unit_equal_slow_count(world):
    for scope in views_of(world):
        homes, units = defaultdict(list), defaultdict(list)
        for row in slow_duties(scope):
            homes[Home(row.group_id, row.clause_id)].append(row)
            units[row.unit_id].append(row)
        tally = Tally(scope)

        assert {home: as_dict(figures) for home, figures in tally.by_home().items()} == {
            home: expected_dict(rows) for home, rows in homes.items()
        }
        assert {unit: as_dict(figures) for unit, figures in tally.by_unit().items()} == {
            unit: expected_dict(rows) for unit, rows in units.items()
        }


def test_list_behind_each_number_is_what_was_counted(world):
    for scope in views_of(world):
        counted = slow_duties(scope)
        figures = Tally(scope).total()
        for name, number in NUMBERS.items():
            expected = {(row.key, row.due_on, row.done_on, row.cell) for row in counted if row.cell in number.cells}

            listed = list(list_duties(scope, name))
            duties = read_duties(scope, listed)

            assert len(duties) == figures.number(name) == len(expected)
            assert {(key_of(duty), duty.due_on, duty.done_on, duty.cell) for duty in duties} == expected


def test_pages_call_overdue_what_the_figures_count(world):
    on = datetime.date(2025, 6, 30)
    counted = {
        row.key[1] for row in slow.duties(world.plan, on) if row.cell == "open_overdue" and row.key[0] == "one_off"
    }
    leads = Assignment.objects.filter(task__plan=world.plan, part=Part.LEAD)

    shown = {one.pk for one in leads if assignment_timing(one, on=on).timing == Timing.OVERDUE}

    assert shown == counted
    assert leads.filter(pk__in=shown).exclude(suspended_on=None, ended_on=None).exists()


def key_of(duty):
    return ("cycle", duty.report_id, duty.assignment_id) if duty.report_id else ("one_off", duty.assignment_id)


def test_list_of_one_group_keeps_to_it(world):
    scope = Scope(world.plan, DAYS[-1])
    counted = slow_duties(scope)
    for home, figures in Tally(scope).by_home().items():
        rows = list_duties(scope, "dated", home=home)

        assert rows.count() == figures.dated
        assert {key_of(duty) for duty in read_duties(scope, rows)} == {
            row.key
            for row in counted
            if (row.group_id, row.clause_id) == (home.group_id, home.clause_id) and row.cell in NUMBERS["dated"].cells
        }


def test_longest_overdue_equals_slow_count(world):
    for scope in views_of(world):
        late = sorted(row.due_on for row in slow_duties(scope) if row.cell == "open_overdue")[:5]

        found = longest_overdue(scope, limit=5)

        assert [duty.due_on for duty in found] == late
        assert [duty.days_late for duty in found] == [(scope.on - due_on).days for due_on in late]


def test_matrix_sums_what_lies_below_a_row(world):
    scope = Scope(world.plan, DAYS[-1])
    counted = slow_duties(scope)
    tally = Tally(scope)
    homes = list(tally.by_home())
    above, below = world.units[0], world.units[3]

    rows = {row.unit: row for row in matrix(tally, homes, parents=[world.plan.standing_office_id])}

    assert set(rows) == set(world.units[:3])
    assert rows[above].below == 1
    mine = [row for row in counted if row.unit_id in {above.pk, below.pk}]
    assert as_dict(rows[above].total) == expected_dict(mine)
    for cell in rows[above].cells:
        home = cell.column
        here = [row for row in mine if (row.group_id, row.clause_id) == (home.group_id, home.clause_id)]
        assert as_dict(cell.figures) == expected_dict(here)


def test_matrix_of_a_branch_shows_each_unit_apart(world):
    tally = Tally(Scope(world.plan, DAYS[-1], {world.units[0].pk, world.units[3].pk}))

    rows = matrix(tally, list(tally.by_home()), parents=[world.units[0].pk])

    assert [(row.unit, row.below) for row in rows] == [(world.units[0], 0), (world.units[3], 0)]


def test_report_figures_equal_slow_count(world):
    for scope in views_of(world):
        rows = slow.reports(scope.plan, scope.on, units=scope.units, period=scope.period)

        figures = report_figures(scope)

        assert {name: figures.number(name) for name in REPORT_NUMBERS} == expected_numbers(rows)
        assert figures.returns == sum(row["returns"] for row in rows)


def expected_numbers(rows):
    words = [row["standing"] for row in rows]
    return {
        "expected": len(rows),
        "received": words.count("on_time") + words.count("late"),
        "on_time": words.count("on_time"),
        "late": words.count("late"),
        "missing": words.count("missing"),
        "not_due": words.count("not_due"),
        "nil": sum(row["nil"] for row in rows),
        "confirmed": sum(row["confirmed"] for row in rows),
        "returned": sum(row["returns"] > 0 for row in rows),
    }


def test_report_figures_by_unit_and_period_equal_slow_count(world):
    scope = Scope(world.plan, DAYS[-1])
    by_unit, by_period = defaultdict(list), defaultdict(list)
    for row in slow.reports(world.plan, scope.on):
        by_unit[row["report"].unit_id].append(row)
        by_period[row["report"].period_id].append(row)

    for by, expected in [("unit", by_unit), ("period", by_period)]:
        found = report_figures(scope, by=by)

        assert {key: {name: figures.number(name) for name in REPORT_NUMBERS} for key, figures in found.items()} == {
            key: expected_numbers(rows) for key, rows in expected.items()
        }


def test_list_behind_each_report_number_is_what_was_counted(world):
    for scope in views_of(world):
        figures = report_figures(scope)
        for name in REPORT_NUMBERS:
            rows = read_reports(scope, list_reports(scope, name))

            assert len(rows) == figures.number(name)


def test_days_to_acceptance_equal_slow_count(world):
    for scope in views_of(world):
        rows = slow.reports(scope.plan, scope.on, units=scope.units, period=scope.period)
        took = [row["took"] for row in rows if row["took"] is not None]

        mean = report_figures(scope).days_to_acceptance

        assert mean == (pytest.approx(sum(took) / len(took)) if took else None)
