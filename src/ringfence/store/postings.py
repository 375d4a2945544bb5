"""Entries and balances: an entry is written once, and its lines with the balances they change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear

from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.amounts import AMOUNT_UG_MAX
from ringfence.ledger.entry import Declared, Entry, EntryDoesNotBalance, Line
from ringfence.ledger.year import MonthSum
from ringfence.store import models, months
from ringfence.store.canonical import digest_of, plain
from ringfence.store.errors import MoreThanAccountHolds, NumberTaken, Overdrawn
from ringfence.store.rows import insert

ENTRIES_AT_ONCE, ACCOUNTS_AT_ONCE, HOLDERS_AT_ONCE = 1000, 20, 500
_NAMES = ("kind", "substance", "holder", "place", "purpose")

_FILTERS = {
    "substance": "lines__account__substance",
    "holder": "lines__account__holder",
    "kind": "lines__account__kind",
    "place": "lines__account__place",
    "purpose": "lines__account__purpose",
    "because": "because",
    "corrects": "corrects",
    "number": "number",
    "first": "day__gte",
    "last": "day__lte",
}


Numbered = tuple[str, str]
"""The number of an entry, and the hash of what it says."""


class Postings:
    """Booking inside one transaction; remembers which accounts it has met."""

    def __init__(self) -> None:
        self._accounts: dict[Account, int] = {}

    def post(self, entries: Sequence[Entry], act: str) -> list[Numbered]:
        """Book entries; gives number and hash of the new ones. Raises NumberTaken, Overdrawn."""
        hashed = _new_ones(entries)
        if not hashed:
            return []
        new = [entry for entry, _ in hashed]
        self._move(new)
        rows = [_entry_row(entry, one, act) for entry, one in hashed]
        ids = dict(insert(models.LedgerEntry, _ENTRY, rows, returning=("number", "id")))
        insert(
            models.LedgerLine,
            ("entry", "account", "amount_ug"),
            [
                (ids[entry.number], self._accounts[line.account], line.amount_ug)
                for entry in new
                for line in entry.lines
            ],
        )
        months.keep(new)
        return [(entry.number, one) for entry, one in hashed]

    def _move(self, entries: Sequence[Entry]) -> None:
        """Change the balances, after looking that no account gives what it does not hold."""
        changes: dict[Account, int] = {}
        met = {line.account for entry in entries for line in entry.lines}
        held = self._held(sorted(met, key=names_of))
        for entry in entries:
            for account, amount_ug in _changes(entry).items():
                changes[account] = changes.get(account, 0) + amount_ug
                now_ug = held[account] + changes[account]
                if account.is_held and amount_ug < 0 and now_ug < 0:
                    raise Overdrawn(entry.number, said(account), now_ug - amount_ug, -amount_ug)
                if abs(now_ug) > AMOUNT_UG_MAX:
                    raise MoreThanAccountHolds(entry.number, said(account), amount_ug)
        rows = [
            (amount_ug, self._accounts[account])
            for account, amount_ug in sorted(changes.items(), key=lambda one: names_of(one[0]))
            if amount_ug
        ]
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)

    def _held(self, accounts: Sequence[Account]) -> dict[Account, int]:
        """What the accounts hold now; those that are met for the first time are opened."""
        held: dict[Account, int] = {}
        for names in _searches(accounts):
            for row in models.LedgerAccount.objects.filter(**names):
                held[_account(row)] = row.balance_ug
                self._accounts[_account(row)] = row.id
        new = [account for account in accounts if account not in held]
        rows = [models.LedgerAccount(**_columns(account)) for account in new]
        for row in models.LedgerAccount.objects.bulk_create(rows, batch_size=ENTRIES_AT_ONCE):
            held[_account(row)] = 0
            self._accounts[_account(row)] = row.id
        return held


_ADD = f"""
    UPDATE {models.LedgerAccount._meta.db_table} SET balance_ug = balance_ug + %s WHERE id = %s
