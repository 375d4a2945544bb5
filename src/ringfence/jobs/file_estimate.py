"""File an estimate, let two persons approve it, and put the Board's total on the books.

The ceiling of a territory, drug and year is the total that the Board published; it is set in the
same transaction in which two persons enter the Board's reply. Without a published total nothing
is set, and nothing can be taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs import authorise_export, authorise_import
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting
from ringfence.store.book import Book
from ringfence.store.stored import Ceiling
from ringfence.trade.acting import Held
from ringfence.trade.estimate import BoardReply, Estimate
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor


def set_ceiling(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
    """Put the published total on the books, once the Board's reply was entered by two persons."""
    paper: Estimate = after.paper
    total = _published(after)
    if total is None or paper.year is None:
        return
    asked = Ceiling("import", paper.territory, paper.substance, paper.year, total)
    here = book.limits(
        territory=paper.territory, substance=paper.substance, year=paper.year, kind="import",
        holder="",
    )  # fmt: skip
    ceiling = replace(here[0], total_ug=total) if here else asked
    book.set_limit(ceiling, actor=actor, act="trade.estimate.confirm")
    if not here:
        authorise_import.count_open(book, ceiling)
        authorise_export.count_open(book, ceiling)


def _published(held: Held[Any]) -> int | None:
    replies = [one for one in held.happened(BoardReply) if one.total_published is not None]
    return replies[-1].total_published if replies else None


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Check, approve, send or confirm an estimate."""
    after = set_ceiling if verb == "confirm" else None
    return act_on(desk, "estimate", number, verb, replace(asked, after=after))


def room(
    desk: Desk, by: str, territory: str | None, substance: str | None, year: int | None
) -> list[Ceiling]:
    """The ceilings with what is taken of them, for those who may read them."""

    def job(book: Book) -> list[Ceiling]:
        subject = Subject(desk.territory, (acting(book, by).operator,))
        require(acting(book, by), "trade.gauge.read", subject, Way.READ)
        return book.limits(territory=territory, substance=substance, year=year)

    return desk.look(job)
