"""The card of a document: what lists and work ask for of it, made from the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.jobs.periods import period_text
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Card
from ringfence.terms import Period
from ringfence.trade import application, operator
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.approval import ACT as LAPSED
from ringfence.trade.company_return import CompanyReturn
from ringfence.trade.licence import LicenceTerms
from ringfence.trade.returns.life import Owed
from ringfence.trade.waiting import begun_on, clock_at, end_of, waiting_states

if TYPE_CHECKING:
    from ringfence.jobs.doing import Desk

AT_ONCE = 500
NAMES_SHOWN = 4
ACTIVITIES_SHOWN = 3


def card_of(kind: str, held: Held[Any]) -> Card:
    """The card of a document as it stands."""
    clock = clock_at(kind, held.state)
    paper = stands_as(held)
    return Card(
        about=about(paper),
        firms=held.operators,
        partner=held.addressee,
        hands=tuple(dict.fromkeys(done.person for done in held.entered())),
        proposed=held.proposal.act.removesuffix(PROPOSED) if held.proposal else "",
        proposer=held.proposal.person if held.proposal else "",
        entered=held.days[0] if held.days else None,
        since=held.days[-1] if held.days else None,
        ends=end_of(paper),
        clock_from=begun_on(clock, held) if clock and held.days else None,
    )


def stands_as(held: Held[Any]) -> Any:
    """The paper as it reads now, where an act may put it right."""
    if isinstance(held.paper, application.Application):
        return application.content(held)
    if isinstance(held.paper, operator.Operator):
        return operator.registered_as(held)
    return held.paper


def about(paper: Any) -> str:
    """What a document is about, in a few words of its own."""
    if isinstance(paper, Owed):
        return f"{paper.form}, {period_text(paper.period)}"
    if isinstance(paper, CompanyReturn):
        return period_text(Period(paper.first, paper.last))
    if isinstance(paper, LicenceTerms):
        return _allowed(paper)
    lines = tuple(getattr(paper, "lines", ()) or ())
    said = [
        getattr(getattr(paper, "party", None), "party_name", ""),
        getattr(paper, "name", ""),
        *(getattr(one, "name_declared", "") or getattr(one, "substance", "") for one in lines),
        *(getattr(paper, name, "") for name in ("substance", "site", "corrects", "first_words")),
        *(getattr(one, "substance", "") for one in getattr(paper, "grid", ()) or ()),
    ]
    found = dict.fromkeys(one for one in said if isinstance(one, str) and one)
    return ", ".join(list(found)[:NAMES_SHOWN])


def _allowed(paper: LicenceTerms) -> str:
    """The activities of a licence, then the substances or schedules; how many more there are."""
    done = list(dict.fromkeys(str(one.activity) for one in paper.grid))
    what = list(dict.fromkeys(one.substance or one.schedule for one in paper.grid))
    return ", ".join([*_first(done, ACTIVITIES_SHOWN), *_first(what, NAMES_SHOWN)])


def _first(words: list[str], most: int) -> list[str]:
    left = len(words) - most
    return [*words[:most], f"+{left}"] if left > 0 else words


def fill_cards(desk: Desk) -> int:
    """Write the cards of documents that an earlier release kept without; gives how many.

    Only the columns of lists are written: no document changes, so the journal has nothing to say.
    """
    filled = 0
    while True:
        made = desk.work(_filled)
        filled += made
        if made < AT_ONCE:
            renewed = _renewed_after_lapse(desk) + _renewed_licences(desk)
            return filled + renewed + _clocks_filled(desk)


def _renewed_after_lapse(desk: Desk) -> int:
    """Write the cards that an earlier release left as they were when a proposal lapsed."""

    def stale(book: Book) -> list[tuple[str, str, Card]]:
        found = []
        for subject in dict.fromkeys(str(one["subject"]) for one in book.acts(act=LAPSED)):
            kind, _, number = subject.partition(":")
            card = card_of(kind, held_of(kinds()[kind], book.document(kind, number)))
            rows = book.listed(Listing({kind: ()}, equal={"number": number}))
            if rows and rows[0].card.proposed != card.proposed:
                found.append((kind, number, card))
        return found

    def renew(book: Book) -> int:
        from ringfence.store import lists

        for kind, number, card in stale(book):
            lists.keep_card(kind, number, card)
        return len(found)

    found = desk.look(stale)
    return desk.work(renew) if found else 0


def _clocks_filled(desk: Desk) -> int:
    """Say since when documents wait in whose state no clock ran in an earlier release."""
    from ringfence.store import lists, waiting_rows

    states = waiting_states()

    def fill(book: Book, some: Sequence[tuple[str, str]]) -> None:
        for kind, number in some:
            held = held_of(kinds()[kind], book.document(kind, number))
            lists.keep_card(kind, number, card_of(kind, held))

    found = desk.look(lambda _book: waiting_rows.without_clock(states))
    for begin in range(0, len(found), AT_ONCE):
        desk.work(partial(fill, some=found[begin : begin + AT_ONCE]))
    return len(found)


def _renewed_licences(desk: Desk) -> int:
    """Say what licences allow, which an earlier release left empty."""

    def stale(book: Book) -> list[str]:
        rows = book.listed(Listing({"licence": ()}))
        return [row.number for row in rows if not row.card.about]

    def renew(book: Book) -> int:
        from ringfence.store import lists

        found = stale(book)
        for number in found:
            held = held_of(kinds()["licence"], book.document("licence", number))
            lists.keep_card("licence", number, card_of("licence", held))
        return len(found)

    return desk.work(renew) if desk.look(stale) else 0


def _filled(book: Book) -> int:
    from ringfence.store import lists

    found = lists.without_card(tuple(kinds()), AT_ONCE)
    for kind, number in found:
        held = held_of(kinds()[kind], book.document(kind, number))
        lists.keep_card(kind, number, card_of(kind, held))
    return len(found)
