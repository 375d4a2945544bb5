"""Keep a person's block apart from everything else, on the word of two persons."""

from __future__ import annotations

import secrets
from dataclasses import replace

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.keeping import held_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.purging import PURGED
from ringfence.trade.operator import PersonalBlock

KIND = "personal_block"


def propose(desk: Desk, block: PersonalBlock, by: str, known: object = None) -> Outcome:
    """Propose a block; a salt keeps the hash that stays in the journal from being guessed."""
    desk.look(lambda book: book.document("operator", _operator(block)))
    return enter(desk, KIND, _salted(block, _before(desk, block.person)), by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Keep or change a block."""
    told = asked.told
    if isinstance(told, PersonalBlock):
        whole = _salted(told, _before(desk, number))
        return act_on(desk, KIND, number, verb, replace(asked, told=whole))
    return act_on(desk, KIND, number, verb, asked)


def _operator(block: PersonalBlock) -> str:
    if not block.operator:
        problem = Problem("operator", "is empty", "Enter the number of the operator")
        raise InputNotUnderstood("the block", (problem,))
    return block.operator


def _before(desk: Desk, number: str) -> list[PersonalBlock]:
    """Every block that was told of the person, so that the same one again is known as the same."""

    def job(book: Book) -> list[PersonalBlock]:
        found = book.documents(KIND, number=number)
        if not found or found[0].state == PURGED:
            return []
        held = held_of(kinds()[KIND], found[0])
        return [held.paper, *(one for one in held.told if isinstance(one, PersonalBlock))]

    return desk.look(job)


def _salted(block: PersonalBlock, before: list[PersonalBlock]) -> PersonalBlock:
    plain = replace(block, salt="")
    for one in reversed(before):
        if replace(one, salt="") == plain:
            return one
    return replace(block, salt=secrets.token_hex(16))
