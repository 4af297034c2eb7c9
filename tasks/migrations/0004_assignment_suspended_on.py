from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_extended_deadlines")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="suspended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="ngày tạm dừng"),
        ),
    ]
