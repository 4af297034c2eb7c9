"""A real server with the sample data, and people who open it with a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from tests.journeys.visitor import Visitor, new_context_args

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "BuGiaMap-261-KH"
STEPS = [
    ["migrate", "--verbosity", "0"],
    ["createcachetable"],
    ["load_calendar"],
    ["load_units", "units/seed/bu_gia_map_2024.toml"],
    ["load_plan", "tasks/seed/plan_261.toml"],
    ["seed_demo"],
]
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
    # The reviewer's morning confirms all that waits, and leaves nothing for the other journeys of the same server.
    items.sort(key=lambda item: item.path.name == "test_judging.py")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Máy này thiếu gói chromium. Cài: apt-get install chromium fonts-dejavu-core", pytrace=False)
    # The browser's event loop stays on this thread; Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": chromium, "args": CHROMIUM}


@pytest.fixture(scope="session")
def journey_database(tmp_path_factory, worker_id):
    """The address of an empty database of one's own, on the kind of database that is being tested."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        yield f"sqlite:///{tmp_path_factory.mktemp('journey') / 'journey.sqlite3'}"
        return
    parts = urlsplit(address)
    name = f"{parts.path.lstrip('/')}_journey_{worker_id}"
    _administer(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    yield urlunsplit(parts._replace(path=f"/{name}"))
    _administer(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def server(journey_database, tmp_path_factory):
    """The address of the portal, served as in production and filled with the sample data."""
    place = tmp_path_factory.mktemp("server")
    port = _free_port()
    environment = os.environ | {
        "DATABASE_URL": journey_database,
        "VAR_DIR": str(place),
        "DEBUG": "1",
        "DEMO_PASSWORD": PASSWORD,
        "LOG_LEVEL": "WARNING",
    }
    for step in STEPS:
        subprocess.run(
            [sys.executable, "manage.py", *step], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with (place / "server.log").open("w") as log:
        options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--log-level", "warning"]
        command = [sys.executable, "-m", "gunicorn", "plan57.wsgi", *options]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
    told = (place / "server.log").read_text()
    assert "Traceback" not in told, told[-4000:]


@pytest.fixture(scope="session")
def known_sessions():
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


def _administer(address, *statements):
    connection = psycopg2.connect(address)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, process):
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=20):
                return
        except OSError:
            process.poll()
    pytest.fail("Máy chủ của các hành trình không trả lời.")
