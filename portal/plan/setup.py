"""Pages where the standing office changes the plan's set-up: groups, clauses, tasks, indicators, targets."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from portal.acts import form_page, require
from portal.plan.views import get_plan, get_task
from tasks import actions, permissions
from tasks.forms import ClauseForm, GroupForm, IndicatorForm, TargetForm, TaskForm
from tasks.models import ImplementationClause, Indicator, IndicatorTarget, Plan, TaskGroup


@form_page(back="portal:plan")
def add_group(request, pk):
    plan = get_plan(request, pk)
    return _edit(request, plan, GroupForm, "Thêm nhóm nhiệm vụ", plan, plan=plan)


@form_page()
def edit_group(request, pk):
    group = _of_visible_plan(request, TaskGroup, pk, "plan")
    return _edit(request, group.plan, GroupForm, f"Sửa {group.label.lower()}", group.plan, instance=group)


@form_page(back="portal:plan")
def add_clause(request, pk):
    plan = get_plan(request, pk)
    return _edit(request, plan, ClauseForm, "Thêm mục tổ chức thực hiện", plan, plan=plan)


@form_page()
def edit_clause(request, pk):
    clause = _of_visible_plan(request, ImplementationClause, pk, "plan")
    return _edit(request, clause.plan, ClauseForm, f"Sửa mục {clause.label.lower()}", clause.plan, instance=clause)


@form_page(back="portal:plan")
def add_task(request, pk):
    plan = get_plan(request, pk)
    initial = {name: request.GET.get(name) for name in ("group", "clause") if request.GET.get(name, "").isdigit()}
    return _edit(request, plan, TaskForm, "Thêm nhiệm vụ", plan, plan=plan, initial=initial)


@form_page(back="portal:task")
def edit_task(request, pk):
    task = get_task(request, pk)
    return _edit(request, task.plan, TaskForm, f"Sửa nhiệm vụ {task.code}", task, instance=task)


@form_page(back="portal:task")
def add_indicator(request, pk):
    task = get_task(request, pk)
    return _edit(request, task.plan, IndicatorForm, f"Thêm chỉ tiêu cho nhiệm vụ {task.code}", task, task=task)


@form_page()
def edit_indicator(request, pk):
    indicator = _of_visible_plan(request, Indicator, pk, "task__plan")
    task = indicator.task
    return _edit(request, task.plan, IndicatorForm, "Sửa chỉ tiêu", task, instance=indicator)


@form_page()
def add_target(request, pk):
    indicator = _of_visible_plan(request, Indicator, pk, "task__plan")
    title = f"Đặt mục tiêu cho chỉ tiêu “{indicator.name}”"
    return _edit(request, indicator.task.plan, TargetForm, title, indicator.task, indicator=indicator)


@form_page()
def edit_target(request, pk):
    target = _of_visible_plan(request, IndicatorTarget, pk, "indicator__task__plan")
    task = target.indicator.task
    title = f"Sửa mục tiêu của chỉ tiêu “{target.indicator.name}”"
    return _edit(request, task.plan, TargetForm, title, task, instance=target)


def _of_visible_plan(request, model, pk, path):
    plans = Plan.objects.visible_to(request.membership)
    return get_object_or_404(model.objects.select_related(path).filter(**{f"{path}__in": plans}), pk=pk)


def _edit(request, of_plan, form_class, title, back_to, **given):
    """Show the form, or save what was typed and go back to the page `back_to`."""
    require(permissions.can_change_plan(request.membership, of_plan))
    form = form_class(request.POST if request.method == "POST" else None, **given)
    if request.method == "POST" and form.is_valid():
        actions.save_setup(form.save(commit=False), by=request.membership, save_links=form.save_m2m)
        messages.success(request, "Đã lưu.")
        return redirect(back_to)
    context = {
        "form": form,
        "title": title,
        "back_url": back_to.get_absolute_url(),
        "crumbs": [(str(of_plan), of_plan.get_absolute_url()), (title, None)],
    }
    return render(request, "portal/plan/setup.html", context, status=422 if form.is_bound else 200)
