from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def take_days_of_ended_work(apps, schema_editor):
    """Work that was suspended when it ended gets the day of that suspension, which says whether it stopped in time."""
    events = apps.get_model("tasks", "AssignmentEvent").objects.filter(assignment=OuterRef("pk"))
    last = events.filter(move__in=["suspend", "resume"]).order_by("-at", "-pk")
    ended = apps.get_model("tasks", "Assignment").objects.filter(
        state__in=["withdrawn", "transferred"], suspended_on=None
    )
    stopped = ended.annotate(last_move=Subquery(last.values("move")[:1])).filter(last_move="suspend")
    stopped.update(suspended_on=Subquery(last.annotate(day=TruncDate("at")).values("day")[:1]))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_suspended_has_day")]

    operations = [migrations.RunPython(take_days_of_ended_work, migrations.RunPython.noop, elidable=True)]
