"""Taking contents out of the books when they may no longer be kept.

Each version of the document stays as a row; in place of what it said stands the hash that the
journal keeps of it, so that journal and books verify as before. A last version without contents
says that it was done. What a copy of the node holds that was made before is not reached.
"""

from __future__ import annotations

from ringfence.store.stored import Stored

PURGED = "purged"
"""The state of a document whose contents were taken out."""

MARK = "purged_sha256"
"""Stands in the place of the contents of a version: the hash over what it said."""


def take_out(stored: Stored) -> list[int]:
    """Put the mark in place of every version up to this one; gives the versions."""
    from django.db import connection

    from ringfence.store import documents, models

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
    done = []
    for version in documents.versions(stored.kind, stored.number):
        if mark_of(version) or version.version > stored.version:
            continue
        rows = models.DocumentVersion.objects.filter(
            document__kind=stored.kind, document__number=stored.number, version=version.version
        )
        rows.update(body={MARK: documents.contents_digest(version)})
        done.append(version.version)
    return done


def mark_of(stored: Stored) -> str:
    """The hash that stands in place of the contents of a version; empty where they are there."""
    return str(stored.body[MARK]) if set(stored.body) == {MARK} else ""


def overwrite() -> None:
    """Write over what SQLite still holds of removed contents in its log; nothing on a server.

    Run it outside any work. PostgreSQL frees its pages by its own vacuum.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
