from django.db import migrations, models

BEYOND = ("partner", "proposed", "proposer", "hands", "firms")
"""What SQLite keeps in the index too: its rows hold these behind the body, which is long.

PostgreSQL keeps long bodies elsewhere, and takes no index row of more than 2,704 bytes.
"""


def the_index(fields: tuple[str, ...] = ()) -> models.Index:
    return models.Index(
        condition=models.Q(("clock_from__isnull", False)),
        fields=["kind", "state", "territory", "clock_from", "ends", "number", *fields],
        name="document_waits",
    )


def make(apps: object, schema_editor: object) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.add_index(
        apps.get_model("store", "Document"), the_index(BEYOND if is_sqlite else ())
    )


def take_away(apps: object, schema_editor: object) -> None:
    schema_editor.remove_index(apps.get_model("store", "Document"), the_index())


class Migration(migrations.Migration):
    dependencies = [("store", "0009_export_files")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, take_away)],
            state_operations=[migrations.AddIndex(model_name="document", index=the_index())],
        ),
    ]
