"""Taking in a signed letter on paper: what it says is typed by its receiver, the unit's draft is neither shown nor
touched."""

from django.contrib import messages
from django.shortcuts import redirect, render

from common.files import FileRefused
from portal.acts import form_page, require
from portal.reports.access import crumbs, report_or_404
from portal.reports.words import state_word
from progress.actions.evidence import EvidenceRefused
from progress.actions.paper import register_paper
from progress.actions.reports import MoveRefused
from progress.enums import REPORT_MOVES, ReportMove
from progress.forms.answers import status_of, tell_refusal
from progress.forms.paper import PaperParts
from progress.permissions import reports as may


@form_page(back="portal:report")
def register_page(request, pk):
    report = report_or_404(request, pk)
    require(may.can_register_paper(request.membership, report))
    if request.method == "POST":
        return _register(request, report)
    if report.state not in REPORT_MOVES[ReportMove.REGISTER][0]:
        word = state_word(report, request.membership).word
        raise MoveRefused(f"Báo cáo đang ở trạng thái “{word}” nên không đăng ký bản giấy được.")
    return _show(request, report, PaperParts(report))


def _register(request, report):
    parts = PaperParts(report, request.POST, request.FILES)
    if not parts.is_valid():
        return _show(request, report, parts)
    given, by = parts.form.cleaned_data, request.membership
    scan = {"scan": given["scan"], "declared": given["declared"]}
    try:
        submission = register_paper(report, parts.form.letter(), parts.typed(), by=by, **scan)
    except (FileRefused, EvidenceRefused) as refused:
        tell_refusal(parts.form, refused, "scan")
        return _show(request, report, parts)
    messages.success(
        request,
        f"Đã đăng ký bản giấy số {submission.letter_number} của {report.unit}. "
        f"Một đồng chí khác của {by.unit} sẽ xác nhận.",
    )
    return redirect(report)


def _show(request, report, parts):
    context = {
        "report": report,
        "crumbs": crumbs(report, "Đăng ký bản giấy"),
        "state": state_word(report, request.membership),
        "parts": parts,
        "form": parts.form,
    }
    status = 422 if parts.errors else status_of(parts.form)
    return render(request, "portal/reports/paper.html", context, status=status)
