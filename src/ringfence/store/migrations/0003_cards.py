"""What lists and work ask for of a document, in columns of their own."""

from django.db import migrations, models


def _text(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_desk")]

    operations = [
        *(
            migrations.AddField("document", name, _text(length))
            for name, length in (
                ("about", 300), ("firms", 500), ("partner", 20), ("hands", 1000),
                ("proposed", 100), ("proposer", 120),
            )
        ),
        *(
            migrations.AddField("document", name, models.DateField(null=True))
            for name in ("entered", "since", "ends", "clock_from")
        ),
        *(
            migrations.AddIndex("document", models.Index(fields=fields, name=name))
            for name, fields in (
                ("document_since", ["kind", "since", "number"]),
                ("document_ends", ["kind", "ends", "number"]),
                ("document_about", ["kind", "about", "number"]),
                ("document_proposed", ["kind", "proposed", "state"]),
            )
        ),
    ]  # fmt: skip
