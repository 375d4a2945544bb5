"""Tokens of systems, and what each is for: a thing and a verb, such as `licence:read`.

A scope only ever takes away: what the person of the token may not do, no scope gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ringfence.terms import RingfenceError
from ringfence.trade.roles import Role

EVERY = "*"
"""Stands for every thing or every verb."""

READ, ENTER = "read", "enter"

NEVER = frozenset(
    {Role.RESPONSIBLE_PERSON, Role.ADMINISTRATOR, Role.PARTNER_AUTHORITY, Role.PUBLIC}
)
"""Roles for which no token is made: a firm's signature, users and keys, and those outside."""


class ScopeNotUnderstood(RingfenceError):
    """A scope that names no thing or verb known here."""

    def __init__(self, text: str, problem: str, remedy: str) -> None:
        self.text, self.problem, self.remedy = text, problem, remedy
        super().__init__(f"scope {text!r}: {problem}. {remedy}")


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """One thing and one verb; either may be `*`."""

    thing: str
    verb: str

    def __str__(self) -> str:
        return f"{self.thing}:{self.verb}"

    def covers(self, thing: str, verb: str) -> bool:
        """Whether the scope reaches a verb on a thing."""
        return self.thing in (EVERY, thing) and self.verb in (EVERY, verb)


def read_scope(text: str, known: Mapping[str, Collection[str]]) -> Scope:
    """Read `thing:verb`; `known` gives the verbs of every thing. Raises ScopeNotUnderstood."""
    thing, colon, verb = text.strip().partition(":")
    if not colon:
        raise ScopeNotUnderstood(text, "has no verb", "Write thing:verb, such as licence:read")
    if thing != EVERY and thing not in known:
        raise ScopeNotUnderstood(
            text, "names no thing known here", f"Write one of {', '.join(sorted(known))}"
        )
    verbs = {one for each in known.values() for one in each} if thing == EVERY else known[thing]
    if verb != EVERY and verb not in verbs:
        raise ScopeNotUnderstood(
            text, "names no verb of that thing", f"Write one of {', '.join(sorted(verbs))}"
        )
    return Scope(thing, verb)


def is_covered(scopes: Iterable[Scope], thing: str, verb: str) -> bool:
    """Whether any of the scopes reaches a verb on a thing.

    >>> is_covered([Scope("licence", "read")], "licence", "issue")
    False
    """
    return any(one.covers(thing, verb) for one in scopes)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a system: for whom it acts, how far it reaches, until when; never its code.

    confirmed_by  empty while it is only proposed
    is_collected  True once its code was shown
    """

    name: str
    person: str
    role: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    ends_at: datetime
    confirmed_by: str = ""
    is_collected: bool = False
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """proposed, approved (its code waits to be collected), in_force, revoked or ended."""
        if self.revoked_at is not None:
            return "revoked"
        if self.ends_at <= now:
            return "ended"
        if not self.confirmed_by:
            return "proposed"
        return "in_force" if self.is_collected else "approved"
