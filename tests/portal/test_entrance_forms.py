"""The forms by which one signs in and sets up the second factor are checked by their pages: a browser would tell what
is missing in a language of its own."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import make_post
from tests.factories.units import PASSWORD
from units.enums import Role

pytestmark = pytest.mark.django_db
TYPED = re.compile(r'<(?:select|textarea|input(?![^>]*type="(?:hidden|submit)"))')


@pytest.fixture(autouse=True)
def forget_tries():
    cache.clear()


@pytest.fixture
def user():
    return make_post(role=Role.HEAD).user


def filled_in(response):
    """The opening tags of the forms of the page itself in which something is typed or chosen."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return [tag for tag, inner in re.findall(r"(<form[^>]*>)(.*?)</form>", main, re.DOTALL) if TYPED.search(inner)]


def left_to_the_browser(pages):
    """The forms of the pages that the browser checks; each page must have one to be checked."""
    assert [name for name, page in pages.items() if not filled_in(page)] == []
    return [tag for page in pages.values() for tag in filled_in(page) if " novalidate" not in tag]


def test_signing_in_is_checked_by_the_page(user):
    TOTP.activate(user, generate_totp_secret())
    client, sign_in, second = Client(), reverse("account_login"), reverse("mfa_authenticate")

    pages = {
        "asked": client.get(sign_in),
        "refused": client.post(sign_in, {"login": user.username}),
        "second factor": client.post(sign_in, {"login": user.username, "password": PASSWORD}, follow=True),
        "wrong code": client.post(second, {"code": "000000"}),
    }

    assert [page.request["PATH_INFO"] for page in pages.values()] == [sign_in, sign_in, second, second]
    assert left_to_the_browser(pages) == []


def test_setting_up_the_second_factor_is_checked_by_the_page(user):
    client = Client()
    client.force_login(user)
    activate = reverse("mfa_activate_totp")

    again = client.get(activate, follow=True)
    form = client.post(again.request["PATH_INFO"], {"password": PASSWORD, "next": activate}, follow=True)
    wrong = client.post(activate, {"code": "000000"})
    TOTP.activate(user, generate_totp_secret())
    by_code = client.get(reverse("mfa_reauthenticate"))

    assert [page.request["PATH_INFO"] for page in (again, form)] == [reverse("account_reauthenticate"), activate]
    assert left_to_the_browser({"again": again, "form": form, "wrong": wrong, "by code": by_code}) == []
