"""An order between licensed operators (formats 10): signed, filled in parts, received.

What the supplier sends is in transit between the two until the purchaser books it. Where the
purchaser is a pharmacy, hospital, practitioner or researcher, it is consumed when it is supplied
(1961 article 1(2)). Unusual size is a remark to an officer, never a stop.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import kept, open_question, refusal
from ringfence.trade.delivery import in_transit
from ringfence.trade.flows import entry_number
from ringfence.trade.life import Life
from ringfence.trade.paper import instant, missing, number_of, printed, words
from ringfence.trade.party import Party
from ringfence.trade.time_limits import Timing

THING = "order"
CITATION = "un1961/30/1"

Verifies = Callable[[bytes, str, str], bool]
"""From the exact bytes, the signature and the signatory: whether the signature holds."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product of an order; its base is computed once, for one package."""

    line: int = field(default=1, metadata={"says": "its number on the order"})
    name: str = words("product name and strength", 300)
    product_code: str = words("its code", 32)
    substance: str = words("the substance, by its id in the catalogue", 120)
    quantity_per_package: Decimal | None = said("what one package holds", above=0)
    packages: int | None = said("number of packages")
    base_per_package_ug: int | None = said("computed: micrograms of base in one package")
    books_as: str = words("computed: the purpose of its accounts, where it is booked apart", 60)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the line, beyond single fields."""
        if not (self.name or self.product_code):
            yield missing("name", "product name and strength, or its code")
        if not self.packages:
            yield missing("packages", "the number of packages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who orders what from whom; what is signed is `signed_bytes`."""

    order_number: str = number_of("its number")
    purchaser: Party = field(default=Party(), metadata={"says": "who orders"})
    purchaser_operator: str = words("the purchaser's number in the register", 50)
    purchaser_site: str = words("the purchaser's site", 50)
    delivery_site: str = words("where it is delivered: the licensed site", 50)
    supplier: Party = field(default=Party(), metadata={"says": "who supplies"})
    supplier_operator: str = words("the supplier's number in the register", 50)
    supplier_site: str = words("the supplier's site", 50)
    purchaser_is_consumer: bool | None = said(
        "true for retail, hospital, practitioner, researcher: supply is consumption"
    )
    requested_by: date | None = said("the day by which it is wanted")
    lines: tuple[OrderLine, ...] = many("each product, as a [[lines]] table")
    signatory: str = words("the person with the duty to sign", 200)
    signed_on: date | None = said("the day of the signature")
    signed_at: str = instant("the instant of the signature")
    signature: str = words("signature over the exact bytes", 4000)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the order, beyond single fields."""
        for name, what in (
            ("order_number", "its number"),
            ("purchaser_operator", "the purchaser's number"),
            ("supplier_operator", "the supplier's number"),
            ("delivery_site", "the licensed site"),
            ("signatory", "who signs"),
        ):
            if not getattr(self, name):
                yield missing(name, what)
        if self.purchaser_operator and self.purchaser_operator == self.supplier_operator:
            problem = "purchaser and supplier are the same"
            yield Problem("supplier_operator", problem, "Book a move between own sites instead")
        if not self.lines:
            yield Problem("lines", "holds no line", "Write at least one [[lines]] table")
        if len({one.line for one in self.lines}) != len(self.lines):
            yield Problem("lines", "two lines bear one number", "Number each line")

    def signed_bytes(self) -> bytes:
        """The exact bytes that are signed: all that the purchaser wrote, keys in order.

        The signature itself and the base that is computed here are not among it.
        """
        held = printed(self)
        held.pop("signature", None)
        for line in held["lines"]:
            line.pop("base_per_package_ug", None)
            line.pop("books_as", None)
        plain = json.dumps(held, sort_keys=True, ensure_ascii=False, default=str)
        return plain.encode()


@dataclass(frozen=True, slots=True)
class Packages:
    """How many packages of one line."""

    line: int
    packages: int


@dataclass(frozen=True, slots=True)
class Fill:
    """What the supplier sent at one time; `fill` numbers the consignments of an order from 1."""

    fill: int
    shipped_on: date
    packages: tuple[Packages, ...]


@dataclass(frozen=True, slots=True)
class ReceivedFill:
    """What the purchaser found of one consignment."""

    fill: int
    received_on: date
    packages: tuple[Packages, ...]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order is judged on beside itself.

    verifies              checks the signature with the signatory's live key
    purchaser_is_consumer what the register says of the delivery site; `None` where it is silent
    quota_left_ug         what the purchaser's ceilings leave, by substance, `None` where no
                          ceiling is set; a substance that is absent is not known
    usual_packages        the purchaser's mean of twelve months for a product, by line
    calendar              the working days by which a consignment is told in time

    What an order moved is booked by the order alone: a line of a return that names it is compared
    with it and books nothing, or the same goods would count twice.
    """

    verifies: Verifies | None = None
    supplier_is_licensed: bool | None = None
    purchaser_is_licensed: bool | None = None
    purchaser_is_consumer: bool | None = None
    quota_left_ug: tuple[tuple[str, int | None], ...] | None = None
    usual_packages: tuple[tuple[int, Decimal], ...] = ()
    timing: Timing = Timing()


