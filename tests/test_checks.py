"""What a start still lacks is named in one sentence with the way out."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from plan57 import checks


def ids(found):
    return [message.id for message in found]


def test_whole_set_up_has_nothing_to_say():
    assert run_checks(include_deployment_checks=False) == []


def test_missing_front_end_names_the_packages(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path, ("vendor/bootstrap", tmp_path / "bootstrap")]

    found = checks.front_end_is_installed(None)

    assert [(message.id, message.msg) for message in found] == [
        ("plan57.E001", "Thiếu tệp giao diện: vendor/bootstrap.")
    ]


def test_words_that_were_not_compiled_are_named(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]

    assert ids(checks.words_are_compiled(None)) == ["plan57.W002"]


@pytest.mark.django_db
def test_cache_table_is_asked_for_only_where_the_database_may_be_asked():
    assert checks.cache_table_exists(None, databases=None) == []
    assert checks.cache_table_exists(None, databases=["default"]) == []


@pytest.mark.django_db
def test_missing_cache_table_is_named(settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "bang_khac"}}

    assert "bang_khac" not in connection.introspection.table_names()
    assert ids(checks.cache_table_exists(None, databases=["default"])) == ["plan57.W004"]


def test_static_files_that_were_not_collected_are_named(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert ids(checks.static_files_are_collected(None)) == ["plan57.W005"]

    (tmp_path / "staticfiles.json").touch()
    assert checks.static_files_are_collected(None) == []
