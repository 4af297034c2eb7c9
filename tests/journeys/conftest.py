"""A real server with the sample data, and people who open it with a real browser."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections

from tests.journeys.visitor import Visitor, new_context_args
from tests.journeys.world import PASSWORD, Server, World

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Máy này thiếu gói chromium. Cài: apt-get install chromium fonts-dejavu-core", pytrace=False)
    # The browser's event loop stays on this thread; Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": chromium, "args": CHROMIUM}


@pytest.fixture(scope="session")
def playwright(playwright):
    """Django keeps a connection of its own for a thread whose event loop runs, so a test of the database that comes
    after a journey has a second one. It is closed while that loop is still there: nobody can reach it afterwards, and
    PostgreSQL does not drop a database that is in use."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def seeded_world(tmp_path_factory, worker_id):
    """The sample data, on the kind of database that is being tested: to be copied, not to be walked in."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        address = ""
    name = f"{urlsplit(address).path.lstrip('/')}_journey_{worker_id}"
    world = World(tmp_path_factory.mktemp("seeded") / "var", address, name)
    world.seed()
    yield world
    world.remove()


@pytest.fixture(scope="module")
def world(seeded_world, tmp_path_factory):
    """The sample data as seeded, for the journeys of one file alone."""
    world = seeded_world.copy(tmp_path_factory.mktemp("world") / "var", f"{seeded_world.name}_walked")
    yield world
    world.remove()


@pytest.fixture(scope="module")
def server(world):
    """The address of the portal on that world, served as in production."""
    server = Server(world, workers=2)
    server.start()
    yield server.address
    server.stop()
    server.check()


@pytest.fixture(scope="module")
def known_sessions(world):
    """Signed-in cookies by account: people who only look need not type their password each time."""
    return {}


@pytest.fixture
def visitor(browser, server, known_sessions, request):
    """Return a function that gives a Visitor: somebody with a browser of that size and colours.

    With an account the Visitor is signed in; `fresh` types the password even when a session is known.
    """
    opened = []
    name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    folder = Path(request.config.getoption("--output")).absolute() / name

    def come(account="", *, fresh=False, **looks):
        known = None if fresh or not account else known_sessions.get(account)
        context = browser.new_context(base_url=server, storage_state=known, **new_context_args(**looks))
        opened.append(context)
        person = Visitor(context, folder=folder, **looks)
        if account and known is None:
            person.sign_in(account, PASSWORD)
            if not fresh:
                known_sessions[account] = context.storage_state()
        return person

    yield come
    for context in opened:
        context.close()
