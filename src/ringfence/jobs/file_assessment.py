"""File an assessment of psychotropic substances (Form B/P), and let it take an older one's place.

An assessment stands until another is in force that names it; then the old one is replaced in the
transaction in which the new one takes effect.
"""

from __future__ import annotations

from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, system
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.terms import Country, Day
from ringfence.trade.acting import Held
from ringfence.trade.assessment import Assessed, in_law
from ringfence.trade.roles import Actor

KIND = "assessment"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Check, approve, send or confirm an assessment."""
    return act_on(desk, KIND, number, verb, asked)


def replace_older(desk: Desk) -> Any:
    """The step after an assessment took effect: the one that it names is replaced."""

    def follow(book: Book, before: Held[Any], after: Assessed, actor: Actor) -> None:
        older = after.paper.replaces
        found = book.documents(KIND, number=older, state="in_force") if older else []
        for one in found:
            told = Asked("", told=after.paper)
            acted(book, desk, KIND, one.number, "replace", told, system(desk))

    return follow


def assessments(book: Book) -> list[Assessed]:
    """Every assessment that the node keeps, by number."""
    return [held_of(kinds()[KIND], one) for one in book.documents(KIND)]


def in_force(book: Book, territory: str, substance: str, day: Day) -> int | None:
    """Micrograms of base that are assessed for a year; `None` where no assessment is held."""
    from ringfence.law.limits.assessments import assessment_on

    found = assessment_on(in_law(assessments(book)), Country(territory), substance, day)
    return None if found is None else int(found.quantity_g * 1_000_000)
