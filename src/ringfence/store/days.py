"""Entries of a period and balances of a day, without reading what lies outside of it.

Every account keeps its balance of now. What it held on a day that is not long past is that, less
what moved since; of a day near the beginning of the books it is what moved until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Sum

from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.store import models
from ringfence.store.postings import ENTRIES_AT_ONCE, declared_of, learn
from ringfence.terms import Day

ROWS_AT_ONCE = 5_000
_ACCOUNT = ("kind", "substance", "holder", "place", "purpose")
_ENTRY = ("number", "day", "because", "corrects", "remark", "declared")


def held_before(day: Day) -> dict[Account, int]:
    """Micrograms on each account of something real when a day begins; none at zero."""
    edges = models.LedgerEntry.objects.order_by("day").values_list("day", flat=True)
    first, last = edges.first(), edges.last()
    if first is None or last is None or day <= first:
        return {}
    lines = models.LedgerLine.objects.order_by()
    if day - first <= last - day:
        found = _sums(lines.filter(entry__day__lt=day))
        return _named({one: amount_ug for one, amount_ug in found.items() if amount_ug})
    held = models.LedgerAccount.objects.filter(kind__in=_words(HELD))
    now = dict(held.values_list("id", "balance_ug"))
    since = _sums(lines.filter(entry__day__gte=day))
    found = {one: amount_ug - since.get(one, 0) for one, amount_ug in now.items()}
    return _named({one: amount_ug for one, amount_ug in found.items() if amount_ug})


def moved_on(first: Day, last: Day, kinds: frozenset[AccountKind]) -> dict[Account, int]:
    """Micrograms that the entries of a period brought onto each account of some kinds, net."""
    of_kinds = models.LedgerAccount.objects.filter(kind__in=_words(kinds))
    known = {row_id: _account(names) for row_id, *names in of_kinds.values_list("id", *_ACCOUNT)}
    lines = models.LedgerLine.objects.order_by()
    found = _sums(lines.filter(entry__day__gte=first, entry__day__lte=last))
    return {known[one]: amount_ug for one, amount_ug in found.items() if one in known}


def _words(kinds: Iterable[AccountKind]) -> list[str]:
    return sorted(str(kind) for kind in kinds)


def _sums(lines: Any) -> dict[int, int]:
    rows = lines.values_list("account_id").annotate(Sum("amount_ug"))
    return {account: int(amount_ug) for account, amount_ug in rows.iterator(chunk_size=2000)}


def _named(amounts: Mapping[int, int]) -> dict[Account, int]:
    """The amounts by account, of those that hold something real."""
    held = models.LedgerAccount.objects.filter(kind__in=_words(HELD))
    rows = held.values_list("id", *_ACCOUNT).iterator(chunk_size=2000)
    return {_account(names): amounts[row_id] for row_id, *names in rows if row_id in amounts}


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
