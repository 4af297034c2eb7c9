"""Evidence of one line of the working report: a file, or an issued document; taken off again before it is sent."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from common.refusals import Refused
from portal.acts import act, page, require
from portal.reports.access import crumbs, report_or_404
from progress.actions.evidence import attach_document, attach_file, cite_all, uncite
from progress.actions.reports import check_writable
from progress.forms.answers import tell_refusal
from progress.forms.evidence import EvidenceDocumentForm, EvidenceFileForm, PickForm
from progress.permissions import reports as may
from progress.shelf import holding, note_old_use, shelf_of

PICKS = 10
LONGEST_SEARCH = 200


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
        evidence = attach_file(
            line, given["file"], declared=given["declared"], note=given["note"], by=request.membership
        )
    except Refused as refused:
        tell_refusal(form, refused, "file")
        return _show(request, report, line, file_form=form)
    messages.success(request, f"Đã đính kèm tệp vào {line.task_code}.")
    _tell_old(request, report, [evidence])
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
        evidence = attach_document(line, upload=upload, by=request.membership, **given)
    except Refused as refused:
        tell_refusal(form, refused, "file" if upload else None)
        return _show(request, report, line, document_form=form)
    messages.success(request, f"Đã nêu văn bản ở {line.task_code}.")
    _tell_old(request, report, [evidence])
    return redirect("portal:report-evidence", pk, line_pk)


@act(back="portal:report-evidence")
def cite_from_shelf(request, pk, line_pk):
    report, line = _own_line(request, pk, line_pk)
    form = PickForm(request.POST, unit_id=report.unit_id)
    if not form.is_valid():
        return _show(request, report, line, pick_form=form)
    chosen = list(form.cleaned_data["evidence"])
    cite_all(line, chosen, by=request.membership)
    messages.success(request, f"Đã dẫn {len(chosen)} minh chứng trong kho vào {line.task_code}.")
    _tell_old(request, report, chosen)
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


def _show(request, report, line, *, file_form=None, document_form=None, pick_form=None):
    status = 422 if file_form or document_form or pick_form else 200
    citations = list(line.citations.select_related("evidence"))
    searched, picks = _picks(request, report, citations)
    note_old_use([*(citation.evidence for citation in citations), *picks], report.period)
    context = {
        "report": report,
        "line": line,
        "crumbs": crumbs(report, f"Minh chứng của {line.task_code}"),
        "citations": citations,
        "searched": searched,
        "picks": picks,
        "pick_form": pick_form,
        "file_form": file_form or EvidenceFileForm(auto_id="id_tep_%s"),
        "document_form": document_form or EvidenceDocumentForm(auto_id="id_vb_%s"),
    }
    return render(request, "portal/reports/evidence.html", context, status=status)


def _picks(request, report, citations):
    """Return (words searched, page of pieces of the unit's shelf that the line does not cite yet)."""
    searched = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    found = shelf_of(report.unit_id).filter(removed_at=None).exclude(pk__in=[one.evidence_id for one in citations])
    return searched, Paginator(holding(found, searched), PICKS).get_page(request.GET.get("trang"))


def _tell_old(request, report, chosen):
    """Say what of `chosen` is not new in the report's period: nothing is refused for it."""
    note_old_use(chosen, report.period)
    told = [f"“{evidence}”: {', '.join(evidence.old_notes)}." for evidence in chosen if evidence.old_notes]
    if told:
        messages.warning(request, f"Lưu ý, nơi nhận cũng thấy điều này. {' '.join(told)}")
