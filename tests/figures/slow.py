"""The slow, obvious count: reads every row, decides one at a time. What the quick figures are compared with."""

import datetime
from collections import Counter, namedtuple

from django.utils import timezone

from progress.enums import ReportMove
from progress.models import Report, ReportLine
from tasks.enums import AssignmentMove
from tasks.models import Assignment

Counted = namedtuple("Counted", "key unit_id group_id clause_id task_id due_on done_on cell")


def day_of(at):
    return timezone.localtime(at).date()


def by_then(at, on):
    return at is not None and day_of(at) <= on


def stands(submission, on):
    return by_then(submission.submitted_at, on) and not by_then(submission.withdrawn_at, on)


def is_accepted(submission, on):
    return by_then(submission.accepted_at, on) and not by_then(submission.superseded_at, on)


def story(assignment, *moves):
    """The events of these kinds in the order in which they happened."""
    told = sorted(assignment.events.all(), key=lambda event: (event.at, event.pk))
    return [event for event in told if event.move in moves]


def at_rest_since(assignment, on):
    """The day of the suspension that held on the day, or None."""
    since = None
    for event in story(assignment, AssignmentMove.SUSPEND, AssignmentMove.RESUME):
        if by_then(event.at, on):
            since = day_of(event.at) if event.move == AssignmentMove.SUSPEND else None
    return since


def term(assignment, name, on):
    """A term as it was at the end of the day: play all changes of it again, and stop at the day."""
    value = getattr(assignment, name)
    changes = [event for event in story(assignment, AssignmentMove.CHANGE) if name in event.changes]
    if changes:
        value = changes[0].changes[name][0]
        for event in changes:
            if by_then(event.at, on):
                value = event.changes[name][1]
    return datetime.date.fromisoformat(value) if name == "due_on" and isinstance(value, str) else value


def confirmed_day(assignment, on):
    """The day the work was done, as it had been confirmed by the day and not opened again."""
    day = None
    for event in story(assignment, AssignmentMove.CONFIRM_DONE, AssignmentMove.REOPEN):
        if by_then(event.at, on):
            confirmed = event.move == AssignmentMove.CONFIRM_DONE
            day = datetime.date.fromisoformat(event.changes["completed_on"]) if confirmed else None
    return day


def was_given(assignment, on):
    return all(by_then(event.at, on) for event in story(assignment, AssignmentMove.GIVE))


def left_out(assignment, due_on, on, *, one_off):
    """Work rests or ends in time when it does so on its due day or earlier."""
    rest = at_rest_since(assignment, on)
    rests = rest is not None and (due_on is None or rest <= due_on)
    if assignment.ended_on and assignment.ended_on <= on:
        handed_on = one_off and assignment.state == "transferred"
        if rests or handed_on or due_on is None or assignment.ended_on <= due_on:
            return "ended"
    return "suspended" if rests else None


def dated_cell(due_on, done_on, out, on):
    if done_on:
        return "done_on_time" if done_on <= due_on else "done_late"
    return out or ("open_overdue" if due_on < on else "open_in_time")


def one_off_cell(assignment, due_on, on):
    out = left_out(assignment, due_on, on, one_off=True)
    if due_on is None:
        return None, out or "no_deadline"
    done_on = confirmed_day(assignment, on)
    return done_on, dated_cell(due_on, done_on, out, on)


def says_done(submission, assignment):
    return any(line.assignment_id == assignment.pk and line.work_state == "done" for line in submission.lines.all())


def cycle_cell(line, on):
    submissions = list(line.report.submissions.all())
    saying_done = [submission for submission in submissions if says_done(submission, line.assignment)]
    done_on = None
    if any(is_accepted(submission, on) for submission in saying_done):
        done_on = min(submission.submitted_on for submission in saying_done if stands(submission, on))
    due_on = report_due_on(line.report, on)
    out = left_out(line.assignment, due_on, on, one_off=False)
    if term(line.assignment, "cadence", on) == "":
        out = "ended"
    return done_on, dated_cell(due_on, done_on, out, on)


