"""Bản để ký: what the head will sign and send, on one page to be printed. For the unit alone."""

from django.db.models import Prefetch
from django.shortcuts import redirect, render

from portal.acts import page, require
from portal.reports.access import report_or_404
from portal.reports.sources import warnings_of
from progress.actions.completeness import is_kept
from progress.actions.reports import missing_of
from progress.annex import annex_of
from progress.models import Citation, ReportValue
from progress.permissions import reports as may
from progress.reading import last_confirmed_lines


@page
def to_sign(request, pk):
    report = report_or_404(request, pk)
    require(may.can_read_working_text(request.membership, report))
    sent = None if report.is_writable else report.submissions.standing().order_by("-number").first()
    if sent:
        # What was sent is no draft any more: its own print says so, with who sent it and when.
        return redirect("portal:report-submission-print", report.pk, sent.number)
    lines = _lines(report)
    kept = [line for line in lines if is_kept(line)]
    context = {
        "report": report,
        "lines": kept,
        "left_out": [line for line in lines if not is_kept(line)],
        "annex": annex_of(kept),
        "missing": missing_of(report, lines),
        "warnings": warnings_of(lines, last_confirmed_lines(report)),
    }
    return render(request, "print/report_to_sign.html", context)


def _lines(report):
    """Return the working lines with all that would be sent of them (3 queries)."""
    values = ReportValue.objects.filter(value__isnull=False).select_related("indicator")
    citations = Citation.objects.select_related("evidence")
    lines = report.lines.select_related("assignment").with_cited()
    return list(lines.prefetch_related(Prefetch("values", values), Prefetch("citations", citations)))
