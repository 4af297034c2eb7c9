"""A session ends after a while without work, not a while after signing in."""

import time

from django.conf import settings
from django.urls import reverse

SEEN_AT = "seen_at"
# A page that lies open asks for it by itself: that somebody is at work does not follow.
ASKED_BY_PAGES = "portal:account-draft-key"


class KeepAliveMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            # Ten writes per idle time are enough: a write for every page would cost every reader a transaction.
            is_due = now - request.session.get(SEEN_AT, 0) > settings.SESSION_COOKIE_AGE // 10
            if is_due and request.path != reverse(ASKED_BY_PAGES):
                request.session[SEEN_AT] = now
        return self.get_response(request)
