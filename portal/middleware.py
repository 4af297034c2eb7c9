"""Round every page: refusals become the designed pages, also while DEBUG is on, and nothing private is cached."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404
from django.shortcuts import resolve_url

from common.refusals import Refused
from portal import errors


class RefusalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return errors.not_found(request)
        if response.status_code == 405 and not response.content:
            return errors.wrong_method(request, allowed=response["Allow"])
        if _sent_to_sign_in(request, response):
            return errors.session_expired(request, sign_in_url=resolve_url(settings.LOGIN_URL)) or response
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, PermissionDenied):
            return errors.forbidden(request, exception)
        if isinstance(exception, Http404):
            return errors.not_found(request, exception)
        if _number_beyond_the_database(exception):
            return errors.bad_request(request, exception)
        return None


def _number_beyond_the_database(exception):
    """Nobody types a number of twenty digits for one of a list; whoever makes one by hand is told, without a fault."""
    return isinstance(exception, OverflowError) or (
        isinstance(exception, DataError) and type(exception.__cause__).__name__ == "NumericValueOutOfRange"
    )


def _sent_to_sign_in(request, response):
    return (
        request.method == "POST"
        and response.status_code == 302
        and not request.user.is_authenticated
        and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?")
    )


class PrivatePagesMiddleware:
    """Keeps the pages of signed-in people out of every cache: on a shared PC, Back after sign-out shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
