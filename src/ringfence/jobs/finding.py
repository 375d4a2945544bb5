"""Find documents by number, firms and products by name, within what the person may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ringfence.jobs.check_file import CODE_MARK
from ringfence.jobs.check_paper import by_text
from ringfence.jobs.doing import Desk
from ringfence.jobs.reach import Reach, readable_kinds
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.trade.roles import Actor

MOST = 50
LOOKED_AT = 4 * MOST
"""How many hits are put in order, of which the first ones are shown."""


def found_by_number(desk: Desk, text: str, actor: Actor) -> list[tuple[str, str, str]]:
    """Kind, number and state of what the person may read, the best hit first."""
    return [(one.kind, one.number, one.state) for one in numbered(desk, text, actor)]


def numbered(desk: Desk, text: str, actor: Actor) -> list[Listed]:
    """What the person may read of that number, or with it as a part of theirs."""
    reaches = readable_kinds(actor)
    rows = desk.look(lambda book: list(_named(book, text, reaches)))
    if not rows:
        rows = desk.look(lambda book: list(_holding(book, text, reaches)))
        rows = sorted(rows, key=lambda one: one.number)[:LOOKED_AT]
    wanted = text.casefold()
    found = sorted(rows, key=lambda one: (one.number.casefold() != wanted, one.kind, one.number))
    return [one for one in found if one.number.casefold() == wanted] or found[:MOST]


NAMED = ("operator", "product")
"""Kinds that people look for by name; what other papers are about is no name of theirs."""


def found_by_name(desk: Desk, text: str, actor: Actor) -> list[Listed]:
    """Firms and products whose name or number holds the text, by kind and name."""
    reaches = readable_kinds(actor)

    def job(book: Book) -> list[Listed]:
        found: list[Listed] = []
        for kind in NAMED:
            if kind in reaches:
                wanted = Listing({kind: ()}, text=text, sort="about", most=MOST)
                found += book.listed(reaches[kind].narrow(wanted))
        return found

    return desk.look(job)


def number_in_code(desk: Desk, text: str) -> str:
    """The number of the paper whose square code gives that text; empty where it is none of ours."""
    return by_text(desk, text).number if text.startswith(CODE_MARK) else ""


def _named(book: Book, text: str, reaches: Mapping[str, Reach]) -> Iterator[Listed]:
    """The documents of exactly that number, as typed or in capitals: by the index alone."""
    kinds_of: dict[Reach, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for kind, reach in reaches.items():
        kinds_of[reach][kind] = ()
    for number in dict.fromkeys((text, text.upper())):
        for reach, named in kinds_of.items():
            yield from book.listed(reach.narrow(Listing(named, equal={"number": number})))


def _holding(book: Book, text: str, reaches: Mapping[str, Reach]) -> Iterator[Listed]:
    """The first of each kind whose number holds the text, in the order of their numbers."""
    for kind, reach in reaches.items():
        wanted = Listing({kind: ()}, number_part=text, most=LOOKED_AT)
        yield from book.listed(reach.narrow(wanted))
