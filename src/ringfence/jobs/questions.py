"""Questions: asked within the work that found them, answered by the firm, closed by two persons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, entered, system
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.question import Question, QuestionFacts

KIND = "question"


def ask(book: Book, desk: Desk, question: Question) -> None:
    """Ask within work that is under way; the same question stands once, whatever became of it."""
    found = book.documents(KIND, number=question.number)
    if not found or held_of(kinds()[KIND], found[0]).paper != question:
        entered(book, desk, KIND, question, system(desk))


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Answer, settle or close a question."""
    facts = _facts if verb == "settle" else None
    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def _facts(book: Book, held: Held[Any], desk: Desk) -> QuestionFacts:
    account = held.paper.account
    if account is None:
        return QuestionFacts(books_begin=False)
    entries = book.entries(
        substance=account.substance, holder=account.holder, kind=account.kind.value,
        place=account.place,
    )  # fmt: skip
    return QuestionFacts(books_begin=next(iter(entries), None) is None)
