"""Orders between licensed operators, signed with invented keys; declarations of customers."""

from __future__ import annotations

import hashlib
import os
from decimal import Decimal
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ringfence.jobs import order_goods
from ringfence.jobs.demonstration.acts import Desks, act
from ringfence.jobs.demonstration.diary import MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.plan import Movement, Plan
from ringfence.jobs.demonstration.world import SEED, Firm, World
from ringfence.jobs.doing import Desk, enter
from ringfence.store.keys import public_text
from ringfence.terms import Day
from ringfence.trade.customer_declaration import CustomerDeclaration, SupplierKnows
from ringfence.trade.order import Fill, Order, OrderLine, Packages, ReceivedFill
from ringfence.trade.substance_line import Unit

ORDER, DECLARATION = "order", "customer_declaration"
FATES = ("signed", "accepted", "part_filled", "filled", "refused", "cancelled", "received")
"""Where the orders are left, the newest first; every further one is received, and was told late."""

ORDERS, PACKAGES = 10, 2


def buyers(world: World) -> tuple[Firm, ...]:
    """The pharmacies and hospitals that order by signed orders."""
    avoided = (*world.troubled, world.eager)
    return tuple(one for one in world.consumers if one not in avoided)[:ORDERS]


def signing_key(firm: Firm) -> Ed25519PrivateKey:
    """The invented key of a firm: anybody can make it, so it proves nothing outside."""
    seed = hashlib.sha256(f"{SEED}/demonstration key of {firm.number}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(firm: Firm) -> str:
    """Its public part, as the register keeps it."""
    return public_text(signing_key(firm))


def _key_file(folder: Path, firm: Firm) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{firm.number}.pem"
    if not path.exists():
        pem = signing_key(firm).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(pem)
    return path


def note_orders(desks: Desks, plan: Plan, keys: Path) -> None:
    """Note orders of what has just arrived at the supplier."""
    arrived = [
        one
        for one in plan.imports
        if one.number in desks.moved and one.goods.strength_mg is not None
    ]
    arrived.sort(key=lambda one: (desks.moved[one.number][0], one.number), reverse=True)
    firms = buyers(desks.world)
    for place, movement in enumerate(arrived[:ORDERS]):
        fate = FATES[place] if place < len(FATES) else "received"
        _note_order(desks, movement, firms[place % len(firms)], place, fate, keys)


def _note_order(
    desks: Desks, movement: Movement, buyer: Firm, place: int, fate: str, keys: Path
) -> None:
    world, goods, seller = desks.world, movement.goods, movement.firm
    is_open = fate in ("signed", "accepted", "part_filled", "filled")
    last = world.day(1, 31, 1)
    day = last_days(last, 2 + place) if is_open else later(desks.moved[movement.number][0], 2)
    number = f"{world.year % 100}X{place + 1:06}"
    paper = Order(
        order_number=number,
        purchaser=buyer.party,
        purchaser_operator=buyer.number,
        purchaser_site="main",
        delivery_site="main",
        supplier=seller.party,
        supplier_operator=seller.number,
        supplier_site="main",
        requested_by=later(day, 20),
        lines=(
            OrderLine(
                line=1,
                name=f"{goods.substance} (fictitious)",
                product_code=goods.product,
                substance=goods.substance,
                packages=PACKAGES,
            ),
        ),
    )
    signs = partial(
        order_goods.sign, paper=paper, by=buyer.responsible, key_file=_key_file(keys, buyer)
    )
    desks.diary.at(day, MORNING, signs)
    if fate == "signed":
        return
    if fate == "cancelled":
        desks.note(day, NOON, ORDER, number, "cancel", buyer.responsible)
        return
    verb = "refuse" if fate == "refused" else "accept"
    desks.note(later(day, 1), MORNING, ORDER, number, verb, seller.responsible)
    if fate not in ("refused", "accepted"):
        _note_filled(desks, number, buyer, seller, later(day, 2), fate)


def _note_filled(desks: Desks, number: str, buyer: Firm, seller: Firm, day: Day, fate: str) -> None:
    sent = PACKAGES - 1 if fate == "part_filled" else PACKAGES
    told, is_late = Fill(1, day, (Packages(1, sent),)), fate == "received"
    day = later(day, 6) if is_late else day
    desks.note(day, NOON, ORDER, number, "fill", seller.clerk, told)
    if fate == "received":
        came = later(day, 1)
        there = ReceivedFill(1, came, (Packages(1, sent),))
        desks.note(came, NOON, ORDER, number, "receive", buyer.responsible, there)


# Customers of precursors


CUSTOMER_FATES = ("accepted", "declared", "refused", "ended", "accepted", "declared")


def note_customers(desks: Desks) -> None:
    """Note what customers of precursors declare, and what their suppliers say."""
    world = desks.world
    goods = [one for one in world.goods if one.is_precursor]
    firms = world.of_kind("precursor_firm")
    for place, fate in enumerate(CUSTOMER_FATES):
        customer, supplier = firms[place % len(firms)], firms[(place + 1) % len(firms)]
        number = f"XA-CD-{world.year}-{place + 1:02}"
        day = later(world.day(12, 1), 3 * place)
        paper = CustomerDeclaration(
            number=number,
            customer=customer.number,
            supplier=supplier.number,
            customer_party=customer.party,
            substance=goods[place % len(goods)].substance,
            quantity=Decimal(5),
            unit=Unit.KG,
            specific_use="cleaning of machines (invented)",
            no_resale=True,
            signatory=customer.responsible,
            signatory_position="head of purchase",
            signed_on=day,
        )
        enters = partial(enter, kind_name=DECLARATION, paper=paper, by=customer.clerk)
        desks.diary.at(day, MORNING, enters)
        answer = partial(_answer, number=number, fate=fate, customer=customer, supplier=supplier)
        if fate != "declared":
            desks.diary.at(later(day, 2), MORNING, answer)


def _answer(desk: Desk, number: str, fate: str, customer: Firm, supplier: Firm) -> None:
    by = supplier.responsible
    if fate == "refused":
        act(desk, DECLARATION, number, "refuse", by)
        return
    knows = SupplierKnows(category=2, has_suspicion=False)
    act(desk, DECLARATION, number, "accept", by, knows)
    if fate == "ended":
        act(desk, DECLARATION, number, "end", customer.responsible)
