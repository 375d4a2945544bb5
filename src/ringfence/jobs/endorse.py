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
from ringfence.trade.endorsement import MADE, Endorsement, EndorsementFacts
from ringfence.trade.flows import Arrival

KIND = "endorsement"
CERTIFICATE = "import_certificate"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Make, return, match, query or settle an endorsement."""
    return act_on(desk, KIND, number, verb, replace(asked, facts=_facts))


def _facts(book: Book, held: Held[Any], desk: Desk) -> EndorsementFacts:
    return EndorsementFacts(arrived=arrived(book, held.paper), others=_others(book, held.paper))


def _others(book: Book, paper: Endorsement) -> tuple[str, ...]:
    """The endorsements that were made of what this one speaks of."""
    asked = {"paper__export_authorisation": paper.export_authorisation}
    return tuple(
        one.number
        for one in book.documents(KIND, state=list(MADE), where=asked)
        if one.number != paper.number
        and one.body["paper"].get("import_certificate", "") == paper.import_certificate
    )


def arrived(book: Book, paper: Endorsement) -> tuple[Moved, ...]:
    """What the books say arrived under the authorisation, line by line."""
    found: dict[int, int] = {}
    for stored in book.documents(CERTIFICATE, number=paper.import_certificate):
        for one in held_of(kinds()[CERTIFICATE], stored).happened(Arrival):
            if one.export_paper == paper.export_authorisation:
                for line in one.moved:
                    found[line.line] = found.get(line.line, 0) + line.amount_ug
    return tuple(Moved(line, amount) for line, amount in sorted(found.items()))
