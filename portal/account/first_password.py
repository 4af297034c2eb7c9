"""A new person opens his link and sets his own password. It signs nobody in, and leaves whoever is signed in alone."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.limits import is_too_often
from portal.account.doors import too_many_tries
from units import actions
from units.actions.people import AccountRefused
from units.first_passwords import DAYS, person_of_token
from units.forms import OwnPasswordForm

# A whole office may sit behind one address; nobody can guess a link, but nobody shall try for long either.
MOST_TRIES, MINUTES = 200, 5


@sensitive_post_parameters()
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request, token):
    address = get_adapter(request).get_client_ip(request)
    if is_too_often("first-password", address, most=MOST_TRIES, seconds=MINUTES * 60):
        return too_many_tries(request)
    person = person_of_token(token)
    if person is None:
        return _gone(request)
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, user=person)
    context = {"form": form, "person": person}
    if request.method != "POST":
        return render(request, "portal/account/first_password.html", context)
    if not form.is_valid():
        response = render(request, "portal/account/first_password.html", context, status=422)
        # The log would keep the address, and with it a link that still stands.
        response._has_been_logged = True
        return response
    try:
        actions.set_password_by_link(person, form.cleaned_data["password"], token=token)
    except AccountRefused:
        return _gone(request)
    return render(request, "portal/account/first_password_done.html", context)


def _gone(request):
    # 404 for unknown, used and old alike: a guess learns nothing.
    return render(request, "portal/account/first_password_gone.html", {"days": DAYS}, status=404)
