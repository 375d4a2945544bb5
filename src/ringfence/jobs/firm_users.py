"""The people of a firm: its responsible person enters clerks, ends their role, and invites them.

A clerk's link opens only what clerks of that firm may do. So a name that has any other role
anywhere is refused, and a new one carries the firm: nobody gets a link to somebody else's desk by
naming them a clerk, today or later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.signing_in import make_link
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, require
from ringfence.trade.roles import Actor, Role

ACT = "store.firm_users.manage"
_NAME = re.compile(r"[\w.@+\-]{3,60}")


@dataclass(frozen=True, slots=True)
class FirmUser:
    """One person of a firm in one role, and whether they may act now."""

    person: str
    role: Role
    is_active: bool


def firm_users(desk: Desk, operator: str, by: str) -> list[FirmUser]:
    """Everybody of the firm, those who may act first; raises ActRefused."""

    def job(book: Book) -> list[FirmUser]:
        _require(book, desk, operator, by)
        active = set(book.persons(operator=operator))
        every = book.persons(is_active=None, operator=operator)
        return [FirmUser(one.person, one.role, one in active) for one in every if not one.is_system]

    found = desk.look(job)
    return sorted(found, key=lambda one: (not one.is_active, one.role.value, one.person))


def add_clerk(desk: Desk, operator: str, person: str, by: str) -> str:
    """Enter a clerk of the firm, or let one act again; gives the name to sign in with.

    A new name carries the firm behind an @, so that no firm ever makes a name of the authority.
    """
    if not _NAME.fullmatch(person):
        remedy = "Enter 3 to 60 letters, digits or . @ + - _, without blanks"
        raise InputNotUnderstood("page", (Problem("person", "is no name to sign in with", remedy),))

    def job(book: Book) -> str:
        actor = _require(book, desk, operator, by)
        is_known = bool(book.persons(is_active=None, person=person))
        name = person if is_known else f"{person.partition('@')[0]}@{operator}"
        _own_clerk(book, name, operator)
        clerk = Actor(name, Role.OPERATOR_CLERK, desk.territory, operator)
        book.set_person(clerk, actor=actor, act=ACT)
        return name

    return desk.work(job)


def end_clerk(desk: Desk, operator: str, person: str, by: str) -> None:
    """End the role of a clerk; what they did stays."""

    def job(book: Book) -> None:
        actor = _require(book, desk, operator, by)
        _own_clerk(book, person, operator, must_exist=True)
        clerk = Actor(person, Role.OPERATOR_CLERK, desk.territory, operator)
        book.set_person(clerk, actor=actor, act=ACT, is_active=False)

    desk.work(job)


def invite_clerk(desk: Desk, operator: str, person: str, by: str) -> str:
    """A link by which a clerk signs in once, good for a day; gives its code, kept nowhere."""

    def job(book: Book) -> str:
        actor = _require(book, desk, operator, by)
        _own_clerk(book, person, operator, must_exist=True)
        if not any(one.person == person for one in book.persons(operator=operator)):
            raise ActRefused(ACT, "this person may not act now: let them act again first")
        return make_link(book, desk, person, Role.OPERATOR_CLERK.value, actor, act=ACT)

    return desk.work(job)


def _require(book: Book, desk: Desk, operator: str, by: str) -> Actor:
    actor = acting(book, by)
    if not operator:
        raise ActRefused(ACT, "name the firm whose users you manage")
    require(actor, ACT, Subject(desk.territory, (operator,)))
    return actor


def _own_clerk(book: Book, person: str, operator: str, must_exist: bool = False) -> None:
    """Raise where the name belongs to anybody but a clerk of this very firm."""
    roles = book.persons(is_active=None, person=person)
    own = all(one.role is Role.OPERATOR_CLERK and one.operator == operator for one in roles)
    if not own or (must_exist and not roles):
        reason = "the name is taken, or it is no clerk of this firm: choose another name"
        raise ActRefused(ACT, reason)
