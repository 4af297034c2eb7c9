"""The progress log: what was done on which day, by whom; mistakes are corrected by a new entry."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.acts import form_page, page, require
from portal.lists import Listing, back_to, workbook_of
from portal.log.columns import COLUMNS, read_rows
from progress.actions.log import add_log_entry
from progress.forms.answers import status_of, telling_refusal
from progress.forms.log import CorrectionForm, LogEntryForm, LogFilterForm
from progress.models import LogEntry
from progress.permissions.log import can_add_entry, can_add_somewhere, can_correct_entry
from tasks.models import Assignment
from tasks.permissions import can_take_lists_away

PAGE_SIZE = 30
CRUMB = "Nhật ký tiến độ"


@page
def entry_list(request):
    form, listing = _listing(request)
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "add_url": reverse("portal:log-add") if can_add_somewhere(request.membership) else "",
        "may_take_away": can_take_lists_away(request.membership),
    }
    return render(request, "portal/log/list.html", context, status=200 if form.is_valid() else 422)


@page
def entry_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:log-list", request)
    return workbook_of(listing, "Nhật ký tiến độ", name="nhat-ky")


@form_page()
def add(request):
    require(can_add_somewhere(request.membership))
    form = LogEntryForm(request.POST or None, request.FILES or None, membership=request.membership)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form, "files") as told:
            add_log_entry(form.cleaned_data["assignment"], **form.entry(), by=request.membership)
        if not told:
            return _written(request)
    return _form(request, form, "Ghi nhật ký")


@form_page()
def add_about(request, assignment_pk):
    seen = Assignment.objects.visible_to(request.membership).select_related("task__plan", "unit")
    assignment = get_object_or_404(seen, pk=assignment_pk)
    require(can_add_entry(request.membership, assignment))
    form = CorrectionForm(request.POST or None, request.FILES or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form, "files") as told:
            add_log_entry(assignment, **form.entry(), by=request.membership)
        if not told:
            return _written(request)
    return _form(request, form, "Ghi nhật ký", assignment=assignment)


@form_page()
def correct(request, pk):
    entries = LogEntry.objects.visible_to(request.membership)
    entry = get_object_or_404(entries.select_related("assignment__task__plan", "assignment__unit"), pk=pk)
    require(can_correct_entry(request.membership, entry))
    initial = {"happened_on": entry.happened_on, "text": entry.text, "percent": entry.percent}
    form = CorrectionForm(request.POST or None, request.FILES or None, assignment=entry.assignment, initial=initial)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            add_log_entry(entry.assignment, **form.entry(), corrects=entry, by=request.membership)
        if not told:
            return _written(request)
    return _form(request, form, "Đính chính nhật ký", assignment=entry.assignment, corrects=entry)


def _listing(request):
    form = LogFilterForm(request.GET, membership=request.membership)
    entries = form.cut(LogEntry.objects.visible_to(request.membership))
    entries = entries.select_related(
        "assignment__task", "assignment__unit", "by", "for_unit", "corrects", "correction"
    ).prefetch_related("evidence")
    read = partial(read_rows, membership=request.membership)
    return form, Listing(request, COLUMNS, entries, read=read, per_page=PAGE_SIZE, usual="-ngay")


def _written(request):
    messages.success(request, "Đã ghi nhật ký.")
    return redirect("portal:log-list")


def _form(request, form, title, *, assignment=None, corrects=None):
    back_url = reverse("portal:log-list")
    context = {
        "form": form,
        "title": title,
        "assignment": assignment,
        "corrects": corrects,
        "back_url": back_url,
        "has_choice": assignment is not None or form.fields["assignment"].queryset.exists(),
        "crumbs": [(CRUMB, back_url), (title, None)],
    }
    return render(request, "portal/log/form.html", context, status=status_of(form))
