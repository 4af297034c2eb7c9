"""The plan as a tree in the document's order, with who does what and how it stands. Five queries at any size."""

from collections import defaultdict
from dataclasses import dataclass, field

from portal.standings import Standing
from tasks.enums import AssignmentState, Part, TaskMode
from tasks.models import Assignment
from tasks.timing import Timing, deadline_words


@dataclass
class Branch:
    """A task with its leads and supports, as far as the reader may know of them."""

    task: object
    leads: list = field(default_factory=list)
    supports: list = field(default_factory=list)
    # What part the reader's own unit has in the task, in words.
    own: list = field(default_factory=list)

    @property
    def lead(self):
        """The only lead, when there is but one that the reader may know of."""
        return self.leads[0] if len(self.leads) == 1 else None

    @property
    def lead_word(self):
        return "Chủ trì" if self.task.mode == TaskMode.ONE_LEAD else "Đơn vị thực hiện"

    @property
    def deadline(self):
        return deadline_words(self.task.due_on, self.task.cadence)

    @property
    def unclear(self):
        return [one for one in self.leads if one.missing]

    @property
    def done(self):
        return [one for one in self.leads if one.assignment.state == AssignmentState.DONE]

    @property
    def overdue(self):
        return [one for one in self.leads if one.time.timing == Timing.OVERDUE]

    @property
    def is_known(self):
        return bool(self.leads or self.supports)


@dataclass(frozen=True)
class Home:
    """A group or clause with its branches."""

    record: object
    branches: list


def read_tree(plan, membership, *, on):
    """Return (groups, clauses), each a list of Home."""
    branches = defaultdict(list)
    by_task = {}
    for task in plan.tasks.order_by("position", "code"):
        branch = by_task[task.pk] = Branch(task)
        branches["group", task.group_id].append(branch)
        branches["clause", task.clause_id].append(branch)
    for one in _assignments(plan, membership):
        standing = Standing.of(one, on)
        branch = by_task[one.task_id]
        (branch.leads if one.part == Part.LEAD else branch.supports).append(standing)
        if one.unit_id == membership.unit_id:
            branch.own.append(one.get_part_display())
    groups = [Home(group, branches["group", group.pk]) for group in plan.groups.all()]
    clauses = [Home(clause, branches["clause", clause.pk]) for clause in plan.clauses.all()]
    return groups, clauses


def _assignments(plan, membership):
    seen = Assignment.objects.visible_to(membership).live().filter(task__plan=plan, parent=None)
    return seen.select_related("unit").order_by("unit__order", "pk")
