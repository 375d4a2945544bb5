"""Announce the export of a precursor, take the answer, and let the goods leave or stop them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.pre_export_notification import NoticeFacts, PreExportNotification
from ringfence.trade.put_to_law import Circumstances

KIND = "pre_export_notification"


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
        return NoticeFacts(circumstances(book, subject, held, desk.today, known))

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))
