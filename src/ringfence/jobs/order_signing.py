"""An order to be signed where its signatory is: first the exact text, then its signature.

The private key never comes here: the signature is made on the signatory's own machine, and is held
to the key that two persons entered in the register.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Desk, Outcome, acting
from ringfence.jobs.firm_documents import CODES, PLACEHOLDER
from ringfence.jobs.order_goods import KIND, settled, sign, verifies_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.trade.order import Order
from ringfence.trade.paper import read_paper


def to_be_signed(desk: Desk, mapping: Mapping[str, Any], by: str) -> dict[str, Any]:
    """The order as it is signed: numbered, settled by register and dictionary, with its instant.

    Raises InputNotUnderstood where anything of it is not understood; then no number is given.
    """
    said = {key: told for key, told in mapping.items() if key != "signature"}
    number = str(said.get("order_number", ""))
    read_paper(Order, {**said, "order_number": PLACEHOLDER, "signatory": "nobody"}, KIND)

    def job(book: Book) -> Order:
        actor = acting(book, by)
        whole = {**said, "order_number": PLACEHOLDER, "signatory": actor.person}
        order = replace(
            read_paper(Order, whole, KIND),
            signed_on=desk.today,
            signed_at=f"{instant_text(desk.now)[:19]}Z",
        )
        order = settled(book, order)
        given = number or book.next_number(desk.territory, CODES[KIND], desk.today.year)
        return replace(order, order_number=given)

    made: dict[str, Any] = json.loads(desk.work(job).signed_bytes())
    return made


def text_of(mapping: Mapping[str, Any]) -> str:
    """The exact text that is signed."""
    return read_paper(Order, dict(mapping), KIND).signed_bytes().decode()


def enter_signed(desk: Desk, mapping: Mapping[str, Any], signature: str, by: str) -> Outcome:
    """Enter the order with its signature; raises InputNotUnderstood where that does not fit."""
    order = replace(read_paper(Order, dict(mapping), KIND), signature="".join(signature.split()))

    wrong = desk.look(lambda book: _wrong(book, order))
    if wrong is not None:
        raise InputNotUnderstood(f"order {order.order_number}", (wrong,))
    return sign(desk, order, by)


def _wrong(book: Book, order: Order) -> Problem | None:
    """What is wrong with the signature, as the register knows the key of the signatory."""
    if not order.signature:
        return Problem("signature", "is missing", "Sign the text with your own key")
    verifies = verifies_of(book, order)
    if verifies is None:
        says = "no key of yours is in the register"
        return Problem("signature", says, "Ask the authority to enter your public key first")
    if not verifies(order.signed_bytes(), order.signature, order.signatory):
        says = "the signature does not fit the order"
        return Problem(
            "signature", says, "Sign the text as it stands, with the key of the register"
        )
    return None
