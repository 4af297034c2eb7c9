"""The plan's own words: rows are made or brought up to date, and every change is told."""

from tasks.models import Directive, ImplementationClause, Indicator, Plan, Task, TaskGroup


class Writer:
    """Makes or updates rows and remembers, in sentences, what was new and what changed."""

    def __init__(self):
        self.new = set()
        self.changed = []

    def write(self, model, find, values):
        """Return the row that `find` names, with `values`."""
        row = model.objects.filter(**find).first()
        if row is None:
            row = model.objects.create(**find, **values)
            self.new.add(row)
            return row
        different = [name for name, value in values.items() if getattr(row, name) != value]
        if different:
            for name in different:
                setattr(row, name, values[name])
            row.save()
            labels = ", ".join(model._meta.get_field(name).verbose_name for name in different)
            self.changed.append(f"{model._meta.verbose_name} {row}: {labels}")
        return row

    def link(self, row, name, units):
        """Make the units linked to `row` by its field `name` exactly `units`."""
        manager = getattr(row, name)
        if set(manager.values_list("pk", flat=True)) != {unit.pk for unit in units}:
            manager.set(units)
            if row not in self.new:
                self.changed.append(f"{row}: {row._meta.get_field(name).verbose_name}")


def write_plan(writer, plan_file, units, observers):
    """Return the Plan of the file, made or brought up to date."""
    directive = writer.write(Directive, {"symbol": plan_file.directive["symbol"]}, _rest(plan_file.directive, "symbol"))
    values = _rest(plan_file.plan, "symbol") | units | {"directive": directive}
    plan = writer.write(Plan, {"symbol": plan_file.plan["symbol"]}, values)
    writer.link(plan, "observers", observers)
    return plan


def write_tasks(writer, plan, plan_file, responsible):
    """Write groups, clauses, tasks and indicators; yield (task row, Task). `responsible` maps a clause's place."""
    for home in plan_file.groups:
        group = writer.write(TaskGroup, {"plan": plan, "number": home.values["number"]}, _rest(home.values, "number"))
        for row in home.tasks:
            yield row, _write_task(writer, plan, row, {"group": group, "clause": None})
    for home in plan_file.clauses:
        find = {"plan": plan, "number": home.values["number"]}
        clause = writer.write(ImplementationClause, find, _rest(home.values, "number"))
        writer.link(clause, "responsible", responsible[home.place])
        for row in home.tasks:
            yield row, _write_task(writer, plan, row, {"group": None, "clause": clause})


def _write_task(writer, plan, row, home):
    task = writer.write(Task, {"plan": plan, "code": row.values["code"]}, _rest(row.values, "code") | home)
    for values in row.indicators:
        writer.write(Indicator, {"task": task, "name": values["name"]}, _rest(values, "name"))
    return task


def _rest(values, key):
    return {name: value for name, value in values.items() if name != key}
