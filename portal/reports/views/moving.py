"""The moves of a report: each finds it, asks the right, acts, and answers with the report's page."""

from django.contrib import messages
from django.shortcuts import redirect

from portal.acts import act, require
from portal.reports.access import report_or_404
from portal.reports.inbox import stayed, went_on
from portal.reports.views.showing import reason_form, render_report
from progress.actions import reports
from progress.permissions import reports as may


@act(back="portal:report")
def ask_sign_off(request, pk):
    report = report_or_404(request, pk)
    require(may.can_ask_sign_off(request.membership, report))
    reports.ask_sign_off(report, by=request.membership)
    messages.success(request, "Đã trình lãnh đạo. Lãnh đạo đơn vị đã nhận được thông báo.")
    return redirect(report)


@act(back="portal:report")
def recall(request, pk):
    report = report_or_404(request, pk)
    require(may.can_recall(request.membership, report))
    reports.recall_report(report, by=request.membership)
    messages.success(request, "Đã thu hồi. Đồng chí có thể soạn tiếp.")
    return redirect(report)


@act(back="portal:report")
def hand_back(request, pk):
    report = report_or_404(request, pk)
    require(may.can_hand_back(request.membership, report))
    form = reason_form("hand_back", request.POST)
    if not form.is_valid():
        return render_report(request, report, reason_forms={"hand_back": form}, status=422)
    reports.hand_back_report(report, by=request.membership, note=form.cleaned_data["reason"])
    messages.success(request, "Đã trả về chuyên viên kèm ghi chú.")
    return redirect(report)


@act(back="portal:report")
def submit(request, pk):
    report = report_or_404(request, pk)
    require(may.can_submit(request.membership, report))
    try:
        submission = reports.submit_report(report, by=request.membership)
    except reports.ReportIncomplete as incomplete:
        report.refresh_from_db()
        messages.warning(request, incomplete.sentence)
        return render_report(request, report, status=422)
    messages.success(request, f"Đã gửi báo cáo (lần gửi {submission.number}) tới {report.to_unit}.")
    return redirect(report)


@act(back="portal:report")
def withdraw(request, pk):
    report = report_or_404(request, pk)
    require(may.can_withdraw(request.membership, report))
    reports.withdraw_report(report, by=request.membership)
    messages.success(request, "Đã rút lại. Báo cáo trở về đơn vị để sửa.")
    return redirect(report)


@act(back="portal:report")
def receive(request, pk):
    report = report_or_404(request, pk)
    require(may.can_receive(request.membership, report))
    reports.receive_report(report, by=request.membership)
    messages.success(request, "Đã tiếp nhận. Đơn vị không rút lại được nữa.")
    return stayed(request, report)


@act(back="portal:report")
def confirm(request, pk):
    report = report_or_404(request, pk)
    require(may.can_confirm(request.membership, report))
    sent_at = report.submitted_at
    reports.confirm_report(report, by=request.membership, number=number_read(request))
    messages.success(request, f"Đã xác nhận báo cáo. {report.unit} đã nhận được thông báo.")
    return went_on(request, report, sent_at)


@act(back="portal:report")
def reopen(request, pk):
    report = report_or_404(request, pk)
    require(may.can_reopen(request.membership, report))
    form = reason_form("reopen", request.POST)
    if not form.is_valid():
        return render_report(request, report, reason_forms={"reopen": form}, status=422)
    reports.reopen_report(report, by=request.membership, reason=form.cleaned_data["reason"])
    messages.success(request, "Đã mở lại báo cáo. Đơn vị đã nhận được lý do.")
    return redirect(report)


def number_read(request):
    """Return the number of the submission that the page showed, or None when the request does not say."""
    number = request.POST.get("lan-gui", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
