"""The pages that say no: each names what happened and what to do next, as a page or, for htmx, as a notice."""

import contextlib

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

MESSAGES_REGION = "#thong-bao-trang"
NEVER_SHOWN_AGAIN = ("password", "code", "csrfmiddlewaretoken", "sealed")
WORTH_KEEPING = 30
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent)
# A page whose typed text lies sealed in the browser says so with the form (static/js/drafts.js).
KEPT_IN_BROWSER = "giu-tren-may"
TOO_LONG = (
    "Nội dung gửi một lần quá dài nên máy chủ không nhận. Hãy rút gọn phần vừa viết; phần dài nên đính kèm thành tệp."
)
UNREADABLE = "Máy chủ không đọc được nội dung vừa gửi. Nếu gửi lại vẫn vậy, xin báo người quản trị."
NO_POST = "Hôm nay tài khoản này không giữ chức vụ nào nên chưa lưu được. Xin liên hệ người quản trị."
OUT_OF_SIGHT = "Chức vụ đang dùng không mở được nội dung này."
NOT_ALLOWED = "Chức vụ đang dùng không có quyền làm việc này."
PAGE_TOO_OLD = "Trang này mở đã lâu, hoặc trình duyệt vừa xóa dữ liệu của cổng, nên máy chủ chưa nhận."


@login_not_required
def bad_request(request, exception=None):
    if in_the_background(request):
        return told_in_the_background(TOO_LONG if isinstance(exception, TOO_MUCH) else UNREADABLE, status=400)
    return _answer(request, "errors/400.html", 400)


@login_not_required
def forbidden(request, exception=None):
    if in_the_background(request):
        return _wrong_post(request, _sentence(exception) or NOT_ALLOWED, status=403)
    return _answer(request, "errors/403.html", 403, sentence=_sentence(exception))


@login_not_required
def no_post(request):
    """403: the person signed in holds no post today."""
    if in_the_background(request):
        return told_in_the_background(NO_POST, status=403)
    return _answer(request, "errors/no_post.html", 403)


@login_not_required
def not_found(request, exception=None):
    if in_the_background(request):
        return _wrong_post(request, OUT_OF_SIGHT, status=404)
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
    if in_the_background(request):
        return told_in_the_background(refusal.sentence, status=409)
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
    if in_the_background(request):
        # Any page brings a new token along; the sign-in page does so for whoever has to sign in again, too.
        sign_in = {"url": resolve_url("account_login"), "way": "Mở cổng ở thẻ mới, rồi quay lại đây"}
        return told_in_the_background(PAGE_TOO_OLD, status=403, **sign_in)
    return _answer(request, "errors/form_expired.html", 403, typed=typed_texts(request), back_url=came_from(request))


@login_not_required
def session_expired(request, sign_in_url):
    """A form came in after the time-out: keep what was typed in sight instead of losing it on the way to sign-in.

    Return None when nothing worth keeping was typed. A page that saves in the background is told in its own way."""
    if in_the_background(request):
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


def in_the_background(request):
    """Whether a page asks by itself while somebody writes on it (static/js/autosave_queue.js)."""
    return request.headers.get("Accept") == "application/json"


def told_in_the_background(refused, *, status, url="", way=""):
    """Return a refusal for such a page: the sentence, and the address and words of a link that helps."""
    way = way or "Mở trang đầu ở thẻ mới"
    return JsonResponse({"refused": refused, "url": url or reverse("portal:home"), "way": way}, status=status)


def _wrong_post(request, sentence, *, status):
    """Most often another post was chosen in another tab: who holds more than one is led to where it is changed."""
    if len(getattr(request, "posts", [])) < 2:
        return told_in_the_background(sentence, status=status)
    sentence = f"{sentence} Nếu viết với chức vụ khác, hãy đổi lại chức vụ."
    return told_in_the_background(
        sentence, status=status, url=reverse("portal:post-choose"), way="Đổi chức vụ ở thẻ mới, rồi quay lại đây"
    )


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
