"""What is asked of one line of a return; each check is named, and says what to do.

A check gives remarks and refusals. It does not stop the others: all that is wrong with a line is
told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ringfence.law.entry import Convention
from ringfence.terms import Answer, Country, Period
from ringfence.trade.activity_grid import Activity, places_on
from ringfence.trade.licence import Licence, covers
from ringfence.trade.licence_room import QUOTA, rooms
from ringfence.trade.line_facts import Counterpart, Facts, OrderMove, Said, Working
from ringfence.trade.stock_line import (
    ACTIVITY_OF,
    BY_PAPER,
    COUNTS,
    FROM_AUTHORITY,
    FROM_HOLDER,
    REPORTED_ANYWAY,
    TO_HOLDER,
    Amount,
    LineKind,
    StockLine,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A line under judgement, with what is known around it."""

    line: StockLine
    operator: str
    period: Period
    amounts: tuple[Amount, ...]
    facts: Facts
    working: Working

    @property
    def other(self) -> Counterpart | None:
        """The counterpart, where the register knows it or the line needs none."""
        number = self.line.counterpart
        if number in self.facts.counterparts:
            return self.facts.counterparts[number]
        if self.line.kind in (LineKind.IMPORT, LineKind.EXPORT) and len(number) == 2:
            return Counterpart(number, country=Country(number.upper()))
        if self.facts.policy.is_history and number:
            return Counterpart(number)
        return None


Check = Callable[[Asked], Iterator[Said]]

NEEDS_COUNTERPART = (
    FROM_HOLDER | TO_HOLDER | FROM_AUTHORITY.keys() | frozenset({LineKind.SPECIAL_STOCK_IN})
)


def said_of(asked: Asked) -> tuple[Said, ...]:
    """Everything that the checks say of a line."""
    checks = _ALWAYS if asked.facts.policy.is_history else (*_ALWAYS, *_IN_FORCE)
    return tuple(one for check in checks for one in check(asked))


def day_is_reported(asked: Asked) -> Iterator[Said]:
    """The day lies in the period; an earlier one is late, a later one is refused."""
    day, period = asked.line.day, asked.period
    if day > asked.facts.today:
        yield Said("day_in_future", "day", f"{day} has not come yet", "Enter the day it happened")
    elif day > period.last:
        remedy = f"Send it with the period that holds {day}"
        yield Said("day_after_period", "day", f"{day} lies after {period.last}", remedy)
    elif day < period.first:
        late = (period.first - day).days
        refuses = late > asked.facts.policy.late_days_max
        sentence = f"{day} lies {late} days before the period"
        remedy = "Ask the authority to open that period" if refuses else ""
        yield Said("day_before_period", "day", sentence, remedy, refuses)


def counterpart_is_known(asked: Asked) -> Iterator[Said]:
    """A kind that moves goods between two names both, and never the holder itself."""
    line = asked.line
    if line.kind not in NEEDS_COUNTERPART:
        return
    if not line.counterpart:
        remedy = "Enter the number of the other operator"
        yield Said("counterpart_missing", "counterpart", "the other side is not named", remedy)
    elif line.counterpart == asked.operator:
        remedy = "Moves between own sites are no supply: name another operator"
        yield Said("counterpart_is_holder", "counterpart", "the holder names itself", remedy)
    elif asked.other is None:
        remedy = "Look the number up in the register, or ask the authority to enter the operator"
        sentence = f"{line.counterpart} is not in the register"
        yield Said("counterpart_unknown", "counterpart", sentence, remedy)


def authority_is_named(asked: Asked) -> Iterator[Said]:
    """Special stock and seized goods come from the authority and go to it."""
    kinds = {*FROM_AUTHORITY, LineKind.SPECIAL_STOCK_IN}
    other = asked.other
    if asked.line.kind in kinds and other is not None and not other.is_authority:
        sentence = f"{other.number} holds no special stock or seized goods"
        yield Said("not_an_authority", "counterpart", sentence, "Enter the authority's number")


def holder_is_licensed(asked: Asked) -> Iterator[Said]:
    """The licence is the operator's own, and lists the activity there on that day."""
    line, licence = asked.line, asked.facts.licences.get(asked.line.holder)
    if licence is None or licence.paper.holder != asked.operator:
        remedy = "Enter the number of a licence of your own"
        sentence = f"{line.holder} is no licence of {asked.operator}"
        yield Said("licence_unknown", "holder", sentence, remedy)
        return
    for one in asked.amounts:
        covered = _covered(asked, licence, one.substance)
        if covered is not None:
            refuses = line.kind not in REPORTED_ANYWAY
            remedy = "Correct the line, or ask the authority to amend the licence"
            yield Said("not_licensed", "kind", covered, remedy, refuses)


