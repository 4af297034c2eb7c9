"""Five months of a small plan, acted by the acts of the rooms day by day: what figures of a day that is past are read
from. Whoever takes figures on each day may take them again at the end."""

import datetime

import time_machine

from oversight.actions.extensions import ask_for_extension, grant_extension
from progress.actions import reports as sends
from progress.actions.opening import add_missing_lines, open_period
from progress.actions.periods import DATES, change_period
from progress.enums import WorkState
from progress.models import Report, ReportLine
from tasks.actions import change, done, life
from tasks.enums import AssignmentState, Level
from tasks.models import Assignment
from tests.factories import (
    make_assignment,
    make_group,
    make_period,
    make_plan,
    make_post,
    make_task,
    make_unit,
    take_part,
)
from units.enums import Role

REASON = "Lý do ghi trong văn bản."


def day(text):
    return datetime.date.fromisoformat(text)


class Story:
    """A unit above, a unit below it, a unit beside them and a silent one; two periods; recurring and one-off work."""

    def __init__(self):
        self.plan = make_plan()
        self.group, self.office = make_group(self.plan), make_post(self.plan.standing_office, Role.HEAD)
        self.above, self.below = make_unit("UBND huyện"), make_unit("Phòng Văn hóa")
        self.beside, self.silent = make_unit("Ban Dân vận"), make_unit("Đồn Biên phòng")
        for unit in [self.above, self.beside, self.silent]:
            take_part(self.plan, unit)
        take_part(self.plan, self.below, reports_to=self.above, level=Level.FIRST)
        self.heads = {unit: make_post(unit, Role.HEAD) for unit in self.units}
        for unit in self.units:
            make_assignment(make_task(group=self.group), unit)
        self.work = {unit: self._one_off(unit, "2024-11-20") for unit in self.units}
        self.other = {unit: self._one_off(unit, "2024-10-05") for unit in self.units}
        self.resting = make_assignment(make_task(group=self.group), self.beside)
        self.periods = [make_period(self.plan, number=number, opened_at=None) for number in (3, 4)]

    @property
    def units(self):
        return [self.above, self.below, self.beside, self.silent]

    def _one_off(self, unit, due_on):
        state = AssignmentState.GIVEN
        return make_assignment(make_task(group=self.group), unit, due_on=day(due_on), state=state)

    def days(self):
        """Act day by day, and yield each day when it is nearly over."""
        for text, act in ACTS:
            with time_machine.travel(f"{text} 09:00+07:00", tick=False):
                act(self)
            with time_machine.travel(f"{text} 22:00+07:00", tick=False):
                yield day(text)

    def report(self, unit, number=1):
        return Report.objects.select_related("period__plan", "unit", "to_unit").get(
            unit=unit, period=self.periods[number]
        )

    def again(self, assignment):
        return Assignment.objects.select_related("task__plan", "unit", "parent").get(pk=assignment.pk)

    def send(self, unit, number=1, work_state=WorkState.DONE):
        report = self.report(unit, number)
        lines = ReportLine.objects.filter(report=report)
        lines.update(result="Đã thực hiện.", work_state=WorkState.IN_PROGRESS)
        lines.filter(ends_cycle=True).update(work_state=work_state)
        sends.submit_report(report, by=self.heads[unit])


def _open(number):
    return lambda story: open_period(story.periods[number])


def _sends(name, unit, **more):
    """An act of the room progress on the report of `unit`, by who receives it or, for its own acts, by the unit."""

    def act(story):
        report = story.report(getattr(story, unit))
        own = name == "withdraw_report"
        judge = story.heads.get(report.to_unit, story.office)
        getattr(sends, name)(report, by=story.heads[report.unit] if own else judge, **more)

    return act


def _work(name, unit, *, by="office", which="work", **more):
    def act(story):
        post = story.office if by == "office" else story.heads[getattr(story, unit)]
        getattr(life, name)(story.again(getattr(story, which)[getattr(story, unit)]), by=post, **more)

    return act


def _ask_for_time(story):
    wished = day("2024-12-12")
    story.asked = ask_for_extension(
        story.again(story.work[story.below]), wished_on=wished, reason=REASON, by=story.heads[story.below]
    )


def _grant(story):
    grant_extension(story.asked, granted_on=day("2024-12-10"), by=story.office)


def _rest(story):
    life.suspend(story.again(story.resting), by=story.office, reason=REASON)


def _go_on(story):
    """Work that rested while the period opened gets its line only now."""
    life.resume(story.again(story.resting), by=story.office)
    add_missing_lines(story.periods[1])


def _move_due_day(story):
    period = story.periods[1]
    dates = {name: getattr(period, name) for name in DATES}
    dues = dict(period.dues.values_list("level", "due_on")) | {Level.SECOND: day("2024-12-21")}
    change_period(period, dates=dates, dues=dues, by=story.office, reason=REASON)


def _ask_for_time_to_report(story):
    report, wished = story.report(story.silent), day("2025-01-06")
    story.asked = ask_for_extension(report, wished_on=wished, reason=REASON, by=story.heads[story.silent])


def _grant_time_to_report(story):
    grant_extension(story.asked, granted_on=day("2025-01-04"), by=story.office)


def _confirm(story):
    done.confirm_work_done(story.again(story.other[story.above]), completed_on=day("2024-10-04"), by=story.office)


def _reopen(story):
    done.reopen_done([story.other[story.above].pk], by=story.office, reason=REASON)


def _change(story):
    work = story.again(story.other[story.beside])
    change.change_deadline(
        work, due_on=day("2025-01-31"), cadence="", version=work.version, by=story.office, reason=REASON
    )


def _transfer(story):
    life.transfer(story.again(story.work[story.above]), to_unit=story.beside, by=story.office, reason=REASON)


def _nothing(story):
    """A day on which nobody acts: deadlines pass all the same."""


ACTS = [
    ("2024-09-02", _open(0)),
    ("2024-09-16", lambda story: story.send(story.beside, 0)),
    ("2024-09-20", _rest),
    ("2024-09-23", _open(1)),
    ("2024-10-01", _work("decline", "below", by="unit", reason=REASON)),
    ("2024-10-02", _go_on),
    ("2024-10-07", _confirm),
    ("2024-10-09", _work("keep", "below", reason=REASON)),
    ("2024-10-20", _work("suspend", "silent", reason=REASON)),
    ("2024-11-04", _ask_for_time),
    ("2024-11-12", _grant),
    ("2024-11-25", _transfer),
    ("2024-12-06", _move_due_day),
    ("2024-12-16", lambda story: (story.send(story.below), story.send(story.beside))),
    (
        "2024-12-17",
        lambda story: (_sends("receive_report", "below")(story), _sends("withdraw_report", "beside")(story)),
    ),
    ("2024-12-18", _sends("ask_for_more", "below", reason=REASON)),
    ("2024-12-19", _ask_for_time_to_report),
    ("2024-12-20", lambda story: (story.send(story.below), story.send(story.beside))),
    ("2024-12-27", _sends("confirm_report", "below")),
    ("2024-12-31", _grant_time_to_report),
    ("2025-01-03", lambda story: (_sends("confirm_report", "beside")(story), story.send(story.silent))),
    ("2025-01-06", lambda story: (_reopen(story), _sends("reopen_report", "below", reason=REASON)(story))),
    ("2025-01-08", _work("resume", "silent")),
    ("2025-01-10", _change),
    ("2025-01-13", _work("withdraw", "above", which="other", reason=REASON)),
    ("2025-01-20", _nothing),
]
