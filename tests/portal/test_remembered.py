"""A figure that is remembered says which rooms it reads: every table it was counted of stands in one of them."""

import re
import sys
from collections import defaultdict

import pytest
import time_machine
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.urls import reverse

from common.versions import watched_tables
from figures.lateness import duty_lateness, report_lateness
from figures.reports import report_figures
from figures.scope import Scope
from portal.dashboards.briefing import BLOCKED, _blocked
from progress.actions.counting import count_open_periods
from tests.factories import make_indicator, make_post
from tests.figures.story import Story, day
from tests.figures.test_memory import remembering
from units.enums import Role

pytestmark = pytest.mark.django_db
NOW = "2024-12-22 09:00+07:00"
# What all figures that are remembered run while they are counted.
RECALL = report_figures.__code__
PAGES = ["today", "briefing", "matrix", "trend", "indicators"]
LISTS = {
    "duty-list": {"o": "dated"},
    "dashboard-report-list": {"o": "expected"},
    "dashboard-extension-list": {"o": "granted"},
    "dashboard-duty-change-list": {"o": "changed", "so_voi": "10/11/2024"},
    "dashboard-report-change-list": {"o": "changed", "so_voi": "10/11/2024"},
}
DESK_LISTS = ["dashboard-waiting-list", "dashboard-silent-list"]


@pytest.fixture
def story():
    """The story as far as the day before the one the figures are of."""
    with time_machine.travel("2024-06-17 09:00+07:00", tick=False):
        built = Story()
        built.member = make_post(built.plan.steering_committee, Role.HEAD)
    for on in built.days():
        if on >= day("2024-12-21"):
            break
    # What is kept counted is read as well.
    count_open_periods()
    return built


def remembered_figures():
    """{name: rooms} of every figure that is remembered, wherever it stands."""
    found = {}
    for module in list(sys.modules.values()):
        for thing in list(vars(module).values()):
            if getattr(thing, "__code__", None) is RECALL:
                told = dict(zip(RECALL.co_freevars, (cell.cell_contents for cell in thing.__closure__), strict=True))
                found[told["name"]] = set(told["rooms"])
    return found


class Reader:
    """Wraps what a connection executes, and notes of each figure, while it is counted, which rooms it reads, and which
    tables that no room has watched."""

    def __init__(self):
        self.rooms, self.unwatched = defaultdict(set), set()
        self.tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    def __call__(self, execute, sql, params, many, context):
        read, watched = self.tables.intersection(re.findall(r'"(\w+)"', sql)), watched_tables()
        frame = sys._getframe()
        while frame:
            if frame.f_code is RECALL:
                self.rooms[frame.f_locals["name"]] |= {watched[table] for table in read & watched.keys()}
                self.unwatched |= read - watched.keys()
            frame = frame.f_back
        return execute(sql, params, many, context)


def count_everything(story, sign_in):
    """Ask for each figure that is remembered, none of which is yet."""
    part = {"nhom": story.plan.groups.get().number}
    with time_machine.travel(NOW, tick=False):
        for post in [story.member, make_post(story.above)]:
            client = sign_in(post)
            for page in PAGES:
                assert client.get(reverse(f"portal:dashboard-{page}")).status_code == 200
            for asked in [{}, {"ngay": "10/11/2024"}]:
                assert client.get(reverse("portal:dashboard"), asked).status_code == 200
            assert client.get(reverse("portal:home")).status_code == 200
            for page, asked in LISTS.items():
                assert client.get(reverse(f"portal:{page}"), asked).context["rows"] != [], page
            assert client.get(reverse("portal:dashboard-matrix"), part).status_code == 200
        office = sign_in(make_post(story.plan.standing_office))
        for page in DESK_LISTS:
            assert office.get(reverse(f"portal:{page}")).context["rows"] != [], page
        alone = sign_in(make_post(story.beside))
        assert alone.get(reverse("portal:dashboard")).context["own"] is not None
        numbers = {"chi_tieu": make_indicator(story.work[story.beside].task).pk, "o": "ky"}
        assert alone.get(reverse("portal:dashboard-indicator-list"), numbers).status_code == 200
        scope = remembering(Scope(story.plan, day("2024-12-22")))
        for figure in [duty_lateness, report_lateness, report_figures]:
            caches["figures"].clear()
            figure(scope)
        _blocked(scope, [1] * len(BLOCKED), 3)


def test_figures_read_no_table_of_a_room_they_do_not_name(story, sign_in, forget_figures):
    reader = Reader()
    forget_figures()

    with connection.execute_wrapper(reader):
        count_everything(story, sign_in)

    named = remembered_figures()
    assert reader.rooms.keys() == named.keys()
    assert {name: reader.rooms[name] - rooms for name, rooms in named.items()} == {name: set() for name in named}
    # Who wrote a direction is read with it; every sign-in writes there.
    assert reader.unwatched == {"units_user"}
    assert len(named) > 20
