"""What every test stands on: an own place for files, quick passwords, and on SQLite a database in a file,
because threads that race each need a connection of their own."""

from contextlib import nullcontext
from shutil import copy

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.high_ids import begin_ids_high
from tests.migrated import keep_copy, mark_of_migrations
from tests.one_day import on_one_day
from units.middleware import SESSION_KEY

SQLITE = "django.db.backends.sqlite3"
# Whether the suite is green depends neither on luck nor on how busy the machine is; `--hypothesis-profile=seeking`
# looks for examples that nobody has seen yet.
NOT_OF_TIME = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
examples.register_profile("steady", derandomize=True, deadline=None, database=None, suppress_health_check=NOT_OF_TIME)
examples.register_profile("seeking", parent=examples.get_profile("steady"), derandomize=False)
examples.load_profile("steady")


@pytest.fixture(scope="session")
def migrated_file(pytestconfig):
    """Where an SQLite database lies to which exactly these migrations were applied, once some run has made it."""
    return pytestconfig.cache.mkdir("database") / f"{mark_of_migrations()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_keepdb, migrated_file, tmp_path_factory
):
    database = connections["default"].settings_dict
    if database["ENGINE"] == SQLITE:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database["TEST"]["NAME"] = str(file)
        # Nothing here has to survive a power cut.
        database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        if migrated_file.exists():
            copy(migrated_file, file)
            database["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, migrated_file):
    """Applying all migrations takes longer than most files of tests do: a database they were applied to is kept."""
    return django_db_keepdb or (connection.vendor == "sqlite" and migrated_file.exists())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_keepdb, migrated_file):
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_keepdb:
            keep_copy(migrated_file)
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