def report_due_on(report, on):
    """The due day as it was at the end of the day: undo the moves that came later, the last of them first."""
    due_on = report.due_on
    for event in sorted(report.events.all(), key=lambda one: (one.at, one.pk), reverse=True):
        if event.due_before and not by_then(event.at, on):
            due_on = event.due_before
    return due_on


def was_made(report, on):
    return all(by_then(event.at, on) for event in report.events.all() if event.move == ReportMove.OPEN)


def duties(plan, on, *, units=None, period=None):
    found = []
    for assignment in Assignment.objects.filter(task__plan=plan).select_related("task").prefetch_related("events"):
        due_on = term(assignment, "due_on", on)
        skip = assignment.part != "lead" or assignment.starts_on > on or not was_given(assignment, on)
        skip = skip or term(assignment, "cadence", on) != ""
        outside = period and due_on and not period.covers_from <= due_on <= period.covers_to
        if not (skip or outside or (units is not None and assignment.unit_id not in units)):
            done_on, cell = one_off_cell(assignment, due_on, on)
            found.append(_counted(("one_off", assignment.pk), assignment, due_on, done_on, cell))
    lines = ReportLine.objects.filter(report__period__plan=plan).prefetch_related("report__period", "assignment__task")
    for line in lines.prefetch_related("report__submissions__lines", "report__events", "assignment__events"):
        report = line.report
        skip = line.part != "lead" or not line.ends_cycle or not report.period.is_regular
        skip = skip or not was_made(report, on) or not was_given(line.assignment, on)
        skip = skip or not (line.added_at is None or by_then(line.added_at, on))
        outside = not by_then(report.period.opened_at, on) or (period and report.period != period)
        if not (skip or outside or (units is not None and report.unit_id not in units)):
            done_on, cell = cycle_cell(line, on)
            key, due_on = ("cycle", report.pk, line.assignment_id), report_due_on(report, on)
            found.append(_counted(key, line.assignment, due_on, done_on, cell))
    return found


def _counted(key, assignment, due_on, done_on, cell):
    task = assignment.task
    return Counted(key, assignment.unit_id, task.group_id, task.clause_id, task.pk, due_on, done_on, cell)


def reports(plan, on, *, units=None, period=None):
    """Return a list of dicts, one for each report that was expected by the day."""
    found = []
    rows = Report.objects.filter(period__plan=plan, period__is_regular=True).select_related("period")
    for report in rows.prefetch_related("submissions", "events"):
        if not was_made(report, on) or not by_then(report.period.opened_at, on):
            continue
        if period and report.period != period:
            continue
        if units is None or report.unit_id in units:
            found.append(_report(report, on))
    return found


def _report(report, on):
    submissions = sorted(report.submissions.all(), key=lambda submission: submission.number)
    standing = [submission for submission in submissions if stands(submission, on)]
    accepted = [submission for submission in submissions if is_accepted(submission, on)]
    due_on = report_due_on(report, on)
    asked = [event for event in report.events.all() if event.move == "ask_for_more" and by_then(event.at, on)]
    if standing:
        # A letter on paper may be registered after what was sent later than the letter was received.
        first_sent_on = min(submission.submitted_on for submission in standing)
        word = "on_time" if first_sent_on <= due_on else "late"
    else:
        word = "missing" if due_on < on else "not_due"
    took = accepted[0].accepted_at - standing[0].submitted_at if accepted else None
    return {
        "report": report,
        "due_on": due_on,
        "standing": word,
        "nil": bool(standing and standing[-1].nil_reason),
        "confirmed": bool(accepted),
        "returns": len(asked),
        "took": took / datetime.timedelta(days=1) if took else None,
    }


def cells(rows):
    return Counter(row.cell for row in rows)
