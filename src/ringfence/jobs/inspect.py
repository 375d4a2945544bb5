"""Inspect a site: the books of the site are frozen when it begins, and counted against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, acting
from ringfence.jobs.keeping import held_of
from ringfence.jobs.questions import ask
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.inspection import BookStock, InspectionPlan, Started, count_questions
from ringfence.trade.roles import Actor

KIND = "inspection"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Start, find, answer, refer or close an inspection."""
    if verb == "find":
        return act_on(desk, KIND, number, verb, replace(asked, after=_asking(desk)))
    if verb != "start" or asked.told is not None:
        return act_on(desk, KIND, number, verb, asked)

    def job(book: Book) -> Outcome:
        held = held_of(kinds()[KIND], book.document(KIND, number))
        told = frozen(book, held.paper)
        return acted(
            book, desk, KIND, number, verb, replace(asked, told=told), acting(book, asked.by)
        )

    return desk.work(job)


def _asking(desk: Desk) -> Callable[[Book, Held[Any], Held[Any], Actor], None]:
    """The step after a report: each difference between count and books is a question."""

    def ask_each(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
        for one in count_questions(after):
            ask(book, desk, replace(one, number=f"{one.number}:{after.version}"))

    return ask_each


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