def _covered(asked: Asked, licence: Licence, substance: str) -> str | None:
    """Why a licence does not cover the line, or `None` where it does."""
    line, facts = asked.line, asked.facts
    activity = ACTIVITY_OF[line.kind]
    found = covers(licence, activity, substance, line.site, line.day, facts.lists, facts.country)
    return None if found.answer is Answer.MET else found.reason


def counterpart_is_licensed(asked: Asked) -> Iterator[Said]:
    """Who receives may hold it, and who sends may supply it, on the day."""
    line, other = asked.line, asked.other
    if other is None or line.kind not in (FROM_HOLDER | TO_HOLDER) or other.is_authority:
        return
    if other.is_authorised_by_law:
        return
    activity = Activity.POSSESS if line.kind in TO_HOLDER else Activity.SUPPLY
    if line.kind in (LineKind.RETURN_IN, LineKind.UNSOLICITED_RETURN):
        activity = Activity.POSSESS
    for one in asked.amounts:
        if not _any_covers(asked, other, activity, one.substance):
            sentence = f"{other.number} is not licensed to {activity} {one.substance} on {line.day}"
            remedy = "Correct the counterpart or the day; if both are right, tell the authority"
            yield Said("counterpart_not_licensed", "counterpart", sentence, remedy)


def _any_covers(asked: Asked, other: Counterpart, activity: Activity, substance: str) -> bool:
    facts, day = asked.facts, asked.line.day
    return any(
        covers(licence, activity, substance, cell.site, day, facts.lists, facts.country).answer
        is Answer.MET
        for licence in other.licences
        for cell in licence.paper.grid
        if cell.activity is activity
    )


def counterpart_class_is_known(asked: Asked) -> Iterator[Said]:
    """Whether the receiver consumes decides where it is booked; unknown is not guessed."""
    other = asked.other
    between = FROM_HOLDER | TO_HOLDER
    if asked.line.kind in between and other is not None and other.is_consumer is None:
        sentence = f"whether {other.number} is wholesale or retail is not in the register"
        yield Said(
            "counterpart_class", "counterpart", f"{sentence}: an officer is asked", "", False
        )


_UNDER_PAPERS = {
    (Convention.UN1961, "I"),
    (Convention.UN1961, "II"),
    (Convention.UN1971, "I"),
    (Convention.UN1971, "II"),
}
"""Where import and export need an authorisation (1961 article 31(4), 1971 article 12(1))."""


def paper_is_named(asked: Asked) -> Iterator[Said]:
    """What a paper books is named with its paper, and the paper has booked it."""
    line = asked.line
    key = BY_PAPER.get(line.kind)
    if key is None:
        return
    number = getattr(line, key)
    if not number:
        if key != "order_number":
            yield from _without_paper(asked, key)
        return
    paper = asked.facts.papers.get(number)
    if paper is None or paper.operator != asked.operator or line.kind not in paper.kinds:
        sentence = f"{number} is no paper of {asked.operator} for {line.kind}"
        yield Said("paper_unknown", key, sentence, "Enter the number that stands on the paper")
        return
    if paper.other and line.counterpart != paper.other:
        sentence = f"{number} is a paper with {paper.other}, not with {line.counterpart}"
        yield Said("paper_of_another", "counterpart", sentence, f"Enter {paper.other}")
        return
    for one in asked.amounts:
        if not paper.booked_ug.get(one.substance):
            sentence = f"nothing of {one.substance} is booked under {number} yet"
            remedy = "Book the shipment, arrival, filling, receipt, loss or destruction there first"
            yield Said("paper_not_booked", key, sentence, remedy)


def _without_paper(asked: Asked, key: str) -> Iterator[Said]:
    line, facts = asked.line, asked.facts
    if line.kind not in (LineKind.IMPORT, LineKind.EXPORT):
        remedy = "Report the loss, or plan the destruction, and enter its number here"
        yield Said("paper_missing", key, f"{line.kind} is booked by its own record", remedy)
        return
    product = facts.products.get(line.product)
    if product is not None and product.schedule_iii_item:
        return
    for one in asked.amounts:
        places, settled = places_on(one.substance, line.day, facts.lists)
        if not settled or any(
            (place.convention, place.schedule) in _UNDER_PAPERS for place in places
        ):
            sentence = f"{line.kind} of {one.substance} needs an authorisation"
            yield Said("paper_missing", key, sentence, "Enter the number of the authorisation")
    if asked.other is None:
        remedy = "Enter the two-letter code of the country, or the partner's number"
        yield Said("counterpart_missing", "counterpart", "the partner country is missing", remedy)


