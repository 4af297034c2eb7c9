"""What changed between two days, on random worlds, equals what the slow count of both days says."""

import datetime
from collections import Counter

import pytest

from figures import past
from figures.changes import (
    DUTY_CHANGES,
    REPORT_CHANGES,
    duty_changes,
    list_changed_duties,
    list_changed_reports,
    read_changed_duties,
    read_changed_reports,
    report_changes,
)
from figures.duties import Tally
from figures.reports import report_figures
from figures.scope import Scope
from tests.figures import slow
from tests.figures.worlds import Maker

pytestmark = pytest.mark.django_db

DAYS = [
    (datetime.date(2024, 11, 4), datetime.date(2025, 4, 30)),
    (datetime.date(2025, 1, 2), datetime.date(2025, 2, 3)),
]
DONE, OVERDUE = {"done_on_time", "done_late"}, {"open_overdue"}
SENT = {"on_time", "late"}


def pairs_of(world):
    for first, last in DAYS:
        yield Scope(world.plan, first), Scope(world.plan, last)
    some, period = {world.units[1].pk, world.units[3].pk}, world.periods[1]
    yield Scope(world.plan, DAYS[0][0], some, period), Scope(world.plan, DAYS[0][1], some, period)


def slow_duties(then, now):
    """{key of a duty: (cell before, cell after)}; "" where one of the days has it not."""
    before, after = (
        {row.key: row.cell for row in slow.duties(one.plan, one.on, units=one.units, period=one.period)}
        for one in (then, now)
    )
    return {key: (before.get(key, ""), after.get(key, "")) for key in before | after}


def slow_reports(then, now):
    before, after = (
        {
            row["report"].pk: (row["standing"], row["confirmed"])
            for row in slow.reports(one.plan, one.on, units=one.units, period=one.period)
        }
        for one in (then, now)
    )
    return {key: (before.get(key, ("", False)), after[key]) for key in after}


DUTIES_SLOWLY = {
    "changed": lambda before, after: before != after,
    "done": lambda before, after: after in DONE and before not in DONE,
    "slipped": lambda before, after: after in OVERDUE and before not in OVERDUE,
    "undone": lambda before, after: before in DONE and after not in DONE,
}
REPORTS_SLOWLY = {
    "changed": lambda before, after: before != after,
    "received": lambda before, after: after[0] in SENT and before[0] not in SENT,
    "missing": lambda before, after: after[0] == "missing" and before[0] != "missing",
    "confirmed": lambda before, after: after[1] and not before[1],
}


def key_of(duty):
    return ("cycle", duty.report_id, duty.assignment_id) if duty.report_id else ("one_off", duty.assignment_id)


@pytest.mark.parametrize("few", [past.FEW, 0])
def test_changes_equal_slow_count_and_add_up_to_both_days(few, monkeypatch):
    """Whether what was touched since is named row by row or read back by the query itself."""
    monkeypatch.setattr(past, "FEW", few)
    world = Maker(0).world()

    duties, reports = check_duties(world), check_reports(world)

    assert set(DUTY_CHANGES) == set(DUTIES_SLOWLY)
    assert set(REPORT_CHANGES) == set(REPORTS_SLOWLY)
    assert all(duties.values()), duties
    assert all(reports.values()), reports


def check_duties(world):
    """Compare the duties that changed, and return how many rows each number had."""
    seen = Counter()
    for then, now in pairs_of(world):
        expected = slow_duties(then, now)
        found = duty_changes(then, now)
        assert dict(found.counts) == Counter(expected.values())
        assert (found.before, found.after) == (Tally(then).total(), Tally(now).total())
        for name, is_counted in DUTIES_SLOWLY.items():
            keys = {key for key, pair in expected.items() if is_counted(*pair)}
            rows = read_changed_duties(now, list(list_changed_duties(then, now, name)))
            assert {key_of(row.duty): (row.before or "", row.after or "") for row in rows} == {
                key: expected[key] for key in keys
            }
            assert len(rows) == found.number(name) == len(keys)
            first = list(list_changed_duties(then, now, name, 3)[:3])
            assert first == list(list_changed_duties(then, now, name)[:3])
            seen[name] += len(keys)
        seen["gone"] += sum(after == "" for _, after in expected.values())
    return seen


def check_reports(world):
    seen = Counter()
    for then, now in pairs_of(world):
        expected = slow_reports(then, now)
        found = report_changes(then, now)
        assert dict(found.counts) == Counter(expected.values())
        for figures, side in [(report_figures(then), found.before), (report_figures(now), found.after)]:
            for name in ["on_time", "late", "missing", "not_due", "received", "confirmed"]:
                assert side(name) == figures.number(name), name
        for name, is_counted in REPORTS_SLOWLY.items():
            keys = {key for key, pair in expected.items() if is_counted(*pair)}
            rows = read_changed_reports(now, list_changed_reports(then, now, name))
            assert {row.row.report.pk: (row.before or "", row.was_confirmed) for row in rows} == {
                key: expected[key][0] for key in keys
            }
            assert len(rows) == found.number(name) == len(keys)
            seen[name] += len(keys)
    return seen
