"""From lines to flows: how much of a substance an entry moved from which account to which.

Nearly every entry has one giver or one taker for a substance. Where it has several of both, givers
are matched with takers in the order of the lines; the sums are exact either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry, Line


@dataclass(frozen=True, slots=True)
class Flow:
    """`amount_ug` micrograms (more than 0) from `source` to `target`, of one substance."""

    source: Account
    target: Account
    amount_ug: int


def flows(entry: Entry) -> Iterator[Flow]:
    """The flows of an entry, substance by substance."""
    if len(entry.lines) == 2:
        one, other = entry.lines
        giver, taker = (one, other) if one.amount_ug < 0 else (other, one)
        yield Flow(giver.account, taker.account, taker.amount_ug)
        return
    by_substance: dict[str, list[Line]] = {}
    for line in entry.lines:
        by_substance.setdefault(line.account.substance, []).append(line)
    for lines in by_substance.values():
        yield from _matched(lines)


def _matched(lines: list[Line]) -> Iterator[Flow]:
    givers = [line.account for line in lines if line.amount_ug < 0]
    left = [-line.amount_ug for line in lines if line.amount_ug < 0]
    number = 0
    for taker in lines:
        wanted = max(0, taker.amount_ug)
        while wanted:
            amount_ug = min(left[number], wanted)
            yield Flow(givers[number], taker.account, amount_ug)
            wanted -= amount_ug
            left[number] -= amount_ug
            number += left[number] == 0
