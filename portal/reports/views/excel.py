"""The report as an Excel form: taken away, filled in, sent back, looked at, and only then written into the report."""

import io

from django.contrib import messages
from django.shortcuts import redirect, render

from common.refusals import Refused
from common.spreadsheets import file_response
from portal.acts import act, form_page, page, require
from portal.reports.access import crumbs, report_or_404
from progress.actions.reports import check_writable
from progress.forms.answers import tell_refusal
from progress.forms.excel.changes import FilledForm, apply_changes, why_clash
from progress.forms.excel.reading import ExcelUploadForm, read_form
from progress.forms.excel.writing import write_form
from progress.forms.report_parts import ReportParts
from progress.permissions import reports as may


@form_page(back="portal:report")
def excel_page(request, pk):
    """Show what to do; a file that is sent is answered with all that it would change."""
    report = _own_report(request, pk)
    check_writable(report, by=request.membership)
    if request.method != "POST":
        return _show(request, report, ExcelUploadForm())
    form = ExcelUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, report, form, status=422)
    try:
        typed = read_form(form.cleaned_data["file"], ReportParts(report))
    except Refused as refused:
        tell_refusal(form, refused, "file")
        return _show(request, report, form, status=422)
    return _preview(request, report, FilledForm(report, typed))


@page
def download(request, pk):
    report = _own_report(request, pk)
    check_writable(report, by=request.membership)
    name = f"Biểu báo cáo {report.period} - {report.unit}.xlsx".replace("/", "-")
    return file_response(name, io.BytesIO(write_form(ReportParts(report))))


@act(back="portal:report-excel")
def apply(request, pk):
    report = _own_report(request, pk)
    saved = apply_changes(request.POST.get("sealed", ""), report, by=request.membership)
    messages.success(request, f"Đã ghi biểu Excel vào báo cáo: {saved} phần thay đổi.")
    return redirect("portal:report-write", pk)


def _own_report(request, pk):
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report))
    return report


def _preview(request, report, filled):
    form, problems, clashes = ExcelUploadForm(), filled.problems, filled.clashes
    context = {
        "problems": problems,
        "clash": why_clash(clashes) if clashes else "",
        "changes": [] if problems else filled.changes,
        "sealed": "" if problems or clashes else filled.sealed(),
        "looked_at": True,
    }
    return _show(request, report, form, status=422 if problems else 409 if clashes else 200, **context)


def _show(request, report, form, *, status=200, **context):
    context |= {"report": report, "form": form, "crumbs": crumbs(report, "Biểu Excel")}
    return render(request, "portal/reports/excel.html", context, status=status)
