"""The duties and reports that changed between two days."""

from portal.acts import page
from portal.dashboards.changed import (
    DUTY_CHANGE_COLUMNS,
    REPORT_CHANGE_COLUMNS,
    ExplainedDutyChanges,
    ExplainedReportChanges,
)
from portal.dashboards.filters import DutyChangeForm, ReportChangeForm
from portal.dashboards.views.lists import Kind, show, take_away

DUTIES = Kind(
    DutyChangeForm,
    ExplainedDutyChanges,
    DUTY_CHANGE_COLUMNS,
    "portal:dashboard-duty-change-list",
    "viec-doi-tinh-trang",
    ticks=False,
)
REPORTS = Kind(
    ReportChangeForm,
    ExplainedReportChanges,
    REPORT_CHANGE_COLUMNS,
    "portal:dashboard-report-change-list",
    "bao-cao-doi-tinh-trang",
    ticks=False,
)


@page
def duty_change_list(request):
    return show(request, DUTIES)


@page
def duty_change_list_export(request):
    return take_away(request, DUTIES)


@page
def report_change_list(request):
    return show(request, REPORTS)


@page
def report_change_list_export(request):
    return take_away(request, REPORTS)
