"""How pages are written: `@page` shows and cannot write; `@act` changes one thing, by POST; `require` asks a right."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.refusals import Refused
from portal import errors

WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE")


class PageWrote(RuntimeError):
    """A page that only shows tried to change data: a fault of the program, never of the user."""


def page(view):
    """Turn a function into a page: GET and HEAD only, for people who hold a post, and unable to write."""

    @require_safe
    @wraps(view)
    def show(request, *args, **kwargs):
        if request.membership is None:
            return errors.no_post(request)
        with connection.execute_wrapper(_refuse_writes):
            return view(request, *args, **kwargs)

    return show


def act(back=None):
    """Turn a function into an act: POST only. A refusal is told with status 409 and a way back to the page `back`.

    `back` is the name of a page that takes the same arguments as the act.
    """

    def decorate(view):
        told = _with_way_back(view, back)

        @require_POST
        @wraps(view)
        def do(request, *args, **kwargs):
            if request.membership is None:
                return errors.no_post(request)
            return told(request, *args, **kwargs)

        return do

    return decorate


def form_page(back=None):
    """Turn a function into a form's page: GET shows it and cannot write, POST acts. Both are refused as an act is."""

    def decorate(view):
        showing, acting = page(_with_way_back(view, back)), act(back)(view)

        @wraps(view)
        def either(request, *args, **kwargs):
            return (acting if request.method == "POST" else showing)(request, *args, **kwargs)

        return either

    return decorate


def _with_way_back(view, back):
    """Give each refusal of the view the address of the page `back`."""

    @wraps(view)
    def told(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            refused.back = reverse(back, args=args, kwargs=kwargs) if back else ""
            raise

    return told


def require(answer, sentence=""):
    """Stop with 403 unless a `can_…()` question was answered yes. `sentence` tells the person who may."""
    if not answer:
        raise PermissionDenied(sentence)


def _refuse_writes(execute, sql, params, many, context):
    if sql.lstrip().upper().startswith(WRITES) and "django_session" not in sql:
        raise PageWrote(sql.split("(")[0][:80])
    return execute(sql, params, many, context)
