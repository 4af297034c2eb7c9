"""Random but repeatable worlds of assignments, reports and submissions, in every state the constraints allow."""

import datetime
import random
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from progress.actions.counting import rebuild_counters
from progress.enums import DUE_MOVES, EvidenceKind, Medium, ReportMove, ReportState, WorkState
from progress.models import Evidence, Report, ReportEvent, ReportLine, Submission, SubmittedLine
from tasks.enums import AssignmentMove, AssignmentState, Cadence, Part, TaskMode
from tasks.models import Assignment, AssignmentEvent, ImplementationClause, Plan
from tests.factories import make_group, make_period, make_plan, make_post, make_task, make_unit, take_part

FIRST_DAY = datetime.date(2024, 6, 17)
LAST_DAY = datetime.date(2025, 3, 31)
DAYS = (LAST_DAY - FIRST_DAY).days


def moment(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@dataclass
class World:
    plan: Plan
    units: list
    tasks: list
    periods: list


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def world(self):
        plan = make_plan()
        units = [make_unit() for _ in range(4)]
        for number, unit in enumerate(units):
            take_part(plan, unit, reports_to=units[0] if number == 3 else "office")
        clause = ImplementationClause.objects.create(plan=plan, number=1, title="Tổ chức thực hiện")
        homes = [{"group": make_group(plan)}, {"group": make_group(plan)}, {"clause": clause}]
        tasks = [make_task(mode=TaskMode.EACH_OWN, **home) for home in homes for _ in range(4)]
        world = World(plan, units, tasks, self._periods(plan))
        self.sender = make_post(units[0]).user
        for unit in units:
            for task in tasks:
                self._assignment(task, unit)
            for period in world.periods:
                self._report(period, unit)
        rebuild_counters()
        return world

    def _periods(self, plan):
        quarters = [(2024, 3), (2024, 4), (2025, 1)]
        periods = [make_period(plan, year=year, number=number) for year, number in quarters]
        ad_hoc = make_period(plan, year=2024, number=2, kind="ad_hoc", is_regular=False)
        unopened = make_period(plan, year=2025, number=2)
        for period in [*periods, ad_hoc]:
            period.opened_at = moment(period.covers_from)
            period.save()
        unopened.opened_at = None
        unopened.save()
        return [*periods, ad_hoc]

    def _day(self):
        return FIRST_DAY + datetime.timedelta(days=self.random.randrange(DAYS))

    def _assignment(self, task, unit):
        pick, starts_on = self.random.random(), self._day()
        due_on = max(starts_on, self._day()) if pick < 0.45 else None
        cadence = Cadence.QUARTER if pick > 0.6 else ""
        states = [AssignmentState.DONE, AssignmentState.DONE, *AssignmentState]
        state = self.random.choice([state for state in states if not cadence or state not in _NEVER_RECURRING])
        assignment = Assignment.objects.create(
            task=task,
            unit=unit,
            part=self.random.choice([Part.LEAD, Part.LEAD, Part.LEAD, Part.SUPPORT]),
            starts_on=starts_on,
            due_on=due_on,
            due_on_original=due_on,
            cadence=cadence,
            state=state,
            completed_on=self._day() if state == AssignmentState.DONE else None,
            suspended_on=starts_on if state == AssignmentState.SUSPENDED else None,
            ended_on=self._day() if state in AssignmentState.ended() else None,
        )
        self._moves(assignment)

    def _moves(self, assignment):
        """A past that agrees with the state the assignment is in now: given, confirmed, opened again, at rest."""
        moves = [AssignmentMove.GIVE] if self.random.random() < 0.5 else []
        if not assignment.cadence and self.random.random() < 0.4:
            moves += [AssignmentMove.CONFIRM_DONE, AssignmentMove.REOPEN]
        moves += self.random.choice([[], [AssignmentMove.SUSPEND, AssignmentMove.RESUME]])
        moves += {
            AssignmentState.SUSPENDED: [AssignmentMove.SUSPEND],
            AssignmentState.DONE: [AssignmentMove.CONFIRM_DONE],
        }.get(assignment.state, [])
        for number, (move, day) in enumerate(zip(moves, self._days(len(moves)), strict=True), start=1):
            done_on = (assignment.completed_on if number == len(moves) else None) or self._day()
            changes = {"completed_on": done_on.isoformat()} if move == AssignmentMove.CONFIRM_DONE else {}
            self._event(assignment, move, day, changes)
            if assignment.suspended_on:
                assignment.suspended_on = day
                assignment.save(update_fields=["suspended_on"])
        self._changes(assignment)

    def _changes(self, assignment):
        """Changes of deadline that lead to the one in force now; at times recurring work was made of one-off work."""
        chain = [self._due_day(assignment) for _ in range(self.random.choice([0, 0, 1, 2]))]
        days = self._days(len(chain))
        for day, (old, new) in zip(days, pairwise([*chain, assignment.due_on]), strict=True):
            changes = {"due_on": [old and old.isoformat(), new and new.isoformat()]} if old != new else {"product": []}
            if day == days[-1] and assignment.cadence and not assignment.ended_on:
                changes["cadence"] = ["", assignment.cadence]
            self._event(assignment, AssignmentMove.CHANGE, day, changes)

    def _due_day(self, assignment):
        return self.random.choice(
            [None, max(assignment.starts_on, self._day()), max(assignment.starts_on, self._day())]
        )

    def _days(self, number):
        return sorted(self._day() for _ in range(number))

    def _event(self, assignment, move, day, changes):
        AssignmentEvent.objects.create(
            assignment=assignment, move=move, at=moment(day), reason="lý do", changes=changes
        )

    def _report(self, period, unit):
        due_on = period.dues.get(level=2).due_on
        report = Report.objects.create(
            period=period,
            unit=unit,
            to_unit=period.plan.standing_office,
            level=2,
            due_on=due_on,
            due_on_original=due_on,
            state=ReportState.DRAFT,
        )
        opened_on = self._day() if self.random.random() < 0.3 else period.covers_from
        ReportEvent.objects.create(
            report=report, move=ReportMove.OPEN, to_state=ReportState.DRAFT, at=moment(opened_on)
        )
        assignments = Assignment.objects.filter(unit=unit, task__plan=period.plan)
        for position, assignment in enumerate(assignments):
            ReportLine.objects.create(
                report=report,
                assignment=assignment,
                position=position,
                task_code=assignment.task.code,
                task_title=assignment.task.title,
                part=assignment.part,
                cadence=assignment.cadence,
                assignment_due_on=assignment.due_on,
                ends_cycle=assignment.cadence != "" and self.random.random() < 0.8,
                added_at=moment(self._day()) if self.random.random() < 0.15 else None,
            )
        self._submissions(report)
        self._due_moves(report)

    def _due_moves(self, report):
        """At times another due day was granted, or set for the period: the days before each that lead to today's."""
        for day in self._days(self.random.choice([0, 0, 1, 2])):
            ReportEvent.objects.create(
                report=report,
                move=self.random.choice(DUE_MOVES),
                from_state=report.state,
                to_state=report.state,
                at=moment(day),
                due_before=report.due_on - datetime.timedelta(days=self.random.randrange(-5, 40)),
            )

    def _submissions(self, report):
        near = [report.due_on + datetime.timedelta(days=self.random.randrange(-8, 30)) for _ in range(9)]
        days = iter(sorted(near))
        for number in range(1, self.random.randrange(4) + 1):
            sent_on = next(days)
            fate = self.random.choice(["withdrawn", "asked", "accepted", "reopened", "standing"])
            later = {name: moment(next(days), 10) for name in _FATES[fate]}
            letter = self._letter(report, sent_on, fate)
            submission = Submission.objects.create(
                report=report,
                number=number,
                submitted_at=moment(sent_on),
                **{"submitted_on": sent_on} | letter,
                due_on=report.due_on,
                by=self.sender,
                for_unit=report.unit,
                nil_reason=self.random.choice(["", "", "Không phát sinh."]),
                **later,
            )
            self._lines(report, submission)
            if fate == "asked":
                self._ask_for_more(report, moment(next(days), 11))
            if fate in {"accepted", "standing"}:
                return

    def _letter(self, report, sent_on, fate):
        """At times the unit sent a letter on paper: received some days before it was registered, never taken back."""
        if fate == "withdrawn" or self.random.random() > 0.25:
            return {}
        received_on = sent_on - datetime.timedelta(days=self.random.randrange(6))
        scan = Evidence.objects.create(
            unit=report.to_unit,
            kind=EvidenceKind.FILE,
            file="evidence/24/ban-quet",
            sha256="0" * 64,
            size=1,
            declared_at=moment(sent_on),
            added_by=self.sender,
            added_at=moment(sent_on),
        )
        letter = {"letter_number": "12-BC/ĐU", "letter_on": received_on, "scan": scan}
        return {"medium": Medium.PAPER, "submitted_on": received_on, **letter}

    def _lines(self, report, submission):
        SubmittedLine.objects.bulk_create(
            SubmittedLine(
                submission=submission,
                assignment=line.assignment,
                position=line.position,
                task_code=line.task_code,
                task_title=line.task_title,
                part=line.part,
                cadence=line.cadence,
                ends_cycle=line.ends_cycle,
                work_state=self.random.choice([WorkState.DONE, WorkState.DONE, WorkState.IN_PROGRESS]),
            )
            for line in report.lines.select_related("assignment")
        )

    def _ask_for_more(self, report, at):
        ReportEvent.objects.create(
            report=report, move=ReportMove.ASK_FOR_MORE, to_state=ReportState.NEEDS_MORE, at=at, reason="lý do"
        )


_NEVER_RECURRING = {AssignmentState.DONE, AssignmentState.REPORTED_DONE}
_FATES = {
    "withdrawn": ["withdrawn_at"],
    "asked": [],
    "accepted": ["accepted_at"],
    "reopened": ["accepted_at", "superseded_at"],
    "standing": [],
}