"""


def _searches(accounts: Sequence[Account]) -> Iterator[dict[str, Any]]:
    """Few searches that find all of the accounts, each by the index of their names.

    A handful is found at once. Many are found by kind and substance, so that no search has to try
    every substance with every holder.
    """
    if len(accounts) <= ACCOUNTS_AT_ONCE:
        columns = [_columns(account) for account in accounts]
        yield {f"{name}__in": {one[name] for one in columns} for name in _NAMES}
        return
    groups: dict[tuple[str, str], list[Account]] = {}
    for account in accounts:
        groups.setdefault((str(account.kind), account.substance), []).append(account)
    for (kind, substance), some in groups.items():
        for start in range(0, len(some), HOLDERS_AT_ONCE):
            holders = {one.holder for one in some[start : start + HOLDERS_AT_ONCE]}
            yield {"kind": kind, "substance": substance, "holder__in": holders}


def names_of(account: Account) -> tuple[str, ...]:
    """What names an account, in the order in which accounts are sorted."""
    return (account.kind, account.substance, account.holder, account.place, account.purpose)


def _changes(entry: Entry) -> dict[Account, int]:
    changes: dict[Account, int] = {}
    for line in entry.lines:
        changes[line.account] = changes.get(line.account, 0) + line.amount_ug
    return changes


def _new_ones(entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """The entries that are not booked yet, with their hashes; raises NumberTaken for others."""
    known: dict[str, str] = {}
    numbers = [entry.number for entry in entries]
    for start in range(0, len(numbers), 500):
        rows = models.LedgerEntry.objects.filter(number__in=numbers[start : start + 500])
        known |= dict(rows.values_list("number", "digest"))
    new: list[tuple[Entry, str]] = []
    for entry in entries:
        hashed = entry_digest(entry)
        if entry.number not in known:
            new.append((entry, hashed))
            known[entry.number] = hashed
        elif known[entry.number] != hashed:
            raise NumberTaken("entry", entry.number)
    return new


def entry_digest(entry: Entry) -> str:
    """The digest of an entry as `digest` gives it, in less time: most of one is its accounts."""
    lines = [
        {"account": _table_of(line.account), "amount_ug": line.amount_ug} for line in entry.lines
    ]
    rest = {name: getattr(entry, name) for name in _BESIDE_LINES}
    return digest_of({**plain(rest), "lines": lines})


_BESIDE_LINES = tuple(one.name for one in fields(Entry) if one.name != "lines")


@lru_cache(maxsize=200_000)
def _table_of(account: Account) -> Mapping[str, Any]:
    made: Mapping[str, Any] = plain(account)
    return made


_ENTRY = ("number", "day", "because", "corrects", "declared", "remark", "act", "digest")


def _entry_row(entry: Entry, hashed: str, act: str) -> tuple[Any, ...]:
    declared = None if entry.declared is None else plain(entry.declared)
    told = (entry.because, entry.corrects, declared, entry.remark)
    return (entry.number, entry.day, *told, act, hashed)


def _columns(account: Account) -> dict[str, str]:
    return {
        "kind": str(account.kind),
        "substance": account.substance,
        "holder": account.holder,
        "place": account.place,
        "purpose": account.purpose,
    }


def said(account: Account) -> str:
    """An account in one word: kind, substance, and whatever else names it."""
    parts = (str(account.kind), account.substance, account.holder, account.place, account.purpose)
    return "/".join(parts).rstrip("/")


def balance(account: Account) -> int:
    """Micrograms on an account; 0 where nothing was ever booked on it."""
    row = models.LedgerAccount.objects.filter(**_columns(account))
    return int(row.values_list("balance_ug", flat=True).first() or 0)


def balances(filters: Mapping[str, str | None]) -> dict[Account, int]:
    """The balances of the accounts that match and are not zero."""
    asked = {name: value for name, value in filters.items() if value is not None}
    rows = models.LedgerAccount.objects.filter(**asked).exclude(balance_ug=0)
    return {_account(row): row.balance_ug for row in rows.iterator(chunk_size=2000)}


def entries(filters: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries that match, whole, in the order in which they were booked."""
    yield from _whole(_matching(filters).order_by("id"))


