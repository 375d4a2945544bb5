"""Declare an export of a Schedule III substance, ship it, forward the copy, book its receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.export_declaration import ExportDeclaration
from ringfence.trade.put_to_law import Circumstances

KIND = "export_declaration"


def declare(
    desk: Desk, paper: ExportDeclaration, by: str, known: Circumstances | None = None
) -> Outcome:
    """Declare an export, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Check, ship, forward, book the receipt, ask, settle or close a declaration."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> Circumstances:
        return circumstances(book, f"{KIND}:{held.paper.number}", held, desk.today, known)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))
