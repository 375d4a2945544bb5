"""What the books know when the lines of an operator are judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.law.record import read_record
from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Country, Day
from ringfence.trade.licence import Licence
from ringfence.trade.licence_room import Used, has_ceilings, used
from ringfence.trade.line_facts import (
    BookedPaper,
    Counterpart,
    Facts,
    FiledLine,
    OrderMove,
    movement_of,
)
from ringfence.trade.operator import registered_as
from ringfence.trade.order import Fill, Ordered, Packages, ReceivedFill, line_of_order
from ringfence.trade.paper import tidied
from ringfence.trade.product import Product
from ringfence.trade.stock_line import BY_PAPER, Amount, LineKind, StockLine, amounts

FILED = "stock_line"
"""The kind under which the book keeps a line that was accepted."""

PAPERS = {
    "import_certificate": frozenset({LineKind.IMPORT}),
    "export_authorisation": frozenset({LineKind.EXPORT}),
    "export_declaration": frozenset({LineKind.EXPORT}),
    "pre_export_notification": frozenset({LineKind.EXPORT}),
    "loss": frozenset({LineKind.LOSS, LineKind.THEFT}),
    "destruction": frozenset({LineKind.DESTRUCTION, LineKind.WASTE}),
}
"""Papers that book a movement, and the kinds of line that may name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A line that was accepted, with what was answered."""

    line: StockLine
    filed: FiledLine


@dataclass(frozen=True, slots=True)
class Named:
    """What lines name, as it is written: of the books only that is read."""

    counterparts: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()


def named_in(lines: Iterable[Mapping[str, str]]) -> Named:
    """What the cells of lines name."""
    found: dict[str, set[str]] = {}
    for cells in lines:
        for key in ("counterpart", "product", "corrects", *_PAPER_CELLS):
            found.setdefault(key, set()).add(tidied(cells.get(key, "")))
    papers = {number for key in _PAPER_CELLS for number in found.get(key, ())}
    return Named(
        frozenset(found.get("counterpart", ())) - {""},
        frozenset(found.get("product", ())) - {""},
        frozenset(papers) - {""},
        frozenset(found.get("corrects", ())) - {""},
    )


_PAPER_CELLS = tuple(sorted(set(BY_PAPER.values())))


def facts_of(book: Book, operator: str, territory: str, asked: Named) -> Facts:
    """Everything that judging lines of an operator needs, read in one transaction."""
    licences = _held(book, "licence", operator=[operator, *asked.counterparts])
    kept = kept_lines(book, operator)
    used = asked.products | {one.line.product for one in kept.values() if one.line.product}
    products = _products(book, used)
    made = [kept[one].filed.entry for one in asked.corrected if one in kept]
    named = [one for one in made if one]
    orders = _orders(book, operator)
    moved = [(one, amounts(one.line.goods, products, load_catalogue())[0]) for one in kept.values()]
    return Facts(
        today=book.today,
        country=Country(territory),
        licences={one.paper.number: one for one in licences if one.paper.holder == operator},
        products=products,
        counterparts=_counterparts(book, licences, territory, asked.counterparts),
        papers=_papers(book, operator, moved, asked.papers, orders),
        moves=_moves(orders, operator),
        filed={line_id: one.filed for line_id, one in kept.items()},
        told={
            movement_of(one.line, every): one.filed.line_id
            for one, every in moved
            if not one.filed.corrected_by
        },
        entries={one.number: one for one in (book.entries(number=named) if named else ())},
        balance=_balances(book, operator),
        balance_on=_balance_on(book),
        largest_ug=_largest(moved),
        used_ug=_used(book, operator, licences),
    )


def kept_lines(book: Book, operator: str) -> dict[str, Kept]:
    """The lines of an operator that were accepted, by line_id."""
    found = book.documents(FILED, operator=operator)
    every = [read_record(Kept, one.body, one.subject) for one in found]
    return {one.filed.line_id: one for one in every}


def line_number(operator: str, line_id: str) -> str:
    """Under which number a line is kept."""
    return f"{operator}:{line_id}"


def _held(book: Book, kind: str, **filters: Any) -> list[Any]:
    return [held_of(kinds()[kind], one) for one in book.documents(kind, where=None, **filters)]


def _products(book: Book, numbers: Collection[str]) -> dict[str, Product]:
    found = _held(book, "product", state="in_force", number=sorted(numbers)) if numbers else []
    return {one.paper.product: one.paper for one in found}


def _counterparts(
    book: Book, licences: Sequence[Licence], territory: str, numbers: Collection[str]
) -> dict[str, Counterpart]:
    found = {}
    asked = {"state": "registered", "number": sorted(numbers)}
    for held in _held(book, "operator", **asked) if numbers else ():
        operator = registered_as(held)
        own = tuple(one for one in licences if one.paper.holder == operator.number)
        found[operator.number] = Counterpart(
            operator.number, operator.is_consumer(), country=Country(territory), licences=own
        )
    return found


Moved = tuple[Kept, tuple[Amount, ...]]
"""A line that was kept, with its amounts of base."""


def _papers(
    book: Book,
    operator: str,
    moved: Iterable[Moved],
    numbers: Collection[str],
    orders: Sequence[Ordered],
) -> dict[str, BookedPaper]:
    reported = _reported(moved)
    found = {}
    for kind, lines in PAPERS.items() if numbers else ():
        for stored in book.documents(kind, number=sorted(numbers)):
            if operator in stored.body.get("operators", ()):
                found[stored.number] = BookedPaper(
                    stored.number, lines, operator, _booked(book, stored.subject, operator),
                    reported.get(stored.number, {}),
                )  # fmt: skip
    for held in orders:
        paper = _order_paper(book, held, operator, reported) if _is_named(held, numbers) else None
        if paper is not None:
            found[paper.number] = paper
    return found


def _is_named(held: Ordered, numbers: Collection[str]) -> bool:
    return held.paper.order_number in numbers


def _orders(book: Book, operator: str) -> list[Ordered]:
    """The orders to which the operator is a party."""
    found = [one for one in book.documents("order") if operator in one.body["operators"]]
    return [held_of(kinds()["order"], one) for one in found]


def _order_paper(
    book: Book, held: Ordered, operator: str, reported: dict[str, dict[str, int]]
) -> BookedPaper | None:
    """An order as its supplier's or its purchaser's lines may name it."""
    order, number = held.paper, held.paper.order_number
    sides = {
        order.supplier_operator: (LineKind.SUPPLY_OUT, order.purchaser_operator),
        order.purchaser_operator: (LineKind.PURCHASE_IN, order.supplier_operator),
    }
    if operator not in sides:
        return None
    kind, other = sides[operator]
    booked = _booked(book, f"order:{number}", operator, frozenset({AccountKind.STOCK}))
    return BookedPaper(
        number, frozenset({kind}), operator, booked, reported.get(number, {}), other
    )  # fmt: skip


def _moves(orders: Sequence[Ordered], operator: str) -> dict[OrderMove, str]:
    """What orders moved out of or into the stock of an operator, line by line and as a whole."""
    found: dict[OrderMove, str] = {}
    for held in orders:
        order = held.paper
        for kind, own, other in (
            (LineKind.SUPPLY_OUT, order.supplier_operator, order.purchaser_operator),
            (LineKind.PURCHASE_IN, order.purchaser_operator, order.supplier_operator),
        ):
            if own == operator:
                for move in moved_by(held, kind, other):
                    found[move] = order.order_number
    return found


def moved_by(held: Ordered, kind: LineKind, other: str) -> set[OrderMove]:
    """Every consignment of an order as one side would tell it, line by line and as a whole."""
    found: set[OrderMove] = set()
    told: tuple[tuple[Day, tuple[Packages, ...]], ...] = (
        tuple((one.shipped_on, one.packages) for one in held.happened(Fill))
        if kind is LineKind.SUPPLY_OUT
        else tuple((one.received_on, one.packages) for one in held.happened(ReceivedFill))
    )
    for day, packages in told:
        sums: dict[str, int] = {}
        for one in packages:
            line = line_of_order(held.paper, one.line)
            if line is not None and line.base_per_package_ug is not None:
                amount_ug = line.base_per_package_ug * one.packages
                sums[line.substance] = sums.get(line.substance, 0) + amount_ug
                found.add(OrderMove(kind, other, day, line.substance, amount_ug))
        found |= {OrderMove(kind, other, day, name, total) for name, total in sums.items()}
    return found


def _used(book: Book, operator: str, licences: list[Licence]) -> Used:
    """What was used of the ceilings, of every year that the books hold; nothing where none is."""
    if not any(one.paper.holder == operator and has_ceilings(one) for one in licences):
        return {}
    return used(book.entries(holder=operator, kind=AccountKind.STOCK.value), operator)


def _booked(
    book: Book, subject: str, operator: str, kinds: frozenset[AccountKind] = frozenset(HELD)
) -> dict[str, int]:
    """What a paper put on the operator's own accounts or took from them, by substance."""
    found: dict[str, int] = {}
    for entry in book.entries(because=subject):
        for line in entry.lines:
            if line.account.holder == operator and line.account.kind in kinds:
                substance = line.account.substance
                found[substance] = found.get(substance, 0) + line.amount_ug
    return {substance: abs(amount) for substance, amount in found.items()}


