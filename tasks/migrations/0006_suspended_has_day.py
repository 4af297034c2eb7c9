from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_suspended_days_from_events")]

    operations = [
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                name="tasks_assignment_suspended_has_day",
                condition=models.Q(("state", "suspended"), ("suspended_on__isnull", False))
                | models.Q(("state__in", ["withdrawn", "transferred"]))
                | models.Q(models.Q(("state", "suspended"), _negated=True), ("suspended_on", None)),
            ),
        ),
    ]
