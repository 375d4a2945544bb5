"""Compute a return to the Board from the books, check it, explain it, freeze it, approve it.

What was computed is kept as it was; a later correction of the books makes a new computation.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ringfence.exchange.returns_xlsx import to_xlsx
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, acting, entered
from ringfence.jobs.doing import opened as opened_by
from ringfence.jobs.keeping import held_of
from ringfence.jobs.periods import period_text
from ringfence.jobs.return_books import BooksOfNode
from ringfence.jobs.return_documents import documents_of, others_of
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.terms import Period
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, require
from ringfence.trade.returns.checking import Checked, check
from ringfence.trade.returns.compute import compute, opened, opened_all
from ringfence.trade.returns.form import Figure, Form, Return
from ringfence.trade.returns.life import ChecksRun, Frozen, Owed, freeze

KIND = "return"


def return_number(form: Form, period: Period) -> str:
    """Under which number a return is kept."""
    return f"{form.value.replace('/', '').replace(' ', '-')}:{period_text(period)}"


def compute_return(desk: Desk, form: Form, period: Period, by: str) -> tuple[Outcome, Return]:
    """Compute the return that is owed, and keep it."""

    def job(book: Book) -> tuple[Outcome, Return]:
        actor = acting(book, by)
        require(actor, "trade.return.compute", Subject(desk.territory))
        number = return_number(form, period)
        owed = Owed(form, desk.territory, period)
        if not book.documents(KIND, number=number):
            entered(book, desk, KIND, owed, actor, number=number)
        told = documents_of(book, period, desk.territory)
        made = compute(form, desk.territory, period, BooksOfNode(book), told)
        held = held_of(kinds()[KIND], book.document(KIND, number))
        before = held.happened(Return)
        if before and before[-1] == made and held.state == "computed":
            return Outcome(number, KIND, held, is_replay=True), made
        return acted(book, desk, KIND, number, "compute", Asked(by, None, made), actor), made

    return desk.work(job)


def last_computed(desk: Desk, number: str) -> Return:
    """The return as it was computed last."""
    held = desk.look(lambda book: held_of(kinds()[KIND], book.document(KIND, number)))
    return held.happened(Return)[-1]


def last_checks(desk: Desk, number: str, by: str) -> tuple[Checked, ...]:
    """What the checks found that ran last; empty where none ran."""
    held = opened_by(desk, KIND, number, by).held
    runs = held.happened(ChecksRun)
    return runs[-1].findings if runs else ()


def open_figure(desk: Desk, made: Return, figure: Figure) -> tuple[tuple[Entry, int], ...]:
    """The entries behind a figure, each with what it adds."""

    def job(book: Book) -> tuple[tuple[Entry, int], ...]:
        return opened(
            made, figure, BooksOfNode(book), documents_of(book, made.period, made.territory)
        )

    return desk.look(job)


def write_xlsx(desk: Desk, made: Return, path: Path) -> None:
    """The return in a plain layout of ours, with its checks and the entries behind it."""

    def job(book: Book) -> Any:
        return opened_all(made, BooksOfNode(book), documents_of(book, made.period, made.territory))

    number = return_number(made.form, made.period)
    found = desk.look(lambda book: check(made, others_of(book, made, number, desk.today)))
    path.write_bytes(to_xlsx(made, found, desk.look(job)))


def check_return(desk: Desk, number: str, asked: Asked) -> Outcome:
    """Run the checks of its form on the return that was computed last."""

    def job(book: Book) -> Outcome:
        every = held_of(kinds()[KIND], book.document(KIND, number)).happened(Return)
        if not every:
            raise ActRefused("trade.return.check", f"compute {number} first")
        made = every[-1]
        found = check(made, others_of(book, made, number, desk.today))
        run = ChecksRun(found, made.content_hash)
        actor = acting(book, asked.by)
        return acted(book, desk, KIND, number, "check", replace(asked, told=run), actor)

    return desk.work(job)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Check, explain, approve or send; what is proposed for approval is frozen."""
    if verb == "check":
        return check_return(desk, number, asked)
    if verb != "approve":
        return act_on(desk, KIND, number, verb, asked)

    frozen = _frozen(desk, number)
    return act_on(desk, KIND, number, verb, replace(asked, told=frozen))


def _frozen(desk: Desk, number: str) -> Frozen | None:
    """The snapshot of what was computed last, while none is proposed."""
    held = desk.look(lambda book: held_of(kinds()[KIND], book.document(KIND, number)))
    made = held.happened(Return)
    if held.proposal is not None or not made:
        return None
    return freeze(made[-1])
