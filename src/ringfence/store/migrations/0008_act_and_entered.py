"""Indexes by the act of the journal, and by the day on which a document was entered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_months")]

    operations = [
        migrations.AddIndex(
            "journalrow", models.Index(fields=["act", "position"], name="journal_act")
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                fields=["kind", "territory", "entered", "number"], name="document_entered"
            ),
        ),
    ]
