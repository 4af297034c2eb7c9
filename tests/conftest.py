"""What every test stands on: an own place for files, quick passwords, and on SQLite a database in a file,
because threads that race each need a connection of their own."""

from contextlib import nullcontext

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, override_settings

from tests.high_ids import begin_ids_high
from tests.one_day import on_one_day
from units.middleware import SESSION_KEY


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    database = connections["default"].settings_dict
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # Nothing here has to survive a power cut.
        database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        begin_ids_high()


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory):
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        yield


@pytest.fixture(autouse=True)
def one_day(request):
    # The server of the journeys is a process of its own and keeps the true time.
    with nullcontext() if request.node.get_closest_marker("journey") else on_one_day():
        yield


@pytest.fixture
def media_root(settings, tmp_path):
    """An empty place for uploads, for tests that look at what is left on disk."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def sign_in():
    """Return a function that signs the person of a post in and acts from that post."""

    def sign(post):
        client = Client()
        client.force_login(post.user)
        session = client.session
        session[SESSION_KEY] = post.pk
        session.save()
        return client

    return sign
