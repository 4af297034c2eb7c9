"""A session ends after a while without work, not a while after signing in."""

import time

from django.conf import settings

SEEN_AT = "seen_at"


class KeepAliveMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            # Ten writes per idle time are enough: a write for every page would cost every reader a transaction.
            if now - request.session.get(SEEN_AT, 0) > settings.SESSION_COOKIE_AGE // 10:
                request.session[SEEN_AT] = now
        return self.get_response(request)
