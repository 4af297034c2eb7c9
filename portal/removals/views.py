"""Emergency removal: what shall go is shown without its words, a reason is asked for, and the record stays."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.acts import form_page, page, require
from progress.actions.removals import copies_of, remove_evidence, remove_log_text, remove_report_text
from progress.forms.removal import FindByHashForm, RemovalForm, ReportRemovalForm
from progress.models import LogEntry, Removal, Report, SubmittedCitation
from progress.permissions import removals as may
from progress.permissions.evidence import readable_evidence

PER_PAGE = 30


@page
def removal_list(request):
    require(may.can_remove_somewhere(request.membership))
    form = FindByHashForm(request.GET if "ma_bam" in request.GET else None)
    found = []
    if form.is_valid():
        pieces = may.removable_evidence(request.membership).filter(sha256__startswith=form.cleaned_data["ma_bam"])
        found = list(pieces.select_related("unit").order_by("pk")[:PER_PAGE])
    removals = Removal.objects.visible_to(request.membership).select_related("unit", "by", "on_behalf_of")
    context = {
        "form": form,
        "found": found,
        "page": Paginator(removals, PER_PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "portal/removals/list.html", context, status=422 if form.errors else 200)


@form_page(back="portal:removal-evidence")
def evidence_removal(request, pk):
    require(may.can_ask_for_removal(request.membership))
    seen = may.removable_evidence(request.membership).select_related("unit", "added_by")
    evidence = get_object_or_404(seen, pk=pk)
    require(may.can_remove_evidence(request.membership, evidence))
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = remove_evidence(evidence, reason=form.cleaned_data["reason"], by=request.membership)
        messages.success(request, f"Đã gỡ khẩn cấp {len(gone)} bản của minh chứng. Đơn vị liên quan đã được báo.")
        return redirect("portal:removal-list")
    copies = list(copies_of(evidence).filter(removed_at=None).select_related("unit").order_by("unit__order", "pk"))
    context = {
        "form": form,
        "evidence": evidence,
        "copies": copies,
        "named": readable_evidence(request.membership).filter(pk=pk).exists(),
        "cited": SubmittedCitation.objects.filter(evidence__in=copies).count(),
        "crumbs": _crumbs("Gỡ minh chứng"),
    }
    return _form(request, "portal/removals/evidence.html", context)


@form_page(back="portal:removal-report")
def report_removal(request, pk):
    require(may.can_ask_for_removal(request.membership))
    report = get_object_or_404(Report.objects.visible_to(request.membership).for_list(), pk=pk)
    require(may.can_remove_text(request.membership, report.period.plan_id))
    form = ReportRemovalForm(request.POST or None, lines=report.lines.all())
    if request.method == "POST" and form.is_valid():
        remove_report_text(report, **form.chosen(), reason=form.cleaned_data["reason"], by=request.membership)
        messages.success(
            request, "Đã gỡ khẩn cấp phần đã chọn ở bản đang soạn và mọi lần gửi. Đơn vị liên quan đã được báo."
        )
        return redirect("portal:removal-list")
    cited = SubmittedCitation.objects.filter(line__submission__report=report)
    pieces = readable_evidence(request.membership).filter(pk__in=cited.order_by().values("evidence_id"))
    context = {
        "form": form,
        "report": report,
        "pieces": pieces.filter(removed_at=None),
        "crumbs": [("Báo cáo", reverse("portal:report-list")), (str(report), report.get_absolute_url()), ("Gỡ", "")],
    }
    return _form(request, "portal/removals/report.html", context)


@form_page(back="portal:removal-log")
def log_removal(request, pk):
    require(may.can_ask_for_removal(request.membership))
    entries = LogEntry.objects.visible_to(request.membership).select_related("assignment__task", "assignment__unit")
    entry = get_object_or_404(entries, pk=pk)
    require(may.can_remove_text(request.membership, entry.assignment.task.plan_id))
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remove_log_text(entry, reason=form.cleaned_data["reason"], by=request.membership)
        messages.success(request, "Đã gỡ khẩn cấp nội dung dòng nhật ký. Đơn vị liên quan đã được báo.")
        return redirect("portal:removal-list")
    pieces = readable_evidence(request.membership).filter(log_entries=entry, removed_at=None)
    context = {"form": form, "entry": entry, "pieces": pieces, "crumbs": _crumbs("Gỡ dòng nhật ký")}
    return _form(request, "portal/removals/log.html", context)


def _crumbs(here):
    return [("Gỡ khẩn cấp", reverse("portal:removal-list")), (here, "")]


def _form(request, template, context):
    return render(request, template, context, status=422 if context["form"].errors else 200)
