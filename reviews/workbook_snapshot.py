"""All sheets of a workbook as of one moment: their rows are read within one transaction and laid down in a file, from
which the workbook is then written. So no act between two sheets can make them contradict each other, and how far the
writing has come can be told meanwhile."""

import pickle
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from django.db import connection, transaction

AT_ONCE = 500


@contextmanager
def one_moment():
    """Read within the block what the database held when it began; write nothing. Meanwhile others may write."""
    outermost = not connection.in_atomic_block
    with _taking_no_turn(), transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # What is read in portions is all read: plan for the last row, not for the first ones.
                cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
        yield


@contextmanager
def _taking_no_turn():
    """SQLite lets one transaction write at a time, and ours take that turn as they begin (IMMEDIATE). One that only
    reads needs none: it is shown what was there when it first read (WAL)."""
    if connection.vendor != "sqlite":
        yield
        return
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


def laid_down(sheets, file):
    """Read the Tables that the functions `sheets` return into the open binary file; return them as they are read from
    it, one after the other."""
    with one_moment():
        tables = [_laid_down(sheet(), file) for sheet in sheets]
    file.seek(0)
    return tables


def _laid_down(table, file):
    rows = iter(table.rows)
    while some := list(islice(rows, AT_ONCE)):
        pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)
    pickle.dump([], file, pickle.HIGHEST_PROTOCOL)
    return replace(table, rows=_read(file))


def _read(file):
    while rows := pickle.load(file):
        yield from rows