def order_is_named(asked: Asked) -> Iterator[Said]:
    """What an order moved is not told a second time without naming the order.

    Another delivery of the same amount on the same day is possible: then the line says so.
    """
    line = asked.line
    if line.order_number or line.remark:
        return
    for one in asked.amounts:
        move = OrderMove(line.kind, line.counterpart, line.day, one.substance, one.amount_ug)
        order = asked.facts.moves.get(move)
        if order is not None:
            sentence = f"order {order} moved {grams(one.amount_ug)} of {one.substance} that day"
            remedy = "Name the order; if this is another delivery, say so in remark"
            yield Said("order_not_named", "order_number", sentence, remedy)


def ceiling_is_kept(asked: Asked) -> Iterator[Said]:
    """Beyond a yearly ceiling of the licence is a remark and a question, for it has happened."""
    line, facts = asked.line, asked.facts
    licence = facts.licences.get(line.holder)
    key = BY_PAPER.get(line.kind)
    if licence is None or (key is not None and getattr(line, key)):
        return
    for one in asked.amounts:
        uses = asked.working.used_ug
        for room in rooms(licence, one.substance, line.day, uses, facts.lists):
            counts = room.activity in COUNTS_AS.get(line.kind, ()) and room.site in ("", line.site)
            if counts and one.amount_ug > room.left_ug:
                sentence = (
                    f"the {room.says} leaves {grams(max(0, room.left_ug))}, "
                    f"the line takes {grams(one.amount_ug)}"
                )
                remedy = "Ask the authority for a higher ceiling, or correct the line"
                yield Said("ceiling_exceeded", "quantity", sentence, remedy, False)


_BOUGHT = frozenset({QUOTA, Activity.POSSESS})
COUNTS_AS = {
    LineKind.PURCHASE_IN: _BOUGHT,
    LineKind.RETURN_IN: _BOUGHT,
    LineKind.UNSOLICITED_RETURN: _BOUGHT,
    LineKind.MANUFACTURE: _BOUGHT | {Activity.MANUFACTURE},
    LineKind.RECOVERED_WASTE: _BOUGHT | {Activity.MANUFACTURE},
    LineKind.PRODUCTION: _BOUGHT | {Activity.PRODUCE},
    LineKind.IMPORT: _BOUGHT | {Activity.IMPORT},
    LineKind.EXPORT: frozenset({Activity.EXPORT}),
    LineKind.SUPPLY_OUT: frozenset({Activity.SUPPLY}),
    LineKind.SAMPLE: frozenset({Activity.SUPPLY}),
    LineKind.USE_INDUSTRIAL: frozenset({Activity.USE_INDUSTRIAL}),
}
"""The ceilings that a line of each kind counts against."""


def amount_is_usual(asked: Asked) -> Iterator[Said]:
    """Far more than the operator's largest line before is a remark, never a refusal."""
    if asked.line.kind in COUNTS:
        return
    for one in asked.amounts:
        largest = asked.facts.largest_ug.get(one.substance, 0)
        factor = asked.facts.policy.unusual_factor
        if largest and one.amount_ug > factor * largest:
            sentence = f"more than {factor} times the largest line of {one.substance} before"
            yield Said("unusual_amount", "quantity", sentence, "", False)


def grams(amount_ug: int) -> str:
    """An amount for people: exact grams of base."""
    whole, rest = divmod(abs(amount_ug), 1_000_000)
    sign = "-" if amount_ug < 0 else ""
    fraction = f"{rest:06}".rstrip("0")
    return f"{sign}{whole}{'.' if fraction else ''}{fraction} g"


_ALWAYS: Sequence[Check] = (day_is_reported, counterpart_is_known, counterpart_class_is_known)
_IN_FORCE: Sequence[Check] = (
    holder_is_licensed,
    authority_is_named,
    counterpart_is_licensed,
    paper_is_named,
    order_is_named,
    ceiling_is_kept,
    amount_is_usual,
)
