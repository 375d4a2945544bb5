"""The days on which a Party received the notifications of the Commission's decisions.

A decision under the 1961 Convention binds a Party from the day on which that Party received its
notification (un1961/3/7), so that the lists of one day differ from Party to Party.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace

from ringfence.law.acts import Act
from ringfence.law.entry import Convention
from ringfence.law.lists import ListBook
from ringfence.terms import Answer, Day, DayWindow, Party, RingfenceError


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day on which one Party received the notification of a decision (un1961/3/7).

    place  file and line, for messages
    """

    party: Party
    decision: str | None
    substance: str | None
    schedule: str | None
    received: Day
    source: str
    place: str = ""

    def is_for(self, act: Act) -> bool:
        """True when this receipt is about the act: by decision, by substance, or both."""
        if act.convention is not Convention.UN1961 or act.is_treaty_original:
            return False
        if self.decision is not None and self.decision != act.decision:
            return False
        if self.substance is not None and self.substance != act.substance:
            return False
        return self.schedule is None or self.schedule in act.schedules


def receipt_of(
    party: Party, received: Day, source: str, *, decision: str, substance: str, schedule: str,
    place: str,
) -> Receipt:  # fmt: skip
    """A receipt from what a file says: `63/17` or `cnd/63/17`; what is blank is not named."""
    told = (decision.removeprefix("cnd/"), substance, schedule)
    named = [one or None for one in told]
    return Receipt(party, named[0], named[1], named[2], received, source, place)


class ReceiptNotUsable(RingfenceError):
    """A receipt is of no decision that is held, or contradicts the decision or another receipt."""

    def __init__(self, receipt: Receipt, problem: str, remedy: str) -> None:
        self.receipt = receipt
        place = f"{receipt.place}: " if receipt.place else ""
        super().__init__(f"{place}{problem}\n{remedy}")


def as_bound(lists: ListBook, receipts: Iterable[Receipt], party: Party) -> ListBook:
    """The lists as they bind one Party, from the days it received the notifications.

    Receipts of other Parties are passed over; an act without a receipt keeps its window. Raises
    ReceiptNotUsable.
    """
    own = [receipt for receipt in receipts if receipt.party == party]
    for receipt in own:
        if not any(receipt.is_for(act) for act in lists.acts):
            says = f"no decision under the 1961 Convention that is held is {_meant(receipt)}"
            raise ReceiptNotUsable(receipt, says, "Correct it, or take the receipt out.")
    if not own:
        return lists
    told = repr(sorted(map(repr, (astuple(replace(one, place="")) for one in own))))
    mark = f"{party}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    return replace(lists, acts=tuple(_as_received(act, own) for act in lists.acts), bound=mark)


def _meant(receipt: Receipt) -> str:
    parts = (receipt.decision, receipt.substance, receipt.schedule)
    return ", ".join(one for one in parts if one is not None)


def _as_received(act: Act, receipts: Iterable[Receipt]) -> Act:
    found = [one for one in receipts if one.is_for(act)]
    if not found:
        return act
    receipt, *others = found
    for other in others:
        if other.received != receipt.received:
            says = f"{act.substance}: received on {other.received}, but also on {receipt.received}"
            raise ReceiptNotUsable(other, says, f"Leave one of the two ({receipt.place}).")
    if act.decided is not None and act.decided.reached_on(receipt.received) is Answer.NOT_MET:
        says = (
            f"{receipt.party}: received on {receipt.received}, but {act.substance} was decided on "
            f"{act.decided}"
        )
        remedy = f"Correct the day of the receipt ({receipt.source})."
        raise ReceiptNotUsable(receipt, says, remedy)
    day = DayWindow(receipt.received, receipt.received)
    source = f"{act.source}; received: {receipt.source}"
    return replace(act, effect=day, received=True, source=source)
