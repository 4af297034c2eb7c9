"""Findings equal a slow count, on every day on which something happened."""

import datetime

import pytest

from figures.inspections import FINDING_NUMBERS, FindingFigures, finding_figures, findings_between
from figures.scope import Scope
from oversight.actions import findings as acts
from oversight.models import Finding
from tests.oversight.inspection_world import DUE_ON, REMEDIED_ON, InspectionWorld, on

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2024, 12, 6)
STATES = {"give": "owed", "reopen": "owed", "report": "reported", "close": "closed"}


class Told:
    """Three findings with two units: one reported on and opened again, one closed unread, one closed and opened again
    at the last minute of a day."""

    def __init__(self):
        self.world = world = InspectionWorld()
        inspection = world.recorded()
        self.first, self.second = world.found(inspection), world.found(inspection)
        self.third = world.found(inspection, unit=world.other)
        with on(REMEDIED_ON):
            acts.report_remedy(self.first, version=1, text="Đã xong.", by=world.writer)
            acts.report_remedy(self.third, version=1, text="Đã xong.", by=world.other_writer)
            acts.close_finding(self.third, version=2, by=world.judge)
        with on("2024-12-27 23:59+07:00"):
            due_on = datetime.date(2025, 1, 6)
            acts.reopen_finding(self.first, version=2, reason="Thiếu.", due_on=due_on, by=world.judge)
            acts.close_finding(self.second, version=1, text="Đã xem.", by=world.judge)


@pytest.fixture
def told():
    return Told()


def slow(findings, day):
    """Count one by one: play the steps of each finding until the end of the day."""
    counts = dict.fromkeys(["given", *FINDING_NUMBERS], 0)
    for finding in findings:
        state = due_on = None
        for event in sorted(finding.events.all(), key=lambda event: (event.at, event.pk)):
            if event.on <= day:
                state, due_on = STATES[event.move], event.due_on
        if state:
            counts["given"] += 1
            counts[state] += 1
            counts["overdue"] += state == "owed" and due_on < day
    return FindingFigures(**counts)


def test_figures_agree_with_a_slow_count_on_every_day(told):
    seen = set()

    for day in [FIRST + datetime.timedelta(days=number) for number in range(40)]:
        for findings in [Finding.objects.all(), Finding.objects.filter(unit=told.world.unit)]:
            figures = finding_figures(findings, day)

            assert figures == slow(findings, day)
            seen |= {name for name in FINDING_NUMBERS if figures.number(name)}

    assert seen == set(FINDING_NUMBERS)


def test_review_reads_what_was_open_in_its_time_as_it_stood_at_the_end(told):
    facts = findings_between(Scope(told.world.plan, DUE_ON), datetime.date(2024, 12, 19))

    assert [(fact.finding_id, fact.remedy) for fact in facts] == [(told.first.pk, "Đã xong."), (told.second.pk, "")]
