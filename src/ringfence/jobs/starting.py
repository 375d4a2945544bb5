"""What a new document may start from: another one of its kind, or an entry that is wrong."""

from __future__ import annotations

from typing import Any

from ringfence.jobs.cards import stands_as
from ringfence.jobs.doing import Desk, acting, seen
from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import printed
from ringfence.trade.permissions import Subject, require

NOT_REPEATED = frozenset(
    "number issued_on signature verify_code declaration conditions signed_on notified_on".split()
)
"""What belongs to one document only, and is told anew."""


def from_before(desk: Desk, kind: str, number: str, by: str) -> dict[str, Any]:
    """The answers of a document that the person may read, without what was its own."""
    paper = stands_as(seen(desk, kind, number, by).held)
    return {key: value for key, value in printed(paper).items() if key not in NOT_REPEATED}


def correction_of(desk: Desk, entry_number: str, by: str) -> dict[str, Any]:
    """A correction of an entry, filled with what the books say now; raises ActRefused.

    The numbers to put right are the person's: what stands there is what was booked.
    """

    def job(book: Book) -> dict[str, Any]:
        actor = acting(book, by)
        subject = Subject(desk.territory, (actor.operator,) if actor.operator else ())
        require(actor, "trade.correction.propose", subject)
        found = list(book.entries(number=entry_number))
        if not found or not _is_theirs(found[0], actor.operator):
            raise ActRefused("trade.correction.propose", "no entry of that number is yours to read")
        count = book.counts().get("correction", 0) + 1
        while book.documents("correction", number=_number(desk, count)):
            count += 1
        return {
            "number": _number(desk, count),
            "corrects": entry_number,
            "right": [_move(one) for one in _moves(found[0])],
        }

    return desk.look(job)


def _number(desk: Desk, count: int) -> str:
    return f"{desk.territory}-CO-{desk.today.year}-{count:06d}"


def _is_theirs(entry: Entry, operator: str) -> bool:
    return not operator or any(line.account.holder == operator for line in entry.lines)


def _moves(entry: Entry) -> list[tuple[str, int, Account, Account]]:
    """The entry as moves: each substance from the account that gave to the one that took."""
    found = []
    for substance in dict.fromkeys(line.account.substance for line in entry.lines):
        lines = [line for line in entry.lines if line.account.substance == substance]
        gave = [line for line in lines if line.amount_ug < 0]
        took = [line for line in lines if line.amount_ug > 0]
        if len(gave) == 1:
            found += [(substance, one.amount_ug, gave[0].account, one.account) for one in took]
        elif len(took) == 1:
            found += [(substance, -one.amount_ug, one.account, took[0].account) for one in gave]
    return found


def _move(move: tuple[str, int, Account, Account]) -> dict[str, Any]:
    substance, amount_ug, gave, took = move
    return {
        "substance": substance,
        "amount_ug": amount_ug,
        "from": _account(gave),
        "to": _account(took),
    }


def _account(account: Account) -> dict[str, str]:
    told = {
        "kind": str(account.kind), "holder": account.holder, "place": account.place,
        "purpose": account.purpose,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}
