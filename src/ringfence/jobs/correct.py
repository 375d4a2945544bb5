"""Correct an entry of the books: proposed by one, approved by another, posted with the approval.

The wrong entry stays; a reversal and the right entries follow it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, acting, entered, system
from ringfence.jobs.keeping import held_of
from ringfence.jobs.questions import ask
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.account import AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.trade.acting import Held
from ringfence.trade.common_content import numbered
from ringfence.trade.correction import Correction, CorrectionFacts
from ringfence.trade.question import Question
from ringfence.trade.returns.compute import may_rest_on
from ringfence.trade.returns.life import versions_sent
from ringfence.trade.roles import Actor

KIND = "correction"


def propose(desk: Desk, paper: Correction, by: str) -> Outcome:
    """Propose a correction of an entry on the books, of one's own firm where one is of a firm."""

    def job(book: Book) -> Outcome:
        wrong = next(iter(book.entries(number=paper.corrects)), None)
        if wrong is None:
            says = f"no entry {paper.corrects!r} is on the books"
            remedy = "Open the figure or the document: it names its entries"
            raise InputNotUnderstood(paper.number, (Problem("corrects", says, remedy),))
        firms = dict.fromkeys(line.account.holder for line in wrong.lines if line.account.holder)
        actor = acting(book, by)
        problems = tuple(_problems(paper, actor.operator if actor.operator in firms else ""))
        if problems:
            raise InputNotUnderstood(paper.number, problems)
        return entered(book, desk, KIND, paper, actor, operators=tuple(firms))

    return desk.work(job)


def _problems(paper: Correction, operator: str) -> Iterator[Problem]:
    """What is to be booked names known substances; a firm moves nothing of another's stock."""
    known = load_catalogue().substances
    for count, move in enumerate(paper.right, 1):
        if move.substance not in known:
            what = f"{move.substance!r} is no substance of the catalogue"
            remedy = "Look it up with `ringfence identify`"
            yield Problem(f"right[{count}].substance", what, remedy)
        for key, account in (("from", move.source), ("to", move.target)):
            if operator and account is not None and account.holder not in ("", operator):
                what = f"{account.holder} is another firm"
                remedy = "Ask the authority to correct what stands on accounts of others"
                yield Problem(f"right[{count}].{key}.holder", what, remedy)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Approve or refuse a correction; what is approved is posted at once."""

    def post(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
        facts = facts_of(book, after, desk)
        acted(book, desk, KIND, number, "post", Asked("", facts=facts_of), system(desk))
        for name in facts.returns_to_revise:
            says = f"{name} was sent before correction {number}: compute it anew, and revise it"
            asked = Question(f"{KIND}:{number}:{name}"[:120], "return_to_revise", "", number)
            ask(book, desk, replace(asked, sentence=says))

    after = post if verb == "approve" else None
    return act_on(desk, KIND, number, verb, replace(asked, facts=facts_of, after=after))


def facts_of(book: Book, held: Held[Any], desk: Desk) -> CorrectionFacts:
    """The wrong entry, what corrected it before, and the returns that were sent on it."""
    wrong = held.paper.corrects
    found = list(book.entries(number=wrong))
    corrected_by = {one.because for one in book.entries(corrects=wrong)}
    returns = [held_of(kinds()["return"], one) for one in book.documents("return")]
    to_revise = [
        f"Form {one.paper.form} of {one.paper.period.first} to {one.paper.period.last}"
        for one in returns
        for sent in versions_sent(one)[-1:]
        if found and may_rest_on(sent.frozen.return_, found[0])
    ]
    return CorrectionFacts(
        found[0] if found else None,
        tuple(sorted(corrected_by)),
        tuple(to_revise),
        left_by_paper(book, found[0]) if found else None,
    )


def left_by_paper(book: Book, wrong: Entry) -> dict[str, int] | None:
    """What the paper of a movement leaves of each substance when an entry of it is taken away.

    `None` where the entry, and what it corrects, rests on no paper of a movement.
    """
    first = wrong
    while first.corrects:
        first = next(book.entries(number=first.corrects))
    kind, _, number = first.because.partition(":")
    if kind not in ("import_certificate", "export_authorisation"):
        return None
    left: dict[str, int] = {}
    for _, line in numbered(held_of(kinds()[kind], book.document(kind, number)).paper.lines):
        left[line.substance] = left.get(line.substance, 0) + (line.quantity_base_ug or 0)
    for entry, sign in [*((one, -1) for one in _with_corrections(book, first.because)), (wrong, 1)]:
        for moved in entry.lines:
            if moved.account.kind is AccountKind.IMPORT:
                _add(left, moved, -sign)
            elif moved.account.kind is AccountKind.EXPORT:
                _add(left, moved, sign)
    return left


def _add(left: dict[str, int], moved: Line, sign: int) -> None:
    substance = moved.account.substance
    left[substance] = left.get(substance, 0) + sign * moved.amount_ug


def _with_corrections(book: Book, because: str) -> list[Entry]:
    """The entries of a paper, and every correction of them, whatever it rests on."""
    found = list(book.entries(because=because))
    latest = found
    while latest:
        latest = list(book.entries(corrects=[one.number for one in latest]))
        found += latest
    return found
