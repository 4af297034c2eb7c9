"""One measurement: the data, two servers, and for each page its floors in the same run."""

import json
import math
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench import data
from bench.jobs import JOBS, in_own_process
from bench.measure import PATIENCE, bare, browser_of, gets, inside, over_the_wire, session_of
from bench.pages import EMPTY, pages
from bench.posts import posts
from bench.rounds import Tab, rounds_of
from bench.sending import nothing_kept, submits
from bench.server import memory, portal_server
from bench.table import print_row, write_table
from common import clock
from common.versions import move_every_room

SUBMITS = 24
WRITES = 5
# Of a page: at most so many rounds in so many seconds; then so many requests of eight clients.
FULL, QUICK = {"count": 30, "seconds": 2, "of_eight": 48}, {"count": 6, "seconds": 0.5, "of_eight": 16}


def main(asked):
    size = data.SIZES[asked.size]
    if asked.job:
        job, _, name = asked.job.partition("/")
        print(json.dumps(JOBS[job](data.plans(size)[name])))
        return
    print("Dữ liệu:", data.make(size), flush=True)
    if asked.fill:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    plans = data.plans(size)
    found = {name: _Measurement(plans[name], asked).all(name) for name in size.measured}
    if not asked.quick and not asked.only:
        _keep(asked.size, size, found)
        write_table(_folder())


def _folder():
    return Path(settings.VAR_DIR) / "bench"


def _keep(name, size, found):
    _folder().mkdir(parents=True, exist_ok=True)
    server = "SQLite"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT version(), current_setting('fsync'), current_setting('synchronous_commit')")
            version, fsync, commit = cursor.fetchone()
        server = f"{' '.join(version.split()[:2])}, fsync {fsync}, synchronous_commit {commit}"
    kept = {"size": name, "words": size.words, "on": clock.today().isoformat(), "database": server, "plans": found}
    path = _folder() / f"{name}-{connection.vendor}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1))


class _Measurement:
    """Of one plan. What keeps contexts of pages runs on a server of its own, so that memory is the portal's own."""

    def __init__(self, plan, asked):
        self.plan, self.asked = plan, asked
        self.effort = QUICK if asked.quick else FULL
        people = posts(plan)
        self.chosen = [page for page in pages(plan, people) if asked.only in page.name]
        browsers = {who: browser_of(post) for who, post in people.items()}
        self.frame = inside(browsers["office"], EMPTY)
        self.insides = {page.name: _tried(inside, browsers[page.who], page.path) for page in self.chosen}
        self.sessions = {who: session_of(post) for who, post in people.items()}

    def all(self, name):
        """Return what was measured, ready to be kept."""
        with nothing_kept(self.plan):
            sending, lines = submits(self.plan, 2 * SUBMITS)
            connections.close_all()
            with portal_server() as (port, process), portal_server() as (self.constants, _):
                self.port = port
                print(f"\n{self.plan}", flush=True)
                found = {"plan": str(self.plan), "lines": lines, "empty": self._empty()}
                shown = self._rows(page for page in self.chosen if not page.is_file)
                sent = _tried(_submits, port, sending, self.sessions["office"])
                found |= {"submit": sent, "megabytes": memory(process)}
                files = self._rows(page for page in self.chosen if page.is_file)
                found |= {"pages": shown | files, "files_megabytes": memory(process)}
        jobs = {} if self.asked.only else {job: in_own_process(self.asked.size, job, name) for job in JOBS}
        told = {key: value for key, value in (found | jobs).items() if key != "pages"}
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return found | jobs

    def _empty(self):
        for port in (self.port, self.constants):
            # Each worker reads the code and the templates of the frame once.
            over_the_wire(port, gets(EMPTY, self.sessions["office"], 64), clients=8)
        tab = Tab(self.port, self.sessions["office"])
        rounds = self._rounds({"page": lambda: tab.get(EMPTY), "sql": lambda: bare(self.frame.reads)})
        row = _told(rounds, self.frame, tab.size) | {"eight": self._of_eight(EMPTY, "office")}
        print_row("trang trống (sàn)", row)
        return row

    def _rows(self, chosen):
        rows = {}
        for page in chosen:
            found = self.insides[page.name]
            rows[page.name] = found if isinstance(found, dict) else _tried(self._row, page, found)
            print_row(page.name, rows[page.name])
        return rows

    def _row(self, page, found):
        """Measure a page beside its floors, then for eight at once, then when nothing is remembered."""
        tab, empty, constants = (Tab(port, self.sessions[page.who]) for port in (self.port, self.port, self.constants))
        asks = {"page": lambda: tab.get(page.path), "empty": lambda: empty.get(EMPTY)}
        floors = {"sql": lambda: max(0, bare(found.reads) - bare(self.frame.reads))}
        if not page.is_file:
            path = f"/trang-tinh/?{urlencode({'trang': page.path})}"
            floors["constants"] = lambda: constants.get(path)
        rounds = self._rounds(asks | floors)
        row = _told(rounds, found, tab.size) | {"to_empty": rounds.quotient("page", "empty")}
        if not page.is_file:
            row["ratio"] = rounds.quotient("page", "constants", "sql")
        asks["page"] = lambda: move_every_room() or tab.get(page.path)
        written = rounds_of(asks, count=WRITES, seconds=PATIENCE, warming=0)
        row["after_writes"] = {"p50": written.median("page"), "to_empty": written.quotient("page", "empty")}
        return row | {"eight": self._of_eight(page.path, page.who)}

    def _rounds(self, asks):
        return rounds_of(asks, count=self.effort["count"], seconds=self.effort["seconds"])

    def _of_eight(self, path, who):
        requests = gets(path, self.sessions[who], self.effort["of_eight"])
        return asdict(over_the_wire(self.port, requests, clients=8, seconds=self.effort["seconds"]))


def _told(rounds, found, size):
    """Return what is kept of a page: medians in milliseconds, questions to the database, bytes."""
    medians = {name: rounds.median(name) for name in rounds.times}
    return {"p50": medians, "p95": rounds.p95("page"), "queries": found.queries, "sql_ms": found.sql_ms, "size": size}


def _submits(port, sending, session):
    """Send each prepared report once, first one after another, then eight at a time."""
    half = len(sending) // 2
    if not half:
        raise RuntimeError("không còn báo cáo nào để gửi")
    tab, empty, each = Tab(port, session), Tab(port, session), iter(sending[:half])
    asks = {"page": lambda: tab.send(*next(each)), "empty": lambda: empty.get(EMPTY)}
    alone = rounds_of(asks, count=half, seconds=math.inf, warming=0)
    return {
        "1": {"p50": alone.median("page"), "p95": alone.p95("page"), "to_empty": alone.quotient("page", "empty")},
        "8": asdict(over_the_wire(port, sending[half:], clients=8)),
    }


def _tried(measure, *args):
    """Return what `measure` finds, or the fault that stopped it: one page that fails does not end the run."""
    try:
        return measure(*args)
    except (RuntimeError, OSError, HTTPException) as fault:
        return {"fault": str(fault) or type(fault).__name__}
