"""Entries of a period and balances of a day, without reading what lies outside of it.

Every account keeps its balance of now. What it held on a day that is not long past is that, less
what moved since; of a day near the beginning of the books it is what moved until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Sum, Value, When

from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.store import models
from ringfence.store.postings import ENTRIES_AT_ONCE, declared_of, learn
from ringfence.terms import Day

ROWS_AT_ONCE = 5_000
_ACCOUNT = ("kind", "substance", "holder", "place", "purpose")
_ENTRY = ("number", "day", "because", "corrects", "remark", "declared")


def held_before(day: Day, holders: frozenset[str] = frozenset()) -> dict[Account, int]:
    """Micrograms of what is real when a day begins, by kind, substance and purpose; none at zero.

    What the named holders hold stands apart, under each; the rest under none. The database sums:
    there may be hundreds of thousands of accounts.
    """
    edges = models.LedgerEntry.objects.order_by("day").values_list("day", flat=True)
    first, last = edges.first(), edges.last()
    if first is None or last is None or day <= first:
        return {}
    booked = models.LedgerEntry.objects.order_by()
    if day - first <= last - day:
        found = _held(booked.filter(day__lt=day), _LINES, "lines__amount_ug", holders)
    else:
        found = _held(models.LedgerAccount.objects.order_by(), "", "balance_ug", holders)
        since = _held(booked.filter(day__gte=day), _LINES, "lines__amount_ug", holders)
        for account, amount_ug in since.items():
            found[account] = found.get(account, 0) - amount_ug
    return {account: amount_ug for account, amount_ug in found.items() if amount_ug}


def _held(rows: Any, path: str, amount: str, holders: frozenset[str]) -> dict[Account, int]:
    """Sums over accounts of something real, which stand under a path from the rows.

    Of entries all kinds are summed: asked for some, the database would go through every line.
    """
    apart = Case(
        When(**{f"{path}holder__in": sorted(holders)}, then=F(f"{path}holder")), default=Value("")
    )
    rows = rows if path else rows.filter(kind__in=_words(HELD))
    found = (
        rows.annotate(apart=apart if holders else Value(""))
        .values_list(f"{path}kind", f"{path}substance", "apart", f"{path}purpose")
        .annotate(Sum(amount))
    )
    return {
        Account(AccountKind(kind), substance, holder, "", purpose): int(amount_ug)
        for kind, substance, holder, purpose, amount_ug in found.iterator(chunk_size=2000)
        if kind in HELD
    }


_LINES = "lines__account__"


def moved_on(first: Day, last: Day, kinds: frozenset[AccountKind]) -> dict[Account, int]:
    """Micrograms that the entries of a period brought onto each account of some kinds, net."""
    of_kinds = models.LedgerAccount.objects.filter(kind__in=_words(kinds))
    known = {row_id: _account(names) for row_id, *names in of_kinds.values_list("id", *_ACCOUNT)}
    booked = models.LedgerEntry.objects.order_by().filter(day__gte=first, day__lte=last)
    sums = booked.values_list("lines__account_id").annotate(Sum("lines__amount_ug"))
    found = ((known[one], int(ug)) for one, ug in sums.iterator(chunk_size=2000) if one in known)
    return dict(found)


def _words(kinds: Iterable[AccountKind]) -> list[str]:
    return sorted(str(kind) for kind in kinds)


def entries_of(
    first: Day, last: Day, kinds: frozenset[AccountKind] = frozenset()
) -> Iterator[Entry]:
    """The entries of a period, day by day, in the order of booking within a day; read as they are
    asked for. With `kinds` only those that touch an account of one of these."""
    found = models.LedgerEntry.objects.filter(day__gte=first, day__lte=last)
    if kinds:
        named = models.LedgerLine.objects.filter(
            entry_id=OuterRef("id"), account__kind__in=_words(kinds)
        )
        found = found.filter(Exists(named))
    columns = ("id", "lines__account_id", "lines__amount_ug", *_ENTRY)
    rows = found.order_by("day", "id", "lines__id").values_list(*columns)
    known: dict[int, Account] = {}
    by_entry = groupby(rows.iterator(chunk_size=ROWS_AT_ONCE), key=itemgetter(0))
    several = (list(lines) for _, lines in by_entry)
    while batch := list(islice(several, ENTRIES_AT_ONCE)):
        learn(known, {account for lines in batch for _, account, *_ in lines})
        yield from (_entry(lines, known) for lines in batch)


def _entry(rows: Sequence[tuple[Any, ...]], known: Mapping[int, Account]) -> Entry:
    lines = tuple(Line(known[account], amount_ug) for _, account, amount_ug, *_ in rows)
    number, day, because, corrects, remark, declared = rows[0][3:]
    told = None if declared is None else declared_of(declared)
    return Entry(number, day, lines, because, told, corrects, remark)


def _account(names: Sequence[str]) -> Account:
    kind, substance, holder, place, purpose = names
    return Account(AccountKind(kind), substance, holder, place, purpose)
