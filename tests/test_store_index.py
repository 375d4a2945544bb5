"""The index on a key of the body, for books and copies that were made before there was one."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from ringfence.store import settings

BODY = {"paper": {"import_paper_number": "XB-IC-1"}}


def test_documents_kept_before_the_index_are_found_after_the_migration(
    address: str, tmp_path: Path
) -> None:
    settings.configure(settings.read_database(address, tmp_path))
    from django.core.management import call_command
    from django.db import connection

    from ringfence.store import models

    call_command("migrate", "store", "0002", verbosity=0)
    columns = "kind, number, state, version, territory, operator, body, created_at, created_by"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO store_document ({columns}, changed_at, changed_by) VALUES "
            "('export_authorisation', 'A-1', 'issued', 1, 'XA', '', %s, "
            "'2025-01-01', 'p-1', '2025-01-01', 'p-1')",
            [json.dumps(BODY)],
        )
    settings.migrate()
    row = models.Document.objects.get(number="A-1")
    assert row.indexed == "XB-IC-1"
    settings.close()


def test_a_copy_made_before_the_index_is_put_back_with_it(books: str) -> None:
    from ringfence.store import backup, models

    line = {
        "id": 1, "kind": "export_authorisation", "number": "A-1", "state": "issued",
        "version": 1, "territory": "XA", "operator": "", "body": BODY,
        "created_at": "2025-01-01T00:00:00Z", "created_by": "p-1",
        "changed_at": "2025-01-01T00:00:00Z", "changed_by": "p-1",
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("tables/Document.ndjson", json.dumps(line) + "\n")
        (rows,) = backup._read_table(archive, "Document", models.Document)
    assert [one.indexed for one in rows] == ["XB-IC-1"]
