from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_beats"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.BigIntegerField(verbose_name="dấu")),
            ],
            options={
                "verbose_name": "dấu dữ liệu",
                "verbose_name_plural": "dấu dữ liệu",
                "ordering": ["pk"],
            },
        ),
    ]
