"""The workbook of a period: asked for, watched while it is made, taken away, asked for again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from common.refusals import Refused
from common.spreadsheets import file_response
from figures.permissions import can_see_figures
from portal.acts import act, page, require
from portal.dashboards.indicators import period_shown
from portal.dashboards.pages import context_of, open_page
from portal.dashboards.workbook import TokenForm, WorkbookForm, extent_of, new_token, workbooks_of
from reviews.actions.workbooks import ask_for_workbook, make_again
from reviews.models import PeriodWorkbook
from reviews.workbook_sheets import may_take
from tasks.permissions import can_take_lists_away


@page
def workbooks(request):
    selection, _, refused = open_page(request, WorkbookForm)
    if refused:
        return refused
    asked = workbooks_of(request.membership)
    context = {
        "workbooks": asked,
        "waiting": any(one.workbook.is_open for one in asked),
        "period": period_shown(selection),
        "token": new_token(),
    }
    return render(request, "portal/dashboards/workbooks.html", context_of(request, selection, **context))


@act(back="portal:dashboard-workbooks")
def ask(request):
    require(can_take_lists_away(request.membership))
    selection, _, refused = open_page(request, WorkbookForm)
    if refused:
        return refused
    period, form = period_shown(selection), TokenForm(request.POST)
    if period is None or not form.is_valid():
        raise Refused(
            "Chưa lập được bộ số liệu: trang đã cũ hoặc chưa có kỳ nào được mở. Hãy mở lại trang rồi bấm lại."
        )
    ask_for_workbook(
        selection.plan,
        period=period,
        on=selection.scope.on,
        extent=extent_of(selection),
        token=form.cleaned_data["token"],
        by=request.membership,
    )
    messages.success(
        request, f"Đã ghi yêu cầu lập bộ số liệu {period}. Trang này tự cập nhật; có thể làm việc khác rồi quay lại."
    )
    return redirect(f"{reverse('portal:dashboard-workbooks')}?{selection.query}")


@act()
def again(request, pk):
    workbook = _workbook_or_404(request, pk)
    make_again(workbook, by=request.membership)
    messages.success(request, "Đang lập lại bộ số liệu.")
    return redirect("portal:dashboard-workbooks")


@page
def download(request, pk):
    workbook = _workbook_or_404(request, pk)
    # What one may see can have shrunk since it was made.
    require(may_take(workbook))
    if not workbook.is_ready:
        raise Refused("Bộ số liệu chưa lập xong. Hãy trở về trang Bộ số liệu và chờ.")
    name = f"bo-so-lieu-{workbook.period}-{clock.today():%Y-%m-%d}.xlsx".replace("/", "-").replace(" ", "-")
    return file_response(name, workbook.file.open("rb"))


def _workbook_or_404(request, pk):
    require(can_see_figures(request.membership))
    seen = PeriodWorkbook.objects.visible_to(request.membership)
    return get_object_or_404(seen.select_related("plan", "period", "for_post__unit"), pk=pk)
