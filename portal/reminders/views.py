"""Nhắc việc: what was sent, to whom, why and by which way; and one's own digest, with the way to each duty."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from oversight.deadlines import PAGES
from oversight.models import ReminderDigest, ReminderSent
from portal.acts import page, require
from portal.lists import Listing, back_to, workbook_of
from portal.reminders.columns import COLUMNS, FAILURES
from portal.reminders.filters import ReminderFilterForm
from tasks.permissions import can_take_lists_away
from tasks.timing import TimeWord, timing_of

PAGE_SIZE = 30
TITLE = "Nhắc việc"


@page
def reminder_list(request):
    """Those of one's unit; for the standing office those of the whole plan; an administrator sees what failed."""
    if request.membership.is_administrator:
        return _failures(request)
    form, listing = _listing(request)
    context = {"form": form, "listing": listing, "page": listing.page}
    context["may_take_away"] = can_take_lists_away(request.membership)
    return render(request, "portal/reminders/list.html", context, status=200 if form.is_valid() else 422)


@page
def reminder_list_export(request):
    require(can_take_lists_away(request.membership))
    form, listing = _listing(request)
    if not form.is_valid():
        return back_to("portal:reminder-list", request)
    return workbook_of(listing, TITLE, name="nhac-viec")


def _listing(request):
    form = ReminderFilterForm(request.GET)
    lines = form.chosen(ReminderSent.objects.visible_to(request.membership)).select_related("digest", "user", "unit")
    return form, Listing(request, COLUMNS, lines, per_page=PAGE_SIZE, usual="-ngay")


def _failures(request):
    failed = ReminderDigest.objects.failed().select_related("user")
    listing = Listing(request, FAILURES, failed, per_page=PAGE_SIZE, usual="-ngay")
    return render(request, "portal/reminders/failures.html", {"listing": listing, "page": listing.page})


@dataclass(frozen=True)
class Line:
    """One duty as it was reminded of; `url` is "" when it is another post's."""

    sent: ReminderSent
    time: TimeWord
    url: str


@require_safe
def reminder(request, pk):
    """One's own digest. Like the inbox it needs no post: what was told stays readable."""
    digest = get_object_or_404(ReminderDigest.objects.visible_to(request.user), pk=pk)
    lines = digest.lines.select_related("unit").order_by("due_on", "pk")
    context = {
        "digest": digest,
        "lines": [_line(line, digest, request.membership) for line in lines],
        "crumbs": [("Thông báo", reverse("portal:notice-list")), (str(digest), "")],
    }
    return render(request, "portal/reminders/digest.html", context)


def _line(sent, digest, membership):
    mine = membership is not None and membership.works and membership.unit_id == sent.unit_id
    url = reverse(PAGES[sent.kind], args=[sent.object_id]) if mine else ""
    return Line(sent, timing_of(sent.due_on, on=digest.on), url)
