"""The plan as a tree in the document's order, with who does what and how it stands. Six queries at any size.

Where many units have a part in a task they are counted, and named on the page of the task.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from portal.reading import seen_of
from portal.standings import STOPPED, Standing, for_standings, timing_is
from tasks.enums import AssignmentState, Part, TaskMode
from tasks.models import UNCLEAR
from tasks.timing import Timing, deadline_words

# So many units of one part in one task are named in the tree.
MOST_NAMED = 25
TASK_FIELDS = ("plan", "group", "clause", "code", "title", "mode", "due_on", "cadence")


@dataclass(frozen=True)
class Numbers:
    """How many units of one part in a task the reader may know of, and how they stand."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    unclear: int = 0

    @property
    def are_named(self):
        return self.total <= MOST_NAMED


@dataclass
class Branch:
    """A task with its leads and supports, as far as the reader may know of them: counted, and named when few."""

    task: object
    leads: list = field(default_factory=list)
    supports: list = field(default_factory=list)
    lead_numbers: Numbers = Numbers()
    support_numbers: Numbers = Numbers()
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
    def is_known(self):
        return bool(self.lead_numbers.total or self.support_numbers.total)


@dataclass(frozen=True)
class Home:
    """A group or clause with its branches."""

    record: object
    branches: list


def read_tree(plan, membership, *, on):
    """Return (groups, clauses), each a list of Home."""
    branches = defaultdict(list)
    by_task = {}
    for task in plan.tasks.only(*TASK_FIELDS).order_by("position", "code"):
        branch = by_task[task.pk] = Branch(task)
        branches["group", task.group_id].append(branch)
        branches["clause", task.clause_id].append(branch)
    seen = seen_of(membership, plan).live().filter(task_id__in=list(by_task), parent=None)
    _count(seen, by_task, on)
    for one in _named(seen, by_task.values(), membership):
        branch, is_lead = by_task[one.task_id], one.part == Part.LEAD
        if (branch.lead_numbers if is_lead else branch.support_numbers).are_named:
            (branch.leads if is_lead else branch.supports).append(Standing.of(one, on))
        if one.unit_id == membership.unit_id:
            branch.own.append(one.get_part_display())
    groups = [Home(group, branches["group", group.pk]) for group in plan.groups.order_by("number")]
    clauses = [Home(clause, branches["clause", clause.pk]) for clause in plan.clauses.order_by("number")]
    return groups, clauses


def _count(seen, by_task, on):
    """Write the Numbers of each part to the branches (1 query)."""
    figures = {
        "total": Count("pk"),
        "done": Count("pk", filter=Q(state=AssignmentState.DONE)),
        "overdue": Count("pk", filter=timing_is(Timing.OVERDUE, on)),
        "unclear": Count("pk", filter=UNCLEAR),
    }
    rows = seen.alias(stopped=STOPPED).order_by().values_list("task_id", "part").annotate(**figures)
    for task_id, part, *numbers in rows:
        setattr(by_task[task_id], f"{part}_numbers", Numbers(*numbers))


def _named(seen, branches, membership):
    """Return the assignments that the tree names, and those of the reader's own unit (1 query)."""
    leads = [branch.task.pk for branch in branches if branch.lead_numbers.are_named]
    supports = [branch.task.pk for branch in branches if branch.support_numbers.are_named]
    named = Q(part=Part.LEAD, task_id__in=leads) | Q(part=Part.SUPPORT, task_id__in=supports)
    rows = seen.filter(named | Q(unit_id=membership.unit_id))
    return for_standings(rows, "unit").order_by("unit__order", "pk")
