"""Plan a destruction before witnesses, let them witness, book what was destroyed, close it."""

from __future__ import annotations

from dataclasses import replace

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, enter
from ringfence.jobs.keeping import held_of
from ringfence.jobs.settling import settled
from ringfence.trade.destruction import DestructionPlan, conditions

KIND = "destruction"


def plan(desk: Desk, paper: DestructionPlan, by: str) -> Outcome:
    """Plan a destruction; every line gets its base."""
    return enter(desk, KIND, replace(paper, lines=settled(desk, paper.lines, paper.number)), by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Witness, do, explain or close; a witness acts only where the plan names the person."""
    holds = desk.look(
        lambda book: conditions(
            held_of(kinds()[KIND], book.document(KIND, number)), acting(book, asked.by)
        )
    )
    return act_on(desk, KIND, number, verb, replace(asked, holds=holds))
