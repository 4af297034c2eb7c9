"""What time it is. Acts ask here, so that sample data and replays of history can be made as of an earlier moment."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_set_to = ContextVar("clock_set_to", default=None)


def now():
    """Return the moment, in UTC with time zone, at which an act happens."""
    return _set_to.get() or timezone.now()


def today():
    """Return the day it is in the office (Asia/Ho_Chi_Minh), not in UTC."""
    return timezone.localdate(now())


@contextmanager
def set_to(moment):
    """Within the block, let `now()` be `moment` (an aware datetime)."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
