from functools import partial

from django.db import migrations, models

from common.searching import add_words, drop_words

SEARCHED = ["Submission", "LogEntry"]


def _each(change, apps, schema_editor):
    for name in SEARCHED:
        change(schema_editor, apps.get_model("progress", name))


class Migration(migrations.Migration):
    dependencies = [("progress", "0015_log_newest_first")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["-submitted_at", "-id"], name="progress_submission_newest"),
        ),
        migrations.RunPython(partial(_each, add_words), partial(_each, drop_words)),
    ]
