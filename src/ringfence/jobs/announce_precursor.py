"""Announce the export of a precursor, take the answer, and let the goods leave or stop them."""

from __future__ import annotations

from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import circumstances, keep_told, with_base
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.pre_export_notification import NoticeFacts, PreExportNotification
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor

KIND = "pre_export_notification"


def draft(
    desk: Desk, paper: PreExportNotification, by: str, known: Circumstances | None = None
) -> Outcome:
    """Draft a notice, with what is known beside it."""

    def keep(book: Book, held: Held[Any], actor: Actor) -> None:
        if known is not None:
            keep_told(book, f"{KIND}:{paper.number}", known, actor)

    return enter(desk, KIND, with_base(paper), by, keep)


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Send a notice, note the reply, clear, ship, stop, withdraw or close it."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> NoticeFacts:
        subject = f"{KIND}:{held.paper.number}"
        return NoticeFacts(circumstances(book, subject, held, desk.today, known))

    return act_on(
        desk,
        KIND,
        number,
        verb,
        Asked(asked.by, asked.version, asked.told, facts, None, asked.holds),
    )
