"""A first password, given by the administrator, must be changed before anything else is done."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

ALLOWED = {
    "account_change_password",
    "account_logout",
    "portal:first-password",
    "portal:theme-choose",
    "portal:healthz",
    "portal:readyz",
}


class FirstPasswordMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(request.user, "must_change_password", False):
            return None
        if request.resolver_match.view_name in ALLOWED:
            return None
        if getattr(request, "htmx", False):
            # A whole page must not land inside a fragment.
            return HttpResponse(headers={"HX-Redirect": reverse("account_change_password")})
        return redirect("account_change_password")
