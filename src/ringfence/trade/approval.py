"""How long a proposal may wait: working days, and not beyond a change of what it rests on.

A proposal that is not decided within the authority's working days lapses, and so does one whose
licence, estimate or law changed since it was made. It is then proposed anew on what holds now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.life import Done
from ringfence.trade.roles import Actor
from ringfence.trade.working_days import Calendar

ACT = "trade.approval.lapse"


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a proposal was made, and what holds now.

    changed  documents and ceilings that it rests on and that changed since, by name
    """

    proposed_on: Day
    rule_book: str
    rule_book_now: str
    changed: tuple[str, ...] = ()


def why_lapsed(ground: Ground, today: Day, calendar: Calendar, working_days: int) -> str:
    """Why a proposal has lapsed, in one sentence; empty while it stands."""
    last = calendar.after(ground.proposed_on, working_days)
    if today > last:
        return f"proposed on {ground.proposed_on}, it could be decided until {last}"
    if ground.rule_book != ground.rule_book_now:
        return f"the law as held changed from {ground.rule_book} to {ground.rule_book_now}"
    if ground.changed:
        return f"{', '.join(ground.changed)} changed since it was proposed"
    return ""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Why a proposal lapsed; kept with the document."""

    reason: str


def lapsed(held: Held[Any], actor: Actor, day: Day, reason: str) -> Held[Any]:
    """The document without the proposal that lapsed; whoever made it stays in its history."""
    return replace(
        held,
        history=(*held.history, Done(ACT, actor.person, actor.role, held.version)),
        told=(*held.told, Lapsed(reason)),
        days=(*held.days, day),
        proposal=None,
    )
