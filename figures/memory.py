"""Figures that were counted before, as long as nothing was written since.

A Scope that says of what version of the data it is (common/versions.py) lets figures be remembered: each is kept with
the version it was counted of, and counted anew when that is another in a room it reads. Nothing is kept for longer
because it is recent, nor forgotten because it is old. Scopes without a version are counted every time.
"""

import hashlib
from functools import partial, wraps

from django.core.cache import caches
from django.db.models import Model

# The rooms whose tables a figure reads: what a Scope leads to, and what stands beside it.
OF_WORK_GIVEN = ("common", "units", "tasks")
OF_WORK = (*OF_WORK_GIVEN, "progress")
OF_STEPS = (*OF_WORK_GIVEN, "oversight")
OF_ALL = (*OF_WORK, "oversight")


def remembered(count=None, *, rooms=OF_WORK):
    """Decorate a figure. `count` takes a Scope or what was counted of one, and plain values or rows of models; what it
    returns can be pickled. It reads tables of `rooms` alone: what is written in others leaves it as it is."""
    if count is None:
        return partial(remembered, rooms=rooms)
    name = f"{count.__module__}.{count.__qualname__}"

    @wraps(count)
    def recall(of, *args, **asked):
        data = getattr(of, "scope", of).version
        if data is None:
            return count(of, *args, **asked)
        now = data.of(rooms)
        key = _key(name, of, args, sorted(asked.items()))
        version, figure = caches["figures"].get(key, (None, None))
        if version != now:
            figure = count(of, *args, **asked)
            caches["figures"].set(key, (now, figure))
        return figure

    return recall


def _key(*told):
    return hashlib.sha256(repr(_plain(told)).encode()).hexdigest()


def _plain(one):
    """Return what tells `one` from other arguments, as values whose `repr` says it whole."""
    if isinstance(one, tuple | list):
        return [_plain(part) for part in one]
    if isinstance(one, Model):
        return one._meta.label, one.pk
    return getattr(one, "counted_by", one)
