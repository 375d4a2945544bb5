"""Indexes that hold the territory and the order of a list, so that counting reads no row."""

from django.db import migrations, models

_OLD = ("since", "ends", "about")
_ORDERED = ("since", "ends", "about", "partner")


class Migration(migrations.Migration):
    dependencies = [("store", "0005_indexed")]

    operations = [
        *(migrations.RemoveIndex("document", f"document_{name}") for name in _OLD),
        *(
            migrations.AddIndex(
                "document",
                models.Index(fields=["kind", "territory", name, "number"], name=f"document_{name}"),
            )
            for name in _ORDERED
        ),
        migrations.AddIndex(
            "document",
            models.Index(fields=["kind", "territory", "number"], name="document_territory"),
        ),
        migrations.AddIndex(
            "document",
            models.Index(fields=["kind", "territory", "state", "number"], name="document_in_state"),
        ),
        migrations.AddIndex(
            "document", models.Index(fields=["kind", "firms"], name="document_firms")
        ),
    ]
