"""The plan's file as rows of plain values. Whatever is wrong is gathered; nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import date

from tasks.enums import Aggregate, Cadence, PeriodKind, Regime, TaskMode
from tasks.loading.rows import Row
from tasks.models import Directive, ImplementationClause, Indicator, Plan, Task, TaskGroup


@dataclass
class TaskRow:
    place: str
    values: dict
    mode: str
    lead: list = field(default_factory=list)
    support: list = field(default_factory=list)
    indicators: list = field(default_factory=list)
    due_on: date | None = None


@dataclass
class HomeRow:
    """A group or a clause with its tasks."""

    place: str
    values: dict
    tasks: list
    responsible: list = field(default_factory=list)


@dataclass
class PlanFile:
    directive: dict
    plan: dict
    units: dict
    observers: list
    groups: list
    clauses: list


def read_plan_file(data, errors):
    """Return the file `data` as a PlanFile; what is wrong with it is added to `errors`."""
    top = Row(data, "đầu tệp", errors)
    top.only("directive", "plan", "group", "clause")
    directive = _directive(Row(data.get("directive", {}), "[directive]", errors))
    plan_row = Row(data.get("plan", {}), "[plan]", errors)
    plan, units, observers = _plan(plan_row)
    groups = [_group(one, f"nhóm thứ {n}", errors) for n, one in enumerate(top.tables("group"), 1)]
    clauses = [_clause(one, f"mục thứ {n}", errors) for n, one in enumerate(top.tables("clause"), 1)]
    for homes, word in [(groups, "nhóm"), (clauses, "mục")]:
        _complain_of_twice([home.values["number"] for home in homes], f"số {word}", errors)
    tasks = [task for home in [*groups, *clauses] for task in home.tasks]
    _complain_of_twice([task.values["code"] for task in tasks], "mã", errors)
    _complain_of_early([task for task in tasks if task.due_on], plan["issued_on"], errors)
    return PlanFile(directive, plan, units, observers, groups, clauses)


def _directive(row):
    row.only("symbol", "kind", "issued_on", "issued_by", "subject")
    return _document(row, Directive)


def _plan(row):
    row.only(
        *("symbol", "kind", "issued_on", "issued_by", "owner", "standing_office", "steering_committee"),
        *("observers", "subject", "regular_period", "reporting_regime"),
    )
    values = _document(row, Plan)
    values["regular_period"] = row.choice("regular_period", PeriodKind, default=PeriodKind.QUARTER.value)
    values["reporting_regime"] = row.choice("reporting_regime", Regime, default=Regime.ND09.value)
    if values["regular_period"] not in PeriodKind.regular():
        row.complain("“regular_period” phải là month, quarter, half_year hoặc year")
    units = {
        "owner": row.text("owner", required=True),
        "standing_office": row.text("standing_office", required=True),
        "steering_committee": row.text("steering_committee"),
    }
    return values, units, row.words("observers")


def _document(row, model):
    return {
        "symbol": row.text("symbol", required=True, longest=_longest(model, "symbol")),
        "kind": row.text("kind", required=True, longest=_longest(model, "kind")),
        "issued_on": row.date("issued_on", required=True),
        "issued_by": row.text("issued_by", required=True, longest=_longest(model, "issued_by")),
        "subject": row.text("subject", required=True),
    }


def _group(data, place, errors):
    row = Row(data, place, errors)
    row.only("number", "title", "summary", "official_text", "task")
    values = _home(row, TaskGroup)
    place = f"nhóm {values['number'] or '?'}"
    tasks = [_task(Row(one, f"{place}, nhiệm vụ thứ {n}", errors), n) for n, one in enumerate(row.tables("task"), 1)]
    return HomeRow(place, values, tasks)


def _clause(data, place, errors):
    row = Row(data, place, errors)
    row.only("number", "title", "summary", "official_text", "responsible", "duty")
    values = _home(row, ImplementationClause)
    place = f"mục {values['number'] or '?'}"
    tasks = [_duty(Row(one, f"{place}, phần việc thứ {n}", errors), n) for n, one in enumerate(row.tables("duty"), 1)]
    return HomeRow(place, values, tasks, row.words("responsible"))


def _home(row, model):
    return {
        "number": row.number("number"),
        "title": row.text("title", required=True, longest=_longest(model, "title")),
        "summary": row.text("summary"),
        "official_text": row.text("official_text"),
    }


def _task(row, position):
    row.only(*TASK_KEYS, "lead", "support")
    lead = row.text("lead", required=True)
    return _work(row, position, mode=TaskMode.ONE_LEAD, lead=[lead] if lead else [], support=row.words("support"))


def _duty(row, position):
    row.only(*TASK_KEYS, "assigned")
    assigned = row.words("assigned")
    if not assigned:
        row.complain("thiếu “assigned”: mỗi phần việc có ít nhất một đơn vị")
    return _work(row, position, mode=TaskMode.EACH_OWN, lead=assigned, support=[])


TASK_KEYS = (*("code", "title", "summary", "official_text", "product", "cadence", "due_on", "indicators"),)


def _work(row, position, *, mode, lead, support):
    code = row.text("code", required=True, longest=_longest(Task, "code"))
    if code:
        row.place = f"{row.place} ({code})"
    due_on, cadence = row.date("due_on"), row.choice("cadence", Cadence)
    if due_on and cadence:
        row.complain("có cả “due_on” và “cadence”; chỉ ghi một, hoặc không ghi khi không hạn")
    values = {
        "code": code,
        "position": position,
        "title": row.text("title", required=True, longest=_longest(Task, "title")),
        "summary": row.text("summary"),
        "official_text": row.text("official_text"),
        "product": row.text("product", longest=_longest(Task, "product")),
        "cadence": cadence,
        "due_on": due_on,
        "mode": mode,
    }
    return TaskRow(row.place, values, mode, lead, support, _indicators(row), due_on)


def _indicators(row):
    found = []
    for number, data in enumerate(row.tables("indicators"), 1):
        one = Row(data, f"{row.place}, chỉ tiêu thứ {number}", row.errors)
        one.only("name", "unit_of_measure", "over_time", "over_units")
        found.append(
            {
                "name": one.text("name", required=True, longest=_longest(Indicator, "name")),
                "unit_of_measure": one.text(
                    "unit_of_measure", required=True, longest=_longest(Indicator, "unit_of_measure")
                ),
                "over_time": one.choice("over_time", Aggregate, default=Aggregate.SUM.value),
                "over_units": one.choice("over_units", Aggregate, default=Aggregate.SUM.value),
                "position": number,
            }
        )
    _complain_of_twice([one["name"] for one in found], f"{row.place}: chỉ tiêu", row.errors)
    return found


def _complain_of_twice(values, word, errors):
    for value in dict.fromkeys(value for value in values if value and values.count(value) > 1):
        errors.append(f"{word} “{value}” có {values.count(value)} lần trong tệp; mỗi {word} chỉ dùng một lần.")


def _complain_of_early(tasks, issued_on, errors):
    for task in tasks:
        if issued_on and task.due_on < issued_on:
            errors.append(
                f"{task.place}: thời hạn {task.due_on:%d/%m/%Y} trước ngày ban hành kế hoạch {issued_on:%d/%m/%Y}."
            )


def _longest(model, name):
    return model._meta.get_field(name).max_length
