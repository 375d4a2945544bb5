"""Inspect a site: the books of the site are frozen when it begins, and counted against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, acting
from ringfence.jobs.keeping import held_of
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.trade.inspection import BookStock, InspectionPlan, Started

KIND = "inspection"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Start, find, answer, refer or close an inspection."""
    if verb != "start" or asked.told is not None:
        return act_on(desk, KIND, number, verb, asked)

    def job(book: Book) -> Outcome:
        held = held_of(kinds()[KIND], book.document(KIND, number))
        told = frozen(book, held.paper)
        return acted(
            book, desk, KIND, number, verb, replace(asked, told=told), acting(book, asked.by)
        )

    return desk.work(job)


def frozen(book: Book, plan: InspectionPlan) -> Any:
    """What the books hold at the site now."""
    held = book.balances(holder=plan.operator, kind=AccountKind.STOCK.value)
    at_site = sorted(
        (one.substance, one.purpose, ug) for one, ug in held.items() if one.place == plan.site
    )
    return Started(
        books=tuple(
            BookStock(substance=name, book_ug=ug, books_as=apart) for name, apart, ug in at_site
        )
    )