UNUSUAL_TIMES = Decimal(3)
"""From so many times the usual size on, a remark goes to the officer. Our choice."""

Ordered = Held[Order]


def line_of_order(order: Order, number: int) -> OrderLine | None:
    """A line of the order by its number."""
    return next((one for one in order.lines if one.line == number), None)


def sent_packages(held: Ordered, line: int) -> int:
    """Packages of a line that were sent so far."""
    fills = (one for fill in held.happened(Fill) for one in fill.packages)
    return sum(one.packages for one in fills if one.line == line)


def received_packages(held: Ordered, line: int) -> int:
    """Packages of a line that were received so far."""
    found = (one for got in held.happened(ReceivedFill) for one in got.packages)
    return sum(one.packages for one in found if one.line == line)


def differences(held: Ordered) -> tuple[Packages, ...]:
    """Packages sent and not received, by line; an open question until a loss or more is booked."""
    return tuple(
        Packages(one.line, left)
        for one in held.paper.lines
        if (left := sent_packages(held, one.line) - received_packages(held, one.line))
    )


def _may_be_filled(held: Ordered, act: Act) -> Iterable[Finding]:
    """Both licensed, the signature holds, within the ceiling; unusual size is a remark."""
    facts = act.facts if isinstance(act.facts, OrderFacts) else OrderFacts()
    paper = held.paper
    for told, who in (
        (facts.supplier_is_licensed, "supplier"),
        (facts.purchaser_is_licensed, "purchaser"),
    ):
        if told is None:
            yield open_question(CITATION, f"whether the {who} is licensed is not told")
        elif not told:
            yield refusal(CITATION, f"the {who} is not licensed")
        else:
            yield kept(CITATION, f"the {who} is licensed")
    if facts.verifies is None or not paper.signature:
        yield open_question(CITATION, "the signature is not checked")
    elif facts.verifies(paper.signed_bytes(), paper.signature, paper.signatory):
        yield kept(CITATION, "the signature holds over the exact bytes")
    else:
        yield refusal(CITATION, "the signature does not hold: the order was altered, or the key")
    yield from _consumes_as_registered(paper, facts)
    yield from _within_ceiling(paper, facts)
    yield from _remarks(paper, facts)


def _consumes_as_registered(order: Order, facts: OrderFacts) -> Iterator[Finding]:
    """Whether supply is consumption is for the register to say, not for the order."""
    told, known = order.purchaser_is_consumer, facts.purchaser_is_consumer
    if known is None:
        yield open_question("un1961/1/2", "the register is silent on who receives there")
    elif told is not None and told != known:
        word = "a consumer" if known else "no consumer"
        yield refusal("un1961/1/2", f"by the register the purchaser is {word}: order anew")


def _is_of(operator: str, act: Act, who: str) -> Iterator[Finding]:
    """Whether the person acts for the side of the order whose act it is."""
    if act.actor.is_system or act.actor.operator == operator:
        yield kept(CITATION, f"the {who} acts")
    else:
        yield refusal(CITATION, f"only the {who}, {operator}, may do it")


def _by_supplier(held: Ordered, act: Act) -> Iterable[Finding]:
    return _is_of(held.paper.supplier_operator, act, "supplier")


def _by_purchaser(held: Ordered, act: Act) -> Iterable[Finding]:
    return _is_of(held.paper.purchaser_operator, act, "purchaser")


