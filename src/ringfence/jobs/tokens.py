"""Tokens of systems: an administrator proposes one, an approver lets it in, its code is shown once.

A token acts for a person, as a system: it proposes or computes, and never approves. Its scopes take
away from what the person may do. Acts that happen by themselves when a day has passed are nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, is_by_the_clock
from ringfence.jobs.node_work import CONSOLE, decided
from ringfence.jobs.signing_in import ACT, who_decides
from ringfence.store.book import Book
from ringfence.store.errors import NoSuchPerson
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor, Role
from ringfence.trade.token import ENTER, NEVER, READ, Scope, Token, is_covered, read_scope

USE = "store.token.use"
DAYS, DAYS_MAX = 90, 366
"""How long a token is good for: where nothing else is asked, and at most."""

MORE: Mapping[str, tuple[str, ...]] = {
    "company_return": ("file", "balance"),
    "estimate": ("room",),
    "return": ("compute", "figures", "nil"),
    "work": (READ, "mark"),
    "deputy": (READ, "name", "end", "propose", "decide"),
    "view": (READ, "keep"),
    "export": (READ, "ask"),
    "setting": (READ,),
    "foreign_paper": (READ, ENTER, "mark"),
    "figure": (READ,),
    "partner": (READ, "ask"),
    "firm": (READ,),
    "firm_user": (READ, "add", "end"),
    "file": (READ, "keep"),
    "journal": (READ, "verify", "proof"),
    "person": (READ,),
    "movement": ("assess",),
}
"""What a token may be for beside documents and their acts."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who stands behind a request with a token: the person, as a system, within scopes."""

    token: str
    actor: Actor
    scopes: tuple[Scope, ...]

    def require(self, thing: str, verb: str) -> None:
        """Raise ActRefused where the token is not for that."""
        if not is_covered(self.scopes, thing, verb):
            raise ActRefused(USE, f"the token is not for {thing}:{verb}")


def things() -> dict[str, tuple[str, ...]]:
    """Everything that a scope may name, each with its verbs; nothing that the clock does."""
    found: dict[str, tuple[str, ...]] = {}
    for name, kind in kinds().items():
        acts = [verb for verb, one in kind.verbs.items() if not is_by_the_clock(one.act)]
        found[name] = (READ, ENTER, *acts)
    return {
        name: (*found.get(name, ()), *MORE.get(name, ()))
        for name in sorted({*found, *MORE})
    }  # fmt: skip


def propose(
    desk: Desk, name: str, person: str, role: str, scopes: Sequence[str], by: str, days: int = DAYS
) -> Token:
    """Propose a token, by an administrator; nobody can use it yet."""

    def job(book: Book) -> Token:
        proposer = acting(book, by)
        require(proposer, ACT, Subject(desk.territory), Way.PROPOSE)
        return _proposed(book, desk, name, _for_whom(book, person, role), scopes, proposer, days)

    return desk.work(job)


def approve(desk: Desk, name: str, by: str) -> Token:
    """Decide on a proposed token, by an approver who neither proposed it nor is its person."""
    from ringfence.store import api_tokens

    def job(book: Book) -> Token:
        found = api_tokens.find(name)
        if found.state(desk.now) != "proposed":
            raise ActRefused(ACT, "nobody has proposed it, or it was decided")
        person = book.person(found.person, Role(found.role))
        approver = decided(book, desk.node, person, found.made_by, acting(book, by).person)
        return _confirmed(book, name, approver)

    return desk.work(job)


def collect(desk: Desk, name: str, by: str) -> str:
    """Show the code of an approved token to who proposed it, once."""
    from ringfence.store import api_tokens

    def job(book: Book) -> str:
        actor, found = acting(book, by), api_tokens.find(name)
        if found.state(desk.now) != "approved" or found.made_by != actor.person:
            raise ActRefused(ACT, "its code waits for nobody, or for who proposed it")
        book.record(actor, ACT, _subject(name), {}, {"collected": True})
        return api_tokens.collect(name)

    return desk.work(job)


