"""A document as it stands, for whoever looks at it without opening it as the second person does."""

from __future__ import annotations

from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, require_reading
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held


def seen(desk: Desk, kind_name: str, number: str, by: str) -> Held[Any]:
    """The document as it stands; raises NotForReading, NoSuchDocument; nothing is noted."""

    def job(book: Book) -> Held[Any]:
        actor, kind = acting(book, by), kinds()[kind_name]
        held = held_of(kind, book.document(kind_name, number))
        require_reading(actor, kind, held)
        return held

    return desk.look(job)
