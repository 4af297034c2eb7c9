"""Slow work, each in a process of its own: the workbook of a period, and a review drafted and issued."""

import datetime
import json
import subprocess
import sys
import time
from unittest import mock

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count

from bench.around import last_closed, planned_review
from bench.posts import head_of, posts
from bench.server import peak
from common import clock
from figures.scope import Scope
from progress.models import SubmittedLine
from reviews.actions import begin_draft, issue_review, workbooks
from reviews.enums import ReviewKind, WorkbookExtent, WorkbookState
from reviews.models import PeriodWorkbook

LINES = 30_000


def in_own_process(size, job, name):
    """Return what `job` of the plan called `name` measured, or the fault that ended it."""
    command = [sys.executable, "-m", "bench", size, "--job", f"{job}/{name}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"fault": ended.stderr.strip().splitlines()[-1][:200]}
    return json.loads(ended.stdout.splitlines()[-1])


def workbook(plan):
    """Make the workbook of the newest period that is over, of as many units as confirmed some LINES lines in it."""
    period, by = last_closed(plan), posts(plan)["office"]
    lines, units = _units_of(period)
    asked = {"period": period, "on": clock.today(), "extent": WorkbookExtent.WHOLE, "asked_at": clock.now()}
    row = PeriodWorkbook.objects.create(plan=plan, for_post=by, **asked)
    scope = Scope(plan, row.on, units, period)
    begun = time.perf_counter()
    with mock.patch.object(workbooks, "scope_of", return_value=scope):
        workbooks.make_workbook.func(row.pk)
    seconds = time.perf_counter() - begun
    row.refresh_from_db()
    default_storage.delete(row.file.name)
    row.delete()
    if row.state != WorkbookState.READY:
        raise RuntimeError(row.fault)
    return {"lines": lines, "seconds": seconds, "size": row.size, "megabytes": peak()}


def _units_of(period):
    """Return (number of lines, units): no more units than hold LINES lines, None for all."""
    confirmed = SubmittedLine.objects.accepted().filter(submission__report__period=period).order_by()
    counted = (
        confirmed.values_list("submission__report__unit").annotate(n=Count("pk")).order_by("submission__report__unit")
    )
    lines, units = 0, []
    for unit_id, number in counted:
        if lines >= LINES:
            return lines, units
        lines += number
        units.append(unit_id)
    return lines, None


def review(plan):
    """Draft and issue a review of the newest period that is over; nothing of it is kept."""
    period, head, writer = last_closed(plan), head_of(plan.standing_office), posts(plan)["office"]
    yesterday = clock.today() - datetime.timedelta(days=1)
    with transaction.atomic():
        begun = time.perf_counter()
        drafted = planned_review(plan, ReviewKind.PERIODIC, period, by=writer)
        begin_draft(drafted, as_of=yesterday, by=writer)
        between = time.perf_counter()
        issue_review(drafted, by=head)
        ended = time.perf_counter()
        transaction.set_rollback(True)
    lines = SubmittedLine.objects.accepted().filter(submission__report__period=period).count()
    return {"lines": lines, "draft": between - begun, "issue": ended - between, "megabytes": peak()}


JOBS = {"workbook": workbook, "review": review}
