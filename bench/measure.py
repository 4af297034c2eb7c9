"""Clocks: what a page costs over the wire (p50, p95, bytes), and inside (queries, SQL milliseconds)."""

import http.client
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

from django.db import connection
from django.test import Client

from units.middleware import SESSION_KEY

PERCENTILE_95 = 18


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
    queries: int
    sql_ms: float


def session_of(post):
    """Return the session key of a signed-in browser that acts from `post`."""
    client = Client()
    client.force_login(post.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return session.session_key


def over_the_wire(port, requests, *, clients):
    """Ask the server on `port` for each of `requests` (method, path, headers, body), `clients` at a time.

    Raises RuntimeError at the first answer that is not the expected 200 or 302.
    """
    hands = [list(islice(requests, hand, None, clients)) for hand in range(clients)]
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = [answer for hand in pool.map(lambda part: _ask_each(port, part), hands) for answer in hand]
    elapsed = time.perf_counter() - started
    times = sorted(milliseconds for milliseconds, _size in answers)
    return Wire(
        clients=clients,
        count=len(times),
        p50=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[PERCENTILE_95] if len(times) > 1 else times[0],
        per_second=len(times) / elapsed,
        size=max(size for _milliseconds, size in answers),
    )


def gets(path, session, count):
    """Return `count` GET requests for one path by one signed-in browser."""
    return list(islice(cycle([("GET", path, {"Cookie": f"sessionid={session}"}, None)]), count))


def inside(post, path):
    """Return how many queries a page asks and how long the database takes for them, second call (warm)."""
    client = Client(headers={"host": "localhost"})
    client.force_login(post.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    client.get(path)
    spent = []

    def clock(execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - begun)

    with connection.execute_wrapper(clock):
        client.get(path)
    return Inside(queries=len(spent), sql_ms=sum(spent) * 1000)


def _ask_each(port, requests):
    connection_ = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    return [_ask(connection_, *request) for request in requests]


def _ask(connection_, method, path, headers, body):
    begun = time.perf_counter()
    connection_.request(method, path, body=body, headers={"Host": "localhost"} | headers)
    response = connection_.getresponse()
    content = response.read()
    if response.status not in {200, 302}:
        raise RuntimeError(f"{method} {path} trả lời {response.status}")
    return (time.perf_counter() - begun) * 1000, len(content)
