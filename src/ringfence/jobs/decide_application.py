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
        return paper_named(book, wanted, proposal.paper)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def paper_named(book: Book, wanted: Wanted, number: str) -> PaperNamed:
    """What the books say of the paper of a kind and number; without a state where they lack it."""
    found = book.documents(str(wanted), number=number)
    if not found:
        return PaperNamed(number)
    held = held_of(kinds()[str(wanted)], found[0])
    issuing = f"trade.{wanted}.{GRANTED_BY.get(wanted, 'issue')}"
    was_issued = any(done.act == issuing for done in held.history)
    return PaperNamed(number, found[0].state, held.operators, was_issued)
