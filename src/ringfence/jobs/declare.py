"""Declare an export of a Schedule III substance, ship it, forward the copy, book its receipt."""

from __future__ import annotations

from dataclasses import replace

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import kept_beside, on_the_day, with_base
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
    return act_on(desk, KIND, number, verb, replace(asked, facts=on_the_day(KIND, known)))
