"""A session ends after idle time: work keeps it alive, at the price of few writes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.urls import reverse

from plan57.sessions import SEEN_AT, KeepAliveMiddleware

NOON = 1_750_000_000


@pytest.fixture
def visit(rf, settings, time_machine):
    settings.SESSION_COOKIE_AGE = 1800

    def pass_through(session, *, at, user, address="/"):
        time_machine.move_to(at, tick=False)
        request = rf.get(address)
        request.session, request.user = session, user
        session.modified = False
        KeepAliveMiddleware(lambda request: HttpResponse())(request)
        return session.modified

    return pass_through


@pytest.mark.parametrize(("seconds", "written"), [(0, False), (180, False), (181, True), (1799, True)])
def test_session_is_written_again_after_a_tenth_of_the_idle_time(visit, django_user_model, seconds, written):
    session = SessionStore()
    session[SEEN_AT] = NOON

    assert visit(session, at=NOON + seconds, user=django_user_model()) == written


def test_first_page_after_signing_in_notes_the_time(visit, django_user_model):
    session = SessionStore()

    visit(session, at=NOON, user=django_user_model())

    assert session[SEEN_AT] == NOON


def test_page_that_lies_open_and_asks_for_its_key_keeps_no_session_alive(visit, django_user_model):
    session = SessionStore()
    session[SEEN_AT] = NOON

    assert not visit(session, at=NOON + 1799, user=django_user_model(), address=reverse("portal:account-draft-key"))
    assert session[SEEN_AT] == NOON


def test_stranger_gets_no_session(visit):
    session = SessionStore()

    visit(session, at=NOON, user=AnonymousUser())

    assert session.is_empty()
