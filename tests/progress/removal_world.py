"""A secret that was said on the portal, and where its words still stand."""

import datetime

from django.apps import apps
from django.db import models

from common import clock
from progress.actions import reports as acts
from progress.enums import WorkState
from progress.models import Submission

SECRET = "Bố trí lực lượng tại chốt số bốn, ngày giờ như đã thống nhất miệng."
REASON = "Nội dung thuộc phạm vi bí mật nhà nước."
DAY = datetime.date(2024, 11, 5)


def gone_today():
    return f"Nội dung đã được gỡ khẩn cấp ngày {clock.today():%d/%m/%Y}"


def where_it_stands(*words):
    """Return (model, field) of every text of the database that still holds one of `words`, marks and case apart."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField):
                rows = model._default_manager.all().values_list(field.name, flat=True)
                if any(word in str(text) for text in rows for word in words):
                    found.add((model.__name__, field.name))
    return found


def say(world):
    """Let the line say the secret, send it, and after a request for more send it again."""
    acts.save_line(world.line, {"result": SECRET, "work_state": WorkState.IN_PROGRESS}, version=1, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)
    remarks = [(Submission.objects.get().lines.get(), f"Ghi rõ hơn: {SECRET}", SECRET)]
    acts.ask_for_more(world.fresh(), by=world.judge, reason="Thiếu.", remarks=remarks)
    world.line.refresh_from_db()
    acts.save_line(world.line, {"product": "Một biên bản."}, version=world.line.version, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)
