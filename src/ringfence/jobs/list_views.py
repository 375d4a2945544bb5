"""Views of a list that a person keeps under a name: filter, columns, order; theirs alone."""

from __future__ import annotations

from ringfence.jobs.doing import Desk
from ringfence.store import drafts
from ringfence.store.book import Book

NAME_MAX, VIEWS_MAX = 60, 20
"""Characters of a name, and how many views of one kind a person keeps."""

View = tuple[str, str]
"""The name of a view, and the address of the list that it opens."""


def views_of(desk: Desk, person: str, kind: str) -> tuple[View, ...]:
    """The person's views of a kind, by name."""
    return desk.look(lambda book: tuple(sorted(_kept(person, kind).items())))


def keep_view(desk: Desk, person: str, kind: str, name: str, address: str) -> bool:
    """Keep a view, in place of one of the same name; False where there are too many."""

    def job(book: Book) -> bool:
        kept = _kept(person, kind)
        if name not in kept and len(kept) >= VIEWS_MAX:
            return False
        drafts.save(person, f"views:{kind}", {**kept, name: address}, desk.now)
        return True

    return desk.work(job)


def drop_view(desk: Desk, person: str, kind: str, name: str) -> None:
    """Forget a view; one that is not there is forgotten already."""

    def job(book: Book) -> None:
        kept = {one: to for one, to in _kept(person, kind).items() if one != name}
        drafts.save(person, f"views:{kind}", kept, desk.now)

    desk.work(job)


def _kept(person: str, kind: str) -> dict[str, str]:
    found = drafts.find(person, f"views:{kind}")
    return {str(name): str(address) for name, address in found[0].items()} if found else {}
