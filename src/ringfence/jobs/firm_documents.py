"""Documents that a firm enters itself: the system numbers them and writes the firm in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, Outcome, acting
from ringfence.jobs.fill_application import registered_party
from ringfence.store.book import Book
from ringfence.trade.paper import printed, read_paper

CODES = {
    "export_declaration": "ED",
    "customer_declaration": "CD",
    "destruction": "DE",
    "product": "P",
    "order": "OR",
}
"""Kinds that a firm begins on a page, with the letters of their numbers."""

PLACEHOLDER = "XXX-000"
"""Stands for the number while the rest is checked, so that no number is given in vain."""


def begun_with(desk: Desk, kind: str, by: str) -> dict[str, Any]:
    """What is known before the firm writes anything: itself, who signs, today."""

    def job(book: Book) -> dict[str, Any]:
        actor = acting(book, by)
        operator = actor.operator
        own = printed(registered_party(book, operator)) if operator else {}
        today = desk.today.isoformat()
        first: dict[str, dict[str, Any]] = {
            "export_declaration": {"exporter": own, "copies_made": 3},
            "customer_declaration": {
                "customer": operator,
                "customer_party": own,
                "signatory": actor.person,
                "signed_on": today,
            },
            "destruction": {"operator": operator},
            "product": {"holder": operator},
            "order": {"purchaser": own, "purchaser_operator": operator},
        }
        return first[kind]

    return desk.look(job)


def enter_numbered(desk: Desk, kind: str, mapping: Mapping[str, Any], by: str) -> Outcome:
    """Enter a document under the next number; raises InputNotUnderstood, ActRefused."""
    found = kinds()[kind]
    read_paper(found.paper, {**mapping, found.number: PLACEHOLDER}, kind)

    def job(book: Book) -> str:
        return book.next_number(desk.territory, CODES[kind], desk.today.year)

    paper = read_paper(found.paper, {**mapping, found.number: desk.work(job)}, kind)
    return enter_by_kind(desk, kind, paper, by)
