"""Files of long lists, made in the background."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0008_act_and_entered")]

    operations = [
        migrations.CreateModel(
            name="ExportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=4)),
                ("kind", models.CharField(max_length=60)),
                ("form", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=20)),
                ("content", models.JSONField()),
                ("file", models.CharField(max_length=100, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("rows", models.BigIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("problem", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "role"], name="export_person"),
                    models.Index(fields=["state", "id"], name="export_state"),
                ],
            },
        ),
    ]
