"""Doors that are not pages of the portal: the admin's own sign-in, and the answer to too many tries."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


@login_not_required
def admin_sign_in(request):
    """The admin has no sign-in of its own. Whoever is signed in and is sent here has no right to what he asked for."""
    if request.user.is_authenticated:
        raise PermissionDenied("Chức vụ đang dùng không vào được trang quản trị này.")
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("admin:index")
    return redirect_to_login(wanted, resolve_url("account_login"))


@login_not_required
def sign_out(request):
    """Sign out by the library; the browser then forgets what it kept for the person, sealed as it is."""
    signed_in = request.user.is_authenticated
    response = account.logout(request)
    # Not on the way out of a sign-in half done: there the copies wait for the person who is about to come back.
    if signed_in and not request.user.is_authenticated:
        response["Clear-Site-Data"] = '"storage"'
    return response


def admin_sign_out(request):
    return redirect("account_logout")


def admin_change_password(request):
    return redirect("account_change_password")


@login_not_required
def too_many_tries(request):
    """429: somebody, or something, tried too often from one address."""
    return render(request, "portal/account/too_many_tries.html", status=429)