def make(
    desk: Desk,
    name: str,
    person: str,
    role: str,
    scopes: Sequence[str],
    *,
    by: str = "",
    confirmed_by: str = "",
    days: int = DAYS,
) -> str:
    """Make a token in one step, by the two who sit at the console; gives its code.

    As long as no approver has signed in, whoever holds the node's files may make one.
    """
    from ringfence.store import api_tokens

    def job(book: Book) -> str:
        found = _for_whom(book, person, role)
        approver = who_decides(book, desk, found, by, confirmed_by)
        proposer = book.person(by, Role.ADMINISTRATOR) if by else approver
        _proposed(book, desk, name, found, scopes, proposer, days)
        _confirmed(book, name, approver)
        return api_tokens.collect(name)

    return desk.work(job)


def revoke(desk: Desk, name: str, by: str = "") -> Token:
    """End a token: stopping needs one person, an administrator or whoever holds the files."""
    from ringfence.store import api_tokens

    def job(book: Book) -> Token:
        actor = Actor(CONSOLE, Role.ADMINISTRATOR, desk.territory, is_system=True)
        if by:
            actor = acting(book, by)
            require(actor, ACT, Subject(desk.territory), Way.PROPOSE)
        before, after = api_tokens.find(name), api_tokens.revoke(name, desk.now)
        if before.revoked_at is None:
            book.record(actor, ACT, _subject(name), {}, {"revoked": True})
        return after

    return desk.work(job)


def every(desk: Desk, by: str = "") -> list[Token]:
    """All tokens; by whoever holds the files, or who may read the users of the node."""
    from ringfence.store import api_tokens

    def job(book: Book) -> list[Token]:
        if by:
            require(acting(book, by), ACT, Subject(desk.territory), Way.READ)
        return api_tokens.every()

    return desk.look(job)


def bearer(desk: Desk, code: str) -> Bearer | None:
    """Who stands behind a code; `None` where it is not in force or its person may act no more.

    Its last use is noted, at most once a minute.
    """
    from ringfence.store import api_tokens

    def job(book: Book) -> tuple[Bearer, bool] | None:
        found = api_tokens.of_code(code, desk.now)
        if found is None:
            return None
        here = [one for one in book.persons(person=found.person) if one.role == found.role]
        if not here:
            return None
        scopes = tuple(Scope(*one.split(":")) for one in found.scopes)
        actor = acting(book, f"{found.person}:{found.role}:system")
        return Bearer(found.name, actor, scopes), api_tokens.is_use_due(found, desk.now)

    found = desk.look(job)
    if found is None:
        return None
    if found[1]:
        desk.work(lambda book: api_tokens.note_use(found[0].token, desk.now))
    return found[0]


def _for_whom(book: Book, person: str, role: str) -> Actor:
    found = [one for one in book.persons(person=person) if role in ("", one.role.value)]
    if len(found) != 1:
        raise NoSuchPerson(person, role)
    if found[0].role in NEVER:
        raise ActRefused(ACT, f"no token is made for {found[0].role}: a person signs in for that")
    return found[0]


def _proposed(
    book: Book,
    desk: Desk,
    name: str,
    person: Actor,
    scopes: Sequence[str],
    proposer: Actor,
    days: int,
) -> Token:
    from ringfence.store import api_tokens

    if not 0 < days <= DAYS_MAX:
        raise ActRefused(ACT, f"a token ends after 1 to {DAYS_MAX} days")
    if not name.strip() or len(name) > 100:
        raise ActRefused(ACT, "a token has a name of 1 to 100 characters: that of the system")
    found = tuple(sorted({str(read_scope(one, things())) for one in scopes}))
    if not found:
        raise ActRefused(ACT, "a token has one scope or more: write thing:verb")
    made = api_tokens.propose(
        name, person.person, person.role.value, found, by=proposer.person, now=desk.now,
        ends_at=desk.now + timedelta(days=days),
    )  # fmt: skip
    after = {"person": person.person, "role": person.role.value, "scopes": list(found)}
    book.record(proposer, ACT, _subject(name), {}, {**after, "days": days})
    return made


def _confirmed(book: Book, name: str, approver: Actor) -> Token:
    from ringfence.store import api_tokens

    book.record(approver, ACT, _subject(name), {}, {"confirmed": True})
    return api_tokens.confirm(name, approver.person)


def _subject(name: str) -> str:
    return f"token:{name}"
