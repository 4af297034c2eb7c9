"""Giving a direction on a plan, a group, a task, a unit or a report: the steering committee alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from oversight.actions.directions import give_direction
from oversight.enums import DirectionSubject
from oversight.forms.directions import GiveDirectionForm
from oversight.permissions import directions as may
from portal.acts import form_page, require
from progress.forms.answers import status_of, telling_refusal
from progress.models import Report
from tasks.models import Plan, Task, TaskGroup
from units.models import Unit

PLAN = "ke_hoach"


@form_page()
def give_on_plan(request, pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.membership), pk=pk)
    return _give(request, DirectionSubject.PLAN, plan, [plan])


@form_page()
def give_on_group(request, pk):
    group = get_object_or_404(_of_visible_plan(TaskGroup, request), pk=pk)
    return _give(request, DirectionSubject.GROUP, group, [group.plan])


@form_page()
def give_on_task(request, pk):
    task = get_object_or_404(_of_visible_plan(Task, request), pk=pk)
    return _give(request, DirectionSubject.TASK, task, [task.plan])


@form_page()
def give_on_unit(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    return _give(request, DirectionSubject.UNIT, unit, list(may.plans_to_direct(request.membership, unit)))


@form_page()
def give_on_report(request, pk):
    seen = Report.objects.visible_to(request.membership).select_related("unit", "period__plan")
    report = get_object_or_404(seen, pk=pk)
    return _give(request, DirectionSubject.REPORT, report, [report.period.plan])


def _of_visible_plan(model, request):
    plans = Plan.objects.visible_to(request.membership)
    return model.objects.filter(plan__in=plans).select_related("plan")


def _give(request, kind, thing, plans):
    """`plans` are those in which `thing` stands: of a unit there may be several, and the address names one."""
    plan = _chosen(request, plans)
    require(plan is not None and may.can_give(request.membership, plan))
    form = GiveDirectionForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            made = give_direction(kind, thing, plan=plan, **form.said(), by=request.membership)
        if not told:
            messages.success(request, f"Đã gửi ý kiến chỉ đạo tới {made.to_unit}.")
            return redirect(made)
    context = {
        "form": form,
        "title": capfirst(str(thing)),
        "plan": plan,
        "other_plans": [one for one in plans if one != plan],
        "back_url": plan.get_absolute_url() if kind == DirectionSubject.GROUP else thing.get_absolute_url(),
        "crumbs": [("Ý kiến chỉ đạo", reverse("portal:direction-list")), ("Cho ý kiến", "")],
    }
    return render(request, "portal/directions/give.html", context, status=status_of(form))


def _chosen(request, plans):
    asked = request.GET.get(PLAN, "")
    return next((plan for plan in plans if str(plan.pk) == asked), plans[0] if plans else None)
