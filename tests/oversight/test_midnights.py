"""The server runs in UTC, the office seven hours ahead: at twelve moments around two midnights everything that asks for
a day – sending, asking for time, urging, suspending, the figures – is of one mind about it."""

import datetime

import pytest

from common import clock
from figures.reports import report_figures
from figures.scope import Scope
from oversight.actions.extensions import ask_for_extension
from oversight.actions.urging import no_reason_to_urge
from progress.actions import reports
from progress.models import Period
from tasks.actions import suspend
from tasks.timing import Timing, assignment_timing
from tests.factories import make_assignment, make_task
from tests.oversight.extension_world import ExtensionWorld, on

pytestmark = pytest.mark.django_db
DUE_ON = datetime.date(2024, 12, 19)
MOMENTS = [  # of the server, and the day of December in Viet Nam
    ("2024-12-17T17:00:00+00:00", 18),
    ("2024-12-18T16:59:59+00:00", 18),
    ("2024-12-18T17:00:00+00:00", 19),
    ("2024-12-18T23:59:59+00:00", 19),
    ("2024-12-19T00:00:00+00:00", 19),
    ("2024-12-19T16:59:59+00:00", 19),
    ("2024-12-19T16:59:59.999999+00:00", 19),
    ("2024-12-19T17:00:00+00:00", 20),
    ("2024-12-19T17:00:00.000001+00:00", 20),
    ("2024-12-19T23:59:59+00:00", 20),
    ("2024-12-20T00:00:00+00:00", 20),
    ("2024-12-20T16:59:59+00:00", 20),
]


@pytest.fixture
def world():
    world = ExtensionWorld()
    Period.objects.update(opened_at="2024-12-01 08:00+07:00")
    return world


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_the_day_is_that_of_viet_nam_for_everybody(world, moment, day):
    day = datetime.date(2024, 12, day)
    late = day > DUE_ON
    extended, urged, stopped = (make_assignment(make_task(group=world.group), world.unit, due_on=DUE_ON) for _ in "abc")

    with on(moment):
        submission = reports.submit_report(world.fresh(), by=world.head)
        wished_on = DUE_ON + datetime.timedelta(days=9)
        asked = ask_for_extension(extended, wished_on=wished_on, reason="Chờ kinh phí.", by=world.head)
        not_urged = no_reason_to_urge(urged, clock.today())
        suspend(stopped, by=world.judge, reason="Chờ kinh phí.")

    assert (submission.submitted_on, submission.is_late) == (day, late)
    assert (asked.asked_on, asked.asked_in_time) == (day, not late)
    assert (not_urged == "") == late
    assert (stopped.suspended_on, assignment_timing(stopped, on=day).timing == Timing.OVERDUE) == (day, late)
    figures = [report_figures(Scope(world.plan, one)) for one in (day - datetime.timedelta(days=1), day)]
    assert [(one.on_time, one.late) for one in figures] == [(0, 0), (int(not late), int(late))]