def told_late(told: Fill, day: Day, timing: Timing) -> str:
    """Why a consignment is told too late, or an empty text."""
    due = timing.calendar.after(told.shipped_on, timing.limits.order_told_working_days)
    if day <= due:
        return ""
    return f"consignment {told.fill} left on {told.shipped_on} and was to be told by {due}"


def _days_fit(held: Ordered, told: Fill, act: Act) -> Iterator[Finding]:
    signed = held.paper.signed_on
    if told.shipped_on > act.day:
        yield refusal(CITATION, f"{told.shipped_on} has not come yet")
    elif signed is not None and told.shipped_on < signed:
        yield refusal(CITATION, f"{told.shipped_on} lies before the order of {signed}")
    facts = act.facts if isinstance(act.facts, OrderFacts) else OrderFacts()
    late = told_late(told, act.day, facts.timing)
    if late:
        yield Finding(CITATION, Answer.NOT_MET, late, is_advice=True)


def _within_ceiling(order: Order, facts: OrderFacts) -> Iterator[Finding]:
    if facts.quota_left_ug is None:
        yield open_question(CITATION, "what the ceiling of the purchaser leaves is not known")
        return
    left = dict(facts.quota_left_ug)
    wanted: dict[str, int] = {}
    for one in order.lines:
        if one.base_per_package_ug is None or one.packages is None:
            yield open_question(CITATION, f"line {one.line}: its base is not known")
            continue
        amount = one.base_per_package_ug * one.packages
        wanted[one.substance] = wanted.get(one.substance, 0) + amount
    for substance, amount in wanted.items():
        if substance not in left:
            yield open_question(CITATION, f"the ceiling for {substance} is not known")
            continue
        rest = left[substance]
        if rest is not None and amount > rest:
            yield refusal(CITATION, f"{substance}: {amount} ug ordered, {rest} left")


def _remarks(order: Order, facts: OrderFacts) -> Iterator[Finding]:
    usual = dict(facts.usual_packages)
    for one in order.lines:
        mean = usual.get(one.line)
        if mean is not None and one.packages and one.packages > mean * UNUSUAL_TIMES:
            reason = f"line {one.line}: {one.packages} packages, usually {mean}"
            yield Finding(CITATION, Answer.NOT_MET, reason, is_advice=True)


def _fill_fits(held: Ordered, act: Act) -> Iterable[Finding]:
    """No more of a line leaves than was ordered, over all consignments."""
    told = act.told
    if not isinstance(told, Fill):
        yield open_question(CITATION, "what is sent is not told")
        return
    if told.fill != len(held.happened(Fill)) + 1:
        yield refusal(CITATION, f"the next consignment is {len(held.happened(Fill)) + 1}")
    if held.paper.purchaser_is_consumer is None:
        yield open_question("un1961/1/2", "whether the purchaser is a consumer is not told")
    yield from _days_fit(held, told, act)
    yield from _packages_fit(held, told.packages, sent_packages, "ordered")


def _packages_fit(
    held: Ordered, told: tuple[Packages, ...], so_far: Callable[[Ordered, int], int], what: str
) -> Iterator[Finding]:
    if not told or len({one.line for one in told}) != len(told):
        yield refusal(CITATION, "each line that moved is told once, and at least one moved")
    for one in told:
        line = line_of_order(held.paper, one.line)
        if line is None or line.base_per_package_ug is None or line.packages is None:
            yield open_question(CITATION, f"line {one.line} is no line with packages and base")
            continue
        most = line.packages if what == "ordered" else sent_packages(held, one.line)
        if so_far(held, one.line) + one.packages > most:
            yield refusal(CITATION, f"line {one.line}: more than was {what}")


def _fill_leads(held: Ordered, act: Act) -> str:
    assert isinstance(act.told, Fill)
    now = {one.line: one.packages for one in act.told.packages}
    is_full = all(
        sent_packages(held, one.line) + now.get(one.line, 0) >= (one.packages or 0)
        for one in held.paper.lines
    )
    return "filled" if is_full else "part_filled"


def _receipt_fits(held: Ordered, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, ReceivedFill):
        yield open_question(CITATION, "what was received is not told")
        return
    left = {one.fill: one.shipped_on for one in held.happened(Fill)}.get(told.fill)
    if told.received_on > act.day or (left is not None and told.received_on < left):
        yield refusal(CITATION, f"{told.received_on} lies before it left, or has not come yet")
    sent = {one.fill for one in held.happened(Fill)}
    if told.fill not in sent or told.fill in {one.fill for one in held.happened(ReceivedFill)}:
        yield refusal(CITATION, f"consignment {told.fill} was not sent, or is booked already")
    yield from _packages_fit(held, told.packages, received_packages, "sent")
    yield from _within_fill(held, told)


