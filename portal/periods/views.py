"""The periods of the plan: when each is due, how far its reports are; dates are changed with a reason."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from portal.acts import act, form_page, page, require
from portal.lists import Listing, back_to, workbook_of
from portal.periods.columns import COLUMNS
from portal.periods.rows import changes_of, period_rows
from progress.actions import periods as actions
from progress.forms.answers import status_of, telling_refusal
from progress.forms.period import AdHocPeriodForm, PeriodFilterForm, PeriodForm
from progress.models import Period
from progress.permissions.periods import can_edit_calendar, can_manage_periods
from tasks.models import Plan
from tasks.permissions import can_take_lists_away

PAGE_SIZE = 20


@page
def period_list(request):
    form, listing = _listing(request)
    managed = [plan for plan in Plan.objects.all() if can_manage_periods(request.membership, plan)]
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "managed": managed,
        "may_edit_calendar": can_edit_calendar(request.membership),
        "may_take_away": can_take_lists_away(request.membership),
    }
    return render(request, "portal/periods/period_list.html", context, status=200 if form.is_valid() else 422)


@page
def period_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:period-list", request)
    return workbook_of(listing, "Kỳ báo cáo", name="ky-bao-cao")


@page
def period(request, pk):
    shown = _period_or_404(request, pk)
    may_manage = can_manage_periods(request.membership, shown.plan)
    context = {
        "row": period_rows([shown], request.membership, clock.today())[0],
        "period": shown,
        "asked_units": [] if shown.is_regular else list(shown.asked_units.all()),
        "changes": changes_of(shown),
        "change_url": reverse("portal:period-change", args=[pk]) if may_manage else "",
        "may_open": may_manage and shown.opened_at is None and shown.opens_on <= clock.today(),
        "crumbs": [("Kỳ báo cáo", reverse("portal:period-list")), (str(shown), None)],
    }
    return render(request, "portal/periods/period.html", context)


@form_page(back="portal:period")
def change(request, pk):
    shown = _period_or_404(request, pk)
    require(can_manage_periods(request.membership, shown.plan))
    form = PeriodForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            actions.change_period(
                shown, dates=form.dates, dues=form.dues, by=request.membership, reason=form.cleaned_data["reason"]
            )
        if not told:
            done = "Đã sửa ngày của kỳ. Hạn của các báo cáo chưa gửi đã đổi theo; báo cáo đã quá hạn giữ hạn cũ."
            messages.success(request, done)
            return redirect(shown)
    return _form(request, form, f"Sửa ngày của kỳ {shown}", shown.get_absolute_url(), shown.plan)


@form_page()
def add(request, plan_pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.membership), pk=plan_pk)
    require(can_manage_periods(request.membership, plan))
    form = AdHocPeriodForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            made = _make_ad_hoc(plan, form, by=request.membership)
        if not told:
            messages.success(request, f"Đã lập kỳ “{made}”.")
            return redirect(made)
    return _form(request, form, "Lập kỳ đột xuất, chuyên đề", reverse("portal:period-list"), plan)


@act(back="portal:period")
def open_by_hand(request, pk):
    shown = _period_or_404(request, pk)
    require(can_manage_periods(request.membership, shown.plan))
    made = actions.open_now(shown, on=clock.today())
    messages.success(request, f"Đã mở kỳ: {made} báo cáo.")
    return redirect(shown)


def _listing(request):
    form = PeriodFilterForm(request.GET)
    periods = form.cut(Period.objects.visible_to(request.membership)).select_related("plan").prefetch_related("dues")
    read = partial(period_rows, membership=request.membership, on=clock.today())
    return form, Listing(request, COLUMNS, periods, read=read, per_page=PAGE_SIZE, usual="-chot")


def _period_or_404(request, pk):
    periods = Period.objects.visible_to(request.membership).select_related("plan__standing_office")
    return get_object_or_404(periods.prefetch_related("dues"), pk=pk)


def _make_ad_hoc(plan, form, *, by):
    asked = {name: form.cleaned_data[name] for name in ("kind", "title", "units")}
    made = actions.create_ad_hoc_period(plan, **asked, dates=form.dates, dues=form.dues, by=by)
    if made.opens_on <= clock.today():
        actions.open_now(made, on=clock.today())
    return made


def _form(request, form, title, back_url, plan):
    crumbs = [("Kỳ báo cáo", reverse("portal:period-list")), (title, None)]
    context = {"form": form, "title": title, "back_url": back_url, "crumbs": crumbs, "plan": plan}
    return render(request, "portal/periods/form.html", context, status=status_of(form))
