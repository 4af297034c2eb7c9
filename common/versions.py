"""The version of the data: a number a room that every write moves, so that what was counted may be kept until the next.

A transaction that writes to a watched table leaves a stamp of its room, a random number, in the same transaction: the
version of a room is the sum of its stamps. It is another one as soon as the write can be seen, and never before.
Stamps, unlike a counter, make nobody wait for anybody; a number that was rolled back comes never again. `fold_stamps`
puts old stamps together, which leaves the sums as they are.
"""

import re
import secrets
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Sum

from common.models import DataStamp

WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
STAMP_BITS = 40
# What fits the column: a fold that runs over it moves the version once too often, which costs one recount.
LARGEST = 2**62
FOLDED_FROM = 100
# Of a stamp: it moves the version of every room.
EVERY_ROOM = ""


@dataclass(frozen=True)
class DataVersion:
    """The version of the data: {room: sum of its stamps}."""

    stamps: dict

    def of(self, rooms):
        """Return what another version has too as long as nothing was written in `rooms` between them."""
        return tuple(self.stamps.get(room, 0) for room in (EVERY_ROOM, *rooms))


def data_version():
    """Return the DataVersion as it can be seen now. What is read after it is as new or newer."""
    connection.ensure_connection()
    _watch_of(connection).forget()
    return DataVersion(dict(DataStamp.objects.order_by().values_list("room").annotate(Sum("stamp"))))


def move_every_room():
    """Move the version of every room: something may have been written that no connection of Django saw."""
    DataStamp.objects.create(room=EVERY_ROOM, stamp=_new_stamp())


@contextmanager
def unmoved():
    """Writes of the block leave the version as it is: for what enters no figure, such as a text being typed."""
    connection.ensure_connection()
    watch = _watch_of(connection)
    before, watch.at_rest = watch.at_rest, True
    try:
        yield
    finally:
        watch.at_rest = before


@transaction.atomic
def fold_stamps():
    """Put the stamps together when they are many. Return how many there are fewer."""
    stamps = list(DataStamp.objects.order_by("pk").select_for_update())
    if len(stamps) < FOLDED_FROM:
        return 0
    sums = Counter()
    for stamp in stamps:
        sums[stamp.room] += stamp.stamp
    DataStamp.objects.filter(pk__in=[stamp.pk for stamp in stamps]).delete()
    DataStamp.objects.bulk_create(DataStamp(room=room, stamp=total % LARGEST) for room, total in sums.items())
    return len(stamps) - len(sums)


def watch_writes(*, connection, **kwargs):
    """Watch what a connection writes from now on (receiver of `connection_created`, which tells of it anew when a lost
    connection was made again)."""
    if _watch_of(connection) is None:
        connection.execute_wrappers.append(_Watch(connection))


@cache
def watched_tables():
    """Return {name: room} of the tables whose rows may enter a figure: all of a room that says which do not."""
    rooms = [room for room in apps.get_app_configs() if hasattr(room, "enters_no_figure")]
    return {
        model._meta.db_table: room.label
        for room in rooms
        for model in room.get_models(include_auto_created=True)
        # What joins two models stands with the one that declares it.
        if (model._meta.auto_created or model).__name__ not in room.enters_no_figure
    }


def _new_stamp():
    return secrets.randbits(STAMP_BITS)


def _watch_of(connection):
    return next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, _Watch)), None)


@dataclass(frozen=True)
class _Stands:
    """Does nothing. It waits among what is done at the commit for as long as the stamp of a room stands: when that is
    rolled back, with the transaction or to a savepoint, Django drops it."""

    room: str

    def __call__(self):
        pass


class _Watch:
    """Sees every statement of a connection; a write to a watched table leaves a stamp, the first in its room of a
    transaction."""

    def __init__(self, connection):
        self.connection = connection
        self.at_rest = False

    def __call__(self, execute, sql, params, many, context):
        room = self._moves(sql)
        result = execute(sql, params, many, context)
        if room:
            # The acts of all rooms write in transactions. Without one the stamp follows the write at once.
            alias = self.connection.alias
            DataStamp.objects.using(alias).create(room=room, stamp=_new_stamp())
            transaction.on_commit(_Stands(room), using=alias)
        return result

    def forget(self):
        """Let the next write stamp again: somebody has seen the version that the writes before it made."""
        kept = [entry for entry in self.connection.run_on_commit if not isinstance(entry[1], _Stands)]
        self.connection.run_on_commit = kept

    def _moves(self, sql):
        """The room that a statement moves and the transaction has not stamped, or None."""
        written = None if self.at_rest else WRITE.match(sql)
        room = written and watched_tables().get(written[1])
        return room if room and not self._has_stamped(room) else None

    def _has_stamped(self, room):
        return any(entry[1] == _Stands(room) for entry in self.connection.run_on_commit)
