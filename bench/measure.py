"""Clocks: what a page costs over the wire (p50, p95, bytes), and inside (queries, SQL milliseconds, bare SQL)."""

import http.client
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.test import Client

from bench.rounds import ask, percentile_95
from units.middleware import SESSION_KEY

# Seconds. A page that takes longer by itself is told, not asked for by eight at once.
PATIENCE = 10


@dataclass(frozen=True)
class Wire:
    """Times in milliseconds of one address asked `count` times by `clients` at once."""

    clients: int
    count: int
    p50: float
    p95: float
    per_second: float
    size: int


@dataclass(frozen=True)
class Inside:
    """How often a page asks the database, how long that takes through Django, and what it reads: [(SQL, values)]."""

    queries: int
    sql_ms: float
    reads: list


def browser_of(post):
    """Return a signed-in Client that acts from `post`."""
    client = Client(headers={"host": "localhost"})
    client.raise_request_exception = False
    client.force_login(post.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client


def session_of(post):
    return browser_of(post).session.session_key


def over_the_wire(port, requests, *, clients, seconds=None):
    """Ask the server on `port` for each of `requests` (method, path, headers, body), `clients` at a time.

    Stops early after `seconds`. Raises RuntimeError at the first answer that is not the expected 200 or 302.
    """
    hands = [list(islice(requests, hand, None, clients)) for hand in range(clients)]
    started = time.perf_counter()
    until = started + seconds if seconds else None
    with ThreadPoolExecutor(clients) as pool:
        asked = pool.map(lambda part: _ask_each(port, part, until), hands)
        answers = [answer for hand in asked for answer in hand]
    elapsed = time.perf_counter() - started
    times = sorted(milliseconds for milliseconds, _size in answers)
    return Wire(
        clients=clients,
        count=len(times),
        p50=statistics.median(times),
        p95=percentile_95(times),
        per_second=len(times) / elapsed,
        size=max(size for _milliseconds, size in answers),
    )


def gets(path, session, count):
    """Return `count` GET requests for one path by one signed-in browser."""
    return [("GET", path, {"Cookie": f"sessionid={session}"}, None)] * count


def inside(client, path):
    """Return the Inside of a page, second call (warm). Raises RuntimeError when it fails, or takes too long."""
    begun = time.perf_counter()
    client.get(path)
    if (seconds := time.perf_counter() - begun) > PATIENCE:
        raise RuntimeError(f"một lượt mất {seconds:.0f} giây")
    asked, spent = [], []

    def clock(execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - begun)
            asked.append((sql, params))

    with connection.execute_wrapper(clock):
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} trả lời {response.status_code}")
    # A union begins with a bracket, a tree of units with what it is made of.
    reads = [(sql, params) for sql, params in asked if sql.lstrip(" (\n").upper().startswith(("SELECT", "WITH"))]
    return Inside(queries=len(spent), sql_ms=sum(spent) * 1000, reads=reads)


def bare(reads):
    """Return the milliseconds of statements asked again of the database, with nothing of Django round them."""
    with connection.cursor() as cursor:
        driver = cursor.cursor
        begun = time.perf_counter()
        for sql, params in reads:
            if connection.vendor == "sqlite":
                cursor.execute(sql, params)
                cursor.fetchall()
            else:
                driver.execute(sql, params)
                driver.fetchall()
        return (time.perf_counter() - begun) * 1000


def _ask_each(port, requests, until):
    connection_ = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answers = []
    for request in requests:
        answers.append(ask(connection_, *request))
        if until and time.perf_counter() > until:
            break
    return answers
