"""Declare an export of a Schedule III substance, ship it, forward the copy, book its receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import circumstances, keep_told, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.export_declaration import ExportDeclaration
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor

KIND = "export_declaration"


def declare(
    desk: Desk, paper: ExportDeclaration, by: str, known: Circumstances | None = None
) -> Outcome:
    """Declare an export, with what is known beside it."""

    def keep(book: Book, held: Held[Any], actor: Actor) -> None:
        if known is not None:
            keep_told(book, f"{KIND}:{paper.number}", known, actor)

    return enter(desk, KIND, with_base(paper), by, keep)


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Check, ship, forward, book the receipt, ask, settle or close a declaration."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> Circumstances:
        return circumstances(book, f"{KIND}:{held.paper.number}", held, desk.today, known)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))
