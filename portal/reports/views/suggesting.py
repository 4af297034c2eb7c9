"""Taking over a suggested wording, and undoing it: one press inside the write page's form, so that whatever else was
typed on the page is saved with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from portal.acts import act, require
from portal.reports.access import report_or_404
from portal.reports.views.writing import show_parts
from progress.actions.reports import Conflict, check_writable
from progress.actions.suggestions import SuggestionRefused, accept_suggestion, undo_suggestion
from progress.forms.report_parts import ReportParts, meet_offer
from progress.models import Remark
from progress.permissions import reports as may


@act()
def accept(request, pk, remark_pk):
    report, remark, line = _find(request, pk, remark_pk)

    def take_over(version):
        accept_suggestion(remark, line, version=version, by=request.membership)
        return "Đã dùng cách ghi được gợi ý. Bản trước vẫn giữ, đồng chí có thể lấy lại."

    return _act_within_form(request, report, line, take_over)


@act()
def undo(request, pk, remark_pk):
    report, remark, line = _find(request, pk, remark_pk)

    def put_back(version):
        accepted = remark.acceptances.filter(line=line, undone_at=None).select_related("line__report", "remark").last()
        if accepted is None:
            raise SuggestionRefused("Bản trước đã được lấy lại rồi. Hãy tải lại trang để xem nội dung mới nhất.")
        undo_suggestion(accepted, version=version, by=request.membership)
        return "Đã lấy lại bản trước của dòng này."

    return _act_within_form(request, report, line, put_back)


def _find(request, pk, remark_pk):
    report = report_or_404(request, pk)
    require(may.can_write(request.membership, report))
    remarks = Remark.objects.select_related("line").filter(line__submission__report=report)
    remark = get_object_or_404(remarks, pk=remark_pk)
    return (
        report,
        remark,
        get_object_or_404(report.lines.select_related("report"), assignment=remark.line.assignment_id),
    )


def _act_within_form(request, report, line, do):
    """Save what was typed, then act on the line at the version that the page held."""
    check_writable(report, by=request.membership)
    parts = ReportParts(report, request.POST)
    saved = parts.save(by=request.membership)
    if parts.errors or parts.conflicts:
        return show_parts(request, report, parts.reopened(), saved=saved)
    part = next(part for part in parts.lines if part.line.pk == line.pk)
    if not part.form.is_bound:
        raise SuggestionRefused("Trang đã cũ nên không biết dòng này đang ở bản nào. Hãy tải lại trang rồi bấm lại.")
    try:
        messages.success(request, do(int(part.stands_on[0])))
    except Conflict as conflict:
        fresh = parts.reopened()
        meet_offer(next(part for part in fresh.lines if part.line.pk == line.pk), conflict)
        return show_parts(request, report, fresh, saved=saved)
    return redirect(reverse("portal:report-write", args=[report.pk]) + f"#dong-{line.pk}")