def _within_fill(held: Ordered, told: ReceivedFill) -> Iterator[Finding]:
    sent = {
        one.line: one.packages
        for fill in held.happened(Fill)
        if fill.fill == told.fill
        for one in fill.packages
    }
    for one in told.packages:
        if one.packages > sent.get(one.line, 0):
            yield refusal(CITATION, f"line {one.line}: more than consignment {told.fill} held")


def _receipt_leads(held: Ordered, act: Act) -> str:
    """Received when every consignment of a filled order is booked; a difference still shows."""
    booked = len(held.happened(ReceivedFill)) + 1
    is_all = held.state == "filled" and booked == len(held.happened(Fill))
    return "received" if is_all else held.state


def _fill_posts(held: Ordered, act: Act) -> list[Entry]:
    assert isinstance(act.told, Fill)
    told = act.told
    return _entries(held, act, f"filled:{told.fill}", told.shipped_on, told.packages, _given)


def _receipt_posts(held: Ordered, act: Act) -> list[Entry]:
    """Goods that were consumed when supplied are in no stock: their receipt books nothing."""
    assert isinstance(act.told, ReceivedFill)
    told = act.told
    if held.paper.purchaser_is_consumer:
        return []
    event = f"received:{told.fill}"
    return _entries(held, act, event, told.received_on, told.packages, _taken)


def _entries(
    held: Ordered,
    act: Act,
    event: str,
    day: Day,
    packages: tuple[Packages, ...],
    accounts: Callable[[Order, OrderLine], tuple[Account, Account]],
) -> list[Entry]:
    because = f"{THING}:{held.paper.order_number}"
    found = []
    for one in packages:
        line = line_of_order(held.paper, one.line)
        assert line is not None and line.base_per_package_ug is not None
        amount = line.base_per_package_ug * one.packages
        if amount:
            source, target = accounts(held.paper, line)
            number = entry_number(because, event, one.line)
            found.append(moved(number, day, source, target, amount, because))
    return found


def _given(order: Order, line: OrderLine) -> tuple[Account, Account]:
    name, apart = line.substance, line.books_as
    supplier, site = order.supplier_operator, order.supplier_site
    own = Account(AccountKind.STOCK, name, supplier, site, apart)
    if order.purchaser_is_consumer:
        return own, Account(AccountKind.CONSUMPTION, name, supplier, site, apart)
    return own, in_transit(name, supplier, order.purchaser_operator, apart)


def _taken(order: Order, line: OrderLine) -> tuple[Account, Account]:
    name, apart, purchaser = line.substance, line.books_as, order.purchaser_operator
    moving = in_transit(name, order.supplier_operator, purchaser, apart)
    return moving, Account(AccountKind.STOCK, name, purchaser, order.delivery_site, apart)


def _has_lapsed(held: Ordered, act: Act) -> Iterable[Finding]:
    signed = held.paper.signed_on
    timing = act.facts if isinstance(act.facts, Timing) else Timing()
    days = timing.limits.order_lapse_days
    if signed is None or (act.day - signed).days <= days:
        yield refusal(CITATION, f"it lapses {days} days after {signed}")


LIFE = Life(
    kind=THING,
    first="signed",
    states=(
        "signed", "accepted", "part_filled", "filled", "received", "refused", "cancelled",
        "lapsed",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("accept", "signed", "accepted"),
            ("refuse", "signed", "refused"),
            ("fill", "accepted part_filled", "filled"),
            ("receive", "part_filled filled", "received"),
            ("cancel", "signed accepted", "cancelled"),
            ("lapse", "signed accepted", "lapsed"),
        ),
        accept=Duty((_by_supplier, _may_be_filled)),
        refuse=Duty((_by_supplier,)),
        fill=Duty((_by_supplier, _fill_fits), _fill_posts, _fill_leads),
        receive=Duty((_by_purchaser, _receipt_fits), _receipt_posts, _receipt_leads),
        cancel=Duty((_by_purchaser,)),
        lapse=Duty((_has_lapsed,)),
    ),
    final=frozenset({"received", "refused", "cancelled", "lapsed"}),
)  # fmt: skip
