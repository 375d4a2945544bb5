"""What the law would say of an act if it were done now: the act is done and all of it undone.

So the second person reads the findings before deciding, and they are computed by the very rules
that decide. Nothing of a rehearsal stays in the books or in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, Together, opening
from ringfence.store.book import Book, work
from ringfence.terms import Answer, Finding, RingfenceError
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Way, ways
from ringfence.trade.roles import Actor, Role

T = TypeVar("T")
STAND_IN = "rehearsal"
"""Acts in rehearsals only; it never stays in the books."""

_MARK = "store.users.change"


class _Undone(Exception):
    def __init__(self, result: Any) -> None:
        self.result = result


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal(Desk):
    """A desk whose every work is undone. `stand_in` may do the act; `seen` is what it opened."""

    stand_in: Actor
    subject: str
    version: int

    def work(self, job: Callable[[Book], T]) -> T:
        """Run a job that writes, and undo it."""

        def undone(book: Book) -> T:
            _let_stand_in(book, self.stand_in, self.subject, self.version)
            raise _Undone(job(book))

        try:
            work(undone, now=self.now, today=self.today)
        except _Undone as undone_with:
            return undone_with.result  # type: ignore[no-any-return]
        raise AssertionError("a rehearsal was not undone")


def _let_stand_in(book: Book, stand_in: Actor, subject: str, version: int) -> None:
    """Let the person of the rehearsal act on what they have opened."""
    console = Actor("console", Role.ADMINISTRATOR, stand_in.territory, is_system=True)
    book.set_person(stand_in, actor=console, act=_MARK)
    book.record(stand_in, opening(subject), subject, {}, {"opened": version})


def rehearsed_new(
    desk: Desk, kind: str, verb: str, entering: Callable[[Desk], Outcome]
) -> tuple[Finding, ...]:
    """The findings of an act on a document that is not entered yet: entered, done, and undone.

    `entering` enters it by the desk that it is given. Without a verb the findings are those of
    entering it. Raises what entering raises.
    """

    def undone(book: Book) -> tuple[Finding, ...]:
        within = replace(desk, joined=Together(book))
        made = entering(within)
        role = _role_that_does(desk, kind, verb, made.held) if verb else None
        if role is None:
            raise _Undone(made.findings)
        actor = Actor(STAND_IN, role, desk.territory)
        _let_stand_in(book, actor, f"{kind}:{made.number}", made.held.version)
        raise _Undone(_findings(within, kind, made.number, verb, role))

    try:
        return work(undone, now=desk.now, today=desk.today)
    except _Undone as undone_with:
        return undone_with.result  # type: ignore[no-any-return]


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
    undone = Rehearsal(
        node=desk.node, now=desk.now, today=desk.today,
        stand_in=actor, subject=subject, version=held.version,
    )  # fmt: skip
    return _findings(undone, kind, number, verb, role)


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
