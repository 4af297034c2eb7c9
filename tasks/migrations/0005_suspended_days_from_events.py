from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate


def take_days_from_events(apps, schema_editor):
    """Suspended work gets the day of its last suspension; without one on record, it counts as stopped in time."""
    events = apps.get_model("tasks", "AssignmentEvent").objects.filter(assignment=OuterRef("pk"), move="suspend")
    last = events.order_by("-at", "-pk").annotate(day=TruncDate("at")).values("day")[:1]
    suspended = apps.get_model("tasks", "Assignment").objects.filter(state="suspended")
    suspended.update(suspended_on=Coalesce(Subquery(last), F("starts_on")))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_assignment_suspended_on")]

    operations = [migrations.RunPython(take_days_from_events, migrations.RunPython.noop, elidable=True)]
