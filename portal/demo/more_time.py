"""In the sample data four units ask for more time: one was given it, one asked too late, two wait for a decision."""

from datetime import timedelta

from common import clock
from oversight.actions.extensions import ask_for_extension, grant_extension
from portal.demo.wording import wording
from progress.models import Report
from tasks.models import Assignment

TASK = "4.2"
WAITS, ASKED_LATE, REPORTS, WAITS_WITH_REPORT = "xa-dak-o", "xa-phuoc-minh", "xa-bu-gia-map", "xa-phu-van"


def ask_for_more_time(stage, period):
    """Let the heads ask in the days before the day of the play; what is decided, whoever gave the work decides."""
    words = wording()["extension"]
    work = Assignment.objects.filter(task__plan=stage.plan, task__code=TASK, parent__isnull=False, ended_on=None)
    work = {one.unit.code: one for one in work.select_related("unit", "task__plan", "parent__unit")}
    reports = Report.objects.filter(period=period).select_related("unit", "to_unit", "period__plan")
    reports = {one.unit.code: one for one in reports}
    _ask(stage, work[WAITS], 3, words["work"])
    late = _ask(stage, work[ASKED_LATE], 12, words["late"])
    given = _ask(stage, reports[REPORTS], 9, words["given"])
    _ask(stage, reports[WAITS_WITH_REPORT], 2, words["report"])
    _grant(stage, late, work[ASKED_LATE].parent.unit, words["grant"])
    _grant(stage, given, reports[REPORTS].to_unit, words["grant"])


def _ask(stage, subject, days_ago, reason):
    with clock.set_to(stage.moment(stage.on - timedelta(days=days_ago), 9)):
        wished_on = max(subject.due_on, clock.today()) + timedelta(days=14)
        return ask_for_extension(subject, wished_on=wished_on, reason=reason, by=stage.head(subject.unit))


def _grant(stage, extension, giver, decision):
    with clock.set_to(stage.moment(stage.on - timedelta(days=5), 15)):
        grant_extension(extension, granted_on=extension.wished_on, by=stage.head(giver), decision=decision)
