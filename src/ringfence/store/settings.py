"""Pointing Django at the database of a node: nothing is set until `configure` is called.

SQLite keeps a write-ahead log, syncs fully at each commit, and takes the one write lock when a
transaction begins. PostgreSQL commits synchronously. Both show the same behaviour to `book.py`:
one writer at a time, readers undisturbed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ringfence.store.errors import NodeError

WAIT_SECONDS = 20
"""How long one attempt waits for another writer before it gives up."""

_SQLITE_START = "; ".join(
    (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA cache_size=-65536",
        "PRAGMA temp_store=MEMORY",
    )
)
_SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Database:
    """Where the books are: the file of SQLite, or a database of a PostgreSQL server."""

    engine: str
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()

    @property
    def is_sqlite(self) -> bool:
        """True where the books are one file of this machine."""
        return self.engine == "sqlite"


def read_database(text: str, folder: Path) -> Database:
    """Read `postgresql://user:password@host:port/name?sslmode=require` or the name of a file.

    A host may be the folder of a socket (`?host=/run/postgresql`). A file name is taken from the
    node's folder on. Raises NodeError for anything else; the message never repeats the password.
    """
    if "://" not in text:
        return Database("sqlite", str((folder / (text or "books.sqlite3")).absolute()))
    parts = urlsplit(text)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in _SCHEMES or not name:
        raise NodeError(
            f"{parts.scheme}://... is no database known here: write "
            "postgresql://user@host:5432/name, or the name of a SQLite file"
        )
    asked = dict(parse_qsl(parts.query))
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    port = asked.pop("port", "") or str(parts.port or "")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Database("postgresql", name, host, port, user, password, tuple(sorted(asked.items())))


def as_django(database: Database) -> dict[str, Any]:
    """The database in the words of Django's DATABASES."""
    if database.is_sqlite:
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_SECONDS,
            "init_command": _SQLITE_START,
        }
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database.name,
            "OPTIONS": options,
            "CONN_MAX_AGE": None,
        }
    set_at_start = f"-c lock_timeout={WAIT_SECONDS}s -c synchronous_commit=on"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "HOST": database.host,
        "PORT": database.port,
        "USER": database.user,
        "PASSWORD": database.password,
        "OPTIONS": {"options": set_at_start, **dict(database.options)},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def configure(database: Database, *, apps: Iterable[str] = (), **more: Any) -> None:
    """Point this process at a database.

    `apps` and `more` are further applications and settings of Django that the pages need; they
    count the first time only. A second call points this thread, and threads that begin after it,
    at another database.
    """
    import django
    from django.conf import settings
    from django.db import connections

    databases = {"default": as_django(database)}
    if settings.configured:
        for opened in connections.all(initialized_only=True):
            opened.close()
            del connections[opened.alias]
        connections.settings = connections.configure_settings(databases)
        return
    settings.configure(
        DATABASES=databases,
        INSTALLED_APPS=["ringfence.store", *apps],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
        **{"LOGGING_CONFIG": None, **more},
    )
    django.setup()


def migrate(*, every_application: bool = False) -> None:
    """Bring the tables of the books to what this release needs; all tables where it is asked."""
    from django.core.management import call_command

    names = () if every_application else ("store",)
    call_command("migrate", *names, verbosity=0, interactive=False)


def is_current() -> bool:
    """True when every migration of the books that this release has is in the database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("store"))


def close() -> None:
    """Close this thread's connections; threads that worked with the books call it at their end."""
    from django.db import connections

    connections.close_all()
