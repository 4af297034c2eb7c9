"""The two querysets that duties are counted from, one-off work and cycles of recurring work, each row with its cell.

What a day says of a row stands in columns that carry a `mark`, so that one row can tell of two days.
"""

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When

from figures.cells import OPEN, Cell
from progress.models import ReportLine
from tasks.enums import AssignmentState, Part
from tasks.models import Assignment

# Where a duty is that a day does not count: not given yet, or not of the period any more.
NOWHERE = ""


def unit_names(prefix):
    """Return the columns of a list that name the unit to which the lookups `prefix` lead, as annotations."""
    return {
        "unit_name": F(f"{prefix}name"),
        "unit_short_name": F(f"{prefix}short_name"),
        "unit_order": F(f"{prefix}order"),
    }


class OneOff:
    """One-off work and work without a deadline."""

    named = {
        "task_code": F("task__code"),
        "task_title": F("task__title"),
        "report_key": Value(None, output_field=IntegerField()),
        "period_key": Value(None, output_field=IntegerField()),
        **unit_names("unit__"),
    }
    columns = {
        "assignment_key": F("pk"),
        "group_id": F("task__group_id"),
        "clause_id": F("task__clause_id"),
        "task_key": F("task__pk"),
        "branch_id": F("unit_id"),
        "named_unit_id": F("unit_id"),
    }

    @staticmethod
    def rows(scope):
        return scope.of_units(Assignment.objects.filter(task__plan=scope.plan, part=Part.LEAD))

    @staticmethod
    def terms(scope, mark=""):
        names = {"due": "due", "finished": "finished", "rest_since": "rest_since", "cadence_then": "cadence"}
        return {f"{name}{mark}": scope.past.work(column) for name, column in names.items()}

    @staticmethod
    def is_counted(scope, mark=""):
        given = ~scope.past.given_later() & Q(starts_on__lte=scope.on)
        return given & scope.due_in_period(f"due{mark}") & Q(**{f"cadence_then{mark}": ""})

    @staticmethod
    def cell(scope, mark=""):
        due, finished = f"due{mark}", f"finished{mark}"
        done_late = Q(**{f"{due}__isnull": False, f"{finished}__isnull": False})
        passed_on = Q(state=AssignmentState.TRANSFERRED, ended_on__lte=scope.on)
        return Case(
            When(**{f"{finished}__lte": F(due)}, then=Value(Cell.DONE_ON_TIME.value)),
            When(done_late, then=Value(Cell.DONE_LATE.value)),
            When(passed_on, then=Value(Cell.ENDED.value)),
            *_left_out(scope, mark, may_lack_due=True),
            When(**{due: None}, then=Value(Cell.NO_DEADLINE.value)),
            When(**{f"{due}__lt": scope.on}, then=Value(Cell.OPEN_OVERDUE.value)),
            default=Value(Cell.OPEN_IN_TIME.value),
            output_field=CharField(),
        )


class Cycles:
    """Cycles of recurring work that end in a regular period opened by the day."""

    named = {"report_key": F("report_id"), **unit_names("report__unit__")}
    columns = {
        "assignment_key": F("assignment_id"),
        "group_id": F("assignment__task__group_id"),
        "clause_id": F("assignment__task__clause_id"),
        "task_key": F("assignment__task__pk"),
        "branch_id": F("report__unit_id"),
        "period_key": F("report__period_id"),
        "named_unit_id": F("report__unit_id"),
    }

    @staticmethod
    def rows(scope):
        rows = ReportLine.objects.filter(scope.opened_periods(), part=Part.LEAD, ends_cycle=True)
        return scope.of_units(rows, "report__unit_id")

    @staticmethod
    def terms(scope, mark=""):
        past, work = scope.past, "assignment__"
        return {
            f"due{mark}": past.report("due", "report__"),
            f"finished{mark}": past.line("finished"),
            f"rest_since{mark}": past.work("rest_since", work),
            f"cadence_then{mark}": past.work("cadence", work),
        }

    @staticmethod
    def is_counted(scope, mark=""):
        made = scope.opened_periods() & ~scope.past.opened_later("report__") & ~scope.past.given_later("assignment__")
        return made if scope.is_now else made & (Q(added_at=None) | Q(added_at__lt=scope.end))

    @staticmethod
    def cell(scope, mark=""):
        due, finished = f"due{mark}", f"finished{mark}"
        return Case(
            When(**{f"{finished}__lte": F(due)}, then=Value(Cell.DONE_ON_TIME.value)),
            When(**{f"{finished}__isnull": False}, then=Value(Cell.DONE_LATE.value)),
            # The work was given another deadline in the place of its cycles, and counts by that.
            When(**{f"cadence_then{mark}": ""}, then=Value(Cell.ENDED.value)),
            *_left_out(scope, mark, "assignment__"),
            When(**{f"{due}__lt": scope.on}, then=Value(Cell.OPEN_OVERDUE.value)),
            default=Value(Cell.OPEN_IN_TIME.value),
            output_field=CharField(),
        )


SOURCES = (OneOff, Cycles)


def standing(source, scope):
    """Return the rows of a source (one of SOURCES) that the day of `scope` counts."""
    rows = source.rows(scope).annotate(**source.terms(scope)).filter(source.is_counted(scope))
    return rows.annotate(**source.columns)


def counted(source, scope):
    """Return the rows of a source that the day of `scope` counts, each with its `cell`."""
    return standing(source, scope).annotate(cell=source.cell(scope))


def placed(source, scope):
    """Return the rows of a source, whether the day of `scope` counts them or not, each with its `cell` or NOWHERE."""
    rows = source.rows(scope).annotate(**source.terms(scope))
    return rows.annotate(**source.columns, cell=cell_on(source, scope, ""))


def of_home(rows, home):
    """Return those of `rows` with the columns of a source that belong to one Home, all when it is None."""
    return rows.filter(group_id=home.group_id, clause_id=home.clause_id) if home else rows


def may_be_in(scope, cells):
    """Condition on rows of `counted` that all in `cells` meet, so that the database leaves the others early. On a day
    that is over it would read each of them back, and be told twice how few are left of them."""
    return Q(finished=None) if scope.is_now and set(cells) <= set(OPEN) else Q()


def cell_on(source, scope, mark):
    """Return the cell in which the day of `scope` has a row, or NOWHERE; give the row its `terms` with `mark`."""
    then = source.cell(scope, mark)
    return Case(When(source.is_counted(scope, mark), then=then), default=Value(NOWHERE), output_field=CharField())


def _left_out(scope, mark, prefix="", *, may_lack_due=False):
    """What was suspended or ended by its due day; without one, on any day."""
    due, rest, ended_on = f"due{mark}", f"rest_since{mark}", f"{prefix}ended_on"
    at_rest = Q(**{f"{rest}__lte": F(due)})
    in_time = Q(**{f"{ended_on}__lte": F(due)}) | at_rest
    if may_lack_due:
        in_time |= Q(**{due: None})
        at_rest |= Q(**{due: None, f"{rest}__isnull": False})
    ended = Q(**{f"{ended_on}__lte": scope.on}) & in_time
    return [When(ended, then=Value(Cell.ENDED.value)), When(at_rest, then=Value(Cell.SUSPENDED.value))]