def entries_page(
    filters: Mapping[str, Any], touching: str, skip: int, most: int
) -> tuple[Entry, ...]:
    """A page of the entries that match, whole, in the order in which they were booked.

    touching  only entries that also have a line on an account of this holder; all where empty
    """
    rows = _matching(filters)
    if touching:
        own = models.LedgerLine.objects.filter(account__holder=touching)
        rows = rows.filter(id__in=own.values("entry_id"))
    shown = rows.order_by("id").values_list("id", flat=True)[skip : skip + most]
    return tuple(_whole(models.LedgerEntry.objects.filter(id__in=list(shown)).order_by("id")))


def _matching(filters: Mapping[str, Any]) -> Any:
    unknown = set(filters) - set(_FILTERS)
    if unknown:
        raise TypeError(f"entries are found by {', '.join(_FILTERS)}, not {', '.join(unknown)}")
    asked: dict[str, Any] = {}
    for name, value in filters.items():
        column = _FILTERS[name]
        many = isinstance(value, list | tuple | set | frozenset)
        asked |= {f"{column}__in": list(value)} if many else {column: value}
    on_lines = {name: value for name, value in asked.items() if name.startswith("lines__")}
    on_entry = {name: value for name, value in asked.items() if name not in on_lines}
    rows = models.LedgerEntry.objects.filter(**on_entry)
    if on_lines:
        names = {name.removeprefix("lines__"): value for name, value in on_lines.items()}
        rows = rows.filter(id__in=models.LedgerLine.objects.filter(**names).values("entry_id"))
    return rows


def kept_digests() -> Iterator[tuple[str, str, str]]:
    """The number of every entry in the order of booking, the hash of what is kept of it, its act.

    The hash is empty where what is kept makes no entry, or is not the one that stands beside it.
    """
    for row, lines in _rows(models.LedgerEntry.objects.order_by("id")):
        try:
            hashed = entry_digest(_entry(row, lines))
            yield row.number, hashed if hashed == row.digest else "", row.act
        except (EntryDoesNotBalance, KeyError, TypeError, ArithmeticError):
            yield row.number, "", row.act


def _whole(rows: Any) -> Iterator[Entry]:
    for row, lines in _rows(rows):
        yield _entry(row, lines)


def _rows(rows: Any) -> Iterator[tuple[Any, tuple[Line, ...]]]:
    """Rows of entries with their lines, a bounded number at once."""
    last = 0
    accounts: dict[int, Account] = {}
    while True:
        batch = list(rows.filter(id__gt=last)[:ENTRIES_AT_ONCE])
        if not batch:
            return
        first, last = batch[0].id, batch[-1].id
        lines: dict[int, list[Line]] = {row.id: [] for row in batch}
        found = models.LedgerLine.objects.filter(entry_id__gte=first, entry_id__lte=last)
        found = found.order_by("id").values_list("entry_id", "account_id", "amount_ug")
        held = [one for one in found if one[0] in lines]
        learn(accounts, {account for _, account, _ in held})
        for entry, account, amount_ug in held:
            lines[entry].append(Line(accounts[account], amount_ug))
        for row in batch:
            yield row, tuple(lines[row.id])


def learn(accounts: dict[int, Account], asked: Collection[int]) -> None:
    """Read the accounts that are not known yet, by their row."""
    missing = sorted(set(asked) - accounts.keys())
    for start in range(0, len(missing), 500):
        rows = models.LedgerAccount.objects.filter(id__in=missing[start : start + 500])
        for row, kind, *names in rows.values_list("id", *_NAMES):
            accounts[row] = Account(AccountKind(kind), *names)


