"""Entries: immutable, balanced, corrected only by new entries.

Amounts are whole micrograms of anhydrous base. What was written on the form stays beside them,
with the factor that was applied once to the declared total.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ringfence.ledger.account import Account
from ringfence.terms import Day, RingfenceError

MOST_UG = 10**17
"""The most micrograms on one line or account, 100,000 tonnes: more was typed by mistake.

Sums of ninety such still fit the tables.
"""


class EntryDoesNotBalance(RingfenceError):
    """The lines of an entry do not sum to zero for each substance, or there are none."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the form said: the words, the grams they make, the form, and the factor applied."""

    text: str
    grams: Decimal | None = None
    form: str = ""
    factor: Decimal | None = None
    factor_source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`amount_ug` micrograms of base more (or, below zero, less) on one account."""

    account: Account
    amount_ug: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: balanced lines, the day it happened, and the document it rests on.

    number    unique in the books; given by whoever books it, so that booking twice changes nothing
    because   the document that it rests on, e.g. `export_authorisation:XA-EA-2031-000417`
    corrects  the number of the entry that this one reverses or puts right
    """

    number: str
    day: Day
    lines: tuple[Line, ...]
    because: str
    declared: Declared | None = None
    corrects: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        if not self.lines or any(line.amount_ug == 0 for line in self.lines):
            raise EntryDoesNotBalance(f"{self.number}: an entry needs lines with amounts")
        if any(abs(line.amount_ug) > MOST_UG for line in self.lines):
            raise EntryDoesNotBalance(f"{self.number}: a line moves more than {MOST_UG} micrograms")
        for substance, total in sums(self.lines).items():
            if total:
                raise EntryDoesNotBalance(
                    f"{self.number}: the lines of {substance} sum to {total} micrograms, not to 0"
                )


def sums(lines: Iterable[Line]) -> dict[str, int]:
    """The sum of the lines by substance, in micrograms."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.account.substance] = found.get(line.account.substance, 0) + line.amount_ug
    return found


def moved(
    number: str,
    day: Day,
    source: Account,
    target: Account,
    amount_ug: int,
    because: str,
    declared: Declared | None = None,
    corrects: str = "",
    remark: str = "",
) -> Entry:
    """An entry that moves `amount_ug` (more than 0) from one account to another."""
    if amount_ug <= 0:
        raise EntryDoesNotBalance(f"{number}: {amount_ug} micrograms cannot be moved")
    lines = (Line(source, -amount_ug), Line(target, amount_ug))
    return Entry(number, day, lines, because, declared, corrects, remark)


def reversal(of: Entry, number: str, day: Day, because: str, remark: str = "") -> Entry:
    """The entry that takes back another one, line by line."""
    lines = tuple(Line(line.account, -line.amount_ug) for line in of.lines)
    return Entry(number, day, lines, because, of.declared, of.number, remark)
