"""Find documents by their number or a part of it, within what the person may read."""

from __future__ import annotations

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, may_read
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.roles import Actor

MOST = 50


def found_by_number(desk: Desk, text: str, actor: Actor) -> list[tuple[str, str, str]]:
    """Kind, number and state of what the person may read, the best hit first."""

    def job(book: Book) -> list[tuple[str, str, str]]:
        rows = []
        for stored in book.numbered(text, MOST * 4):
            kind = kinds().get(stored.kind)
            if kind is not None and may_read(actor, kind, held_of(kind, stored)):
                rows.append((stored.kind, stored.number, stored.state))
        return rows

    wanted = text.casefold()
    found = desk.look(job)
    found.sort(key=lambda one: (one[1].casefold() != wanted, one[0], one[1]))
    return [one for one in found if one[1].casefold() == wanted] or found[:MOST]
