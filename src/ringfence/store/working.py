"""Running a job in one transaction, again where the database asks for it, within bounds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from ringfence.law.lists import load_lists
from ringfence.store.errors import NodeError, OutcomeUnknown, RefusedByTables, StoreBusy
from ringfence.terms import Day

if TYPE_CHECKING:
    from ringfence.store.book import Book

T = TypeVar("T")

ATTEMPTS = 4
PAUSE_SECONDS = 0.05
"""Before the second attempt; each later pause is up to twice as long as the one before."""

LAST_BEGUN_SECONDS = 30
"""No attempt begins later: with a wait for a lock it ends before a server gives up."""

_AGAIN = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03"}
"""PostgreSQL: serialization failure, deadlock, lock timeout, server going down or starting."""


def work(
    job: Callable[[Book], T],
    *,
    now: datetime,
    today: Day | None = None,
    attempts: int = ATTEMPTS,
    rule_book: str = "",
) -> T:
    """Run a job in one writing transaction, and give its result once that is durable.

    today      the day in the territory, where it is not that of `now` in UTC
    attempts   how often the job is run when others hold the books or the connection breaks
    rule_book  the version of the law that decides; that of the package where none is given

    Raises StoreBusy when nothing was written, OutcomeUnknown when the connection broke at the last
    step, and whatever the job raises (nothing of it is written then).
    """
    return _within_bounds(lambda: _once(job, now, today, rule_book), attempts)


def _within_bounds(attempt: Callable[[], T], attempts: int) -> T:
    """Try again, after a pause that grows and differs from client to client."""
    begun = time.monotonic()
    for number in range(1, attempts + 1):
        try:
            return attempt()
        except _Again as again:
            is_late = time.monotonic() - begun > LAST_BEGUN_SECONDS
            if number == attempts or is_late:
                raise StoreBusy(number) from again.__cause__
            longest = PAUSE_SECONDS * 2**number
            time.sleep(random.uniform(longest / 4, longest))
    raise StoreBusy(attempts)


class _Again(Exception):
    """The attempt was given up by the database before anything was durable."""


def _once(job: Callable[[Book], T], now: datetime, today: Day | None, rule_book: str) -> T:
    from django.db import DatabaseError, IntegrityError, connection, transaction

    from ringfence.store.journal import Journal

    _not_inside(connection)
    is_done = False
    try:
        with transaction.atomic(durable=True):
            book = _book(now, today, rule_book, Journal.open())
            result = job(book)
            book.finish()
            is_done = True
    except IntegrityError as error:
        raise RefusedByTables(_constraint(error)) from error
    except DatabaseError as error:
        is_lost = _is_lost(error)
        if is_lost:
            connection.close()
        if is_lost and is_done:
            raise OutcomeUnknown from error
        if is_lost or _is_passing(error):
            raise _Again from error
        raise
    return result


def look(
    job: Callable[[Book], T], *, now: datetime, today: Day | None = None, rule_book: str = ""
) -> T:
    """Run a job that only reads, on one consistent state, without holding up those who write."""
    return _within_bounds(lambda: _look_once(job, now, today, rule_book), ATTEMPTS)


def _look_once(job: Callable[[Book], T], now: datetime, today: Day | None, rule_book: str) -> T:
    from django.db import DatabaseError, connection

    _not_inside(connection)
    try:
        with _reading(connection):
            return job(_book(now, today, rule_book, None))
    except DatabaseError as error:
        if _is_lost(error):
            connection.close()
        elif not _is_passing(error):
            raise
        raise _Again from error


def _book(now: datetime, today: Day | None, rule_book: str, journal: Any) -> Book:
    from ringfence.store.book import Book

    if now.tzinfo is None:
        raise ValueError("now needs a time zone: give an instant, such as datetime.now(UTC)")
    day = now.astimezone(UTC).date() if today is None else today
    return Book(now, day, rule_book or load_lists().version, journal)


def _not_inside(connection: Any) -> None:
    if connection.in_atomic_block:
        raise NodeError("work inside other work: pass the book on instead of opening it again")


@contextmanager
def _reading(connection: Any) -> Iterator[None]:
    """A transaction that reads one snapshot and cannot write."""
    from django.db import transaction

    is_sqlite = connection.vendor == "sqlite"
    connection.ensure_connection()
    if is_sqlite:
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            if is_sqlite:
                cursor.execute("PRAGMA query_only=ON")
            else:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if is_sqlite:
            connection.transaction_mode = "IMMEDIATE"
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only=OFF")


def _constraint(error: BaseException) -> str:
    """The name of the constraint, without the values that broke it."""
    named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return str(named or str(error).splitlines()[0])


def _is_passing(error: BaseException) -> bool:
    """True where the same work can go through when it is done again."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state in _AGAIN
    said = getattr(cause, "sqlite_errorname", "")
    return said.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _is_lost(error: BaseException) -> bool:
    """True where the connection to the server is gone."""
    from django.db import InterfaceError, OperationalError

    cause = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    if state.startswith("08") or state in {"57P01", "57P02", "57P03"}:
        return True
    is_server = type(cause).__module__.startswith("psycopg")
    return is_server and not state and isinstance(error, OperationalError | InterfaceError)
