"""One at a time: work that must not run twice at once, whatever kills the process that does it.

PostgreSQL keeps an advisory lock for a session and lets it go when the connection ends; on SQLite, which lives on one
machine, the system keeps a lock on a file beside the database and lets it go when the process ends. Neither leaves
anything behind that somebody would have to clear away.
"""

import fcntl
import hashlib
import os
import time
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection

PAUSE = 0.2


@contextmanager
def alone(name, *, wait=0):
    """Within the block say whether this process is the only one that does `name`: False when another is still at it
    after `wait` seconds. What was killed a moment ago may hold on until the other side has noticed."""
    opened = _on_postgresql(name) if connection.vendor == "postgresql" else _on_a_file(name)
    with opened as take:
        deadline, won = time.monotonic() + wait, take()
        while not won and time.monotonic() < deadline:
            time.sleep(PAUSE)
            won = take()
        yield won


@contextmanager
def _on_postgresql(name):
    """Give the function that tries to take the lock; let it go at the end, if it was taken."""
    # Eight bytes of a hash: the number by which PostgreSQL knows the lock.
    key = int.from_bytes(hashlib.sha256(f"plan57 {name}".encode()).digest()[:8], "big", signed=True)
    taken = []

    def take():
        won = _ask("SELECT pg_try_advisory_lock(%s)", key)
        taken.extend([key] * won)
        return won

    try:
        yield take
    finally:
        # A connection that broke has lost the lock already.
        with suppress(DatabaseError):
            for one in taken:
                _ask("SELECT pg_advisory_unlock(%s)", one)


def _ask(sql, key):
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return cursor.fetchone()[0]


@contextmanager
def _on_a_file(name):
    """Give the function that tries to lock a file; closing it lets the lock go."""
    handle = os.open(_lock_file(name), os.O_CREAT | os.O_RDWR, 0o640)

    def take():
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield take
    finally:
        os.close(handle)


def _lock_file(name):
    database = str(connection.settings_dict["NAME"])
    if os.path.isfile(database):
        return f"{database}.{name}.lock"
    os.makedirs(settings.VAR_DIR, exist_ok=True)
    return os.path.join(settings.VAR_DIR, f"{name}.lock")
