"""Who may sign in, in which roles, and how a person gets in the first time: by a link, once.

A link opens whatever its person may do. So an administrator proposes it and an approver decides,
two persons, neither of whom it is for; whoever holds the node's files makes the first ones, as
with the first persons. The journal keeps who was invited, never the code.
"""

from __future__ import annotations

from datetime import timedelta

from ringfence.jobs.deputies import as_deputy
from ringfence.jobs.doing import Desk
from ringfence.jobs.node_work import CONSOLE, decided
from ringfence.store.book import Book
from ringfence.store.errors import NoSuchPerson
from ringfence.store.stored import Invited
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor, Role

ACT = "store.users.change"
HOURS = 24
"""How long a link is good for, where nothing else is asked."""


def invite(
    desk: Desk,
    person: str,
    role: str = "",
    *,
    by: str = "",
    confirmed_by: str = "",
    hours: int = HOURS,
) -> str:
    """Make a link for a person who may act; gives its code. Raises NoSuchPerson, ActRefused."""

    def job(book: Book) -> str:
        found = [one for one in roles_in(book, person) if role in ("", one.role.value)]
        if not found:
            raise NoSuchPerson(person, role)
        actor = who_decides(book, desk, found[0], by, confirmed_by)
        return make_link(book, desk, person, role, actor, hours=hours)

    return desk.work(job)


def make_link(
    book: Book,
    desk: Desk,
    person: str,
    role: str,
    actor: Actor,
    *,
    act: str = ACT,
    hours: int = HOURS,
) -> str:
    """Make a link within work that is under way, for whom `actor` may let in; gives its code.

    In a rehearsal nothing is made, and the code is empty.
    """
    from ringfence.store import sign_in_links

    if book.is_rehearsal:
        return ""
    ends_at = desk.now + timedelta(hours=hours)
    code = sign_in_links.make(person, role, by=actor.person, now=desk.now, ends_at=ends_at)
    after = {"invited": True, "role": role, "hours": hours}
    book.record(actor, act, f"person:{person}", {}, after)
    return code


def who_decides(book: Book, desk: Desk, person: Actor, by: str, confirmed_by: str) -> Actor:
    """The approver who lets somebody in; the console only as long as nobody could have decided."""
    from ringfence.store.accounts import has_signed_in

    approvers = {one.person for one in book.persons(role=str(Role.APPROVER))}
    if by or confirmed_by or any(has_signed_in(one) for one in approvers):
        return decided(book, desk.node, person, by, confirmed_by)
    return Actor(CONSOLE, Role.ADMINISTRATOR, desk.territory, is_system=True)


def invited(desk: Desk, code: str) -> Invited | None:
    """Whom a code would let in; using it up is another step."""
    from ringfence.store import sign_in_links

    return sign_in_links.find(code, desk.now)


def enter_by_link(desk: Desk, code: str) -> Invited:
    """Use a link up; raises ActRefused where it is unknown, used or ended."""
    from ringfence.store import sign_in_links

    def job(book: Book) -> Invited:
        found = sign_in_links.use(code, desk.now)
        if found is None:
            raise ActRefused("person.link.use", "the link was used or has ended: ask for a new one")
        actor = roles_in(book, found.person)
        if not actor:
            raise ActRefused("person.link.use", "this person may not act any more")
        book.record(actor[0], "person.link.use", f"person:{found.person}", {}, {"used": True})
        return found

    return desk.work(job)


def roles_of(desk: Desk, person: str) -> list[Actor]:
    """The roles in which a person may act now; none for one who was removed."""

    def job(book: Book) -> list[Actor]:
        return [as_deputy(book, one) for one in roles_in(book, person)]

    return desk.look(job)


def roles_in(book: Book, person: str) -> list[Actor]:
    """The roles in which a person may act, within work that is under way."""
    return [one for one in book.persons(person=person) if not one.is_system]
