"""Saving in the background while somebody writes: the parts that changed, each for itself, answered in JSON."""

from django.http import JsonResponse
from django.template.loader import render_to_string

from common import clock
from portal.acts import act, require
from portal.drafts import writer_mark
from portal.errors import told_in_the_background
from portal.reports.access import report_or_404
from portal.reports.views.writing import lacking_of
from portal.reports.words import clock_words
from progress.actions.reports import NotWritable
from progress.forms.report_parts import ReportParts
from progress.permissions import reports as may
from progress.reading import last_confirmed_lines

PANELS = {
    "khung-con-thieu": "portal/reports/_panel.html",
    "toi-con-thieu": "portal/reports/_to_panel.html",
}
SOMEBODY_ELSE = "Trình duyệt này nay đăng nhập bằng tài khoản khác, nên chưa lưu."
WHO_MAY = "Chức vụ đang dùng không soạn được báo cáo này; chỉ chuyên viên, lãnh đạo của {unit} soạn được."


@act(back="portal:report-write")
def save_parts(request, pk):
    """Save the parts that were sent. The answer tells of each part its state ("saved", "wrong" or "conflict"), the
    version that the next saving builds on, and in `html` what the person is to see; 422 or 409 when one failed."""
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report), WHO_MAY.format(unit=report.unit))
    # Another person may have signed in since the page was opened; what the first one typed is not saved in his name.
    if request.POST.get("nguoi-soan") != writer_mark(request.user):
        return told_in_the_background(SOMEBODY_ELSE, status=409)
    parts = ReportParts(report, request.POST)
    try:
        saved = parts.save(by=request.membership)
    except NotWritable as refused:
        way = {"url": report.get_absolute_url(), "way": "Xem báo cáo ở thẻ mới"}
        return told_in_the_background(refused.sentence, status=409, **way)
    told = {part.form.prefix: _told(request, part) for part in parts.parts if part.form.is_bound}
    answer = {"parts": told, "saved_at": clock_words(clock.now()) if saved else ""}
    return JsonResponse(answer | {"panels": _panels(request, parts.reopened())}, status=_status(told.values()))


def _told(request, part):
    state = "conflict" if part.conflict else "wrong" if part.errors else "saved"
    version, opened = part.stands_on
    html = "" if state == "saved" else render_to_string("portal/reports/_part_told.html", {"part": part}, request)
    return {"state": state, "version": version, "opened": opened, "html": html}


def _panels(request, parts):
    """Return {id: HTML} of what the page says of the whole report: what is missing, and the way to it."""
    report = parts.report
    context = {"report": report, **lacking_of(report, parts, last_confirmed_lines(report))}
    return {anchor: render_to_string(template, context, request) for anchor, template in PANELS.items()}


def _status(told):
    states = {one["state"] for one in told}
    return 409 if "conflict" in states else 422 if "wrong" in states else 200
