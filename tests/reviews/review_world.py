"""A plan with a group and a clause, units whose reports were confirmed, and the office that writes the review."""

import datetime

from django.utils import timezone

from progress.actions.counting import rebuild_counters
from progress.enums import EvidenceKind, WorkState
from progress.models import Evidence, Submission, SubmittedCitation, SubmittedLine, SubmittedValue
from reviews.enums import ReviewState
from tasks.enums import Part, TaskMode
from tasks.models import ImplementationClause
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_review,
    make_task,
    make_unit,
)
from units.enums import Role

AS_OF = datetime.date(2024, 12, 31)
SENT_ON, CONFIRMED_ON = datetime.date(2024, 12, 16), datetime.date(2024, 12, 18)


def moment(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def let(submissions, **fate):
    """Let something befall submissions, as an act would: what it changes is counted anew."""
    submissions.update(**fate)
    rebuild_counters()


def reported_world():
    """A world whose two units had a report confirmed, of one task and with difficulties."""
    world = ReviewWorld()
    for number, unit in enumerate(world.units, start=1):
        world.say(world.report(unit, difficulties="Thiếu người."), world.task, f"Mở {number} buổi.")
    return world


class ReviewWorld:
    """One quarter of 2024 within a review from the plan's beginning to 14/12/2024."""

    def __init__(self, *, units=2):
        self.plan = make_plan()
        self.office = self.plan.standing_office
        self.writer, self.head = make_post(self.office), make_post(self.office, Role.HEAD)
        self.group = make_group(self.plan)
        clause = ImplementationClause.objects.create(plan=self.plan, number=1, title="Các ban xây dựng Đảng")
        self.task = make_task(group=self.group, code="1.1", title="Tuyên truyền", mode=TaskMode.EACH_OWN)
        self.own_plan = make_task(clause=clause, code="TC1.1", title="Ban hành kế hoạch", mode=TaskMode.EACH_OWN)
        self.indicator = make_indicator(self.task, name="Buổi tuyên truyền")
        self.period = make_period(self.plan, year=2024, number=4, opened_at=moment(datetime.date(2024, 9, 15)))
        self.units = [make_unit(f"Xã {number}") for number in range(1, units + 1)]
        self.review = make_review(self.plan, state=ReviewState.PLANNED, as_of=None, form="")

    def report(self, unit, *, period=None, part=Part.LEAD, **header):
        """A report of `unit` with a line on each of the two tasks, confirmed on 18/12/2024; return its Submission."""
        report = make_report(period or self.period, unit, state="draft")
        submission = self.submit(report, **header)
        for task in (self.task, self.own_plan):
            self.say(submission, task, "", part=part)
        rebuild_counters()
        return submission

    def submit(self, report, *, number=1, accepted_on=CONFIRMED_ON, **header):
        return Submission.objects.create(
            report=report,
            number=number,
            submitted_at=moment(SENT_ON),
            submitted_on=SENT_ON,
            due_on=report.due_on,
            by=self.head.user,
            for_unit=report.unit,
            accepted_at=accepted_on and moment(accepted_on),
            **header,
        )

    def say(self, submission, task, result, *, part=Part.LEAD, **values):
        """Let the submission say `result` of a task; return its line."""
        line = self._line(submission, task, part)
        SubmittedLine.objects.filter(pk=line.pk).update(result=result, **values)
        rebuild_counters()
        line.refresh_from_db()
        return line

    def count(self, line, value):
        SubmittedValue.objects.create(
            line=line,
            indicator=self.indicator,
            indicator_name=self.indicator.name,
            unit_of_measure=self.indicator.unit_of_measure,
            value=value,
        )

    def cite(self, line, **fields):
        """Let a line cite an issued document; return the evidence."""
        document = {
            "document_number": "12-KH/ĐU",
            "document_on": datetime.date(2024, 11, 5),
            "document_issuer": "Đảng ủy xã",
            "document_subject": "Kế hoạch thông tin đối ngoại",
        }
        evidence = Evidence.objects.create(
            unit=line.submission.report.unit,
            kind=EvidenceKind.DOCUMENT,
            declared_at=timezone.now(),
            added_by=self.head.user,
            added_at=timezone.now(),
            **document | fields,
        )
        SubmittedCitation.objects.create(line=line, evidence=evidence)
        return evidence

    def _line(self, submission, task, part):
        found = submission.lines.filter(assignment__task=task).first()
        if found:
            return found
        assignment = task.assignments.filter(unit=submission.report.unit).first()
        assignment = assignment or make_assignment(task, submission.report.unit, part)
        if not submission.report.lines.filter(assignment=assignment).exists():
            make_line(submission.report, assignment)
        return SubmittedLine.objects.create(
            submission=submission,
            assignment=assignment,
            position=task.pk % 1000,
            task_code=task.code,
            task_title=task.title,
            part=assignment.part,
            cadence=assignment.cadence,
            ends_cycle=True,
            work_state=WorkState.DONE,
        )
