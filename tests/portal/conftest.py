"""The small world of the tests of rights, built once for all tests of a file: most of their time went into it."""

from copy import deepcopy

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings

from tests.one_day import LONG, on_one_day
from tests.portal.access_doors import Doors
from tests.portal.access_world import World


@pytest.fixture(scope="module")
def standing_doors(django_db_setup, django_db_blocker, tmp_path_factory):
    """The doors of one world, in a transaction that ends with the file. Only `doors` may use them."""
    with (
        on_one_day(LONG),
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("standing_media")),
        transaction.atomic(),
    ):
        yield Doors(World())
        transaction.set_rollback(True)


@pytest.fixture
def doors(standing_doors, db):
    """The doors of the small world as it was built: what a test writes is taken back to the savepoint it began at, and
    what it does to the objects is done to copies."""
    return deepcopy(standing_doors)


@pytest.fixture
def forget_figures():
    """Forget the figures that were remembered: what follows counts anew."""
    return caches["figures"].clear
