"""An index on the key of the body that is asked for in each act, filled for what is kept."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """Copy the key from the bodies that are kept."""
    documents = apps.get_model("store", "Document").objects.filter(kind="export_authorisation")
    for row in documents.iterator(chunk_size=2000):
        row.indexed = str(row.body.get("paper", {}).get("import_paper_number", ""))[:120]
        row.save(update_fields=["indexed"])


class Migration(migrations.Migration):
    dependencies = [("store", "0004_tokens")]

    operations = [
        migrations.AddField(
            "document", "indexed", models.CharField(blank=True, default="", max_length=120)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "document", models.Index(fields=["kind", "indexed"], name="document_indexed")
        ),
    ]
