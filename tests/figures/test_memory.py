"""Figures that are remembered are those that counting gives, whatever was written since."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.versions import data_version
from figures.reports import ReportFigures, report_figures
from figures.scope import Scope
from progress.actions.report_writing import save_header, save_line
from progress.actions.reports import submit_report
from tests.figures.test_as_of import figures_of, make_story, scopes_of
from tests.figures.worlds import LAST_DAY, Maker
from tests.progress.report_world import ReportWorld
from units.models import Unit

pytestmark = pytest.mark.django_db


def remembering(scope):
    return replace(scope, version=data_version())


def test_every_figure_is_remembered_as_it_would_be_counted():
    story = make_story()

    for number, on in enumerate(story.days()):
        days = [on, on - datetime.timedelta(days=30)] if number % 3 == 0 else []
        for scope in [scope for day in days for scope in scopes_of(story, day).values()]:
            asked = figures_of(remembering(scope))
            again = figures_of(remembering(scope))
            counted = figures_of(scope)

            changed = [name for name, value in counted.items() if (asked[name], again[name]) != (value, value)]
            assert changed == [], f"{on}"


def test_what_is_remembered_asks_nothing_until_the_data_moves():
    world = Maker(0).world()
    scope = Scope(world.plan, LAST_DAY)
    counted = report_figures(remembering(scope))

    with CaptureQueriesContext(connection) as while_nothing_moved:
        remembered = report_figures(remembering(scope))
    Unit.objects.filter(pk=world.units[0].pk).update(order=7)
    with CaptureQueriesContext(connection) as after_a_write:
        report_figures(remembering(scope))

    assert remembered == counted != ReportFigures()
    assert len(while_nothing_moved) == 1
    assert len(after_a_write) > 1


def test_each_scope_and_argument_is_remembered_by_itself():
    world = Maker(0).world()
    units, period = [world.units[0].pk], world.periods[0]
    days = (period.closes_on, LAST_DAY)
    scopes = [
        Scope(world.plan, on, of, within)
        for on in days
        for of in (None, units, Unit.objects.filter(pk__in=units).values("pk"), Unit.objects.none().values("pk"))
        for within in (None, period)
    ]

    remembered = [[report_figures(remembering(scope), by=by) for scope in scopes] for by in (None, "unit")]

    assert remembered == [[report_figures(scope, by=by) for scope in scopes] for by in (None, "unit")]
    assert len({str(figures) for of_by in remembered for figures in of_by}) > len(scopes) / 2


def test_typing_moves_nothing_and_sending_does():
    world = ReportWorld()
    before = data_version()

    version = save_header(world.report, "difficulties", "Đường xa.", version=1, by=world.writer)
    save_line(world.line, {"result": "Đã mở 2 lớp."}, version=1, by=world.writer)
    typed = data_version()
    submit_report(world.report, by=world.head)

    assert (version, typed) == (2, before)
    assert data_version() != before
