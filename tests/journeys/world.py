"""The sample data, seeded once; every file of journeys walks in a copy of its own, with a server of its own: what one
confirms or uses up, no other misses."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

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


class World:
    """A folder of files and a database: a file in that folder, or `name` at the PostgreSQL `address`."""

    def __init__(self, folder, address="", name=""):
        self.folder, self.address, self.name = folder, address, name

    @property
    def database(self):
        if not self.address:
            return f"sqlite:///{self.folder / 'journey.sqlite3'}"
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{self.name}"))

    @property
    def environment(self):
        own = {"DATABASE_URL": self.database, "VAR_DIR": str(self.folder), "DEMO_PASSWORD": PASSWORD}
        return os.environ | own | {"DEBUG": "1", "LOG_LEVEL": "WARNING"}

    def seed(self):
        self.folder.mkdir()
        self._create("template1")
        for step in STEPS:
            self.manage(*step)

    def manage(self, *words):
        """Run a command of manage.py in this world."""
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def copy(self, folder, name):
        """Return a world like this one in `folder`, and in the database `name`. Nobody may be using this one."""
        shutil.copytree(self.folder, folder)
        world = World(folder, self.address, name)
        world._create(self.name)
        return world

    def remove(self):
        self._administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _create(self, template):
        self.remove()
        self._administer(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')

    def _administer(self, statement):
        if not self.address:
            return
        connection = psycopg2.connect(self.address)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


class Server:
    """The portal served as in production on one world. It may be stopped and started again."""

    def __init__(self, world, *, workers=1):
        self.world, self.workers, self.port = world, workers, _free_port()
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self):
        return self.world.folder / f"server-{self.port}.log"

    def start(self):
        """Start it and wait until it answers."""
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers), "--threads", "4"]
        command = [sys.executable, "-m", "gunicorn", "plan57.wsgi", *options, "--log-level", "warning"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.world.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=20):
                    return
            except OSError:
                # Where nobody asks all the time, it has the machine to itself to begin on.
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=0.1)
        raise AssertionError(self.log.read_text()[-2000:])

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def check(self):
        """Refuse a log in which something fell over."""
        told = self.log.read_text()
        assert "Traceback" not in told, told[-4000:]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
