"""Workbooks of periods: asked for, made by a job, kept some days, thrown away.

The job is written in the same transaction as its row, so neither stands without the other. Who makes one claims it
first, by one guarded update: a job that is run twice makes nothing twice. A job that was killed is found by the tick.
"""

import contextlib
import logging
import secrets
import tempfile
import time
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django_tasks import task

from common import clock
from common.refusals import Refused
from common.spreadsheets import write_tables
from reviews.actions.claiming import AFRESH, KEPT, LOST_AFTER, claim, fail, give_up, hold
from reviews.enums import WorkbookState
from reviews.models import PeriodWorkbook
from reviews.models.workbook import FOLDER
from reviews.workbook_sheets import Sheets, scope_of
from reviews.workbook_snapshot import laid_down
from units.models import Membership

logger = logging.getLogger(__name__)

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
    _take_turn(by)
    asked = {"period": period, "on": on, "extent": extent}
    same = Q(token=token) | Q(**asked, state__in=WorkbookState.open())
    if found := PeriodWorkbook.objects.filter(same, for_post=by).first():
        return found
    fresh = {"plan": plan, "token": token, "for_post": by, "asked_at": clock.now()}
    try:
        with transaction.atomic():
            made = PeriodWorkbook.objects.create(**asked, **fresh)
    except IntegrityError:
        raise WorkbookRefused("Biểu mẫu này đã được gửi từ một chức vụ khác. Hãy mở lại trang rồi bấm lại.") from None
    make_workbook.enqueue(made.pk)
    return made


@transaction.atomic
def make_again(workbook, *, by):
    """Queue a workbook that could not be made. Refused while it is being made, and when it is ready."""
    _take_turn(by)
    failed = PeriodWorkbook.objects.filter(pk=workbook.pk, for_post=by, state=WorkbookState.FAILED)
    try:
        with transaction.atomic():
            queued = failed.update(state=WorkbookState.QUEUED, asked_at=clock.now(), sheets_done=0, **AFRESH)
    except IntegrityError:
        queued = 0
    if not queued:
        raise WorkbookRefused("Bộ số liệu này đã lập xong hoặc đang được lập, không cần làm lại.")
    make_workbook.enqueue(workbook.pk)


@task()
def make_workbook(pk):
    """Make the workbook if it still waits; return whether this call made it."""
    making = claim(PeriodWorkbook.objects.all(), pk)
    if making is None:
        return False
    try:
        return _make(making)
    except Exception:
        # The log gets the details; who asked is told what to do.
        logger.exception("the workbook %s could not be made", pk)
        fail(making, BROKEN)
        return False


def _make(making):
    workbook = making.select_related("plan", "period", "for_post__unit").first()
    scope = scope_of(workbook) if workbook else None
    if scope is None or not Membership.objects.valid(clock.today()).filter(pk=workbook.for_post_id).exists():
        fail(making, NO_RIGHT)
        return False
    making.update(units=scope.units)
    with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as made:
        tables = laid_down(Sheets(workbook, scope).all, read)
        write_tables(_counted(making, tables), made)
        return _keep(making, made)


def _counted(making, tables):
    """The tables of the workbook, the row telling after each how many are done."""
    for done, table in enumerate(tables, start=1):
        yield table
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


def give_up_lost_workbooks(now):
    """Say of workbooks whose job was killed, or never found a worker, that they were not made; return how many."""
    return give_up(PeriodWorkbook.objects.all(), CUT_OFF, now=now)


@transaction.atomic
def remove_old_workbooks(now):
    """Throw away workbooks that have been kept long enough, and their files; return how many."""
    # One that is being asked for again just now is not old any more once the lock is had.
    ended = PeriodWorkbook.objects.select_for_update().filter(ended_at__lt=now - KEPT).order_by("pk")
    names = dict(ended.values_list("pk", "file"))
    PeriodWorkbook.objects.filter(pk__in=names).delete()
    transaction.on_commit(lambda: _discard_all(names.values()))
    return len(names)


def sweep_workbook_files(older_than=LOST_AFTER):
    """Remove files that no workbook names, left by a worker that was killed half-way; return how many."""
    limit = time.time() - older_than.total_seconds()
    paths = Path(default_storage.location, FOLDER).glob("*")
    left = {f"{FOLDER}/{path.name}" for path in paths if _is_older(path, limit)}
    left -= set(PeriodWorkbook.objects.filter(file__in=left).values_list("file", flat=True))
    _discard_all(left)
    return len(left)


def hold_workbooks():
    """Take those being made: none is kept before the transaction ends."""
    hold(PeriodWorkbook.objects.all())


def throw_away(workbooks, fault):
    """Take back files of `workbooks` and what is just being made of them; those who asked are told the `fault`. Those
    that wait are made of what is then left. Call `hold_workbooks` before."""
    gone = workbooks.filter(state__in=[WorkbookState.MAKING, WorkbookState.READY])
    names = dict(gone.values_list("pk", "file"))
    told = {"state": WorkbookState.FAILED, "ended_at": clock.now(), "fault": fault}
    PeriodWorkbook.objects.filter(pk__in=names).update(**told, file="", size=0, sheets_done=0)
    transaction.on_commit(lambda: _discard_all(names.values()))


def _is_older(path, limit):
    # A job that gave up, or another machine's tick, may have taken the file away in the meantime.
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime < limit
    return False


def _take_turn(post):
    """What one post asks for, it asks for one after the other."""
    Membership.objects.select_for_update(no_key=True).get(pk=post.pk)


def _discard_all(names):
    for name in filter(None, names):
        _discard(name)


def _discard(name):
    with contextlib.suppress(OSError):
        default_storage.delete(name)
