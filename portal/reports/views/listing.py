"""The list of reports: what this post may open, narrowed by the filters of the address; the same as a workbook."""

from functools import partial

from django.shortcuts import render

from portal.acts import page, require
from portal.lists import Listing, back_to, workbook_of
from portal.reports.columns import SHOWN, columns_for, read_rows
from portal.reports.filters import ReportFilterForm
from portal.ticks import tick_of_report, ticking
from progress.judging import inbox_of
from progress.models import Report
from progress.reading import with_last_medium, with_rank_told
from tasks.permissions import can_take_lists_away

PER_PAGE = 30


@page
def report_list(request):
    form, listing = _listing(request)
    context = {"form": form, "listing": listing, "rows": listing.rows, "page": listing.page, **_waiting(request)}
    return render(
        request, "portal/reports/list.html", context | {"may_take_away": can_take_lists_away(request.membership)}
    )


@page
def report_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:report-list", request)
    return workbook_of(listing, "Báo cáo", name="bao-cao")


def _listing(request):
    form = ReportFilterForm(request.GET, membership=request.membership)
    found = form.chosen(Report.objects.openable_by(request.membership))
    reports = with_rank_told(with_last_medium(found)).for_list().only(*SHOWN)
    read = partial(read_rows, membership=request.membership)
    columns = columns_for(request.membership)
    tick = ticking(request.membership, lambda row: tick_of_report(request.membership, row.report))
    return form, Listing(request, columns, reports, read=read, per_page=PER_PAGE, usual="-ky", tick=tick)


def _waiting(request):
    waiting = inbox_of(request.membership).count()
    return {"waiting": waiting, "waiting_label": f"{waiting} báo cáo chờ xem xét"}
