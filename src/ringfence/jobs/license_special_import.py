"""License one import of what is prohibited (1971 article 13(3)), and book what arrived under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.special_import_licence import SpecialImportLicence

KIND = "special_import_licence"


def propose(
    desk: Desk, paper: SpecialImportLicence, by: str, known: Circumstances | None = None
) -> Outcome:
    """Propose a licence, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Issue, refuse, use or withdraw a special import licence."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> Circumstances:
        return circumstances(book, f"{KIND}:{held.paper.number}", held, desk.today, known)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))
