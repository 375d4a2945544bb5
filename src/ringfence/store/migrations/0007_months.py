"""Sums by month beside the entries, filled for what is booked."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """Sum the lines that are booked; the table is that of this release, and empty."""
    from ringfence.store import months

    months.fill()


class Migration(migrations.Migration):
    dependencies = [("store", "0006_list_indexes")]

    operations = [
        migrations.CreateModel(
            name="LedgerMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("substance", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("partner", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("onto_ug", models.BigIntegerField()),
                ("off_ug", models.BigIntegerField()),
                ("lines", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["month", "substance", "kind", "partner", "basis"],
                        name="month_named",
                    )
                ],
                "indexes": [models.Index(fields=["substance", "month"], name="month_substance")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
