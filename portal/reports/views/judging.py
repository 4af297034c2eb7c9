"""Asking for more: the submission's lines, each with room for a remark and a suggested wording."""

from django.contrib import messages
from django.shortcuts import render

from portal.acts import form_page, require
from portal.reports.access import crumbs, report_or_404
from portal.reports.inbox import went_on
from portal.reports.sent import sent_lines
from portal.reports.views.moving import number_read
from portal.reports.words import state_word
from progress.actions.reports import MoveRefused, ask_for_more
from progress.enums import ReportState
from progress.forms.report import AskForMoreForm
from progress.permissions import reports as may
from progress.reading import last_confirmed_lines


@form_page(back="portal:report")
def ask_for_more_page(request, pk):
    report = report_or_404(request, pk)
    require(may.can_ask_for_more(request.membership, report))
    submission = report.submissions.standing().select_related("by").order_by("-number").first()
    if submission is None or report.state not in ReportState.to_judge():
        # The act itself says who was first; a mere reader is told where the report is.
        return _too_late(request, report)
    lines = sent_lines(submission)
    form = AskForMoreForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        sent_at = report.submitted_at
        given = {"reason": form.cleaned_data["reason"], "remarks": form.remarks(), "number": number_read(request)}
        ask_for_more(report, by=request.membership, **given)
        messages.success(request, f"Đã đề nghị bổ sung. {report.unit} đã nhận được lý do và góp ý.")
        return went_on(request, report, sent_at)
    return _show(request, report, submission, form, status=422 if form.is_bound else 200)


def _too_late(request, report):
    if request.method == "POST":
        ask_for_more(report, by=request.membership, reason=request.POST.get("reason") or "–")
    word = state_word(report, request.membership).word
    raise MoveRefused(f"Báo cáo đang ở trạng thái “{word}” nên chưa đề nghị bổ sung được.")


def _show(request, report, submission, form, *, status):
    before = last_confirmed_lines(report)
    cards = [
        (line, form[f"gop-y-{line.pk}"], form[f"goi-y-{line.pk}"], before.get(line.assignment_id))
        for line in form.lines
    ]
    context = {
        "report": report,
        "crumbs": crumbs(report, "Đề nghị bổ sung"),
        "state": state_word(report, request.membership),
        "submission": submission,
        "form": form,
        "cards": cards,
    }
    return render(request, "portal/reports/ask_for_more.html", context, status=status)
