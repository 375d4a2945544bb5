"""Declare an export of a Schedule III substance, ship it, forward the copy, book its receipt.

Whoever may only fill a declaration leaves a draft, which the responsible person signs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, enter
from ringfence.jobs.foreign_licence import at_hand, others_under
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.export_declaration import DeclarationFacts, ExportDeclaration
from ringfence.trade.permissions import Way, ways
from ringfence.trade.put_to_law import Circumstances

KIND = "export_declaration"
SIGN = "sign"
SIGNS = "trade.export_declaration.declare"


def fill(
    desk: Desk, paper: ExportDeclaration, by: str, known: Circumstances | None = None
) -> Outcome:
    """Fill a draft, with what is known beside it; it declares nothing until it is signed."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def declare(
    desk: Desk, paper: ExportDeclaration, by: str, known: Circumstances | None = None
) -> Outcome:
    """Fill and sign it; from whoever may only fill it, a draft that waits for a signature."""
    filled = fill(desk, paper, by, known)
    signs = desk.look(lambda book: ways(acting(book, by), SIGNS, filled.held.subject()))
    if Way.DO not in signs or filled.held.state != "draft":
        return filled
    return act(desk, filled.number, SIGN, Asked(by))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Sign, check, ship, forward, book the receipt, ask, settle or close a declaration."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> DeclarationFacts:
        paper: ExportDeclaration = held.paper
        licence = paper.special_import_licence_number
        return DeclarationFacts(
            circumstances(book, f"{KIND}:{number}", held, desk.today, known),
            at_hand(book, licence),
            others_under(book, licence, number),
        )

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))
