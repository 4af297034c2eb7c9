"""In the sample data the standing office inspects: one visit is still to come, one left a finding that is overdue, one
a remedy that waits to be read, one is closed with all that it found."""

import uuid
from datetime import timedelta

from common import clock
from oversight.actions.findings import add_finding, close_finding, reopen_finding, report_remedy
from oversight.actions.inspections import announce_inspection, close_inspection, plan_inspection, record_inspection
from portal.demo.wording import wording
from tasks.models import Assignment

OFFICE = "btg-hu"
WEEK = timedelta(days=7)
# Days before the play: when each visit was, and until when what it found was to be put right.
OVERDUE, WAITING, CLOSED = 33, 26, 61


def inspect(stage):
    """Plan, visit, find and put right, as the four stories of the sample data go."""
    said = wording()["inspections"]
    coming = _plan(stage, said["coming"], stage.on + WEEK, 7)
    with clock.set_to(stage.moment(stage.on - timedelta(days=2), 10)):
        announce_inspection(coming, by=stage.posts[OFFICE]["writer"])
    _visit(stage, said["overdue"], OVERDUE)
    waiting = _visit(stage, said["waiting"], WAITING)
    _remedy(stage, waiting, said["waiting"]["remedies"][:1], WAITING - 9)
    with clock.set_to(stage.moment(stage.on - timedelta(days=WAITING - 12), 10)):
        day = stage.on + WEEK
        reopen_finding(waiting, version=2, reason=said["waiting"]["more"], due_on=day, by=_office(stage))
    _remedy(stage, waiting, said["waiting"]["remedies"][1:], 3)
    closed = _visit(stage, said["closed"], CLOSED)
    _remedy(stage, closed, said["closed"]["remedies"], CLOSED - 12)
    with clock.set_to(stage.moment(stage.on - timedelta(days=CLOSED - 16), 15)):
        close_finding(closed, version=2, by=_office(stage), text=said["closed"]["enough"])
        close_inspection(closed.inspection, by=_office(stage))


def _office(stage):
    return stage.posts[OFFICE]["head"]


def _plan(stage, story, starts_on, planned_before):
    work = _work(stage, story)
    with clock.set_to(stage.moment(min(starts_on - WEEK, stage.on - timedelta(days=planned_before)), 9)):
        return plan_inspection(
            stage.plan,
            [stage.posts[code]["head"].unit for code in story["units"]],
            kind=story["kind"],
            subject=story["subject"],
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=1),
            team="\n".join(story["team"]),
            tasks=[one.task for one in work],
            decision_number=story["decision"],
            decision_on=starts_on - WEEK,
            token=uuid.uuid5(uuid.NAMESPACE_URL, story["subject"]),
            by=stage.posts[OFFICE]["writer"],
        )


def _work(stage, story):
    units = [stage.posts[code]["head"].unit_id for code in story["units"]]
    work = Assignment.objects.live().leads().filter(unit__in=units, task__plan=stage.plan)
    return list(work.select_related("task__plan").order_by("task__code", "pk")[:2])


def _visit(stage, story, before):
    """Announce, visit and give the finding of one story; return the Finding."""
    by, day = stage.posts[OFFICE]["writer"], stage.on - timedelta(days=before)
    inspection = _plan(stage, story, day, before)
    with clock.set_to(stage.moment(day - timedelta(days=4), 10)):
        announce_inspection(inspection, by=by)
    inspected = list(inspection.inspected.select_related("unit"))
    with clock.set_to(stage.moment(day + timedelta(days=2), 16)):
        accounts = {one.unit_id: story["account"] for one in inspected}
        record_inspection(inspection, conclusion=story["conclusion"], accounts=accounts, by=by)
        return add_finding(
            inspection,
            inspected[0].unit,
            found=story["found"],
            recommendation=story["recommendation"],
            due_on=day + timedelta(days=20),
            token=uuid.uuid5(uuid.NAMESPACE_URL, story["found"]),
            by=by,
        )


def _remedy(stage, finding, texts, before):
    with clock.set_to(stage.moment(stage.on - timedelta(days=before), 14)):
        for text in texts:
            report_remedy(finding, version=finding.version, text=text, by=stage.head(finding.unit))
