"""Saving in the background while somebody writes: the parts that changed, each for itself, answered in JSON."""

from django.template.loader import render_to_string

from portal.acts import act, require
from portal.errors import told_in_the_background
from portal.reports.access import report_or_404
from portal.reports.views.writing import lacking_of
from portal.saving import answer_of_parts, of_somebody_else
from progress.actions.reports import NotWritable
from progress.forms.report_parts import ReportParts
from progress.permissions import reports as may
from progress.reading import last_confirmed_lines

PANELS = {
    "khung-con-thieu": "portal/reports/_panel.html",
    "toi-con-thieu": "portal/reports/_to_panel.html",
}
WHO_MAY = "Chức vụ đang dùng không soạn được báo cáo này; chỉ chuyên viên, lãnh đạo của {unit} soạn được."


@act(back="portal:report-write")
def save_parts(request, pk):
    """Save the parts that were sent, and tell what became of each."""
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report), WHO_MAY.format(unit=report.unit))
    if refusal := of_somebody_else(request):
        return refusal
    parts = ReportParts(report, request.POST)
    try:
        saved = parts.save(by=request.membership)
    except NotWritable as refused:
        way = {"url": report.get_absolute_url(), "way": "Xem báo cáo ở thẻ mới"}
        return told_in_the_background(refused.sentence, status=409, **way)
    return answer_of_parts(request, parts.parts, saved=saved, panels=_panels(request, parts.reopened()))


def _panels(request, parts):
    """Return {id: HTML} of what the page says of the whole report: what is missing, and the way to it."""
    report = parts.report
    context = {"report": report, **lacking_of(report, parts, last_confirmed_lines(report))}
    return {anchor: render_to_string(template, context, request) for anchor, template in PANELS.items()}
