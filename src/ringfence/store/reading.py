"""Rows of a table in plain SQL that both databases read, for what every act asks several times.

Building a query anew for each question costs more than the database takes to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection

Value = str | int | Sequence[str]


def read(
    model: Any,
    names: Sequence[str],
    filters: Mapping[str, Value],
    *,
    order: Sequence[str] = (),
    above: tuple[str, int] | None = None,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """The named columns of the rows whose columns have a value, or one of a list of values.

    above  a column with the number that it is more than
    lock   keep the rows from others to the end of the transaction
    """
    columns: list[tuple[str, int]] = []
    values: list[str | int] = []
    for name, value in filters.items():
        several = [value] if isinstance(value, str | int) else list(value)
        if not several:
            return []
        columns.append((name, 0 if isinstance(value, str | int) else len(several)))
        values += several
    if above is not None:
        values.append(above[1])
    more = above[0] if above is not None else ""
    is_locked = lock and connection.features.has_select_for_update
    statement = _statement(model, tuple(names), tuple(columns), tuple(order), more, is_locked)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def held_json(value: Any) -> Any:
    """What a JSON column holds: SQLite and the driver of PostgreSQL give its text."""
    return json.loads(value) if isinstance(value, str | bytes) else value


@cache
def _statement(
    model: Any,
    names: tuple[str, ...],
    filters: tuple[tuple[str, int], ...],
    order: tuple[str, ...],
    above: str,
    is_locked: bool,
) -> str:
    def column(name: str) -> str:
        return str(model._meta.get_field(name).column)

    asked = [
        f"\n{column(name)} IN ({', '.join(['%s'] * count)})" if count else f"{column(name)} = %s"
        for name, count in filters
    ]
    asked += [f"{column(above)} > %s"] if above else []
    says = f"SELECT {', '.join(map(column, names))} FROM {model._meta.db_table}"
    says += f"\nWHERE {' AND '.join(asked)}" if asked else ""
    says += f"\nORDER BY {', '.join(map(column, order))}" if order else ""
    return f"{says}\nFOR UPDATE" if is_locked else says
