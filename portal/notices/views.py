"""The inbox of a person, over all his posts. It needs no post: what was told stays readable."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.lists import Column, Listing, workbook_of
from portal.notices.filters import KindForm
from portal.notices.links import link_to, target_of
from units import actions
from units.models import Notice

PAGE_SIZE = 50
COLUMNS = [
    Column("Lúc", lambda line: line.notice.at, key="luc", order=("at",), width=18),
    Column("Nội dung", lambda line: line.notice.text, width=60),
    Column("Gửi tới", lambda line: str(line.notice.unit), key="don-vi", order=("unit__order", "unit_id"), width=30),
    Column("Đã xem lúc", lambda line: line.notice.read_at, key="xem", order=("read_at",), width=18),
]


@dataclass(frozen=True)
class Line:
    """A notice with the icon and the link of what it is about."""

    notice: Notice
    icon: str
    url: str


@require_safe
def notice_list(request):
    form, listing = _listing(request)
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "lines": listing.rows,
        "only_unread": _only_unread(request),
        "may_take_away": True,
    }
    return render(request, "portal/notices/notice_list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def notice_list_export(request):
    _, listing = _listing(request)
    return workbook_of(listing, "Thông báo", name="thong-bao")


@require_POST
def open_notice(request, pk):
    """Mark a line as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_notice_read(notice, user=request.user)
    return redirect(link_to(notice.kind, notice.object_id) or reverse("portal:notice-list"))


@require_POST
def read_all(request):
    marked = actions.mark_all_read(user=request.user)
    messages.success(request, f"Đã đánh dấu {marked} thông báo là đã xem." if marked else "Không còn thông báo mới.")
    return redirect("portal:notice-list")


def _listing(request):
    notices = Notice.objects.visible_to(request.user).select_related("unit")
    form = KindForm(request.GET, user=request.user)
    notices = form.chosen(notices.unread() if _only_unread(request) else notices)
    return form, Listing(request, COLUMNS, notices, read=_lines, per_page=PAGE_SIZE, usual="-luc")


def _only_unread(request):
    return request.GET.get("loc") == "chua-doc"


def _lines(notices):
    return [Line(n, target_of(n.kind).icon, link_to(n.kind, n.object_id)) for n in notices]
