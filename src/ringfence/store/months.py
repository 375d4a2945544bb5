"""What was booked by month, kept beside the entries in the transaction that books them.

A page that shows a year of the books sums a few thousand rows instead of every line that was ever
booked. The rows repeat what the lines say and can be made from them again at any time; whoever
checks the books compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Q, Sum, Value, When
from django.db.models.functions import StrIndex, Substr, TruncMonth

from ringfence.ledger.account import AccountKind
from ringfence.ledger.entry import Entry
from ringfence.ledger.year import MonthSum
from ringfence.store import models
from ringfence.store.rows import ROWS_AT_ONCE, insert

WITH_PARTNER = (str(AccountKind.IMPORT), str(AccountKind.EXPORT))
"""Kinds of account whose place is the other territory."""

_NAMES = ("month", "substance", "kind", "partner", "basis")
_SUMS = ("onto_ug", "off_ug", "lines")
_Named = tuple[date, str, str, str, str]


def keep(entries: Iterable[Entry]) -> None:
    """Add new entries to the sums of their months."""
    found: dict[_Named, list[int]] = {}
    for entry in entries:
        month, basis = entry.day.replace(day=1), basis_of(entry.because)
        for line in entry.lines:
            account = line.account
            partner = account.place if account.kind in WITH_PARTNER else ""
            named = (month, account.substance, str(account.kind), partner, basis)
            sums = found.setdefault(named, [0, 0, 0])
            sums[0] += max(0, line.amount_ug)
            sums[1] += max(0, -line.amount_ug)
            sums[2] += 1
    rows = [(*named, *sums) for named, sums in sorted(found.items())]
    insert(models.LedgerMonth, (*_NAMES, *_SUMS), rows, beyond=_ADDED)


_TABLE = models.LedgerMonth._meta.db_table
_ADDED = f"""
    ON CONFLICT ({", ".join(_NAMES)}) DO UPDATE
    SET {", ".join(f"{name} = {_TABLE}.{name} + excluded.{name}" for name in _SUMS)}
"""


def basis_of(because: str) -> str:
    """The kind of document on which an entry rests.

    >>> basis_of("import_certificate:XA-IC-2025-000001")
    'import_certificate'
    """
    return because.partition(":")[0]


def sums(
    last_year: int,
    *,
    first_year: int | None = None,
    substance: str | None = None,
    basis: str = "",
    kinds: Sequence[AccountKind] = (),
) -> Iterator[MonthSum]:
    """Sums by month, substance, kind of account and partner, up to the end of a year."""
    rows = models.LedgerMonth.objects.filter(month__lte=date(last_year, 12, 1))
    if first_year is not None:
        rows = rows.filter(month__gte=date(first_year, 1, 1))
    if kinds:
        rows = rows.filter(kind__in=[str(kind) for kind in kinds])
    if basis:
        rows = rows.filter(basis=basis)
    if substance is not None:
        rows = rows.filter(substance=substance)
    found = (
        rows.values_list("substance", "month", "kind", "partner")
        .annotate(Sum("onto_ug"), Sum("off_ug"))
        .order_by("substance", "month", "kind", "partner")
    )
    for name, month, kind, partner, onto_ug, off_ug in found.iterator(chunk_size=2000):
        yield MonthSum(
            name, month.year, month.month, AccountKind(kind), partner, int(onto_ug), int(off_ug)
        )


def substances() -> list[str]:
    """The substances of which anything was ever booked."""
    found = models.LedgerMonth.objects.order_by("substance")
    return list(found.values_list("substance", flat=True).distinct())


def years() -> tuple[int, int] | None:
    """The first and the last year in which anything was booked; `None` for empty books."""
    found = models.LedgerMonth.objects.aggregate(first=Min("month"), last=Max("month"))
    return (found["first"].year, found["last"].year) if found["first"] else None


def fill() -> None:
    """Make every row anew from the lines."""
    models.LedgerMonth.objects.all().delete()
    rows: list[Any] = []
    for row in _of_lines(models.LedgerLine.objects.all()):
        rows.append(row)
        if len(rows) == ROWS_AT_ONCE:
            insert(models.LedgerMonth, (*_NAMES, *_SUMS), rows)
            rows = []
    insert(models.LedgerMonth, (*_NAMES, *_SUMS), rows)


def is_whole() -> bool:
    """Whether every line is in the sums; a release before this one books without them."""
    counted = models.LedgerMonth.objects.aggregate(n=Sum("lines", default=0))["n"]
    return bool(counted == models.LedgerLine.objects.count())


def badly_summed() -> Iterator[str]:
    """The sums that are not those of the lines, for those who check the books."""
    kept = {row[:5]: row[5:] for row in models.LedgerMonth.objects.values_list(*_NAMES, *_SUMS)}
    for row in _of_lines(models.LedgerLine.objects.all()):
        if kept.pop(row[:5], None) != row[5:]:
            yield _said(row)
    yield from (_said(named) for named in kept)


def _said(row: Sequence[Any]) -> str:
    month, substance, kind, partner, basis = row[:5]
    parts = (f"{month:%Y-%m}", substance, kind, partner, basis)
    return "/".join(part for part in parts if part)


def _of_lines(lines: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of the table as the lines make them."""
    partner = Case(
        When(account__kind__in=WITH_PARTNER, then=F("account__place")), default=Value("")
    )
    colon = StrIndex("entry__because", Value(":"))
    basis = Case(
        When(entry__because__contains=":", then=Substr("entry__because", 1, colon - 1)),
        default=F("entry__because"),
    )
    found = (
        lines.annotate(month=TruncMonth("entry__day"), partner=partner, basis=basis)
        .values_list("month", "account__substance", "account__kind", "partner", "basis")
        .annotate(
            onto=Sum("amount_ug", filter=Q(amount_ug__gt=0), default=0),
            off=Sum("amount_ug", filter=Q(amount_ug__lt=0), default=0),
            count=Count("id"),
        )
        .order_by("month", "account__substance", "account__kind", "partner", "basis")
    )
    for *named, onto, off, count in found.iterator(chunk_size=2000):
        yield (*named, int(onto), -int(off), count)
