"""What is compared is asked for in turn, round after round.

A machine is not as fast in one minute as in the next. Times taken one after another tell of that as much as of the
pages; taken in turn they grow together, and their quotient stays.
"""

import http.client
import statistics
import time
from dataclasses import dataclass

# However slow a page is, so many rounds are made.
LEAST = 3
WARMING = 3
PERCENTILE_95 = 18


@dataclass(frozen=True)
class Rounds:
    """Milliseconds of each of several things, {name: [of each round]}."""

    times: dict

    def median(self, name):
        return statistics.median(self.times[name])

    def p95(self, name):
        return percentile_95(self.times[name])

    def quotient(self, name, *others):
        """Return how many times the sum of `others` a thing takes: the median of the rounds."""
        sums = (sum(parts) for parts in zip(*(self.times[other] for other in others), strict=True))
        return statistics.median(one / other for one, other in zip(self.times[name], sums, strict=True))


def percentile_95(times):
    return statistics.quantiles(times, n=20)[PERCENTILE_95] if len(times) > 1 else times[0]


def rounds_of(asks, *, count, seconds, warming=WARMING):
    """Run each of `asks` ({name: a call that returns milliseconds}) in turn, `count` times and no longer than `seconds`
    or LEAST rounds. Return the Rounds; what warming takes is not in them."""
    for time_one in asks.values():
        for _ in range(warming):
            time_one()
    until, times = time.perf_counter() + seconds, {name: [] for name in asks}
    for done in range(count):
        if done >= LEAST and time.perf_counter() > until:
            break
        for name, time_one in asks.items():
            times[name].append(time_one())
    return Rounds(times)


class Tab:
    """A signed-in browser's connection to the server on `port`; `size` is that of its last answer."""

    def __init__(self, port, session):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie, self.size = {"Cookie": f"sessionid={session}"}, 0

    def get(self, path):
        """Return the milliseconds that the answer took."""
        return self.send("GET", path, self.cookie, None)

    def send(self, *request):
        """Return the milliseconds that the answer to (method, path, headers, body) took."""
        milliseconds, self.size = ask(self.connection, *request)
        return milliseconds


def ask(connection, method, path, headers, body):
    """Return milliseconds and bytes of an answer. Raises RuntimeError when it is not the expected 200 or 302."""
    begun = time.perf_counter()
    connection.request(method, path, body=body, headers={"Host": "localhost"} | headers)
    response = connection.getresponse()
    content = response.read()
    if response.status not in {200, 302}:
        raise RuntimeError(f"{method} {path} trả lời {response.status}")
    return (time.perf_counter() - begun) * 1000, len(content)
