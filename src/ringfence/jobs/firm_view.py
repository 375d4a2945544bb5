"""Everything of a firm that a person may read: licences, sites, cases, balances, inspections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ringfence.jobs.doing import Desk, seen
from ringfence.jobs.reach import readable_kinds
from ringfence.ledger.account import Account
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.trade.acting import Held
from ringfence.trade.permissions import Subject, Way, may
from ringfence.trade.roles import Actor
from ringfence.trade.waiting import clocks

STOCK_READ = "trade.stock.read"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class FirmView:
    """One firm.

    cases     documents on which a clock runs, the oldest first; `case_count` is how many there are
    balances  micrograms of base by account; `None` where the person may not read them
    """

    held: Held[Any]
    licences: tuple[Listed, ...]
    cases: tuple[Listed, ...]
    case_count: int
    inspections: tuple[Listed, ...]
    losses: tuple[Listed, ...]
    balances: tuple[tuple[Account, int], ...] | None


def firm_view(desk: Desk, number: str, by: str, actor: Actor) -> FirmView:
    """The firm as the person may read it; raises NoSuchDocument, ActRefused."""
    held = seen(desk, "operator", number, by).held
    reaches = readable_kinds(actor)
    reads_stock = may(
        actor, STOCK_READ, Subject(desk.territory, (number,)), Way.READ
    ).is_given  # fmt: skip

    def rows(book: Book, kind: str, states: tuple[str, ...] = ()) -> tuple[Listed, ...]:
        if kind not in reaches:
            return ()
        asked = Listing({kind: states}, sort="since", is_descending=True,
                        equal={"operator": number}, most=SHOWN)  # fmt: skip
        return tuple(book.listed(reaches[kind].narrow(asked)))

    def job(book: Book) -> FirmView:
        running: dict[str, tuple[str, ...]] = {}
        for one in clocks():
            if one.kind in reaches:
                running[one.kind] = running.get(one.kind, ()) + one.states
        cases = [one for kind, states in running.items() for one in rows(book, kind, states)]
        cases.sort(key=lambda one: (str(one.card.since), one.number))
        kept = book.balances(holder=number) if reads_stock else None
        return FirmView(
            held=held,
            licences=rows(book, "licence"),
            cases=tuple(cases[:SHOWN]),
            case_count=len(cases),
            inspections=rows(book, "inspection"),
            losses=rows(book, "loss"),
            balances=None if kept is None else _in_order(kept),
        )

    return desk.look(job)


def _in_order(kept: dict[Account, int]) -> tuple[tuple[Account, int], ...]:
    return tuple(
        sorted(kept.items(), key=lambda one: (one[0].substance, str(one[0].kind), one[0].place))
    )
