"""Who may act: a role proposed for a person by an administrator, and decided by an approver.

Nobody decides on their own role, and no administrator is given a deciding role by their own word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ringfence.law.movement import many, needed, said
from ringfence.law.record import Problem
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.claim import stands
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, number_of, words
from ringfence.trade.roles import Role

THING = "user_change"
RULE = "trade.user_change.approve"
OF_A_FIRM = frozenset({Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """A role of a person: begun, changed, or ended; with a link to sign in, where one is wanted."""

    number: str = number_of("its number")
    person: str = needed("the person, by the number under which they act", limit=120)
    role: Role = needed("the role")
    operator: str = words("the firm, for roles of a firm", 120)
    interests: tuple[str, ...] = many("firms in which the person declared an interest", limit=120)
    ends: bool | None = said("yes where the role ends")
    with_link: bool | None = said("yes where a link to sign in is wanted")
    reason: str = words("why", 500)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the proposal, beyond single fields."""
        if not self.number:
            yield missing("number", "its number")
        if self.role in OF_A_FIRM and not self.operator:
            yield missing("operator", "the number of the firm: the role is one of a firm")
        if self.role not in OF_A_FIRM and self.operator:
            yield Problem("operator", "is told for a role of the office", "Leave it out")
        if self.ends and self.with_link:
            yield Problem("with_link", "a role that ends needs no link", "Choose one of the two")


def _may_be_given(held: Held[UserChange], act: Act) -> Iterator[Finding]:
    paper = held.paper
    is_another = paper.person not in act.actor.hands
    yield stands(RULE, is_another, "it is another person's role", "nobody decides on their own")
    proposer = held.history[0].person
    is_own_word = proposer == paper.person and paper.role is Role.APPROVER
    lacks = "an administrator cannot be given a deciding role by their own word"
    yield stands(RULE, not is_own_word, "it was not proposed for oneself", lacks)


LIFE = Life(
    kind=THING,
    first="proposed",
    states=("proposed", "approved", "refused"),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("approve", "proposed", "approved", "2"),
            ("refuse", "proposed", "refused", "2"),
        ),
        approve=Duty((_may_be_given,)),
    ),
    final=frozenset({"approved", "refused"}),
)
