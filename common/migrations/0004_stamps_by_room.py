from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0003_stamps"),
    ]

    operations = [
        migrations.AddField(
            model_name="datastamp",
            name="room",
            field=models.CharField(blank=True, db_default="", max_length=20, verbose_name="phòng"),
        ),
    ]
