"""Many rows into a table at once, in plain SQL that both databases read.

Used for the rows of which each act and each posting makes several: making a model of each first
costs more than all the rest of booking it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

ROWS_AT_ONCE = 500


def insert(
    model: Any,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    returning: Sequence[str] = (),
    beyond: str = "",
) -> list[tuple[Any, ...]]:
    """Insert rows of values under the names of fields; gives what is asked back, in no order.

    beyond  what happens with a row that is there already, as `ON CONFLICT ...`
    """
    found: list[tuple[Any, ...]] = []
    back = f" {beyond}" if beyond else ""
    back += f" RETURNING {_columns(model, returning)}" if returning else ""
    head = f"INSERT INTO {model._meta.db_table} ({_columns(model, names)})\nVALUES "
    places = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            values = [_kept(value) for row in some for value in row]
            cursor.execute(f"{head}{', '.join([places] * len(some))}{back}", values)
            if returning:
                found += cursor.fetchall()
    return found


def update(model: Any, values: Mapping[str, Any], named: Mapping[str, Any]) -> int:
    """Give rows other values, found by the values of their fields; gives how many there were."""
    sets = ", ".join(f"{model._meta.get_field(name).column} = %s" for name in values)
    asked = " AND ".join(f"{model._meta.get_field(name).column} = %s" for name in named)
    statement = f"UPDATE {model._meta.db_table} SET {sets} WHERE {asked}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [_kept(one) for one in (*values.values(), *named.values())])
        return int(cursor.rowcount)


def _columns(model: Any, names: Sequence[str]) -> str:
    return ", ".join(model._meta.get_field(name).column for name in names)


def _kept(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return json.dumps(value)
