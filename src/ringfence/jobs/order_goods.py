"""Order goods: sign an order with one's own key, let the supplier accept and fill it, receive it.

What an order moved is booked by the order; a return line that names it is compared with it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, entered
from ringfence.jobs.keeping import held_of
from ringfence.jobs.licence_ceilings import least_room, licences_of
from ringfence.jobs.questions import ask
from ringfence.jobs.settling import products
from ringfence.jobs.supplies import orders
from ringfence.law.lists import load_lists
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.store.keys import create_key_file, holds, load_key_file, public_text
from ringfence.store.keys import sign as signed
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country
from ringfence.trade.acting import Held
from ringfence.trade.activity_grid import Activity
from ringfence.trade.licence import covers
from ringfence.trade.licence_room import QUOTA
from ringfence.trade.life import ActRefused
from ringfence.trade.operator import Operator, registered_as
from ringfence.trade.order import (
    Fill,
    Order,
    OrderFacts,
    OrderLine,
    Verifies,
    received_packages,
    told_late,
)
from ringfence.trade.product import Product, base_content
from ringfence.trade.question import Question
from ringfence.trade.roles import Actor
from ringfence.trade.schedule_iii import books_as

KIND = "order"
OPEN = frozenset({"accepted", "part_filled", "filled"})
"""States of an order whose goods are still to come to the purchaser."""

USUAL_DAYS = 365


def make_key(path: Path) -> str:
    """Make a person's own key in a new file; gives the public text for the register."""
    return public_text(create_key_file(path))


def sign(desk: Desk, paper: Order, by: str, key_file: Path | None = None) -> Outcome:
    """Enter a signed order; with a key file it is signed here, else it brings its signature."""

    def job(book: Book) -> Outcome:
        actor = acting(book, by)
        order = settled(book, paper)
        if key_file is not None:
            order = _signed(order, desk, actor, key_file)
        _is_own(order, actor)
        return entered(book, desk, KIND, order, actor)

    return desk.work(job)


def _is_own(order: Order, actor: Actor) -> None:
    """The signatory is who enters it, and of the firm that orders."""
    if order.signatory != actor.person:
        reason = f"it is signed by {order.signatory or 'nobody'}: the signatory enters it"
        raise ActRefused("trade.order.sign", reason)
    if order.purchaser_operator != actor.operator:
        reason = f"{actor.person} orders for {actor.operator}, not for {order.purchaser_operator}"
        raise ActRefused("trade.order.sign", reason)


def _signed(order: Order, desk: Desk, actor: Actor, key_file: Path) -> Order:
    whole = replace(
        order, signatory=actor.person, signed_on=desk.today, signature="",
        signed_at=f"{instant_text(desk.now)[:19]}Z",
    )  # fmt: skip
    key = load_key_file(key_file, "your own key")
    return replace(whole, signature=signed(key, whole.signed_bytes()))


def settled(book: Book, order: Order) -> Order:
    """The order with the base of each package, and what the register says of the delivery site."""
    dictionary, problems = products(book), list[Problem]()
    lines = tuple(_with_base(one, dictionary, problems) for one in order.lines)
    problems += _left_out(lines, dictionary)
    if problems:
        raise InputNotUnderstood(f"order {order.order_number}", tuple(problems))
    is_consumer = order.purchaser_is_consumer
    if is_consumer is None and not order.signature:
        is_consumer = _is_consumer(book, order)
    return replace(order, lines=lines, purchaser_is_consumer=is_consumer)


def _with_base(
    one: OrderLine, dictionary: dict[str, Product], problems: list[Problem]
) -> OrderLine:
    place = f"lines[{one.line}]"
    product = product_of(one.product_code, dictionary)
    if product is None:
        remedy = "Enter the number, GTIN or national code of a product of the dictionary"
        says = f"{one.product_code or one.name!r} is not in the dictionary"
        problems.append(Problem(f"{place}.product_code", says, remedy))
        return one
    contents, findings = base_content(product, Fraction(1), load_catalogue())
    problems += [Problem(place, found.reason, "Put the row right first") for found in findings]
    base = sum(part.base_ug for part in contents if part.substance == one.substance)
    if not base and not findings:
        says = f"{product.product} holds no {one.substance or 'substance that is named'}"
        remedy = f"Enter one of {', '.join(part.substance for part in contents)}"
        problems.append(Problem(f"{place}.substance", says, remedy))
    return replace(one, base_per_package_ug=base, books_as=books_as(product, one.substance))


def product_of(code: str, dictionary: dict[str, Product]) -> Product | None:
    """The product of a number, GTIN or national code."""
    if not code or code in dictionary:
        return dictionary.get(code)
    found = (one for one in dictionary.values() if code in (one.gtin, one.national_code))
    return next(found, None)


