"""Verify the journal and the books from the first act, and keep in the journal that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.jobs.checked_cards import card_troubles
from ringfence.jobs.doing import Desk
from ringfence.store.book import Book
from ringfence.store.node import own_keys
from ringfence.store.trouble import Verified
from ringfence.trade.permissions import Subject, require
from ringfence.trade.roles import Actor

ACT = "store.journal.verify"


def verified(desk: Desk, actor: Actor) -> Verified:
    """Verify everything; raises ActRefused for those who may not.

    It is read on one state of the books; what is written meanwhile is verified the next time.
    """
    require(actor, ACT, Subject(desk.territory))

    def read(book: Book) -> Verified:
        from ringfence.store.verifying import verify

        found = verify(keys=own_keys(desk.node))
        return found.beside(card_troubles(book))

    found = desk.look(read)
    after = {"size": found.size, "root": found.root, "troubles": len(found.troubles)}
    desk.work(lambda book: book.record(actor, ACT, f"journal:{found.size}", {}, after))
    return found


def last_verified(desk: Desk) -> Mapping[str, Any] | None:
    """The last verifying: when, by whom, how far, how many troubles; `None` where never."""
    found = desk.look(lambda book: book.latest_acts({"act": ACT}, 1))
    return found[0] if found else None
