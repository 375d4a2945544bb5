"""Compare what partners report of their exports with what the books say arrived.

The file is a plain CSV: `exporter`, `substance`, `exported_g` in grams of base. What a partner
leaves out it has not reported, which is not zero.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ringfence.jobs.doing import Desk, acting
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Finding, Period
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.returns.mirror import Mirrored, MirrorKind, Reported, mirror
from ringfence.watch.patterns import Noticed

COLUMNS = ("exporter", "substance", "exported_g")
RULE = "trade.return.mirror"
Pair = tuple[str, str]
"""Exporter and substance."""


def read_reported(path: Path) -> dict[Pair, Decimal]:
    """The exports that partners report; raises InputNotUnderstood with every problem."""
    found: dict[Pair, Decimal] = {}
    problems = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            problem = Problem("line 1", "has other columns", f"Write {','.join(COLUMNS)}")
            raise InputNotUnderstood(path.name, (problem,))
        for line, row in enumerate(rows, 2):
            pair = (row["exporter"] or "", row["substance"] or "")
            try:
                grams = Decimal(row["exported_g"] or "")
            except InvalidOperation:
                grams = Decimal("NaN")
            if not grams.is_finite() or grams < 0 or "" in pair or pair in found:
                says = "is no exporter, substance and grams, or stands twice"
                problems.append(
                    Problem(f"line {line}", says, "Write each pair once: XB,morphine,12")
                )
            found[pair] = grams
    if problems:
        raise InputNotUnderstood(path.name, tuple(problems))
    return found


def compare_partners(desk: Desk, path: Path, by: str, period: Period) -> list[Mirrored]:
    """Every pair of partner and substance with what lies between the two figures."""
    reported = read_reported(path)

    def job(book: Book) -> list[Mirrored]:
        require(acting(book, by), "trade.return.check", Subject(desk.territory), Way.READ)
        booked = _booked_g(book, period)
        year = period.first.year
        pairs = [
            Reported(pair[0], desk.territory, pair[1], year, reported.get(pair), booked.get(pair))
            for pair in sorted({*reported, *booked})
        ]
        return [mirror(one, _factors(one.substance), pairs) for one in pairs]

    return desk.look(job)


def _booked_g(book: Book, period: Period) -> dict[Pair, Decimal]:
    found: dict[Pair, int] = {}
    asked = {"kind": AccountKind.IMPORT.value, "first": period.first, "last": period.last}
    for entry in book.entries(**asked):
        for line in entry.lines:
            if line.account.kind is AccountKind.IMPORT:
                pair = (line.account.place, line.account.substance)
                found[pair] = found.get(pair, 0) - line.amount_ug
    return {pair: Decimal(amount_ug) / 10**6 for pair, amount_ug in found.items()}


def _factors(substance: str) -> Iterator[tuple[str, Decimal]]:
    for salt in load_catalogue().salts.values():
        if salt.substance == substance:
            yield salt.id, salt.base_factor


def differences(found: list[Mirrored]) -> list[Noticed]:
    """What does not agree, as findings."""
    return [
        Noticed(
            f"partner:{one.reported.exporter}/{one.reported.substance}",
            Finding(RULE, Answer.NOT_MET, f"{one.kind}: {one.reason}", is_advice=True),
        )
        for one in found
        if one.kind is not MirrorKind.MATCH
    ]