def _left_out(lines: tuple[OrderLine, ...], dictionary: dict[str, Product]) -> list[Problem]:
    """A product of several substances has a line for each, with the same packages."""
    problems = []
    for one in lines:
        product = product_of(one.product_code, dictionary)
        for part in () if product is None else product.ingredients:
            beside = [
                line
                for line in lines
                if product_of(line.product_code, dictionary) is product
                and line.substance == part.substance
            ]
            if not beside or all(line.packages != one.packages for line in beside):
                says = f"{one.product_code} holds {part.substance} too"
                remedy = f"Add a line for {part.substance} with the same packages"
                problems.append(Problem(f"lines[{one.line}]", says, remedy))
    return problems


def _operator(book: Book, number: str) -> Operator | None:
    found = book.documents("operator", number=number, state="registered") if number else []
    return registered_as(held_of(kinds()["operator"], found[0])) if found else None


def _is_consumer(book: Book, order: Order) -> bool | None:
    purchaser = _operator(book, order.purchaser_operator)
    return None if purchaser is None else purchaser.is_consumer(order.delivery_site)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Accept, refuse, fill, receive or cancel an order."""

    def after(book: Book, before: Held[Any], held: Held[Any], actor: Actor) -> None:
        _ask_if_late(book, desk, held)

    more = after if verb == "fill" else None
    return act_on(desk, KIND, number, verb, replace(asked, facts=facts_of, after=more))


def _ask_if_late(book: Book, desk: Desk, held: Held[Any]) -> None:
    """A consignment that is told late is a question to an officer; it is booked all the same."""
    told = held.told[-1]
    if not isinstance(told, Fill):
        return
    late = told_late(told, desk.today, desk.timing)
    if late:
        paper = held.paper
        number = f"{paper.order_number}:told_late:{told.fill}"
        ask(
            book, desk,
            Question(number, "order_told_late", paper.supplier_operator, paper.order_number,
                     None, None, None, f"order {paper.order_number}: {late}"),
        )  # fmt: skip


def facts_of(book: Book, held: Held[Any], desk: Desk) -> OrderFacts:
    """Licences, ceilings, the live key of the signatory, and what the purchaser usually orders."""
    order: Order = held.paper
    others = [one for one in orders(book) if one.paper.order_number != order.order_number]
    return OrderFacts(
        verifies=verifies_of(book, order),
        supplier_is_licensed=_is_licensed(
            book, order, order.supplier_operator, order.supplier_site, Activity.SUPPLY, desk
        ),
        purchaser_is_licensed=_is_licensed(
            book, order, order.purchaser_operator, order.delivery_site, Activity.POSSESS, desk
        ),
        purchaser_is_consumer=_is_consumer(book, order),
        quota_left_ug=_left(book, order, others, desk),
        usual_packages=_usual(order, others, desk),
        timing=desk.timing,
    )


def verifies_of(book: Book, order: Order) -> Verifies | None:
    """The check against the key registered for the signatory; `None` where none is registered."""
    purchaser = _operator(book, order.purchaser_operator)
    day = order.signed_on
    if purchaser is None or day is None:
        return None
    keys = [
        one.signing_key
        for one in purchaser.duty_holders
        if one.person == order.signatory and one.signing_key and one.holds_on(day)
    ]
    if not keys:
        return None

    def verifies(content: bytes, signature: str, signatory: str) -> bool:
        return any(holds(key, content, signature) for key in keys)

    return verifies


def _is_licensed(
    book: Book, order: Order, operator: str, site: str, activity: Activity, desk: Desk
) -> bool:
    lists, country = load_lists(), Country(desk.territory)
    licences = licences_of(book, operator)
    return all(
        any(
            covers(one, activity, line.substance, site, desk.today, lists, country).answer
            is Answer.MET
            for one in licences
        )
        for line in order.lines
    )


def _left(
    book: Book, order: Order, others: list[Held[Any]], desk: Desk
) -> tuple[tuple[str, int | None], ...]:
    """What the purchaser's ceilings leave beside the orders that are still to come."""
    found = []
    for substance in dict.fromkeys(one.substance for one in order.lines):
        room = least_room(
            book, order.purchaser_operator, frozenset({QUOTA, Activity.POSSESS}), substance,
            desk.today, order.delivery_site,
        )  # fmt: skip
        waiting = sum(
            (one.base_per_package_ug or 0) * (one.packages or 0)
            - (one.base_per_package_ug or 0) * received_packages(held, one.line)
            for held in others
            if held.state in OPEN and held.paper.purchaser_operator == order.purchaser_operator
            for one in held.paper.lines
            if one.substance == substance
        )
        found.append((substance, None if room is None else room.left_ug - waiting))
    return tuple(found)


def _usual(order: Order, others: list[Held[Any]], desk: Desk) -> tuple[tuple[int, Decimal], ...]:
    """The mean packages of a product in the purchaser's orders of twelve months, by line."""
    since = desk.today - timedelta(days=USUAL_DAYS)
    found = []
    for line in order.lines:
        before = [
            one.packages or 0
            for held in others
            if held.paper.purchaser_operator == order.purchaser_operator
            and held.paper.signed_on is not None
            and held.paper.signed_on >= since
            and held.state not in ("refused", "cancelled", "lapsed")
            for one in held.paper.lines
            if one.product_code == line.product_code
        ]
        if before:
            found.append((line.line, Decimal(sum(before)) / len(before)))
    return tuple(found)
