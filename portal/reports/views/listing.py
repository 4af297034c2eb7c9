"""The list of reports: what this post may open, narrowed by the filters of the address."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render

from portal.acts import page
from portal.reports.filters import ReportFilterForm
from portal.reports.words import StateWord, state_word
from progress.judging import inbox_of
from progress.models import Report
from progress.reading import openable_by, with_medium, with_punctuality

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    report: Report
    state: StateWord


@page
def report_list(request):
    form = ReportFilterForm(request.GET, membership=request.membership)
    found = with_medium(with_punctuality(form.chosen(openable_by(request.membership)))).for_list()
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    rows = [Row(report, state_word(report, request.membership)) for report in shown]
    context = {"form": form, "rows": rows, "page": shown, "reports": [row.report for row in rows], **_waiting(request)}
    return render(request, "portal/reports/list.html", context)


def _waiting(request):
    waiting = inbox_of(request.membership).count()
    return {"waiting": waiting, "waiting_label": f"{waiting} báo cáo chờ xem xét"}
