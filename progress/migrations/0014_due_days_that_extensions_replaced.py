import datetime
import re

from django.db import migrations

# The sentence that `extend_report` has always begun its reason with.
REPLACED = re.compile(r"Hạn gửi (\d\d)/(\d\d)/(\d{4}) đổi thành ")


def fill(apps, schema_editor):
    """Extensions granted before tell the day they replaced in words alone; words that were removed tell it no more."""
    events = apps.get_model("progress", "ReportEvent").objects
    for event in events.filter(move="extend", due_before=None).order_by("pk").iterator():
        if told := REPLACED.match(event.reason):
            day, month, year = (int(part) for part in told.groups())
            events.filter(pk=event.pk).update(due_before=datetime.date(year, month, day))


class Migration(migrations.Migration):
    dependencies = [("progress", "0013_due_days_then_and_lines_added_later")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
