"""File an estimate, let two persons approve it, and put the Board's total on the books.

The ceiling of a territory, drug and year is the total that the Board published last, by the day of
its reply; it is set in the same transaction in which two persons enter that reply. Without a
published total nothing is set, and nothing can be taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs import authorise_export, authorise_import
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, enter
from ringfence.jobs.keeping import held_of
from ringfence.law.record import InputNotUnderstood
from ringfence.store.book import Book
from ringfence.store.stored import Ceiling
from ringfence.terms import Answer
from ringfence.trade.acting import Held
from ringfence.trade.estimate import (
    Estimate,
    Published,
    published,
    stands_on_list,
    unknown_names,
)
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor

KIND = "estimate"


def set_ceiling(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
    """Put the published total on the books, once the Board's reply was entered by two persons."""
    paper: Estimate = after.paper
    own = published(after)
    if own is None or paper.year is None:
        return
    newer = _newer(book, paper, own)
    total = own.total_ug if newer is None else newer.total_ug
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


def _newer(book: Book, paper: Estimate, than: Published | None) -> Published | None:
    """What the Board published of the same total on a later day, by other estimates."""
    if paper.year is None:
        return None
    same = {"territory": paper.territory, "substance": paper.substance, "year": paper.year}
    where = {f"paper__{name}": value for name, value in same.items()}
    others = [
        published(held_of(kinds()[KIND], one))
        for one in book.documents(KIND, where=where)
        if one.number != paper.number
    ]
    found = [one for one in others if one is not None and (than is None or one.on > than.on)]
    return max(found, key=lambda one: one.on, default=None)


def file(desk: Desk, paper: Estimate, by: str) -> Outcome:
    """Enter an estimate of a drug that the lists of the day hold, for a territory that there is.

    Raises InputNotUnderstood for a name that nobody knows, and ActRefused, held, for a substance
    that no list of the 1961 Convention holds today.
    """
    problems = tuple(unknown_names(paper))
    if problems:
        raise InputNotUnderstood("the estimate", problems)
    found = stands_on_list(paper, desk.today)
    if found.answer is not Answer.MET:
        raise ActRefused("trade.estimate.enter", found.reason, (found,))
    return enter(desk, KIND, paper, by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Check, approve, send or confirm an estimate."""
    if verb != "confirm":
        return act_on(desk, KIND, number, verb, asked)

    def facts(book: Book, held: Held[Any], desk: Desk) -> Published | None:
        return _newer(book, held.paper, None)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts, after=set_ceiling))


def room(
    desk: Desk, by: str, territory: str | None, substance: str | None, year: int | None
) -> list[Ceiling]:
    """The ceilings with what is taken of them, for those who may read them."""

    def job(book: Book) -> list[Ceiling]:
        subject = Subject(desk.territory, (acting(book, by).operator,))
        require(acting(book, by), "trade.gauge.read", subject, Way.READ)
        return book.limits(territory=territory, substance=substance, year=year)

    return desk.look(job)
