"""One measurement: the data, the server, and for each page its floors in the same run."""

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench import data
from bench.measure import browser_of, gets, inside, over_the_wire, session_of
from bench.pages import EMPTY, nothing_kept, pages, submits, unit_measured
from bench.server import memory, portal_server
from bench.table import write_table
from common import clock

CLIENTS = (1, 8)
SUBMITS = 24
# Per page and number of clients: at most so many requests, and so many seconds.
FULL, QUICK = ({1: 40, 8: 120}, 6), ({1: 6, 8: 16}, 3)
TIMES = "".join(f"{name:>8}" for name in ("p50", "p95", "p50×8", "p95×8", "tĩnh", "SQL"))
HEAD = f"{'trang':<36}{TIMES}{'tỷ số':>7}{'truy vấn':>10}{'KB':>7}"


def main(asked):
    size = data.SIZES[asked.size]
    print("Dữ liệu:", data.make(size), flush=True)
    if asked.fill:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    found = [_measure(name, plan, asked) for name, plan in data.plans(size).items()]
    if not asked.quick and not asked.only:
        _keep(asked.size, size, found)
        write_table(_folder())


def _folder():
    return Path(settings.VAR_DIR) / "bench"


def _keep(name, size, found):
    _folder().mkdir(parents=True, exist_ok=True)
    server = connection.vendor
    if server == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT version(), current_setting('fsync'), current_setting('synchronous_commit')")
            version, fsync, commit = cursor.fetchone()
        server = f"{' '.join(version.split()[:2])}, fsync {fsync}, synchronous_commit {commit}"
    kept = {
        "size": name,
        "words": size.words,
        "on": clock.today().isoformat(),
        "database": server,
        "plans": dict(found),
    }
    path = _folder() / f"{name}-{connection.vendor}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1))


def _measure(name, plan, asked):
    """Return (name, what was measured of one plan's pages)."""
    people = data.posts(plan, unit_measured(plan))
    chosen = [page for page in pages(plan, people) if asked.only in page.name]
    browsers = {who: browser_of(post) for who, post in people.items()}
    floor = inside(browsers["office"], EMPTY)
    insides = {page.name: inside(browsers[page.who], page.path) for page in chosen}
    sessions = {who: session_of(post) for who, post in people.items()}
    with nothing_kept(plan):
        sending, lines = submits(plan, 2 * SUBMITS)
        connections.close_all()
        with portal_server() as (port, process):
            print(f"\n{plan}\n{HEAD}", flush=True)
            pace = QUICK if asked.quick else FULL
            empty = _asked(port, EMPTY, sessions["office"], pace)
            _print_row("trang trống (sàn)", {"wire": empty, "inside": asdict(floor)})
            rows = {}
            for page in chosen:
                rows[page.name] = _page(port, page, sessions[page.who], pace) | {"inside": asdict(insides[page.name])}
                _print_row(page.name, rows[page.name], floor)
            before = memory(process)
            sent = _submits(port, sending)
            megabytes = max(before, memory(process))
    print(f"gửi báo cáo {lines} dòng: {sent}; tiến trình lớn nhất {megabytes:.0f} MB", flush=True)
    return name, {
        "plan": str(plan),
        "empty": {"wire": empty, "inside": asdict(floor)},
        "pages": rows,
        "submit": sent,
        "lines": lines,
        "megabytes": megabytes,
    }


def _page(port, page, session, pace):
    row = {"wire": _asked(port, page.path, session, pace)}
    if not page.is_export:
        row["constants"] = _asked(port, f"/trang-tinh/?{urlencode({'trang': page.path})}", session, pace)
    return row


def _asked(port, path, session, pace):
    counts, seconds = pace
    found = {}
    for clients in CLIENTS:
        over_the_wire(port, gets(path, session, 2 * clients), clients=clients)
        found[clients] = asdict(
            over_the_wire(port, gets(path, session, counts[clients]), clients=clients, seconds=seconds)
        )
    return found


def _submits(port, sending):
    """Send each prepared report once, first one after another, then eight at a time."""
    half = len(sending) // 2
    if not half:
        return {}
    return {
        1: asdict(over_the_wire(port, sending[:half], clients=1)),
        8: asdict(over_the_wire(port, sending[half:], clients=8)),
    }


def _print_row(name, row, floor=None):
    one, eight = row["wire"][1], row["wire"][8]
    constants = row["constants"][1]["p50"] if "constants" in row else 0
    bare = row["inside"]["bare_ms"] - (floor.bare_ms if floor else 0)
    ratio = one["p50"] / (constants + bare) if constants else 0
    times = "".join(
        f"{number:>8.1f}" for number in (one["p50"], one["p95"], eight["p50"], eight["p95"], constants, bare)
    )
    print(f"{name:<36}{times}{ratio:>7.2f}{row['inside']['queries']:>10}{one['size'] / 1024:>7.0f}", flush=True)
