"""Papers of other authorities, kept as they were seen, with what their authority said of them."""

from __future__ import annotations

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.standing import with_base
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.stored import Stored
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.permissions import Subject, require

ENTER, MARK = "trade.foreign_certificate.enter", "trade.foreign_certificate.mark"


def keep_foreign(desk: Desk, kind: str, paper: MovementPaper, by: str) -> Stored:
    """Keep the paper of another authority; raises ActRefused."""

    def job(book: Book) -> Stored:
        actor = acting(book, by)
        require(actor, ENTER, Subject(desk.territory, (actor.operator,) if actor.operator else ()))
        return book.add(
            kind, plain(with_base(desk, paper)), actor=actor, act=ENTER, state="entered",
            number=paper.number, territory=desk.territory,
        )  # fmt: skip

    return desk.work(job)


def mark_foreign(desk: Desk, kind: str, number: str, by: str, state: str) -> Stored:
    """Note what its authority said of it: valid or revoked; raises ActRefused, NoSuchDocument."""

    def job(book: Book) -> Stored:
        actor = acting(book, by)
        require(actor, MARK, Subject(desk.territory))
        stored = book.document(kind, number)
        if stored.state == state:
            return stored
        return book.change(stored, actor=actor, act=MARK, state=state)

    return desk.work(job)
