"""The plan as everybody reads it: the tree, and everything about one task."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from oversight.enums import DirectionSubject
from portal.acts import page
from portal.directing import directions_here
from portal.plan.tree import read_tree
from portal.reading import happenings, latest_entries, latest_lines, seen_of
from portal.standings import Standing, for_standings
from tasks import permissions
from tasks.models import IndicatorTarget, Plan, Task, places_of

# A page stays a page, though a country gives a task to thousands.
MOST_SHOWN = 100


@page
def show_plans(request):
    plans = list(Plan.objects.visible_to(request.membership).select_related("directive"))
    if len(plans) == 1:
        return redirect(plans[0])
    return render(request, "portal/plan/plan_list.html", {"plans": plans})


@page
def show_plan(request, pk):
    plan = get_plan(request, pk, "directive", "owner", "standing_office", "steering_committee")
    groups, clauses = read_tree(plan, request.membership, on=clock.today())
    context = {
        "plan": plan,
        "groups": groups,
        "clauses": clauses,
        "can_change": permissions.can_change_plan(request.membership, plan),
        "sees_assignments": bool(places_of(request.membership)),
        "directions": directions_here(request.membership, DirectionSubject.PLAN, plan, plan),
    }
    return render(request, "portal/plan/plan.html", context)


@page
def show_task(request, pk):
    task = get_task(request, pk)
    on, membership = clock.today(), request.membership
    assignments, more = _assignments(task, membership)
    can_change = permissions.can_change_plan(membership, task.plan)
    standings = [Standing.of(one, on) for one in assignments if one.ended_on is None]
    context = {
        "task": task,
        "home": task.group or task.clause,
        "leads": [one for one in standings if one.assignment.part == "lead" and not one.assignment.parent_id],
        "supports": [one for one in standings if one.assignment.part != "lead" and not one.assignment.parent_id],
        "list_url": f"{reverse('portal:assignment-list')}?ke_hoach={task.plan_id}" if more else "",
        "passed_down": [one for one in standings if one.assignment.parent_id],
        "indicators": _indicators(task),
        "lines": latest_lines(assignments, membership, task.plan),
        "entries": latest_entries(assignments, membership, task.plan),
        "happenings": happenings(assignments),
        "directions": directions_here(membership, DirectionSubject.TASK, task, task.plan),
        "can_change": can_change,
        "edit_url": reverse("portal:task-edit", args=[pk]) if can_change else "",
        "can_give": permissions.can_give(membership, task.plan),
        "crumbs": [(str(task.plan), task.plan.get_absolute_url()), (task.code, None)],
        "bulk_url": reverse("portal:assignment-bulk", args=[task.plan_id]) + f"?tasks={task.pk}",
    }
    return render(request, "portal/plan/task.html", context)


def get_plan(request, pk, *related):
    return get_object_or_404(Plan.objects.visible_to(request.membership).select_related(*related), pk=pk)


def get_task(request, pk):
    """Return a task of a plan that the reader may see."""
    plans = Plan.objects.visible_to(request.membership)
    return get_object_or_404(Task.objects.select_related("plan", "group", "clause").filter(plan__in=plans), pk=pk)


def _indicators(task):
    targets = IndicatorTarget.objects.select_related("unit").order_by("year", "unit__order", "unit_id")
    return task.indicators.order_by("position", "pk").prefetch_related(Prefetch("targets", targets))


def _assignments(task, membership):
    """Return the first assignments that the reader may see, with those of his own unit, and whether there are more."""
    seen = for_standings(seen_of(membership, task.plan).filter(task=task), "unit", "parent__unit")
    first = list(seen.order_by("part", "unit__order", "pk")[: MOST_SHOWN + 1])
    if len(first) <= MOST_SHOWN:
        return first, False
    own = seen.filter(unit_id=membership.unit_id).exclude(pk__in=[one.pk for one in first[:MOST_SHOWN]])
    return [*first[:MOST_SHOWN], *own], True
