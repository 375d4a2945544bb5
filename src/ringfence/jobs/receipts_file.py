"""The days on which Parties received notifications, from a file that an authority keeps.

TOML or CSV:

    [[receipt]]
    party    = "NL"
    decision = "63/17"          # and/or substance = "cannabis", schedule = "IV"
    received = 2021-01-05
    source   = "stamp on the note verbale"

As CSV the same names stand in the header line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from ringfence.law.data_file import DataFile
from ringfence.law.lists import ListBook, package_lists
from ringfence.law.receipts import Receipt, ReceiptNotUsable, as_bound, receipt_of
from ringfence.terms import (
    CountryNotUnderstood,
    DataError,
    Day,
    DayNotUnderstood,
    Party,
    read_country,
    read_day,
)

KEYS = ("party", "decision", "substance", "schedule", "received", "source")


def load_receipts(path: Path) -> tuple[Receipt, ...]:
    """Read the receipts of a file, TOML or CSV; raises DataError with file, line and remedy."""
    try:
        read = _from_csv if path.suffix.lower() == ".csv" else _from_toml
        found = tuple(read(path))
    except OSError as error:
        raise DataError(str(path), None, "cannot be read", f"{error.strerror}.") from error
    except (ValueError, csv.Error, RecursionError) as error:
        raise DataError(str(path), None, str(error), "Write CSV or TOML in UTF-8.") from error
    if not found:
        raise DataError(str(path), None, "no receipt stands in it", f"Write {_HEADER}.")
    return found


_HEADER = "[[receipt]] tables, or a CSV whose header names " + ", ".join(KEYS)


def _from_toml(path: Path) -> Iterator[Receipt]:
    for table in DataFile(path).tables("receipt", allowed=set(KEYS)):
        row = {key: str(value) for key, value in table.values.items()}
        yield _receipt(path, table.line(), row)


def _from_csv(path: Path) -> Iterator[Receipt]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, strict=True)
        heads = rows.fieldnames or ()
        if len(set(heads)) < len(heads):
            raise DataError(str(path), 1, "the header names a column twice", f"Write {_HEADER}.")
        for row in rows:
            if None in row or None in row.values():
                remedy = f"The header names {len(rows.fieldnames or ())}."
                raise DataError(str(path), rows.line_num, "too many or too few cells", remedy)
            yield _receipt(path, rows.line_num, {key: row[key].strip() for key in row})


def _receipt(path: Path, line: int | None, row: Mapping[str, str]) -> Receipt:
    for key in row:
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise DataError(str(path), line, f"unknown key {key!r}", f"Known are: {known}.")
    for key in ("party", "received", "source"):
        if not row.get(key):
            raise DataError(str(path), line, f"the receipt has no {key}", f"Add its {key}.")
    if not row.get("decision") and not row.get("substance"):
        problem = "the receipt names neither a decision nor a substance"
        raise DataError(str(path), line, problem, 'Write decision = "63/17", or a substance.')
    try:
        party, received = read_country(row["party"]), read_day(row["received"])
    except (CountryNotUnderstood, DayNotUnderstood) as error:
        remedy = "Write party as two letters and received as 2021-01-05."
        raise DataError(str(path), line, str(error), remedy) from error
    return receipt_of(
        party,
        received,
        row["source"],
        decision=row.get("decision", ""),
        substance=row.get("substance", ""),
        schedule=row.get("schedule", ""),
        place=str(path) if line is None else f"{path}:{line}",
    )


def lists_for(party: Party, path: Path, today: Day) -> ListBook:
    """The package's lists as they bind a Party, by its file of receipts.

    Raises DataError and ReceiptNotUsable, also for what is said to be received after today: a
    day that was mistyped would free a drug until then.
    """
    receipts = load_receipts(path)
    for one in receipts:
        if one.received > today:
            raise ReceiptNotUsable(one, *not_yet(one.received))
    return as_bound(package_lists(), receipts, party)


def not_yet(received: Day) -> tuple[str, str]:
    """What is wrong with a day of receipt that is not past, and what to do."""
    return f"received on {received}, which has not come yet", "Correct the day of the receipt."
