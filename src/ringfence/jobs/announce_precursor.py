"""Announce the export of a precursor, take the answer, and let the goods leave or stop them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.keeping import held_of
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.law.movement import Document
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.export_authorisation import SHIPPED
from ringfence.trade.paper import same_words
from ringfence.trade.pre_export_notification import NoticeFacts, PreExportNotification
from ringfence.trade.put_to_law import Circumstances

KIND = "pre_export_notification"
AUTHORISES = frozenset({"issued", *SHIPPED})
"""States of an export authorisation under which goods leave, or have left."""


def draft(
    desk: Desk, paper: PreExportNotification, by: str, known: Circumstances | None = None
) -> Outcome:
    """Draft a notice, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Send a notice, note the reply, clear, ship, stop, withdraw or close it."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> NoticeFacts:
        subject = f"{KIND}:{held.paper.number}"
        told = circumstances(book, subject, held, desk.today, known)
        return NoticeFacts(told, authorisation=authorised_by(book, held))

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def authorised_by(book: Book, held: Held[Any]) -> Document | None:
    """The export authorisation of the same goods, which books what leaves; `None` without one.

    The same firm, importer and substances, issued or used, for a time that holds the despatch.
    """
    notice: PreExportNotification = held.paper
    states, operators = list(AUTHORISES), list(held.operators)
    for stored in book.documents("export_authorisation", state=states, operator=operators):
        found = held_of(kinds()["export_authorisation"], stored)
        paper = found.paper
        same = same_words(paper.importer.party_name, notice.importer.party_name) and (
            {one.substance for one in paper.lines} >= {one.substance for one in notice.lines}
        )
        period, leaves = paper.period, notice.despatch_day
        in_time = period is not None and leaves is not None and leaves in period
        if same and in_time:
            document: Document = paper.document()
            return document
    return None
