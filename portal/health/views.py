"""Two answers for machines: the process is alive; the portal can do its work. Strangers learn nothing more."""

import logging
import os
import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.models import Beat

# The tick comes every five minutes: after three that were missed somebody should look.
SLOW_AFTER_MINUTES = 15

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Answer 200 while the process lives, also without its database; the second line tells how the tick fares."""
    return HttpResponse(f"ok\n{_pulse()}\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """Answer 200 when database, cache table and the place for files work, 503 otherwise; the log says which failed."""
    failed = [name for name, works in CHECKS.items() if not works()]
    if failed:
        logger.error("Cổng chưa sẵn sàng: %s", ", ".join(failed))
        return HttpResponse("chưa sẵn sàng\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _pulse():
    try:
        last = Beat.objects.filter(name="tick").first()
    except DatabaseError:
        return "nhịp tick: không rõ, cơ sở dữ liệu không trả lời"
    if last is None:
        return "nhịp tick: chưa chạy lượt nào"
    minutes = max(0, int((timezone.now() - last.at).total_seconds()) // 60)
    slow = ", chậm" if minutes > SLOW_AFTER_MINUTES else ""
    unfinished = f", {last.faults} bước dở dang" if last.faults else ""
    return f"nhịp tick: {minutes} phút trước{slow}{unfinished}"


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _cache_answers():
    try:
        cache.get("readyz")
    except DatabaseError:
        return False
    return True


def _files_can_be_kept():
    try:
        os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
        probe = os.path.join(settings.MEDIA_ROOT, f".ghi-thu-{uuid.uuid4().hex}")
        with open(probe, "xb"):
            pass
        os.remove(probe)
    except OSError:
        return False
    return True


CHECKS = {
    "cơ sở dữ liệu": _database_answers,
    "bảng bộ nhớ đệm": _cache_answers,
    "thư mục tệp đính kèm": _files_can_be_kept,
}
