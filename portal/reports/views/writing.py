"""Writing the report: one form for the whole, saved part by part, so that nothing typed is lost."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from common.addresses import number_in
from portal.acts import form_page, require
from portal.drafts import writer_mark
from portal.errors import typed_texts
from portal.reports.access import crumbs, report_or_404
from portal.reports.cards import cards_of
from portal.reports.known import Known
from portal.reports.sources import warnings_of
from portal.reports.views.moving import ask_sign_off, submit
from portal.reports.words import next_step, state_word, unchanged
from portal.saving import status_of_parts
from portal.words import clock_words
from progress.actions.reports import NotWritable, check_writable, missing_of
from progress.forms.report_parts import ReportParts
from progress.permissions import reports as may


@form_page(back="portal:report")
def write(request, pk):
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report))
    if request.method == "POST":
        return _save(request, report)
    check_writable(report, by=request.membership)
    return show_parts(request, report, ReportParts(report))


def _save(request, report):
    parts = ReportParts(report, request.POST)
    try:
        saved = parts.save(by=request.membership)
    except NotWritable as refused:
        context = {"report": report, "sentence": refused.sentence, "typed": typed_texts(request)}
        return render(request, "portal/reports/not_saved.html", context, status=409)
    if parts.errors or parts.conflicts:
        return show_parts(request, report, parts.reopened(), saved=saved)
    return _go_on(request, report, saved)


def _go_on(request, report, saved):
    """After saving: what the pressed button asked for. The other acts ask their own rights."""
    then = request.POST.get("tiep", "")
    if then == "trinh":
        return ask_sign_off(request, report.pk)
    if then == "gui":
        return submit(request, report.pk)
    if then.startswith("minh-chung-"):
        line = get_object_or_404(report.lines, pk=number_in(then.removeprefix("minh-chung-")) or 0)
        return redirect("portal:report-evidence", report.pk, line.pk)
    # What the page saved by itself a moment ago is saved all the same.
    is_saved = saved or report.saved_at
    messages.success(request, "Đã lưu nháp." if is_saved else "Không có gì thay đổi so với bản đã lưu.")
    return redirect("portal:report-write", report.pk)


def show_parts(request, report, parts, *, saved=0):
    """Answer with the write page holding `parts`, with what is wrong in them or in conflict."""
    known = Known(report, [part.line for part in parts.lines])
    lacking = lacking_of(report, parts, known.before)
    context = {
        "report": report,
        "crumbs": crumbs(report, "Soạn"),
        "state": state_word(report, request.membership),
        "next_step": next_step(report, request.membership, missing=lacking["missing"]),
        "parts": parts,
        "cards": cards_of(report, parts.lines, known, lacking["missing"]),
        **lacking,
        "saved": saved,
        "saved_at": clock_words(report.saved_at) if report.saved_at else "",
        "writer": writer_mark(request.user),
        "may_submit": may.can_submit(request.membership, report),
    }
    return render(request, "portal/reports/write.html", context, status=status_of_parts(parts.parts))


def lacking_of(report, parts, before):
    """Return what the panel of the page shows: what is missing, and what should be looked at again. `before` is
    {assignment id: the line confirmed last}."""
    lines = [part.line for part in parts.lines]
    return {
        "missing": missing_of(report, lines),
        "warnings": warnings_of(lines, before),
        "unchanged": unchanged(report),
    }
