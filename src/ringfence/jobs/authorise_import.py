"""Authorise an import: judge the certificate on the books, and take its headroom as it is issued.

What a certificate takes of a year is what `trade.import_certificate.takes` says, before and after
each act; the difference is taken or given back in the transaction of that act.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.keeping import held_of
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.store.book import Book
from ringfence.store.stored import Ceiling
from ringfence.trade.acting import Held
from ringfence.trade.import_certificate import ImportCertificate, Takes, arrivals, takes
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor

KIND = "import_certificate"


def propose(
    desk: Desk, paper: ImportCertificate, by: str, known: Circumstances | None = None
) -> Outcome:
    """Propose a certificate, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Issue, refuse, hold, let arrive, withdraw or replace a certificate."""
    return act_on(desk, KIND, number, verb, replace(asked, facts=_facts, after=settle_headroom))


def _facts(book: Book, held: Held[Any], desk: Desk) -> Circumstances:
    return circumstances(book, f"{KIND}:{held.paper.number}", held, desk.today)


def settle_headroom(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
    """Take what the certificate takes now and did not take before, and give back the rest.

    Whether a ceiling binds is found when it is issued. Later acts only give back: an arrival under
    an authorisation of 1971, over which no ceiling stands, asks for none. What arrived in a year
    for which it was not certified is counted there all the same, also beyond the ceiling.
    """
    certified = _years(after)
    arrived = {one.imported_on.year for one in arrivals(after)}
    for year in sorted({*certified, *arrived}):
        because = f"{KIND}:{after.paper.number}:{year}"
        taken = takes(before, year, before.days[-1])
        was = {one.substance: one.amount_ug for one in taken}
        now = _by_substance(book, takes(after, year, book.today), is_bound=year in certified)
        for substance in {*was, *now}:
            amount = now.get(substance, 0)
            if substance not in was:
                territory = after.paper.importer.country
                is_done = year not in certified
                book.take(territory, substance, year, amount, because, is_done=is_done)
            elif amount < was[substance]:
                book.give_back(because, substance=substance, keep_ug=amount)


def count_open(book: Book, ceiling: Ceiling) -> None:
    """Count against a ceiling that is new on the books what certificates took before it stood."""
    from ringfence.store.documents import that_may_move

    for stored in that_may_move(KIND, ceiling.substance, ceiling.year):
        held = held_of(kinds()[KIND], stored)
        if held.paper.importer.country != ceiling.territory:
            continue
        for one in takes(held, ceiling.year, book.today):
            if one.substance == ceiling.substance:
                because = f"{KIND}:{held.paper.number}:{ceiling.year}"
                named = (ceiling.territory, ceiling.substance, ceiling.year)
                book.take(*named, one.amount_ug, because, is_done=True)


def _years(held: Held[Any]) -> tuple[int, ...]:
    paper: ImportCertificate = held.paper
    assert paper.valid_from is not None and paper.valid_until is not None
    return tuple(range(paper.valid_from.year, paper.valid_until.year + 1))


def _by_substance(book: Book, found: tuple[Takes, ...], is_bound: bool) -> dict[str, int]:
    """What is taken of ceilings: of one that must be there, or that the books hold anyway."""
    return {
        one.substance: one.amount_ug
        for one in found
        if (is_bound and one.is_bound)
        or book.limits(
            territory=one.territory, substance=one.substance, year=one.year, kind="import",
            holder="",
        )
    }  # fmt: skip