def _account(row: Any) -> Account:
    return Account(AccountKind(row.kind), row.substance, row.holder, row.place, row.purpose)


def _entry(row: Any, lines: tuple[Line, ...]) -> Entry:
    declared = None if row.declared is None else declared_of(row.declared)
    return Entry(row.number, row.day, lines, row.because, declared, row.corrects, row.remark)


def declared_of(kept: Mapping[str, Any]) -> Declared:
    """What a form said, from what is kept of it."""
    declared = Declared(kept["text"], form=kept["form"], factor_source=kept["factor_source"])
    grams, factor = kept.get("grams"), kept.get("factor")
    return replace(
        declared,
        grams=None if grams is None else Decimal(grams),
        factor=None if factor is None else Decimal(factor),
    )


def month_sums(
    last_year: int,
    *,
    first_year: int | None = None,
    substance: str | None = None,
    holder: str | None = None,
    basis: str = "",
    kinds: Sequence[AccountKind] = (),
) -> Iterator[MonthSum]:
    """Sums by month, substance, kind of account and partner, up to the end of a year.

    With `holder` only entries that touch an account of that holder, and of what is held only its
    own: what another firm holds is not told. Without, they were summed when they were booked.
    """
    within: dict[str, Any] = {
        "first_year": first_year, "substance": substance, "basis": basis, "kinds": kinds,
    }  # fmt: skip
    if holder is None:
        yield from months.sums(last_year, **within)
    else:
        yield from _sums_of_lines(last_year, holder, **within)


def _sums_of_lines(
    last_year: int,
    holder: str,
    *,
    first_year: int | None,
    substance: str | None,
    basis: str,
    kinds: Sequence[AccountKind],
) -> Iterator[MonthSum]:
    lines = models.LedgerLine.objects.filter(entry__day__lte=date(last_year, 12, 31))
    if first_year is not None:
        lines = lines.filter(entry__day__gte=date(first_year, 1, 1))
    if kinds:
        lines = lines.filter(account__kind__in=[str(kind) for kind in kinds])
    if basis:
        lines = lines.filter(entry__because__startswith=f"{basis}:")
    if substance is not None:
        lines = lines.filter(account__substance=substance)
    own = models.LedgerLine.objects.filter(account__holder=holder).values("entry_id")
    of_others = Q(account__kind__in=[str(kind) for kind in HELD]) & ~Q(account__holder=holder)
    lines = lines.filter(entry_id__in=own).exclude(of_others)
    partner = Case(
        When(account__kind__in=months.WITH_PARTNER, then=F("account__place")), default=Value("")
    )
    rows = (
        lines.annotate(partner=partner, year=ExtractYear("entry__day"),
                       month=ExtractMonth("entry__day"))
        .values("account__substance", "account__kind", "partner", "year", "month")
        .annotate(
            onto=Sum("amount_ug", filter=Q(amount_ug__gt=0), default=0),
            off=Sum("amount_ug", filter=Q(amount_ug__lt=0), default=0),
        )
        .order_by("account__substance", "year", "month", "account__kind", "partner")
    )  # fmt: skip
    for row in rows.iterator(chunk_size=ENTRIES_AT_ONCE):
        yield MonthSum(
            row["account__substance"], row["year"], row["month"],
            AccountKind(row["account__kind"]), row["partner"], int(row["onto"]), -int(row["off"]),
        )  # fmt: skip


def substances(holder: str | None) -> list[str]:
    """The substances that have an account, be it of that holder only."""
    if holder is None:
        return months.substances()
    rows = models.LedgerAccount.objects.filter(holder=holder)
    return list(rows.values_list("substance", flat=True).distinct().order_by("substance"))


def years() -> tuple[int, int] | None:
    """The first and the last year in which anything was booked; `None` for empty books."""
    return months.years()
