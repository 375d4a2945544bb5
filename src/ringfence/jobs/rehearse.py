"""What the law would say of an act if it were done now: it is done on books that keep nothing.

So the second person reads the findings before deciding, and they are computed by the very rules
that decide. A rehearsal only reads: nobody who writes has to wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, Together, opening
from ringfence.store.book import Book, look, work
from ringfence.store.rehearsed_book import RehearsedBook
from ringfence.terms import Answer, Finding, RingfenceError
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Way, ways
from ringfence.trade.roles import Actor, Role

T = TypeVar("T")
STAND_IN = "rehearsal"
"""Acts in rehearsals only; it never stays in the books."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal(Desk):
    """A desk that writes nothing. `stand_in` may do the act; it has opened the version."""

    stand_in: Actor
    subject: str
    version: int

    def work(self, job: Callable[[Book], T]) -> T:
        """Run a job that would write, on books that keep nothing of it."""
        return self.look(job)

    def look(self, job: Callable[[Book], T]) -> T:
        """Run a job on one consistent state, which nobody has to wait for."""

        def rehearsing(book: Book) -> T:
            return job(RehearsedBook(book, self.stand_in, self.subject, self.version))

        return look(rehearsing, now=self.now, today=self.today)


def rehearsed(
    desk: Desk, kind: str, number: str, verb: str, held: Held[Any]
) -> tuple[Finding, ...]:
    """The findings that the act would weigh now, against and met; none where it weighs none.

    An act that cannot follow for want of a proposal or of what it tells has nothing to weigh yet.
    """
    role = _role_that_does(desk, kind, verb, held)
    if role is None:
        return ()
    actor = Actor(STAND_IN, role, desk.territory)
    subject = f"{kind}:{number}"
    trying = Rehearsal(
        node=desk.node, now=desk.now, today=desk.today,
        stand_in=actor, subject=subject, version=held.version,
    )  # fmt: skip
    return _findings(trying, kind, number, verb, role)


class _Undone(Exception):
    def __init__(self, found: tuple[Finding, ...]) -> None:
        self.found = found


def rehearsed_new(
    desk: Desk, kind: str, verb: str, entering: Callable[[Desk], Outcome]
) -> tuple[Finding, ...]:
    """The findings of an act on a document that is not entered yet: entered, done, and undone.

    `entering` enters it by the desk that it is given. Without a verb the findings are those of
    entering it. Raises what entering raises. It takes the lock of those who write.
    """

    def undone(book: Book) -> None:
        within = replace(desk, joined=Together(book))
        made = entering(within)
        role = _role_that_does(desk, kind, verb, made.held) if verb else None
        if role is None:
            raise _Undone(made.findings)
        stand_in, subject = Actor(STAND_IN, role, desk.territory), f"{kind}:{made.number}"
        console = Actor("console", Role.ADMINISTRATOR, desk.territory, is_system=True)
        book.set_person(stand_in, actor=console, act="store.users.change")
        book.record(stand_in, opening(subject), subject, {}, {"opened": made.held.version})
        raise _Undone(_findings(within, kind, made.number, verb, role))

    try:
        work(undone, now=desk.now, today=desk.today)
    except _Undone as undone_with:
        return undone_with.found
    raise AssertionError("a rehearsal was not undone")


def _findings(desk: Desk, kind: str, number: str, verb: str, role: Role) -> tuple[Finding, ...]:
    try:
        outcome = act_by_kind(desk, kind, number, verb, Asked(f"{STAND_IN}:{role.value}"))
    except ActRefused as refused:
        return refused.findings
    except RingfenceError as error:
        return (_could_not(kind, verb, error),)
    return outcome.findings


def _could_not(kind: str, verb: str, error: RingfenceError) -> Finding:
    """What the books refused, such as for want of room: the act would be refused too."""
    return Finding(f"trade.{kind}.{verb}", Answer.NOT_MET, str(error))


def _role_that_does(desk: Desk, kind: str, verb: str, held: Held[Any]) -> Role | None:
    act = kinds()[kind].verb(verb).act
    for role in (Role.APPROVER, Role.CASE_OFFICER, Role.STATISTICIAN, Role.INSPECTOR):
        actor = Actor(STAND_IN, role, desk.territory)
        if Way.DO in ways(actor, act, held.subject()):
            return role
    return None
