"""Asking supporters for a paragraph and answering: pages between the lead's unit and the supporter's alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from common.clock import today
from portal.acts import act, form_page, page, require
from progress.actions import contributions as acts
from progress.actions.report_writing import Conflict, lies_with
from progress.contributions import fate_of
from progress.enums import ContributionState
from progress.forms.answers import status_of, telling_refusal
from progress.forms.contributions import AskForContributionForm, ContributionForm, DeclineContributionForm
from progress.models import ContributionRequest, Report, ReportLine
from progress.permissions import contributions as may
from progress.permissions.reports import can_write


@form_page()
def ask(request, line_pk):
    seen = Report.objects.visible_to(request.membership).order_by().values("pk")
    lines = ReportLine.objects.filter(report__in=seen)
    lines = lines.select_related("report__unit", "report__period__plan", "assignment__task")
    line = get_object_or_404(lines, pk=line_pk)
    require(may.can_ask_for_contribution(request.membership, line))
    form = AskForContributionForm(request.POST if request.method == "POST" else None, line=line)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with telling_refusal(form) as told:
            asked = list(data["units"])
            acts.ask_for_contributions(line, asked, note=data["note"], due_on=data["due_on"], by=request.membership)
        if not told:
            messages.success(request, f"Đã đề nghị {', '.join(str(one.unit) for one in asked)} góp nội dung.")
            return redirect(_back_to(line))
    context = {"line": line, "form": form, "back_url": _back_to(line), "crumbs": _crumbs(line, "Đề nghị góp nội dung")}
    return render(request, "portal/contributions/ask.html", context, status=status_of(form))


@page
def contribution(request, pk):
    return _show(request, _find(request, pk))


@act(back="portal:contribution")
def answer(request, pk):
    asked = _find(request, pk)
    require(may.can_answer_contribution(request.membership, asked))
    form = ContributionForm(request.POST, request=asked)
    sends = request.POST.get("tiep") == "gui"
    if form.is_valid() and sends and not form.cleaned_data["text"]:
        form.add_error("text", "Hãy ghi nội dung đóng góp trước khi gửi.")
    if not form.is_valid():
        return _show(request, asked, form=form, status=422)
    data, do = form.cleaned_data, acts.answer_contribution if sends else acts.save_contribution_draft
    try:
        do(asked, data["text"], version=data["version"], by=request.membership)
    except Conflict as conflict:
        form.data = form.data.copy() | {"version": str(conflict.version)}
        return _show(request, asked, form=form, conflict=conflict, status=409)
    sent = f"Đã gửi đóng góp tới {asked.line.report.unit}."
    messages.success(request, sent if sends else "Đã lưu nháp. Đơn vị chủ trì chưa đọc được.")
    return redirect(asked)


@act(back="portal:contribution")
def decline(request, pk):
    asked = _find(request, pk)
    require(may.can_answer_contribution(request.membership, asked))
    form = DeclineContributionForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, decline_form=form, status=422)
    acts.decline_contribution(asked, reason=form.cleaned_data["reason"], by=request.membership)
    messages.success(request, f"Đã báo {asked.line.report.unit} là không góp nội dung, kèm lý do.")
    return redirect(asked)


@act(back="portal:contribution")
def withdraw(request, pk):
    asked = _find(request, pk)
    require(may.can_withdraw_contribution_request(request.membership, asked))
    acts.withdraw_contribution_request(asked, by=request.membership)
    messages.success(request, f"Đã rút đề nghị. {asked.assignment.unit} không phải trả lời nữa.")
    return redirect(_back_to(asked.line))


def _find(request, pk):
    return get_object_or_404(ContributionRequest.objects.visible_to(request.membership).for_page(), pk=pk)


def _show(request, asked, *, form=None, decline_form=None, conflict=None, status=200):
    membership, report = request.membership, asked.line.report
    sent = list(asked.contributions.select_related("by", "on_behalf_of", "for_unit"))
    answers = may.can_answer_contribution(membership, asked)
    waits = asked.state == ContributionState.WAITING
    may_write = answers and asked.is_open and report.is_writable
    context = {
        "asked": asked,
        "report": report,
        "sent": sent,
        "fate": fate_of(asked, sent[0] if sent else None),
        "today": today(),
        "answered_on": timezone.localdate(sent[-1].at) if sent else None,
        "form": (form or ContributionForm(request=asked)) if may_write or form else None,
        "unsent": asked.draft if answers and not may_write and not _was_sent(asked.draft, sent) else "",
        "conflict": conflict,
        "decline_form": (decline_form or DeclineContributionForm()) if (may_write and waits) or decline_form else None,
        "is_declining": decline_form is not None,
        "may_withdraw": waits and may.can_withdraw_contribution_request(membership, asked),
        "may_use": can_write(membership, report) and lies_with(report, by=membership),
        "crumbs": _crumbs_of(asked, answers=membership.unit_id == asked.assignment.unit_id),
    }
    return render(request, "portal/contributions/contribution.html", context, status=status)


def _was_sent(draft, sent):
    return bool(sent) and sent[0].text == draft


def _back_to(line):
    return reverse("portal:report-write", args=[line.report_id]) + f"#dong-{line.pk}"


def _crumbs_of(asked, *, answers):
    home = ("Việc của tôi", reverse("portal:home"))
    if not answers:
        return [home, ("Đóng góp", "")]
    return [home, ("Đóng góp của đơn vị", reverse("portal:contribution-list")), (asked.line.task_code, "")]


def _crumbs(line, here):
    return [
        ("Báo cáo", reverse("portal:report-list")),
        (str(line.report), line.report.get_absolute_url()),
        ("Soạn", _back_to(line)),
        (here, ""),
    ]
