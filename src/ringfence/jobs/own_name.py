"""A person changed the name that pages show of them: the journal keeps that, never the name."""

from __future__ import annotations

from ringfence.jobs.doing import Desk, acting
from ringfence.store.book import Book

ACT = "person.name.change"


def note_name(desk: Desk, by: str, *, is_named: bool) -> None:
    """Note that the person entered a name, or took it away; raises NoSuchPerson."""

    def job(book: Book) -> None:
        actor = acting(book, by)
        book.record(actor, ACT, f"person:{actor.person}", {}, {"is_named": is_named})

    desk.work(job)
