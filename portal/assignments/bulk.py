"""Giving many tasks to many units at once: choose, see what would be made and what collides, confirm."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.refusals import Refused
from portal.acts import act, form_page, require
from portal.assignments.views import typed
from tasks import actions, permissions
from tasks.enums import Part
from tasks.forms import BulkForm
from tasks.forms.fields import for_filter
from tasks.models import Plan
from tasks.timing import deadline_words
from units.enums import UnitKind


@form_page(back="portal:assignment-bulk")
def choose(request, pk):
    """POST shows the preview and changes nothing."""
    plan = _plan(request, pk)
    initial = {"tasks": request.GET.getlist("tasks"), "units": request.GET.getlist("units")}
    form = BulkForm(typed(request), plan=plan, initial=initial)
    if form.is_bound and form.is_valid() and "sua" not in request.POST:
        try:
            preview = actions.preview_in_bulk(form.cleaned_data["tasks"], form.cleaned_data["units"], form.terms)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _preview(request, plan, form, preview)
    status = 422 if form.is_bound and form.errors else 200
    return _choices(request, plan, form, status=status)


@act(back="portal:assignment-bulk")
def confirm(request, pk):
    plan = _plan(request, pk)
    form = BulkForm(request.POST, plan=plan)
    if not form.is_valid():
        return _choices(request, plan, form, status=422)
    made = actions.give_in_bulk(
        form.cleaned_data["tasks"], form.cleaned_data["units"], form.terms, by=request.membership
    )
    left_out = len(form.cleaned_data["tasks"]) * len(form.cleaned_data["units"]) - len(made)
    told = f" Bỏ qua {left_out} việc không giao được." if left_out else ""
    messages.success(request, f"Đã giao {len(made)} việc.{told}")
    return redirect("portal:assignment-matrix")


def _plan(request, pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.membership), pk=pk)
    require(permissions.can_give(request.membership, plan))
    return plan


def _choices(request, plan, form, *, status):
    """Show the form, with picks of many boxes at once: the tasks of a group or clause, the units of a kind."""
    tasks, units, kinds = defaultdict(list), defaultdict(list), dict(for_filter(UnitKind.choices))
    for task in plan.tasks.select_related("group", "clause"):
        tasks[(task.group or task.clause).label].append(str(task.pk))
    for unit in form.fields["units"].queryset:
        units[kinds[unit.kind]].append(str(unit.pk))
    picks = {
        "task_picks": [(label, " ".join(found)) for label, found in tasks.items()],
        "unit_picks": [(label, " ".join(found)) for label, found in units.items()],
    }
    return render(request, "portal/assignments/bulk.html", _context(plan, form, "Giao việc") | picks, status=status)


def _preview(request, plan, form, preview):
    chosen = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    rows = [(row, *_deadlines(row.task, form.terms)) for row in preview.free]
    told = {"preview": preview, "rows": rows, "chosen": chosen, "part": Part(form.terms.part).label}
    context = _context(plan, form, "Xem trước") | told
    return render(request, "portal/assignments/bulk_preview.html", context)


def _deadlines(task, terms):
    """Return the deadline the task would be given with, and its common one where that is another."""
    words, common = deadline_words(*terms.deadline_of(task)), deadline_words(task.due_on, task.cadence)
    return words, "" if words == common else common


def _context(plan, form, title):
    return {
        "plan": plan,
        "form": form,
        "title": title,
        "bulk_url": reverse("portal:assignment-bulk", args=[plan.pk]),
        "crumbs": [("Phân công", reverse("portal:assignment-matrix")), (title, None)],
    }
