"""One file that holds a consistent copy of a node, and how it is put back.

The file is a ZIP: `manifest.json` (how far the journal went, its root, a checkpoint where the node
has a key, the SHA-256 of each member), `node.toml`, and the books: the SQLite file as its backup
interface copies it, or, of PostgreSQL, every table as lines of JSON from one snapshot, which can
be put back on either database. Private keys are not in it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from ringfence.store.canonical import instant_text
from ringfence.store.errors import NodeError
from ringfence.store.merkle import Peaks
from ringfence.store.node import (
    ENVIRONMENT,
    Node,
    check_unused,
    config_from,
    database_of,
    open_node,
)
from ringfence.store.settings import configure, migrate
from ringfence.store.stored import Stored
from ringfence.store.working import look, work

FORMAT = "ringfence.backup/1"
TABLES = (
    *("Document", "DocumentVersion", "LedgerAccount", "LedgerEntry", "LedgerLine", "Limit"),
    *("LimitUse", "Sequence", "Person", "JournalRow", "JournalNode", "JournalHead", "Checkpoint"),
    *("SignInLink", "Draft", "ApiToken", "WorkMark", "StoredFile", "LedgerMonth"),
    "ExportFile",
)
"""In an order in which each refers only to those before it.

Accounts (passwords, keys, sessions) are the sign-in library's. A copy of SQLite holds them; into a
copy of tables they do not go, and persons are invited again.
"""

ROWS_AT_ONCE = 2000


def backup(node: Node, file: Path, *, now: datetime) -> Mapping[str, Any]:
    """Write a copy of an open node to a new file; gives the manifest.

    The file appears under its name only when it is whole and synced. Raises NodeError where a file
    of that name is there.
    """
    if file.exists():
        raise NodeError(f"{file} is there already: name another file")
    note = _checkpoint(node, now)
    part = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            books = _add_sqlite if node.database.is_sqlite else _add_tables
            members, size, root = books(node, archive, now)
            members["node.toml"] = _add(archive, "node.toml", (node.folder / "node.toml"))
            manifest = {
                "format": FORMAT,
                "made_at": instant_text(now),
                "books": "sqlite" if node.database.is_sqlite else "tables",
                "size": size,
                "root": root,
                "checkpoint": note,
                "sha256": members,
                "ends_with": ENDS_WITH,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
            archive.comment = _end("0" * SUM_LENGTH)
        _end_with_sum(part)
        part.chmod(0o600)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


ENDS_WITH = "ringfence sha256"
SUM_LENGTH = 64


def _end(summed: str) -> bytes:
    return f"{ENDS_WITH} {summed}".encode()


def _end_with_sum(part: Path) -> None:
    """Write the sum over the file into its end, and the file down to the disk."""
    summed = _sum_of(part)
    with part.open("r+b") as written:
        written.seek(-SUM_LENGTH, os.SEEK_END)
        written.write(summed.encode())
        written.flush()
        os.fsync(written.fileno())


def _sum_of(file: Path) -> str:
    """SHA-256 over the bytes of a file, with zeros in the place of the sum at its end."""
    hashed, left = hashlib.sha256(), file.stat().st_size - SUM_LENGTH
    with file.open("rb") as read:
        while left > 0 and (block := read.read(min(left, 1 << 20))):
            hashed.update(block)
            left -= len(block)
    hashed.update(b"0" * SUM_LENGTH)
    return hashed.hexdigest()


def _check_end(file: Path, manifest: Mapping[str, Any]) -> None:
    """Raise NodeError where the sum at the end is not that of the file; older copies have none."""
    with file.open("rb") as read:
        read.seek(-min(len(_end("0" * SUM_LENGTH)), file.stat().st_size), os.SEEK_END)
        end = read.read()
    is_told = manifest.get("ends_with") == ENDS_WITH or end.startswith(ENDS_WITH.encode())
    if is_told and end != _end(_sum_of(file)):
        raise NodeError(f"{file} is damaged: its sum is another: use another copy")


def _checkpoint(node: Node, now: datetime) -> str:
    if not node.has_key:
        return ""
    from ringfence.store.checkpoints import load_key, make_checkpoint

    signer = load_key(node.key_file, node.config.name)
    return work(lambda book: make_checkpoint(book, signer), now=now).text


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    hashed = hashlib.sha256()
    with source.open("rb") as read, archive.open(name, "w", force_zip64=True) as written:
        while block := read.read(1 << 20):
            hashed.update(block)
            written.write(block)
    return hashed.hexdigest()


def _add_sqlite(
    node: Node, archive: zipfile.ZipFile, now: datetime
) -> tuple[dict[str, str], int, str]:
    with tempfile.TemporaryDirectory(prefix="ringfence-") as folder:
        copy = Path(folder) / "books.sqlite3"
        source, target = sqlite3.connect(node.database.name), sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            found = target.execute(
                "SELECT size, peaks FROM store_journalhead WHERE id=1"
            ).fetchone()
        finally:
            source.close()
            target.close()
        peaks = Peaks(found[0], (bytes.fromhex(peak) for peak in json.loads(found[1])))
        return {"books.sqlite3": _add(archive, "books.sqlite3", copy)}, found[0], peaks.root().hex()


def _add_tables(
    node: Node, archive: zipfile.ZipFile, now: datetime
) -> tuple[dict[str, str], int, str]:
    def copy(book: Any) -> tuple[dict[str, str], int, str]:
        members = {}
        for name in TABLES:
            member = f"tables/{name}.ndjson"
            with archive.open(member, "w", force_zip64=True) as written:
                members[member] = _write_table(name, written)
        size, root = book.head()
        return members, size, root.hex()

    return look(copy, now=now)


def _write_table(name: str, written: IO[bytes]) -> str:
    from ringfence.store import models

    hashed, table = hashlib.sha256(), getattr(models, name)
    columns = [one.attname for one in table._meta.concrete_fields]
    rows = table.objects.order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        line = json.dumps(dict(zip(columns, row, strict=True)), default=_text, ensure_ascii=False)
        block = f"{line}\n".encode()
        hashed.update(block)
        written.write(block)
    return hashed.hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return instant_text(value) if isinstance(value, datetime) else str(value.isoformat())


def restore(
    file: Path, folder: Path, *, database: str = "", environment: Mapping[str, str] = os.environ
) -> Node:
    """Put a copy back into a new folder, open it, and verify it from the first row.

    database  where the books go instead of where node.toml says; needed where that still holds
              the books that were copied

    Raises NodeError where the file is not whole, the folder is not empty, or what was put back
    does not verify (it is left there to be looked at).
    """
    if folder.exists() and any(folder.iterdir()):
        raise NodeError(f"{folder} is not empty: name a new folder; nothing was changed")
    target = {**environment, **({ENVIRONMENT: database} if database else {})}
    with _opened(file) as archive:
        manifest = _checked_manifest(archive, file)
        content = archive.read("node.toml")
        books = database_of(config_from(content, f"{file}: node.toml"), folder, target)
        if manifest["books"] == "sqlite" and not books.is_sqlite:
            raise NodeError("the copy is a SQLite file: restore it without a server's address")
        configure(books)
        check_unused(books)
        (folder / "keys").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        _write(folder / "node.toml", io.BytesIO(content))
        if manifest["books"] == "sqlite":
            with archive.open("books.sqlite3") as member:
                _write(Path(books.name), member)
        else:
            migrate()
            _load_tables(archive)
    node = open_node(folder, environment=target, bring_up_to_date=True)
    _check_whole(manifest)
    return node


def manifest_of(file: Path) -> dict[str, Any]:
    """What a copy says of itself, once every member is what was copied; raises NodeError."""
    with _opened(file) as archive:
        return _checked_manifest(archive, file)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise NodeError(f"{file} is no backup, or is cut off: name another copy") from error


_DAMAGE = (
    *(EOFError, OSError, ValueError, OverflowError, NotImplementedError, RuntimeError),
    *(struct.error, zlib.error, zipfile.BadZipFile),
)
"""What reading a damaged archive raises, also where it seems to be locked or of a new kind."""


def _checked_manifest(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except KeyError as error:
        raise NodeError(f"{file} is no backup: it has no manifest") from error
    except _DAMAGE as error:
        raise NodeError(f"{file}: manifest.json is damaged: use another copy") from error
    if manifest.get("format") != FORMAT:
        raise NodeError(f"{file} is not {FORMAT}: use the release that wrote it")
    _check_end(file, manifest)
    for name, kept in manifest["sha256"].items():
        hashed = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while block := member.read(1 << 20):
                    hashed.update(block)
        except (KeyError, *_DAMAGE) as error:
            raise NodeError(f"{file}: {name} is damaged or missing: use another copy") from error
        if hashed.hexdigest() != kept:
            raise NodeError(f"{file}: {name} is not what was copied: use another copy")
    return manifest


def _write(target: Path, content: IO[bytes]) -> None:
    """Write a file that only its owner may read, down to the disk."""
    target.touch(mode=0o600)
    with target.open("wb") as written:
        while block := content.read(1 << 20):
            written.write(block)
        written.flush()
        os.fsync(written.fileno())


def _load_tables(archive: zipfile.ZipFile) -> None:
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from ringfence.store import models, months

    tables = [getattr(models, name) for name in TABLES]
    with transaction.atomic(durable=True):
        models.JournalHead.objects.all().delete()
        for name, table in zip(TABLES, tables, strict=True):
            for rows in _read_table(archive, name, table):
                table.objects.bulk_create(rows)
        if not months.is_whole():
            months.fill()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)


def _read_table(archive: zipfile.ZipFile, name: str, table: Any) -> Iterator[list[Any]]:
    fields = {one.attname: one for one in table._meta.concrete_fields}
    rows: list[Any] = []
    if f"tables/{name}.ndjson" not in archive.namelist():
        return
    with archive.open(f"tables/{name}.ndjson") as lines:
        for line in lines:
            values = json.loads(line)
            if name == "Document" and "indexed" not in values:
                values["indexed"] = _indexed(values)
            rows.append(table(**{key: _value(fields[key], one) for key, one in values.items()}))
            if len(rows) == ROWS_AT_ONCE:
                yield rows
                rows = []
    if rows:
        yield rows


def _indexed(values: Mapping[str, Any]) -> str:
    """The indexed key of a document whose copy was made before there was an index."""
    from ringfence.store.documents import indexed_of

    kept = {one: values[one] for one in ("kind", "number", "state", "version", "body")}
    return indexed_of(Stored(**kept))


def _value(field: Any, value: Any) -> Any:
    if field.get_internal_type() == "BinaryField":
        return base64.b64decode(value)
    is_json = field.get_internal_type() in ("JSONField", "ForeignKey")
    return value if is_json else field.to_python(value)


def _check_whole(manifest: Mapping[str, Any]) -> None:
    from ringfence.store.verifying import verify

    made_at = datetime.fromisoformat(manifest["made_at"])
    found = look(lambda book: verify(), now=made_at)
    if not found.is_whole:
        says = "\n".join(str(one) for one in found.troubles)
        raise NodeError(f"what was put back does not verify: use another copy\n{says}")
    if (found.size, found.root) != (manifest["size"], manifest["root"]):
        raise NodeError("what was put back is not the journal that was copied: use another copy")
