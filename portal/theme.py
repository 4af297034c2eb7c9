"""The reader's choice of colours: a cookie, so that the server paints the first page right and nothing flashes."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "giao_dien"
THEMES = {"light": ("Sáng", "sun"), "dark": ("Tối", "moon"), "auto": ("Tự động", "circle-half")}
YEAR = 365 * 24 * 3600


def chosen_theme(request):
    """Return "light" or "dark" when the reader has chosen, otherwise "" (follow the system)."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in {"light", "dark"} else ""


@login_not_required
@require_POST
def choose_theme(request):
    """Keep the chosen colours in a cookie and go back to where the reader was; an unknown word means "auto"."""
    theme = request.POST.get("theme")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse(settings.LOGIN_REDIRECT_URL)
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE,
        theme if theme in THEMES else "auto",
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
