"""Workbooks of periods: asked for, made by a job, kept some days, thrown away.

The job is written in the same transaction as its row, so neither stands without the other. Who makes one claims it
first, by one guarded update: a job that is run twice makes nothing twice. A job that was killed is found by the tick.
"""

import contextlib
import datetime
import logging
import secrets
import tempfile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django_tasks import task

from common import clock
from common.refusals import Refused
from common.spreadsheets import write_tables
from reviews.enums import WorkbookState
from reviews.models import PeriodWorkbook
from reviews.models.workbook import FOLDER
from reviews.workbook_sheets import Sheets, scope_of
from units.models import Membership, Unit

logger = logging.getLogger(__name__)

KEPT = datetime.timedelta(days=7)
LOST_AFTER = datetime.timedelta(minutes=30)
NOT_BEGUN_AFTER = datetime.timedelta(days=1)
SHEETS = 6

NO_RIGHT = "Chức vụ đã yêu cầu không còn được xem phạm vi này nữa."
BROKEN = "Máy chủ gặp lỗi khi lập bộ số liệu. Bấm “Làm lại”; nếu vẫn không được, hãy báo người quản trị."
CUT_OFF = "Việc lập bị ngắt giữa chừng. Bấm “Làm lại” để lập từ đầu."
WORDS_REMOVED = "Trong kỳ này có nội dung vừa được gỡ khẩn cấp nên tệp đã bị bỏ. Bấm “Làm lại” để lập tệp mới."


class WorkbookRefused(Refused):
    """A workbook cannot be made again, or taken away, as it stands."""


@transaction.atomic
def ask_for_workbook(plan, *, period, on, extent, token, by):
    """Let a worker make the workbook and return its row. The same `token`, or the same workbook while one is being
    made for this post, makes no second one."""
    asked = {"for_post": by, "period": period, "on": on, "extent": extent}
    try:
        with transaction.atomic():
            made = PeriodWorkbook.objects.create(plan=plan, token=token, asked_at=clock.now(), **asked)
    except IntegrityError:
        sent_twice = PeriodWorkbook.objects.filter(token=token, for_post=by).first()
        return sent_twice or PeriodWorkbook.objects.open().get(**asked)
    make_workbook.enqueue(made.pk)
    return made


@transaction.atomic
def make_again(workbook, *, by):
    """Queue a workbook that could not be made. Refused while it is being made, and when it is ready."""
    failed = PeriodWorkbook.objects.filter(pk=workbook.pk, for_post=by, state=WorkbookState.FAILED)
    fresh = {"asked_at": clock.now(), "begun_at": None, "ended_at": None, "sheets_done": 0, "fault": ""}
    try:
        with transaction.atomic():
            queued = failed.update(state=WorkbookState.QUEUED, **fresh)
    except IntegrityError:
        queued = 0
    if not queued:
        raise WorkbookRefused("Bộ số liệu này đã lập xong hoặc đang được lập, không cần làm lại.")
    make_workbook.enqueue(workbook.pk)


@task()
def make_workbook(pk):
    """Make the workbook if it still waits; return whether this call made it."""
    if not _claim(pk):
        return False
    workbook = PeriodWorkbook.objects.select_related("plan", "period", "for_post__unit").get(pk=pk)
    try:
        return _make(workbook)
    except Exception:
        # The log gets the details; who asked is told what to do.
        logger.exception("the workbook %s could not be made", pk)
        _fail(PeriodWorkbook.objects.filter(pk=pk), BROKEN)
        return False


@transaction.atomic
def _claim(pk):
    """Take a workbook that waits; return whether it did."""
    mine = PeriodWorkbook.objects.filter(pk=pk, state=WorkbookState.QUEUED)
    # An emergency removal takes every unit: what is claimed is claimed before it, and thrown away by it, or reads what
    # is left after it.
    posts = Membership.objects.filter(workbooks=pk)
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=posts.values("unit_id")).values_list("pk"))
    return mine.update(state=WorkbookState.MAKING, begun_at=clock.now(), sheets_done=0)


def _make(workbook):
    scope = scope_of(workbook)
    making = PeriodWorkbook.objects.filter(pk=workbook.pk, begun_at=workbook.begun_at)
    if scope is None or not Membership.objects.valid(clock.today()).filter(pk=workbook.for_post_id).exists():
        _fail(making, NO_RIGHT)
        return False
    making.update(units=scope.units)
    with tempfile.TemporaryFile() as made:
        write_tables(_counted(making, Sheets(workbook, scope)), made)
        return _keep(making, made)


def _counted(making, sheets):
    """The tables of the workbook, the row telling after each how many are done."""
    for done, sheet in enumerate(sheets.all, start=1):
        yield sheet()
        making.update(sheets_done=done)


def _keep(making, made):
    """Store the file and say so, unless another call took over meanwhile; return whether it was kept."""
    size = made.tell()
    made.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", File(made))
    ready = {"state": WorkbookState.READY, "ended_at": clock.now(), "file": name, "size": size}
    if making.filter(state=WorkbookState.MAKING).update(**ready):
        return True
    _discard(name)
    return False


@transaction.atomic
def give_up_lost_workbooks(now):
    """Say of workbooks whose job was killed, or never found a worker, that they were not made; return how many."""
    making = PeriodWorkbook.objects.filter(state=WorkbookState.MAKING, begun_at__lt=now - LOST_AFTER)
    waiting = PeriodWorkbook.objects.filter(state=WorkbookState.QUEUED, asked_at__lt=now - NOT_BEGUN_AFTER)
    return _fail(making, CUT_OFF) + _fail(waiting, CUT_OFF)


def remove_old_workbooks(now):
    """Throw away workbooks that have been kept long enough, and their files; return how many."""
    ended = PeriodWorkbook.objects.filter(ended_at__lt=now - KEPT)
    names = dict(ended.values_list("pk", "file"))
    PeriodWorkbook.objects.filter(pk__in=names).delete()
    for name in filter(None, names.values()):
        _discard(name)
    return len(names)


def hold_workbooks():
    """Take those being made: none is kept before the transaction ends."""
    list(PeriodWorkbook.objects.open().select_for_update(no_key=True).order_by("pk").values_list("pk"))


def throw_away(workbooks, fault):
    """Take back files of `workbooks` and what is just being made of them; those who asked are told the `fault`. Those
    that wait are made of what is then left. Call `hold_workbooks` before."""
    gone = workbooks.filter(state__in=[WorkbookState.MAKING, WorkbookState.READY])
    names = dict(gone.values_list("pk", "file"))
    told = {"state": WorkbookState.FAILED, "ended_at": clock.now(), "fault": fault}
    PeriodWorkbook.objects.filter(pk__in=names).update(**told, file="", size=0, sheets_done=0)
    transaction.on_commit(lambda: [_discard(name) for name in filter(None, names.values())])


def _fail(workbooks, fault):
    open_ones = workbooks.filter(state__in=WorkbookState.open())
    return open_ones.update(state=WorkbookState.FAILED, ended_at=clock.now(), fault=fault)


def _discard(name):
    with contextlib.suppress(OSError):
        default_storage.delete(name)
