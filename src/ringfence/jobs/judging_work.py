"""Whose turn it is: a document that waits, judged for one person on one day.

Rows that ask the same are judged once. Bodies are not read: cards say enough.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.store.stored import Listed, Mark
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.life import Done
from ringfence.trade.permissions import Way
from ringfence.trade.roles import Actor, Role
from ringfence.trade.time_limits import Timing
from ringfence.trade.waiting import Clock, Standing, Turn, WaitsFor, clock_at, standing

if TYPE_CHECKING:
    from ringfence.store.waiting_rows import Alike

FIRM = frozenset({Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON})
_ORDER = {turn: count for count, turn in enumerate(Turn)}
_FAR = Day(9999, 12, 31)

NO_MARK = Mark()

Order = tuple[int, Day, Day]


@dataclass(frozen=True, slots=True)
class Row:
    """One document that waits.

    acts  what the person may do about it now; nothing where it is not their turn
    """

    listed: Listed
    standing: Standing
    acts: tuple[Possible, ...]
    mark: Mark
    is_mine: bool = False
    is_put_off: bool = False

    @property
    def waits_for(self) -> WaitsFor:
        """With whom it waits."""
        return self.standing.clock.waits_for

    @property
    def turn(self) -> Turn:
        """The group in which it stands."""
        return self.standing.turn

    @property
    def order(self) -> Order:
        """Where it stands among others; rows that stand alike go by number."""
        return order_of(self.standing)


@dataclass(frozen=True, slots=True)
class Some:
    """Rows that are judged as one, and how many there are; none of them is marked."""

    alike: Alike
    count: int
    standing: Standing
    acts: tuple[Possible, ...]

    @property
    def order(self) -> Order:
        """Where they stand among others."""
        return order_of(self.standing)

    def row(self, listed: Listed) -> Row:
        """One of them."""
        return Row(listed, self.standing, self.acts, NO_MARK, bool(self.acts))


def order_of(stands: Standing) -> Order:
    """Late by lateness, then by the day due, then by the wait."""
    return _ORDER[stands.turn], stands.due or _FAR, stands.begun


class Judge:
    """Judges rows for one person on one day; rows that ask the same are judged once."""

    def __init__(self, actor: Actor, today: Day, timing: Timing) -> None:
        self.actor, self.today, self.timing = actor, today, timing
        self._acts: dict[Hashable, tuple[Possible, ...]] = {}
        self._standings: dict[Hashable, Standing] = {}

    def row(self, listed: Listed, mark: Mark) -> Row:
        """The row of a document in whose state a clock runs."""
        clock = clock_at(listed.kind, listed.state)
        assert clock is not None
        stands = self._standing(clock, listed)
        acts = self._due_acts(clock, listed)
        turn = bool(acts) and _is_turn(clock, stands, self.actor)
        free = mark.taken_by in ("", *self.actor.hands)
        put_off = turn and free and mark.until is not None and mark.until > self.today
        return Row(listed, stands, acts if turn else (), mark, turn and free, put_off)

    def some(self, alike: Alike, count: int, one: Listed) -> Some:
        """Rows that are alike, of which `one` is any."""
        clock = clock_at(alike.kind, alike.state)
        assert clock is not None
        stands = self._stands(clock, alike.begun, alike.ends)
        if alike.part not in self._acts:
            self._acts[alike.part] = due_acts(one, clock, self.actor)
        acts = self._acts[alike.part]
        turn = bool(acts) and _is_turn(clock, stands, self.actor)
        return Some(alike, count, stands, acts if turn else ())

    def _standing(self, clock: Clock, listed: Listed) -> Standing:
        begun = listed.card.clock_from or listed.card.since or self.today
        return self._stands(clock, begun, listed.card.ends)

    def _stands(self, clock: Clock, begun: Day, ends: Day | None) -> Standing:
        key = (clock.name, clock.kind, begun, ends)
        if key not in self._standings:
            self._standings[key] = standing(clock, begun, ends, self.today, self.timing)
        return self._standings[key]

    def _due_acts(self, clock: Clock, listed: Listed) -> tuple[Possible, ...]:
        """Who may act depends on the state, on what is proposed, and on these of the person."""
        actor, card = self.actor, listed.card
        part = (
            listed.kind, listed.state, listed.territory, card.partner, card.proposed,
            card.proposer in actor.hands, not actor.hands.isdisjoint(card.hands),
            actor.operator in card.firms, bool(card.firms),
            not set(actor.interests).isdisjoint(card.firms),
        )  # fmt: skip
        if part not in self._acts:
            self._acts[part] = due_acts(listed, clock, actor)
        return self._acts[part]


def _is_turn(clock: Clock, stands: Standing, actor: Actor) -> bool:
    """Whether the clock runs against the person's side; what is late comes back to the office."""
    if actor.role in FIRM:
        return clock.waits_for is WaitsFor.OPERATOR
    if actor.role is Role.PARTNER_AUTHORITY:
        return clock.waits_for is WaitsFor.PARTNER
    return clock.waits_for is WaitsFor.AUTHORITY or stands.turn is Turn.LATE


def due_acts(listed: Listed, clock: Clock, actor: Actor) -> tuple[Possible, ...]:
    """The acts that answer the clock and that the person may do now, or propose."""
    kind = kinds()[listed.kind]
    held = as_held(listed)
    found = possible_acts(kind, held, actor, clock.due_acts)
    return tuple(one for one in found if one.way is Way.DO or held.proposal is None)


def as_held(listed: Listed) -> Held[Any]:
    """The document as far as its card tells it: enough to ask who may act."""
    card = listed.card
    hands = tuple(Done("", person, Role.PUBLIC, count) for count, person in enumerate(card.hands))
    proposal = Done(card.proposed, card.proposer, Role.PUBLIC, 0) if card.proposed else None
    return Held(
        None, listed.state, listed.territory, card.firms, card.partner,
        history=hands, proposal=proposal,
    )  # fmt: skip
