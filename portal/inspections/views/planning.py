"""The forms of an inspection: its plan, a change of the plan, and what was established."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from common import clock
from oversight.actions import inspections as acts
from oversight.forms.inspections import ChangeInspectionForm, PlanInspectionForm, RecordForm
from oversight.permissions import inspections as may
from portal.acts import form_page, require
from portal.inspections.views.showing import LIST, find
from progress.forms.answers import status_of, telling_refusal
from tasks.models import Plan, Task
from units.models import Unit


@form_page(back="portal:inspection-list")
def add(request):
    membership = request.membership
    require(may.can_plan_somewhere(membership))
    pairs = may.inspectable(membership)
    plans = Plan.objects.filter(pk__in={plan_id for plan_id, _ in pairs})
    units = Unit.objects.filter(pk__in={unit_id for _, unit_id in pairs}).valid(clock.today())
    tasks = Task.objects.filter(plan__in=plans).select_related("plan")
    form = PlanInspectionForm(_data(request), plans=plans, units=units, tasks=tasks, pairs=pairs)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        plan, units = data.pop("plan"), data.pop("units")
        with telling_refusal(form) as told:
            made = acts.plan_inspection(plan, list(units), **data, by=membership)
        if not told:
            messages.success(request, "Đã lập kế hoạch. Đơn vị chưa được báo; bấm “Báo cho đơn vị” khi cần.")
            return redirect(made)
    return _show(request, form, "Lập kế hoạch kiểm tra", "Lưu kế hoạch", reverse("portal:inspection-list"))


@form_page(back="portal:inspection")
def change(request, pk):
    found = find(request, pk)
    require(may.can_run(request.membership, found))
    form = ChangeInspectionForm(_data(request), inspection=found, tasks=found.plan.tasks.select_related("plan"))
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            acts.change_inspection(found, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã sửa kế hoạch kiểm tra.")
            return redirect(found)
    return _show(request, form, "Sửa kế hoạch kiểm tra", "Lưu kế hoạch", found.get_absolute_url(), found)


@form_page(back="portal:inspection")
def record(request, pk):
    found = find(request, pk)
    require(may.can_run(request.membership, found))
    form = RecordForm(_data(request), inspected=found.inspected.all())
    if request.method == "POST" and form.is_valid():
        conclusion = form.cleaned_data["conclusion"]
        with telling_refusal(form) as told:
            acts.record_inspection(found, conclusion=conclusion, accounts=form.accounts, by=request.membership)
        if not told:
            messages.success(request, "Đã ghi kết quả và báo cho đơn vị. Hãy thêm từng kiến nghị phải khắc phục.")
            return redirect(found)
    return _show(request, form, "Ghi kết quả", "Ghi kết quả", found.get_absolute_url(), found, lead=_warning(found))


def _warning(found):
    number = "" if found.decision_number else " Số quyết định chưa ghi: nếu đã có, hãy ghi trước ở “Sửa kế hoạch”."
    return f"Ghi xong, cổng báo ngay cho đơn vị và không sửa được nữa.{number}"


def _data(request):
    return request.POST if request.method == "POST" else None


def _show(request, form, title, button, back_url, found=None, *, lead=""):
    crumbs = [(LIST, reverse("portal:inspection-list"))]
    crumbs += [(str(found), found.get_absolute_url())] if found else []
    context = {"form": form, "title": title, "button": button, "back_url": back_url, "overline": str(found or "")}
    context["lead"] = lead
    context["crumbs"] = [*crumbs, (title, "")]
    return render(request, "portal/inspections/form.html", context, status=status_of(form))
