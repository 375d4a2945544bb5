"""Read the journal: an auditor and an approver all of it, others their own acts.

The administrator reads what is technical: persons, keys, settings, never a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.jobs.checked_cards import card_troubles
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.lists import EXPORT, EXPORT_AT_ONCE
from ringfence.store.book import Book
from ringfence.store.node import own_keys
from ringfence.store.trouble import Verified
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor, Role

ACT = "store.journal.read"
READS_ALL = frozenset({Role.AUDITOR, Role.APPROVER})
TECHNICAL = "store."
FILTERS = {"person": "person", "act": "act__contains", "subject": "subject__contains"}


def latest(
    desk: Desk, actor: Actor, asked: Mapping[str, str], most: int, before: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """The last acts that match and may be read, the latest first, and how many there are in all.

    asked  texts for `person`, `act`, `subject`; raises ActRefused where one asks for others' acts
    """
    holds = frozenset({"own_acts", "of_office", "technical"})
    require(actor, ACT, Subject(desk.territory, (actor.operator,), holds=holds), Way.READ)
    filters: dict[str, Any] = {FILTERS[name]: value for name, value in asked.items()}
    if actor.role is Role.ADMINISTRATOR:
        filters["act__startswith"] = TECHNICAL
    elif actor.role not in READS_ALL:
        if asked.get("person", actor.person) != actor.person:
            raise ActRefused(ACT, "the role reads its own acts in the journal")
        filters["person"] = actor.person

    def job(book: Book) -> tuple[list[dict[str, Any]], int]:
        return book.latest_acts(filters, most, before), book.head()[0]

    return desk.look(job)


def exported(desk: Desk, by: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same acts for a file, `EXPORT_AT_ONCE` at most; the journal keeps that they left.

    Raises ActRefused for who may not export, or asks for others' acts.
    """
    actor = desk.look(lambda book: acting(book, by))
    require(actor, EXPORT, Subject(desk.territory, (actor.operator,)), Way.READ)
    rows, _size = latest(desk, actor, asked, EXPORT_AT_ONCE)
    after = {"rows": len(rows), "form": "csv"}
    desk.work(lambda book: book.record(actor, EXPORT, "list:journal", {}, after))
    return rows


def verified(desk: Desk, actor: Actor) -> Verified:
    """Journal and books, verified from the first act by whoever may ask for that."""
    require(actor, "store.journal.verify", Subject(desk.territory))
    keys = own_keys(desk.node)

    def job(book: Book) -> Verified:
        from ringfence.store.verifying import verify

        return verify(keys=keys).beside(card_troubles(book))

    return desk.look(job)
