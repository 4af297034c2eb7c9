from django.db import migrations

from common.folding import fold

WORDS = ["original_name", "document_number", "document_issuer", "document_subject", "note"]


def fill(apps, schema_editor):
    evidence = apps.get_model("progress", "Evidence").objects.using(schema_editor.connection.alias)
    batch = []
    for row in evidence.only(*WORDS).iterator(chunk_size=500):
        row.search_text = fold(" ".join(word for name in WORDS if (word := getattr(row, name))))
        batch.append(row)
        if len(batch) == 500:
            evidence.bulk_update(batch, ["search_text"])
            batch = []
    evidence.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("progress", "0004_evidence_shelf")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
