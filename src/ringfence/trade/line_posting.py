"""What a line books: from which account to which, by its kind and its counterpart.

seller -> licensed holder     stock to transit; the buyer's line takes it from there
seller -> consumer            stock to consumption (1961 article 1(2))
made, used, lost, destroyed   between the stock and the world account of that name
import, export, destruction, loss, theft under a paper: the paper books, the line only agrees
counts                        nothing; a difference is a question
"""

from __future__ import annotations

from collections.abc import Sequence

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Declared, Entry, Line
from ringfence.terms import Day
from ringfence.trade.delivery import Balance, received, sent, taken_back
from ringfence.trade.line_facts import Bent, Counterpart, Working
from ringfence.trade.stock_line import (
    FROM_AUTHORITY,
    FROM_HOLDER,
    FROM_WORLD,
    TO_HOLDER,
    TO_WORLD,
    Amount,
    LineKind,
    StockLine,
)


def stock(operator: str, site: str, substance: str, purpose: str = "") -> Account:
    """The stock of one substance at one site of an operator."""
    return Account(AccountKind.STOCK, substance, operator, site, purpose)


def entry_of(
    line: StockLine,
    operator: str,
    amounts: Sequence[Amount],
    other: Counterpart,
    balance: Balance,
) -> Entry:
    """The entry of a line that books by itself."""
    lines: list[Line] = []
    for one in amounts:
        lines += _lines(line, operator, one, other, balance)
    because = f"company_return:{operator}:{line.line_id}"
    declared = amounts[0].declared if len(amounts) == 1 else _joined(amounts)
    return Entry(because, line.day, tuple(lines), because, declared, remark=line.remark)


def _joined(amounts: Sequence[Amount]) -> Declared:
    factors = "; ".join(
        f"{one.substance}: {one.declared.grams} g {one.declared.form} x {one.declared.factor}"
        for one in amounts
    )
    return Declared(amounts[0].declared.text, factor_source=factors)


def _lines(
    line: StockLine, operator: str, one: Amount, other: Counterpart, balance: Balance
) -> tuple[Line, ...]:
    own = stock(operator, line.site, one.substance, one.books_as)
    amount, kind, apart = one.amount_ug, line.kind, one.books_as
    if kind in FROM_HOLDER and not other.is_consumer:
        beside = received(one.substance, other.number, operator, amount, balance, apart)
        return (Line(own, amount), *beside)
    if kind in TO_HOLDER and not other.is_consumer:
        beside = sent(one.substance, operator, other.number, amount, balance, apart)
        return (Line(own, -amount), *beside)
    if kind in FROM_HOLDER or kind in FROM_WORLD or kind in FROM_AUTHORITY:
        return (Line(_source(line, operator, one, other), -amount), Line(own, amount))
    if kind is LineKind.OPENING_STOCK:
        opening = Account(AccountKind.OPENING, one.substance, operator, line.site, apart)
        return (Line(opening, -amount), Line(own, amount))
    return (Line(own, -amount), Line(_target(line, operator, one, other), amount))


def _source(line: StockLine, operator: str, one: Amount, other: Counterpart) -> Account:
    kind, holder, place = FROM_WORLD.get(line.kind), operator, line.site
    if line.kind in FROM_HOLDER:
        kind = AccountKind.CONSUMPTION
    elif line.kind in FROM_AUTHORITY:
        kind, holder, place = FROM_AUTHORITY[line.kind], other.number, ""
    elif line.kind is LineKind.IMPORT:
        holder, place = "", other.country
    assert kind is not None
    return Account(kind, one.substance, holder, place, one.books_as)


def _target(line: StockLine, operator: str, one: Amount, other: Counterpart) -> Account:
    kind, holder, place = TO_WORLD.get(line.kind), operator, line.site
    if line.kind is LineKind.SPECIAL_STOCK_IN:
        kind, holder, place = AccountKind.SPECIAL_STOCK, other.number, ""
    elif line.kind in TO_HOLDER:
        kind = AccountKind.CONSUMPTION
    elif line.kind is LineKind.EXPORT:
        holder, place = "", other.country
    assert kind is not None
    return Account(kind, one.substance, holder, place, one.books_as)


def booked(
    line: StockLine,
    operator: str,
    amounts: Sequence[Amount],
    other: Counterpart,
    wrong: Entry | None,
    day: Day,
    working: Working,
) -> Bent | None:
    """Book a line, and take back the one that it corrects; both stay.

    Gives the account that would be bent, and then books nothing. What comes in is booked
    before what goes out, so that no step of a correction lies below zero where its end does not.
    """
    number = f"company_return:{operator}:{line.line_id}"

    def back() -> Entry:
        assert wrong is not None
        name = f"{number}:takes_back:{wrong.number.rpartition(':')[2]}"
        return taken_back(wrong, name, day, number, working.balance)

    def new() -> Entry:
        return entry_of(line, operator, amounts, other, working.balance)

    steps = [*([back] if wrong is not None else []), *([new] if amounts else [])]
    bent: Bent | None = None
    for order in (steps, steps[::-1]) if len(steps) > 1 else (steps,):
        done = 0
        for make in order:
            entry = make()
            working.book(entry)
            done += 1
            bent = working.bent_by(entry)
            if bent is not None:
                break
        if bent is None:
            return None
        working.take_out(done)
    return bent
