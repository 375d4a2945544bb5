"""Find documents by their number or a part of it, within what the person may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

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
    reaches = readable_kinds(actor)
    rows = desk.look(lambda book: list(_named(book, text, reaches)))
    if not rows:
        rows = desk.look(lambda book: list(_holding(book, text, reaches)))
        rows = sorted(rows, key=lambda one: one.number)[:LOOKED_AT]
    found = [(one.kind, one.number, one.state) for one in rows]
    wanted = text.casefold()
    found.sort(key=lambda one: (one[1].casefold() != wanted, one[0], one[1]))
    return [one for one in found if one[1].casefold() == wanted] or found[:MOST]


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
