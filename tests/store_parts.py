"""Parts of the tests of the store: who acts, when, and small entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.store.book import Book, look, work
from ringfence.store.trouble import Verified
from ringfence.trade.roles import Actor, Role

T = TypeVar("T")

NOW = datetime(2031, 4, 1, 9, 30, tzinfo=UTC)
DAY = date(2031, 4, 1)
CLERK = Actor("p-17", Role.CASE_OFFICER, "XA")
APPROVER = Actor("p-4", Role.APPROVER, "XA")
IMPORTED = Account(AccountKind.IMPORT, "morphine", "OP-1", "XB")
STOCK = Account(AccountKind.STOCK, "morphine", "OP-1", "SITE-1")
CONSUMED = Account(AccountKind.CONSUMPTION, "morphine", "OP-1")


def do(job: Callable[[Book], T], attempts: int = 4) -> T:
    return work(job, now=NOW, attempts=attempts)


def see(job: Callable[[Book], T]) -> T:
    return look(job, now=NOW)


def received(number: str, amount_ug: int) -> Entry:
    return moved(number, DAY, IMPORTED, STOCK, amount_ug, "import_certificate:XA-IC-2031-000001")


def used(number: str, amount_ug: int) -> Entry:
    return moved(number, DAY, STOCK, CONSUMED, amount_ug, "company_return:OP-1-2031-04")


def post(entry: Entry) -> None:
    do(lambda book: book.post(entry, actor=CLERK, act="trade.stock.book"))


def licence(number: str = "XA-LI-2031-000001", holder: str = "OP-1") -> None:
    body = {"substance": "morphine", "holder": holder}
    do(
        lambda book: book.add(
            "licence", body, actor=CLERK, act="trade.licence.propose", state="proposed",
            number=number, operator=holder,
        )
    )  # fmt: skip


def verified(**options: object) -> Verified:
    from ringfence.store.verifying import verify

    return see(lambda book: verify(**options))  # type: ignore[arg-type]
