from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0006_inspections_and_findings")]

    operations = [
        migrations.RemoveConstraint(model_name="direction", name="oversight_direction_duty_has_day"),
        migrations.AddConstraint(
            model_name="direction",
            constraint=models.CheckConstraint(
                name="oversight_direction_duty_has_day",
                condition=models.Q(("due_on", None), ("state", "noted"))
                | models.Q(("state", "withdrawn"))
                | models.Q(models.Q(("state__in", ["noted", "withdrawn"]), _negated=True), ("due_on__isnull", False)),
            ),
        ),
    ]
