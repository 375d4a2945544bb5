"""Propose an answer to an application, and decide: granted only by a paper that was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.application import GRANTED_BY, PaperNamed, Proposal, Wanted, content

KIND = "application"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Accept, return, review, propose, decide or withdraw an application."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> PaperNamed | None:
        told = (*held.happened(Proposal), asked.told)
        proposal = next((one for one in reversed(told) if isinstance(one, Proposal)), None)
        wanted = content(held).wanted
        if proposal is None or wanted is None or not proposal.paper:
            return None
        return paper_named(book, wanted, proposal.paper, but=held.paper.number)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def paper_named(book: Book, wanted: Wanted, number: str, but: str = "") -> PaperNamed:
    """What the books say of the paper of a kind and number; without a state where they lack it.

    but  the application that asks, whose own naming of the paper is none of another
    """
    found = book.documents(str(wanted), number=number)
    if not found:
        return PaperNamed(number)
    held = held_of(kinds()[str(wanted)], found[0])
    issuing = f"trade.{wanted}.{GRANTED_BY.get(wanted, 'issue')}"
    was_issued = any(done.act == issuing for done in held.history)
    granted = _granted_by(book, wanted, number, held.operators, but)
    return PaperNamed(number, found[0].state, held.operators, was_issued, granted)


def _granted_by(
    book: Book, wanted: Wanted, number: str, operators: tuple[str, ...], but: str
) -> str:
    """The other application of the firms on which it was decided that the paper grants it."""
    if not operators:
        return ""
    for stored in book.documents(KIND, operator=list(operators), state=["proposed", "decided"]):
        held = held_of(kinds()[KIND], stored)
        told = held.happened(Proposal)
        is_other = stored.number != but and content(held).wanted is wanted
        if is_other and told and told[-1].grants and told[-1].paper == number:
            return stored.number
    return ""
