"""The worklist: what waits, for whom, since when; what is mine, taken, put off or done today.

A row is there because a state says so, and leaves when the act is done. Nothing is kept of it but
who has taken it and until when it was put off. Bodies are not read: cards say enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.jobs.reach import Reach, readable_kinds
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed, Mark
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused, Done
from ringfence.trade.permissions import Way
from ringfence.trade.roles import Actor, Role
from ringfence.trade.time_limits import Timing
from ringfence.trade.waiting import Clock, Standing, Turn, WaitsFor, clock_at, clocks, standing

FIRM = frozenset({Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON})
MARK = "trade.work.mark"
"""The word of the journal for taking, giving back and putting off."""

REASON_MAX = 500
_ORDER = {turn: count for count, turn in enumerate(Turn)}
_FAR = Day(9999, 12, 31)
_NO_MARK = Mark()


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
    def order(self) -> tuple[int, Day, Day, str]:
        """Late by lateness, then by the day due, then by the wait."""
        return (
            _ORDER[self.turn], self.standing.due or _FAR, self.standing.begun, self.listed.number,
        )  # fmt: skip


@dataclass(frozen=True)
class Worklist:
    """Every row that a person may read, in order, and what they did today."""

    rows: tuple[Row, ...]
    person: str
    done: tuple[Mapping[str, Any], ...]

    @cached_property
    def mine(self) -> tuple[Row, ...]:
        """What is the person's turn, neither taken by another nor put off."""
        return tuple(row for row in self.rows if row.is_mine and not row.is_put_off)

    @cached_property
    def put_off(self) -> tuple[Row, ...]:
        """What was put off to a later day."""
        return tuple(row for row in self.rows if row.is_put_off)

    @cached_property
    def others(self) -> tuple[Row, ...]:
        """What the person had a hand in or waits outside the office, and is another's turn."""
        return tuple(
            row for row in self.rows
            if not row.acts
            and (row.waits_for is not WaitsFor.AUTHORITY or self.person in row.listed.card.hands)
        )  # fmt: skip


def worklist(desk: Desk, actor: Actor) -> Worklist:
    """What waits, as the person sees it."""

    def job(book: Book) -> Worklist:
        from ringfence.store import work_marks

        marks = work_marks.every()
        judge = Judge(actor, desk.today, desk.timing)
        rows = [judge.row(one, marks.get(one.subject, _NO_MARK)) for one in _open(book, actor)]
        rows.sort(key=lambda one: one.order)
        return Worklist(tuple(rows), actor.person, tuple(_done_today(book, desk, actor)))

    return desk.look(job)


def _open(book: Book, actor: Actor) -> Iterable[Listed]:
    """Every document in a state for which a clock runs, that the person may read."""
    by_reach: dict[Reach, dict[str, tuple[str, ...]]] = defaultdict(dict)
    states: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for clock in clocks():
        states[clock.kind] += clock.states
    for kind, reach in readable_kinds(actor).items():
        if kind in states:
            by_reach[reach][kind] = states[kind]
    for reach, wanted in by_reach.items():
        yield from book.listed(reach.narrow(Listing(wanted)))


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

    def _standing(self, clock: Clock, listed: Listed) -> Standing:
        begun = listed.card.clock_from or listed.card.since or self.today
        key = (clock.name, clock.kind, begun, listed.card.ends)
        if key not in self._standings:
            found = standing(clock, begun, listed.card.ends, self.today, self.timing)
            self._standings[key] = found
        return self._standings[key]

    def _due_acts(self, clock: Clock, listed: Listed) -> tuple[Possible, ...]:
        """Who may act depends on the state, on what is proposed, and on these of the person."""
        actor, card = self.actor, listed.card
        key = (
            listed.kind, listed.state, listed.territory, card.proposed,
            card.proposer in actor.hands, not actor.hands.isdisjoint(card.hands),
            actor.operator in card.firms, bool(card.firms), card.partner == actor.territory,
            bool(card.partner), not set(actor.interests).isdisjoint(card.firms),
        )  # fmt: skip
        if key not in self._acts:
            self._acts[key] = due_acts(listed, clock, actor)
        return self._acts[key]


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


def _done_today(book: Book, desk: Desk, actor: Actor) -> list[Mapping[str, Any]]:
    """The person's acts of this day, in the time zone of the node, the latest first."""
    zone = ZoneInfo(desk.node.config.time_zone)
    start = datetime.combine(desk.today, time(), zone)
    filters = {"person": actor.person, "act__startswith": "trade.", "at__gte": start}
    found = book.latest_acts(filters, 1000)
    looks = (".open", ".refused", MARK)
    return [one for one in found if not str(one["act"]).endswith(looks)]


def take(desk: Desk, kind: str, number: str, actor: Actor) -> None:
    """Take a piece of work; raises ActRefused where another person has it."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands):
            at = mark.taken_at.strftime("%H:%M") if mark.taken_at else ""
            raise ActRefused(MARK, f"{mark.taken_by} took this case at {at}".strip())
        return replace(mark, taken_by=actor.person)

    _marked(desk, kind, number, actor, change)


def give_back(desk: Desk, kind: str, number: str, actor: Actor) -> None:
    """Give a piece of work back to the office; an approver may give back another's."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands) and actor.role is not Role.APPROVER:
            raise ActRefused(MARK, f"{mark.taken_by} has it: they or an approver give it back")
        return Mark()

    _marked(desk, kind, number, actor, change)


def put_off(desk: Desk, kind: str, number: str, actor: Actor, until: Day, reason: str) -> None:
    """Put a piece of work off to a day, with a reason, never past the day due."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands):
            raise ActRefused(MARK, f"{mark.taken_by} has it")
        return replace(mark, until=until, reason=reason.strip()[:REASON_MAX])

    if not reason.strip():
        raise ActRefused(MARK, "give the reason for putting it off")
    if until <= desk.today:
        raise ActRefused(MARK, "the day must be after today")
    _marked(desk, kind, number, actor, change, until)


def _marked(
    desk: Desk, kind: str, number: str, actor: Actor, change: Any, until: Day | None = None
) -> None:
    def job(book: Book) -> None:
        from ringfence.store import work_marks

        row = _row_of(book, desk, kind, number, actor)
        due = row.standing.due if row else None
        if row is None or not row.acts:
            raise ActRefused(MARK, "it is not your turn, or it was done meanwhile")
        if until is not None and due is not None and until > due:
            raise ActRefused(
                MARK, f"it is due on {due.isoformat()}: put it off to that day at most"
            )
        subject = row.listed.subject
        before = work_marks.find(subject)
        after = change(before)
        if after == before:
            return
        work_marks.put(subject, after, desk.now)
        book.record(actor, MARK, subject, _told(before), _told(after))

    desk.work(job)


def _row_of(book: Book, desk: Desk, kind: str, number: str, actor: Actor) -> Row | None:
    from ringfence.store import work_marks

    reach = readable_kinds(actor).get(kind)
    if reach is None:
        return None
    listing = reach.narrow(Listing({kind: ()}, equal={"number": number}))
    found = book.listed(listing)
    if not found or clock_at(kind, found[0].state) is None:
        return None
    judge = Judge(actor, desk.today, desk.timing)
    return judge.row(found[0], work_marks.find(found[0].subject))


def _told(mark: Mark) -> dict[str, Any]:
    until = mark.until.isoformat() if mark.until else ""
    return {"taken_by": mark.taken_by, "until": until, "has_reason": bool(mark.reason)}
