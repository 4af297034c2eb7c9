"""The version of the data: a number that every write moves, so that what was counted may be kept until the next one.

A transaction that writes to a watched table leaves a stamp, a random number, in the same transaction: the version is
the sum of all stamps. It is another one as soon as the write can be seen, and never before. Stamps, unlike a counter,
make nobody wait for anybody; a number that was rolled back comes never again. `fold_stamps` puts old stamps together,
which leaves the sum as it is.
"""

import re
import secrets
from contextlib import contextmanager
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


def data_version():
    """Return the version of the data as it can be seen now, a string. What is read after it is as new or newer."""
    connection.ensure_connection()
    _watch_of(connection).forget()
    return str(DataStamp.objects.aggregate(version=Sum("stamp"))["version"] or 0)


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
    stamps = dict(DataStamp.objects.order_by("pk").select_for_update().values_list("pk", "stamp"))
    if len(stamps) < FOLDED_FROM:
        return 0
    DataStamp.objects.filter(pk__in=stamps).delete()
    DataStamp.objects.create(stamp=sum(stamps.values()) % LARGEST)
    return len(stamps) - 1


def watch_writes(*, connection, **kwargs):
    """Watch what a connection writes from now on (receiver of `connection_created`, which tells of it anew when a lost
    connection was made again)."""
    if _watch_of(connection) is None:
        connection.execute_wrappers.append(_Watch(connection))


@cache
def watched_tables():
    """Return the names of the tables whose rows may enter a figure: all of a room that says which do not."""
    rooms = [room for room in apps.get_app_configs() if hasattr(room, "enters_no_figure")]
    return frozenset(
        model._meta.db_table
        for room in rooms
        for model in room.get_models(include_auto_created=True)
        if model.__name__ not in room.enters_no_figure
    )


def _watch_of(connection):
    return next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, _Watch)), None)


class _Watch:
    """Sees every statement of a connection; a write to a watched table leaves a stamp, the first of a transaction."""

    def __init__(self, connection):
        self.connection = connection
        self.at_rest = False

    def __call__(self, execute, sql, params, many, context):
        moves = self._moves(sql)
        result = execute(sql, params, many, context)
        if moves:
            # The acts of all rooms write in transactions. Without one the stamp follows the write at once.
            DataStamp.objects.using(self.connection.alias).create(stamp=secrets.randbits(STAMP_BITS))
            transaction.on_commit(self.stands, using=self.connection.alias)
        return result

    def stands(self):
        """Do nothing. It waits among what is done at the commit for as long as the stamp of the transaction stands:
        when that is rolled back, as a whole or to a savepoint, Django drops it."""

    def forget(self):
        """Let the next write stamp again: somebody has seen the version that the writes before it made."""
        kept = [entry for entry in self.connection.run_on_commit if entry[1] != self.stands]
        self.connection.run_on_commit = kept

    def _moves(self, sql):
        written = None if self.at_rest else WRITE.match(sql)
        return bool(written) and written[1] in watched_tables() and not self._has_stamped()

    def _has_stamped(self):
        return any(entry[1] == self.stands for entry in self.connection.run_on_commit)
