"""Evidence of one line of the working report: a file, or an issued document; taken off again before it is sent."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from common.refusals import Refused
from portal.acts import act, page, require
from portal.reports.access import crumbs, report_or_404
from progress.actions.evidence import attach_document, attach_file, uncite
from progress.actions.reports import check_writable
from progress.forms.answers import tell_refusal
from progress.forms.evidence import EvidenceDocumentForm, EvidenceFileForm
from progress.permissions import reports as may


@page
def evidence_page(request, pk, line_pk):
    report, line = _own_line(request, pk, line_pk)
    check_writable(report, by=request.membership)
    return _show(request, report, line)


@act(back="portal:report-evidence")
def add_file(request, pk, line_pk):
    report, line = _own_line(request, pk, line_pk)
    form = EvidenceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, report, line, file_form=form)
    given = form.cleaned_data
    try:
        attach_file(line, given["file"], declared=given["declared"], note=given["note"], by=request.membership)
    except Refused as refused:
        tell_refusal(form, refused, "file")
        return _show(request, report, line, file_form=form)
    messages.success(request, f"Đã đính kèm tệp vào {line.task_code}.")
    return redirect("portal:report-evidence", pk, line_pk)


@act(back="portal:report-evidence")
def add_document(request, pk, line_pk):
    report, line = _own_line(request, pk, line_pk)
    form = EvidenceDocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, report, line, document_form=form)
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    try:
        attach_document(line, upload=upload, by=request.membership, **given)
    except Refused as refused:
        tell_refusal(form, refused, "file" if upload else None)
        return _show(request, report, line, document_form=form)
    messages.success(request, f"Đã nêu văn bản ở {line.task_code}.")
    return redirect("portal:report-evidence", pk, line_pk)


@act(back="portal:report-write")
def remove(request, pk, line_pk, citation_pk):
    _, line = _own_line(request, pk, line_pk)
    citation = get_object_or_404(line.citations.select_related("line__report", "evidence"), pk=citation_pk)
    name = str(citation.evidence)
    uncite(citation, by=request.membership)
    messages.success(request, f"Đã gỡ “{name}” khỏi dòng {line.task_code}. Tệp vẫn còn trong kho của đơn vị.")
    return redirect("portal:report-evidence", pk, line_pk)


def _own_line(request, pk, line_pk):
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report))
    return report, get_object_or_404(report.lines.select_related("report"), pk=line_pk)


def _show(request, report, line, *, file_form=None, document_form=None):
    status = 422 if file_form or document_form else 200
    context = {
        "report": report,
        "line": line,
        "crumbs": crumbs(report, f"Minh chứng của {line.task_code}"),
        "citations": line.citations.select_related("evidence"),
        "file_form": file_form or EvidenceFileForm(auto_id="id_tep_%s"),
        "document_form": document_form or EvidenceDocumentForm(auto_id="id_vb_%s"),
    }
    return render(request, "portal/reports/evidence.html", context, status=status)
