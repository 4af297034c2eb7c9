"""The private address of one's deadline feed, on the page of one's own account."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from oversight.actions.feeds import feed_of, renew_feed, token_of


def feed_address(request):
    """Return the whole address that a calendar program is given, or "" while there is none (1 query)."""
    feed = feed_of(request.user)
    if feed is None:
        return ""
    site = settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return f"{site}{reverse('portal:calendar-feed')}?ma={token_of(feed)}"


@require_POST
def renew(request):
    """Make an address, or another in place of the one that may be known to others."""
    renew_feed(request.user)
    messages.success(request, "Đã tạo địa chỉ lịch mới. Địa chỉ cũ, nếu có, không dùng được nữa.")
    return redirect("portal:account")
