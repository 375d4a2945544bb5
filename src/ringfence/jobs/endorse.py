"""Endorse an export authorisation of another authority with what arrived, and send it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.common_content import Moved
from ringfence.trade.endorsement import Endorsement, EndorsementFacts
from ringfence.trade.flows import Arrival

KIND = "endorsement"
CERTIFICATE = "import_certificate"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Make, return, match, query or settle an endorsement."""
    return act_on(desk, KIND, number, verb, replace(asked, facts=_facts))


def _facts(book: Book, held: Held[Any], desk: Desk) -> EndorsementFacts:
    where = {"paper__export_authorisation": held.paper.export_authorisation}
    others = [
        one.number
        for one in book.documents(KIND, where=where)
        if one.number != held.paper.number
        and one.state not in ("awaited", "overdue")
        and one.body["paper"].get("returned_to", "") == held.paper.returned_to
    ]
    return EndorsementFacts(arrived=arrived(book, held.paper), others=tuple(sorted(others)))


def arrived(book: Book, paper: Endorsement) -> tuple[Moved, ...]:
    """What the books say arrived under the authorisation, line by line."""
    found: dict[int, int] = {}
    for stored in book.documents(CERTIFICATE, number=paper.import_certificate):
        for one in held_of(kinds()[CERTIFICATE], stored).happened(Arrival):
            if one.export_paper == paper.export_authorisation:
                for line in one.moved:
                    found[line.line] = found.get(line.line, 0) + line.amount_ug
    return tuple(Moved(line, amount) for line, amount in sorted(found.items()))
