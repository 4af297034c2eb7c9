"""One measurement: the data, the server, and a line for each page beside the floor of the same run."""

import sys
from io import StringIO

from django.core.management import call_command
from django.db import connection, connections

from bench.data import make_district, posts
from bench.measure import gets, inside, over_the_wire, session_of
from bench.pages import FLOOR, pages, submits
from bench.server import portal_server

ASKED = {1: 50, 8: 160}
HEAD = f"{'trang':<34}{'p50':>8}{'p95':>8}{'p50×8':>8}{'p95×8':>8}{'lần/s':>8}{'truy vấn':>10}{'SQL ms':>8}{'KB':>8}"


def main():
    if connection.vendor != "postgresql":
        sys.exit("Hãy đặt DATABASE_URL trỏ tới PostgreSQL: tốc độ được đo trên cơ sở dữ liệu dùng thật.")
    print("Dữ liệu:", make_district(StringIO()), flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    people = posts()
    sessions = {role: session_of(post) for role, post in people.items()}
    rows = [FLOOR, *pages(people)]
    insides = {path: inside(people[role], path) for _name, role, path in rows}
    sending = submits()
    connections.close_all()
    with portal_server() as port:
        print(HEAD)
        for name, role, path in rows:
            _print_row(name, *[_ask(port, path, sessions[role], clients) for clients in ASKED], insides[path])
        print_submits(port, sending)


def print_submits(port, sending):
    """Send each prepared report once, first one after another, then eight at a time."""
    half = len(sending) // 2
    alone = over_the_wire(port, sending[:half], clients=1)
    crowd = over_the_wire(port, sending[half:], clients=8)
    _print_row("gửi một báo cáo", alone, crowd, None)


def _ask(port, path, session, clients):
    over_the_wire(port, gets(path, session, 8), clients=clients)
    return over_the_wire(port, gets(path, session, ASKED[clients]), clients=clients)


def _print_row(name, alone, crowd, within):
    cost = f"{within.queries:>10}{within.sql_ms:>8.1f}" if within else f"{'':>18}"
    times = "".join(f"{number:>8.1f}" for number in (alone.p50, alone.p95, crowd.p50, crowd.p95, crowd.per_second))
    print(f"{name:<34}{times}{cost}{crowd.size / 1024:>8.0f}", flush=True)
