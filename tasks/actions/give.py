"""Giving work to units: one assignment, or many tasks to many units at once with a preview."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from common import clock
from common.refusals import Refused
from tasks.actions.moves import new_event
from tasks.actions.notices import tell_given
from tasks.enums import AssignmentMove, Part, TaskMode
from tasks.models import Assignment, AssignmentEvent, Participation


class CannotGive(Refused):
    """The work cannot be given so: a collision, or terms that contradict each other."""


@dataclass(frozen=True)
class Terms:
    """On what terms work is given: a date, or a cadence, or neither (không hạn); and the rest of "6 rõ".

    `as_task` leaves the deadline to each task: its date or cadence, whatever stands here.
    """

    part: str = Part.LEAD
    as_task: bool = False
    due_on: date | None = None
    cadence: str = ""
    starts_on: date | None = None
    product: str = ""
    person_in_charge: str = ""
    authority: str = ""
    responsibility: str = ""
    budget: Decimal | None = None

    def check(self):
        """Refuse terms that contradict each other."""
        if self.due_on and self.cadence:
            raise CannotGive("Phân công có thời hạn hoặc định kỳ, không có cả hai. Hãy bỏ một trong hai.")
        if self.due_on and self.due_on < self.first_day:
            raise CannotGive(
                f"Thời hạn {self.due_on:%d/%m/%Y} trước ngày giao việc {self.first_day:%d/%m/%Y}. Hãy chọn ngày sau."
            )

    @property
    def first_day(self):
        return self.starts_on or clock.today()

    def deadline_of(self, task):
        """Return (date, cadence) of `task` when it is given on these terms."""
        return (task.due_on, task.cadence) if self.as_task else (self.due_on, self.cadence)

    def problem(self, task):
        """Return why `task` cannot be given on these terms, or ""."""
        if self.as_task and task.due_on and task.due_on < self.first_day:
            return f"Thời hạn chung {task.due_on:%d/%m/%Y} của nhiệm vụ {task.code} đã qua; hãy ghi thời hạn khác."
        return ""

    def build(self, task, unit, parent=None):
        """Return an unsaved assignment of `task` to `unit` on these terms."""
        due_on, cadence = self.deadline_of(task)
        return Assignment(
            task=task,
            unit=unit,
            part=self.part,
            parent=parent,
            exclusive=self.part == Part.LEAD and task.mode == TaskMode.ONE_LEAD and parent is None,
            starts_on=self.first_day,
            due_on=due_on,
            due_on_original=due_on,
            cadence=cadence,
            product=self.product or task.product,
            person_in_charge=self.person_in_charge,
            authority=self.authority,
            responsibility=self.responsibility,
            budget=self.budget,
        )


@dataclass(frozen=True)
class Row:
    """One assignment that would be made; `problem` says why not, "" when nothing stands against it."""

    task: object
    unit: object
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    rows: list = field(default_factory=list)

    @property
    def free(self):
        return [row for row in self.rows if not row.problem]

    @property
    def colliding(self):
        return [row for row in self.rows if row.problem]


@transaction.atomic
def give_assignment(task, unit, terms, *, by):
    """Give `task` to `unit` on `terms` and return the assignment."""
    preview = preview_in_bulk([task], [unit], terms)
    if preview.colliding:
        raise CannotGive(preview.colliding[0].problem)
    return save_given([terms.build(task, unit)], by=by)[0]


@transaction.atomic
def give_in_bulk(tasks, units, terms, *, by):
    """Give each of `tasks` to each of `units` where nothing stands against it, all in one transaction.

    Returns the assignments made. What collides is left out, as `preview_in_bulk` shows it.
    """
    preview = preview_in_bulk(tasks, units, terms)
    if not preview.free:
        raise CannotGive(
            "Không còn phân công nào giao được với lựa chọn này.", details=[row.problem for row in preview.colliding]
        )
    return save_given([terms.build(row.task, row.unit) for row in preview.free], by=by)


def preview_in_bulk(tasks, units, terms):
    """Return what `give_in_bulk` would make and what collides, without changing anything (2 queries)."""
    terms.check()
    tasks, units = list(tasks), list(units)
    standing = Assignment.objects.live().filter(task__in=tasks, parent=None).select_related("unit")
    places = Participation.objects.filter(plan_id__in={task.plan_id for task in tasks}, unit__in=units, valid_to=None)
    known = _Known(list(standing), set(places.values_list("plan_id", "unit_id")), len(units))
    return Preview(
        [
            Row(task, unit, known.problem(task, unit, terms.part) or terms.problem(task))
            for task in tasks
            for unit in units
        ]
    )


class _Known:
    """What the database says of the tasks and units at hand, asked once."""

    def __init__(self, standing, places, number_of_units):
        self.parts = {(one.task_id, one.unit_id): one.get_part_display() for one in standing}
        self.leads = {one.task_id: one.unit for one in standing if one.exclusive}
        self.places = places
        self.number_of_units = number_of_units

    def problem(self, task, unit, part):
        if (task.plan_id, unit.pk) not in self.places:
            return f"{unit} không tham gia kế hoạch này, nên chưa giao được nhiệm vụ {task.code}."
        if (task.pk, unit.pk) in self.parts:
            return f"{unit} đang {self.parts[task.pk, unit.pk]} nhiệm vụ {task.code}."
        if part != Part.LEAD or task.mode != TaskMode.ONE_LEAD:
            return ""
        if task.pk in self.leads:
            return f"Nhiệm vụ {task.code} đã có {self.leads[task.pk]} chủ trì; mỗi nhiệm vụ chung chỉ một chủ trì."
        if self.number_of_units > 1:
            return f"Nhiệm vụ {task.code} chỉ có một đơn vị chủ trì; hãy chọn một đơn vị."
        return ""


def save_given(assignments, *, by, changes=None):
    """Save new assignments with their events and notices. Two people may give at once: the database keeps one."""
    try:
        with transaction.atomic():
            made = Assignment.objects.bulk_create(assignments)
    except IntegrityError as error:
        raise CannotGive(_too_late(assignments)) from error
    at = clock.now()
    AssignmentEvent.objects.bulk_create(
        [new_event(one.pk, AssignmentMove.GIVE, by=by, at=at, changes=changes) for one in made]
    )
    tell_given(made, by=by)
    return made


def _too_late(assignments):
    """Return the sentence for those who came second: who holds the task now."""
    for one in assignments:
        known = preview_in_bulk([one.task], [one.unit], Terms(part=one.part)).colliding
        if known and one.parent_id is None:
            return f"{known[0].problem} Người khác vừa giao trước; hãy tải lại trang."
    return "Đơn vị này đã được giao phần việc đó. Hãy tải lại trang để xem phân công mới."
