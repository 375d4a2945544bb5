"""The JSON form of what a screening found: `ringfence.screen/1`.

Keys may be added, never renamed or removed. Documented in docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ringfence.exchange.identify_format import query_to_wire
from ringfence.terms import Country, Day
from ringfence.watch.screening import EXAMINE, RELEASE, STOP, Row, RowVerdict

FORMAT = "ringfence.screen/1"


def screening_to_wire(
    *,
    day: Day,
    country: Country | None,
    rule_book: str,
    source: str,
    out: str | None,
    rows: int,
    verdicts: Mapping[str, int],
    substances: Mapping[str, int],
    columns: Mapping[str, str],
    columns_not_read: Iterable[str],
    unreadable_count: int,
    unreadable: Iterable[tuple[int, int | None, str]],
    seconds: float,
) -> dict[str, Any]:
    """The summary of a run; `unreadable` gives row, line where known, and reason."""
    return {
        "format": FORMAT,
        "day": day.isoformat(),
        "country": country,
        "rule_book": rule_book,
        "source": source,
        "out": out,
        "rows": rows,
        "verdicts": {verdict: verdicts.get(verdict, 0) for verdict in (STOP, EXAMINE, RELEASE)},
        "substances": dict(substances),
        "columns": dict(columns),
        "columns_not_read": list(columns_not_read),
        "unreadable_count": unreadable_count,
        "unreadable": [
            {"row": row, "line": line, "reason": reason} for row, line, reason in unreadable
        ],
        "seconds": round(seconds, 3),
    }


def first_rows_to_wire(rows: Iterable[tuple[Row, RowVerdict]]) -> list[dict[str, Any]]:
    """Rows with their verdicts, in the order of the file."""
    return [
        {
            "row": row.number,
            "input": query_to_wire(row.query) or None,
            "quantity": row.quantity or None,
            "from": row.from_country or None,
            "to": row.to_country or None,
            "verdict": found.verdict,
            "substances": list(found.substances),
            "schedules": list(found.schedules),
            "papers": list(found.papers),
            "score": found.score,
            "reasons": list(found.reasons),
        }
        for row, found in rows
    ]
