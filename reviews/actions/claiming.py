"""What review jobs and workbooks have in common: rows that wait for a worker, are claimed once by a guarded update,
fail with a sentence that tells why, are given up when their worker was killed or none ever came, and keep their files
so long.

`rows` are a queryset of either; the states used here are called the same in both.
"""

import datetime

from django.db import transaction

from common import clock
from reviews.enums import JobState
from units.models import Unit

KEPT = datetime.timedelta(days=7)
LOST_AFTER = datetime.timedelta(minutes=30)
NOT_BEGUN_AFTER = datetime.timedelta(days=1)
# Of a row that is asked for once more.
AFRESH = {"begun_at": None, "ended_at": None, "fault": ""}


@transaction.atomic
def claim(rows, pk):
    """Take the row if it still waits; return it as a queryset that holds it only while no other call has taken it over,
    or None."""
    # An emergency removal takes every unit: what is claimed is claimed before it, and stopped by it, or reads what is
    # left after it.
    units = rows.filter(pk=pk).order_by().values("for_post__unit_id")
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).values_list("pk"))
    begun_at = clock.now()
    taken = rows.filter(pk=pk, state=JobState.QUEUED).update(state=JobState.MAKING, begun_at=begun_at)
    return rows.filter(pk=pk, begun_at=begun_at) if taken else None


def fail(rows, fault):
    """Say of those that wait or are being made why they are not; return how many."""
    still_open = rows.filter(state__in=JobState.open())
    return still_open.update(state=JobState.FAILED, ended_at=clock.now(), fault=fault)


@transaction.atomic
def give_up(rows, fault, *, now):
    """Say of those whose worker was killed, or that never found one, that they were not made; return how many."""
    making = rows.filter(state=JobState.MAKING, begun_at__lt=now - LOST_AFTER)
    waiting = rows.filter(state=JobState.QUEUED, asked_at__lt=now - NOT_BEGUN_AFTER)
    return fail(making, fault) + fail(waiting, fault)


def hold(rows):
    """Take those that wait or are being made: none ends before the transaction does."""
    list(rows.filter(state__in=JobState.open()).select_for_update(no_key=True).order_by("pk").values_list("pk"))
