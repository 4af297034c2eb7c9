"""The matrix task × unit: who does what, cut to the units that report to one unit or are of one kind."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Q

from common.lean import through
from portal.reading import seen_of
from portal.standings import STATE_FIELDS, UNIT_FIELDS, Standing
from tasks.enums import Part
from tasks.forms.fields import for_filter
from tasks.models import Participation, Plan, places_of
from tasks.timing import Timing, deadline_words
from units.enums import UnitKind
from units.models import Unit

MOST_COLUMNS = 100
ICONS = {"late": "exclamation-octagon-fill", "warn": "clock-fill", "good": "check-circle-fill"}
# Many assignments are of few units: each brings what the head of its column needs, and not the whole unit again.
TASK_FIELDS = ("plan", "group", "clause", "code", "title", "due_on", "cadence")
UNIT = {f"unit_{name}": F(f"unit__{name}") for name in UNIT_FIELDS}
TONES = {Timing.OVERDUE: "late", Timing.SOON: "warn", Timing.DONE_ON_TIME: "good", Timing.DONE_LATE: "good"}


@dataclass(frozen=True)
class Mark:
    """One assignment as a letter in its cell, with words for those who do not see the letter."""

    standing: Standing

    @property
    def letter(self):
        if self.standing.assignment.parent_id:
            return "G"
        return "C" if self.standing.assignment.part == Part.LEAD else "P"

    @property
    def words(self):
        part = {"G": "giao lại", "C": "chủ trì", "P": "phối hợp"}[self.letter]
        time = [self.standing.time.words] if self.standing.speaks_of_time else []
        return ", ".join([part, self.standing.deadline, self.standing.state, *time])

    @property
    def url(self):
        return self.standing.assignment.get_absolute_url()

    @property
    def tone(self):
        return TONES.get(self.standing.time.timing, "")

    @property
    def icon(self):
        """The shape that says the same as the colour."""
        return ICONS.get(self.tone, "")


@dataclass(frozen=True)
class Row:
    task: object
    cells: list
    lead: object = None

    @property
    def deadline(self):
        return deadline_words(self.task.due_on, self.task.cadence)

    @property
    def home(self):
        return self.task.group or self.task.clause


@dataclass(frozen=True)
class Chain:
    """Whom the units of a plan report to, in protocol order, and of which kinds the units are."""

    receivers: list
    kinds: set


@dataclass(frozen=True)
class Matrix:
    columns: list
    rows: list
    hidden_columns: int

    @property
    def width(self):
        return len(self.columns) + 2


def plan_asked(membership, asked):
    """Return (plan, all plans): the plan whose key stands in the address, at first one in which the post has a place;
    (None, []) when there are no plans."""
    plans = list(Plan.objects.visible_to(membership))
    own = {place.plan_id for place in places_of(membership)}
    first = sorted(plans, key=lambda plan: plan.pk not in own)[:1]
    return next((plan for plan in plans if str(plan.pk) == asked), next(iter(first), None)), plans


def read_chain(plan):
    """Return the Chain of a plan as it is now (2 queries)."""
    places = Participation.objects.filter(plan=plan, valid_to=None).order_by()
    receivers = places.filter(reports_to__isnull=False).values("reports_to").distinct()
    ordered = Unit.objects.filter(pk__in=receivers).only(*UNIT_FIELDS).order_by("order", "pk")
    return Chain(list(ordered), set(places.values_list("unit__kind", flat=True).distinct()))


def read_tasks(plan):
    """Return the tasks in the document's order with their groups and clauses (1 query)."""
    homes = through(("number", "title"), "group", "clause")
    return list(plan.tasks.select_related("group", "clause").only(*TASK_FIELDS, *homes))


def seen_work(plan, tasks, membership):
    """Return the work on `tasks`, all of `plan`, that the post may see and that goes on (a queryset)."""
    # Of the tasks by their keys the database knows how much work they are, of the plan it does not.
    return seen_of(membership, plan).live().filter(task_id__in=[task.pk for task in tasks])


def column_choices(chain):
    """Return the ways to cut the columns, as grouped choices for a filter."""
    return [
        ("", "Mọi đơn vị"),
        ("Đơn vị báo cáo tới", [(f"tuyen-{unit.pk}", str(unit)) for unit in chain.receivers]),
        ("Loại đơn vị", for_filter((f"loai-{kind}", kind.label) for kind in UnitKind if kind in chain.kinds)),
    ]


def part_choices(tasks):
    """Return the groups and clauses that have tasks, as choices for a filter."""
    groups = {f"nhom-{task.group.number}": task.group.label for task in tasks if task.group}
    clauses = {f"muc-{task.clause.number}": task.clause.label for task in tasks if task.clause}
    return [("", "Mọi phần"), *groups.items(), *clauses.items()]


def default_columns(chain, membership):
    """Return the cut shown at first: the units that report to one's own, else all that one sees."""
    has_units_below = membership.unit_id in {unit.pk for unit in chain.receivers}
    return f"tuyen-{membership.unit_id}" if has_units_below else ""


def read_matrix(plan, tasks, membership, chosen, *, on):
    """Return the Matrix of what the post may see, as the filter values `chosen` cut it (2 queries)."""
    seen = seen_work(plan, tasks, membership)
    # The lead is named beside the task, for it often stands in a column that is cut away.
    leads = seen.filter(exclusive=True).select_related("unit").only("task", *through(UNIT_FIELDS, "unit"))
    leads = {one.task_id: one.unit for one in leads}
    cells, units = defaultdict(list), {}
    for one in cut(plan, seen, chosen).only(*STATE_FIELDS).annotate(**UNIT).order_by("part", "pk"):
        standing = Standing.of(one, on)
        if not chosen.get("thoi_gian") or standing.time.timing == chosen["thoi_gian"]:
            if one.unit_id not in units:
                units[one.unit_id] = _unit_of(one)
            cells[one.task_id, one.unit_id].append(Mark(standing))
    columns = sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
    shown = columns[:MOST_COLUMNS]
    rows = [
        Row(task, [cells.get((task.pk, unit.pk), []) for unit in shown], leads.get(task.pk))
        for task in _of_part(tasks, chosen)
    ]
    return Matrix(shown, rows, len(columns) - len(shown))


def _unit_of(assignment):
    """The unit of an assignment that was read with UNIT, as far as a head of a column shows it."""
    return Unit(pk=assignment.unit_id, **{name: getattr(assignment, f"unit_{name}") for name in UNIT_FIELDS})


def _of_part(tasks, chosen):
    where, _, number = chosen.get("phan", "").partition("-")
    if where == "nhom":
        return [task for task in tasks if task.group and str(task.group.number) == number]
    if where == "muc":
        return [task for task in tasks if task.clause and str(task.clause.number) == number]
    return tasks


def cut(plan, seen, chosen):
    """Narrow assignments to the units, the part and the state that were chosen."""
    where, _, value = chosen.get("cot", "").partition("-")
    if where == "tuyen":
        below = Participation.objects.filter(plan=plan, reports_to=value, valid_to=None).order_by().values("unit_id")
        seen = seen.filter(Q(unit__in=below) | Q(unit=value))
    elif where == "loai":
        seen = seen.filter(unit__kind=value)
    if chosen.get("vai_tro"):
        seen = seen.filter(part=chosen["vai_tro"])
    if chosen.get("trang_thai"):
        seen = seen.filter(state=chosen["trang_thai"])
    return seen
