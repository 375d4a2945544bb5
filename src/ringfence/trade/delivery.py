"""Goods between two holders: what one sent and the other booked, each once, whoever tells first.

The sender's line takes from the sender's stock, the receiver's line adds to the receiver's stock,
and both meet in the account in transit between the two. Where the receiver tells first, the
amount stands as an unmatched delivery, an open question that the sender's line settles. Of the
two accounts at most one is not at zero; together they say what was sent less what was received.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.terms import Day

Balance = Callable[[Account], int]
"""Micrograms on an account, as the books stand."""

UNMATCHED = "unmatched_delivery"
"""The purpose of a count difference that a receiver told of and no sender has told of yet."""


def in_transit(substance: str, sender: str, receiver: str, purpose: str = "") -> Account:
    """What the sender told of and the receiver has not booked yet."""
    return Account(AccountKind.IN_TRANSIT, substance, sender, receiver, purpose)


def unmatched(substance: str, sender: str, receiver: str, purpose: str = "") -> Account:
    """What the receiver booked and the sender has not told of yet; zero or below."""
    word = f"{purpose}:{UNMATCHED}" if purpose else UNMATCHED
    return Account(AccountKind.COUNT_DIFFERENCE, substance, receiver, sender, word)


def is_between(account: Account) -> bool:
    """True for the two accounts in which a delivery meets its receipt."""
    return account.kind is AccountKind.IN_TRANSIT or (
        account.kind is AccountKind.COUNT_DIFFERENCE and account.purpose.endswith(UNMATCHED)
    )


def sent(
    substance: str,
    sender: str,
    receiver: str,
    amount_ug: int,
    balance: Balance,
    purpose: str = "",
) -> tuple[Line, ...]:
    """The lines beside the sender's stock: first what the receiver told of, then in transit."""
    waiting = unmatched(substance, sender, receiver, purpose)
    settled = min(amount_ug, max(0, -balance(waiting)))
    moving = in_transit(substance, sender, receiver, purpose)
    return _lines((waiting, settled), (moving, amount_ug - settled))


def received(
    substance: str,
    sender: str,
    receiver: str,
    amount_ug: int,
    balance: Balance,
    purpose: str = "",
) -> tuple[Line, ...]:
    """The lines beside the receiver's stock: first from transit, the rest as an open question."""
    moving = in_transit(substance, sender, receiver, purpose)
    taken = min(amount_ug, max(0, balance(moving)))
    waiting = unmatched(substance, sender, receiver, purpose)
    return _lines((moving, -taken), (waiting, taken - amount_ug))


def _lines(*amounts: tuple[Account, int]) -> tuple[Line, ...]:
    return tuple(Line(account, amount) for account, amount in amounts if amount)


def taken_back(of: Entry, number: str, day: Day, because: str, balance: Balance) -> Entry:
    """The entry that takes another one back.

    What lay between two holders is taken back as the books stand now: the other side may have
    told in the meantime, and then its amount becomes an open question instead of vanishing.
    """
    lines = [
        Line(line.account, -line.amount_ug) for line in of.lines if not is_between(line.account)
    ]
    for (substance, sender, receiver, purpose), net in _between(of.lines).items():
        turn = received if net > 0 else sent
        lines += turn(substance, sender, receiver, abs(net), balance, purpose)
    return Entry(number, day, tuple(lines), because, of.declared, of.number)


def _between(lines: Iterable[Line]) -> dict[tuple[str, str, str, str], int]:
    """What each entry put between two holders, above zero where it was sent."""
    found: dict[tuple[str, str, str, str], int] = {}
    for line in lines:
        account = line.account
        if not is_between(account):
            continue
        pair = (account.holder, account.place)
        if account.kind is AccountKind.COUNT_DIFFERENCE:
            pair = (account.place, account.holder)
        purpose = account.purpose.removesuffix(UNMATCHED).removesuffix(":")
        key = (account.substance, *pair, purpose)
        found[key] = found.get(key, 0) + line.amount_ug
    return {key: net for key, net in found.items() if net}
