"""The inbox of a person, over all his posts. It needs no post: what was told stays readable."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.notices.links import link_to, target_of
from units import actions
from units.models import Notice

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A notice with the icon and the link of what it is about."""

    notice: Notice
    icon: str
    url: str


@require_safe
def notice_list(request):
    notices = Notice.objects.visible_to(request.user).select_related("unit")
    only_unread = request.GET.get("loc") == "chua-doc"
    if only_unread:
        notices = notices.unread()
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("trang"))
    lines = [Line(n, target_of(n.kind).icon, link_to(n.kind, n.object_id)) for n in page]
    return render(
        request, "portal/notices/notice_list.html", {"page": page, "lines": lines, "only_unread": only_unread}
    )


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