def _reported(moved: Iterable[Moved]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kept, every in moved:
        key = BY_PAPER.get(kept.line.kind)
        number = getattr(kept.line, key) if key else ""
        if not number or kept.filed.corrected_by:
            continue
        for amount in every:
            sums = found.setdefault(number, {})
            sums[amount.substance] = sums.get(amount.substance, 0) + amount.amount_ug
    return found


def _largest(moved: Iterable[Moved]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, every in moved:
        for amount in every:
            found[amount.substance] = max(found.get(amount.substance, 0), amount.amount_ug)
    return found


def _balances(book: Book, operator: str) -> Callable[[Account], int]:
    """What accounts hold; those of the operator, and what lies between it and others, at once.

    The books stand still while lines are judged: no account is asked for twice.
    """
    known = {**book.balances(place=operator), **book.balances(holder=operator)}

    def balance(account: Account) -> int:
        if account not in known:
            is_here = operator in (account.holder, account.place)
            known[account] = 0 if is_here else book.balance(account)
        return known[account]

    return balance


def _balance_on(book: Book) -> Callable[[Account, Day], int]:
    """What an account held at the end of a day: what it holds now, less what came later."""

    def balance_on(account: Account, day: Day) -> int:
        later = sum(_on(account, entry) for entry in _entries_after(book, account, day))
        return book.balance(account) - later

    return balance_on


def _entries_after(book: Book, account: Account, day: Day) -> Iterable[Entry]:
    return book.entries(
        substance=account.substance, holder=account.holder, kind=account.kind.value,
        place=account.place, first=day + timedelta(days=1),
    )  # fmt: skip


def _on(account: Account, entry: Entry) -> int:
    return sum(line.amount_ug for line in entry.lines if line.account == account)
