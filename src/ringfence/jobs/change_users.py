"""Give, change or end the role of a person: proposed by one, decided by another.

Where a link to sign in was asked for, it is made in the same transaction; its code is given once
and kept nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.signing_in import ACT, make_link
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.roles import Actor
from ringfence.trade.user_change import UserChange

KIND = "user_change"


def propose(desk: Desk, paper: UserChange, by: str) -> Outcome:
    """Propose a change of a role; raises NameNotForPerson for a new name that is none."""

    def check(book: Book) -> None:
        from ringfence.store.persons import check_name

        if not book.persons(is_active=None, person=paper.person):
            check_name(paper.person)

    desk.look(check)
    return enter(desk, KIND, paper, by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Approve or refuse a change of a role."""
    return (
        approve(desk, number, asked)[0]
        if verb == "approve"
        else act_on(desk, KIND, number, verb, asked)
    )


def approve(desk: Desk, number: str, asked: Asked) -> tuple[Outcome, str]:
    """Enter the role as proposed; gives the code of the link too, where one was asked for."""
    codes: list[str] = []

    def enter(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
        codes.clear()
        codes.extend(_entered(book, desk, after.paper, actor))

    outcome = act_on(desk, KIND, number, "approve", replace(asked, after=enter))
    return outcome, codes[0] if codes else ""


def _entered(book: Book, desk: Desk, paper: UserChange, actor: Actor) -> list[str]:
    person = Actor(
        paper.person, paper.role, desk.territory, paper.operator, interests=paper.interests
    )
    book.set_person(person, actor=actor, act=ACT, is_active=not paper.ends)
    if not paper.with_link:
        return []
    return [make_link(book, desk, paper.person, paper.role.value, actor)]
