"""The pages that say no: each names what happened and what to do next, as a page or, for htmx, as a notice."""

import contextlib

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

MESSAGES_REGION = "#thong-bao-trang"
NEVER_SHOWN_AGAIN = ("password", "code", "csrfmiddlewaretoken", "sealed")
WORTH_KEEPING = 30
# A page whose typed text lies sealed in the browser says so with the form (static/js/drafts.js).
KEPT_IN_BROWSER = "giu-tren-may"


@login_not_required
def bad_request(request, exception=None):
    return _answer(request, "errors/400.html", 400)


@login_not_required
def forbidden(request, exception=None):
    return _answer(request, "errors/403.html", 403, sentence=_sentence(exception))


@login_not_required
def not_found(request, exception=None):
    return _answer(request, "errors/404.html", 404)


@login_not_required
def wrong_method(request, allowed):
    """405: an act was opened as a page, or a page was sent a form. `allowed` are the methods that are answered."""
    response = _answer(request, "errors/405.html", 405)
    response["Allow"] = allowed
    return response


@login_not_required
def refused(request, refusal):
    """409: the rules do not allow the act just now; the refusal's own sentence says why."""
    return _answer(
        request,
        "errors/409.html",
        409,
        sentence=refusal.sentence,
        details=refusal.details,
        back_url=getattr(refusal, "back", "") or came_from(request),
        typed=typed_texts(request),
    )


@login_not_required
def form_expired(request, reason=""):
    """403 of the CSRF guard. What was typed is shown again, to be copied, never sent again by itself."""
    return _answer(request, "errors/form_expired.html", 403, typed=typed_texts(request), back_url=came_from(request))


@login_not_required
def session_expired(request, sign_in_url):
    """A form came in after the time-out: keep what was typed in sight instead of losing it on the way to sign-in.

    Return None when nothing worth keeping was typed. A page that saves in the background is told in its own way."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"sign_in": sign_in_url}, status=401)
    typed = typed_texts(request)
    if not typed:
        return None
    is_kept = request.POST.get(KEPT_IN_BROWSER) == "1"
    if is_kept:
        sign_in_url += "?" + urlencode({"next": request.path})
    context = {"typed": typed, "is_kept": is_kept, "sign_in_url": sign_in_url}
    return _answer(request, "errors/session_expired.html", 403, **context)


@login_not_required
def server_error(request):
    # No request context: whatever broke (the database, perhaps) must not be asked again for the page that says so.
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def came_from(request):
    """Return the page of this portal that the form stood on, or "" when the browser does not say or names another."""
    address = request.META.get("HTTP_REFERER", "")
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here else ""


def typed_texts(request):
    """Return the longer texts of a refused form, so that nobody has to write them twice."""
    with contextlib.suppress(MultiPartParserError, RequestDataTooBig, SuspiciousOperation, OSError):
        return [
            value
            for name, values in request.POST.lists()
            if not any(word in name for word in NEVER_SHOWN_AGAIN)
            for value in values
            if len(value) >= WORTH_KEEPING
        ]
    return []


def _sentence(exception):
    return str(exception) if exception and exception.args else ""


def _answer(request, template, status, **context):
    context["status"] = status
    if getattr(request, "htmx", False):
        response = HttpResponse(render_to_string("parts/_refusal.html", context, request), status=status)
        response["HX-Retarget"] = MESSAGES_REGION
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return HttpResponse(render_to_string(template, context, request), status=status)
