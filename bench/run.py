"""One measurement: the data, two servers, and for each page its floors in the same run."""

import json
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench import data
from bench.jobs import JOBS, in_own_process
from bench.measure import after_writes, browser_of, gets, inside, over_the_wire, session_of
from bench.pages import EMPTY, pages
from bench.posts import posts
from bench.sending import nothing_kept, submits
from bench.server import memory, portal_server
from bench.table import print_row, write_table
from common import clock

SUBMITS = 24
WARMING = 3
# The empty page is asked for so often beside each page: a machine is not as fast in one minute as in the next.
BESIDE = 11
# Per page and number of clients: at most so many requests, and so many seconds.
FULL, QUICK = ({1: 30, 8: 48}, 0.5), ({1: 6, 8: 16}, 0.3)


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
        self.counts, self.seconds = QUICK if asked.quick else FULL
        people = posts(plan)
        self.chosen = [page for page in pages(plan, people) if asked.only in page.name]
        browsers = {who: browser_of(post) for who, post in people.items()}
        self.floor = asdict(inside(browsers["office"], EMPTY))
        self.insides = {page.name: _tried(_inside, browsers[page.who], page.path) for page in self.chosen}
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
                found |= {"submit": _tried(_submits, port, sending), "megabytes": memory(process)}
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
        row = {"wire": self._asked(self.port, EMPTY, "office", self.counts), "inside": self.floor}
        print_row("trang trống (sàn)", row, None)
        return row

    def _rows(self, chosen):
        rows = {}
        for page in chosen:
            rows[page.name] = self.insides[page.name]
            if "fault" not in rows[page.name]:
                rows[page.name] = self.insides[page.name] | _tried(self._row, page)
            print_row(page.name, rows[page.name], {"inside": self.floor})
        return rows

    def _row(self, page):
        row = {"wire": self._asked(self.port, page.path, page.who, self.counts)}
        row["beside"] = over_the_wire(self.port, gets(EMPTY, self.sessions[page.who], BESIDE), clients=1).p50
        row["after_writes"] = after_writes(self.port, page.path, self.sessions[page.who])
        if not page.is_file:
            path = f"/trang-tinh/?{urlencode({'trang': page.path})}"
            row["constants"] = self._asked(self.constants, path, page.who, {1: self.counts[1]})
        return row

    def _asked(self, port, path, who, counts):
        session = self.sessions[who]
        over_the_wire(port, gets(path, session, WARMING), clients=1)
        # Keys are text, as they are once the measurement was kept and read again.
        return {
            str(clients): asdict(over_the_wire(port, gets(path, session, count), clients=clients, seconds=self.seconds))
            for clients, count in counts.items()
        }


def _inside(browser, path):
    return {"inside": asdict(inside(browser, path))}


def _submits(port, sending):
    """Send each prepared report once, first one after another, then eight at a time."""
    half = len(sending) // 2
    if not half:
        raise RuntimeError("không còn báo cáo nào để gửi")
    return {
        "1": asdict(over_the_wire(port, sending[:half], clients=1)),
        "8": asdict(over_the_wire(port, sending[half:], clients=8)),
    }


def _tried(measure, *args):
    """Return what `measure` finds, or the fault that stopped it: one page that fails does not end the run."""
    try:
        return measure(*args)
    except (RuntimeError, OSError, HTTPException) as fault:
        return {"fault": str(fault) or type(fault).__name__}
