"""Views of a list kept under a name: filter, columns, order. One's own, those that are shared, and
the one with which the list opens.

A shared view is for everybody of the office, or of the firm. It shows each person only what that
person may read.
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.jobs.doing import Desk
from ringfence.store import drafts
from ringfence.store.book import Book
from ringfence.trade.roles import Actor, Role

NAME_MAX, VIEWS_MAX = 60, 20
"""Characters of a name, and how many views of one kind a person keeps, or an office shares."""

View = tuple[str, str]
"""The name of a view, and the address of the list that it opens."""

TENDS = frozenset({Role.APPROVER, Role.ADMINISTRATOR, Role.RESPONSIBLE_PERSON})
"""Who takes a shared view away beside the person who shared it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A view that somebody shared."""

    name: str
    address: str
    by: str


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one list for one person; `usual` is how the list opens, empty for as it is."""

    own: tuple[View, ...] = ()
    shared: tuple[Shared, ...] = ()
    usual: str = ""


def views(desk: Desk, actor: Actor, kind: str) -> Views:
    """Every view of a kind that the person has."""

    def job(book: Book) -> Views:
        mine, common, usual = drafts.several(
            (actor.person, _named(kind)), (_common(actor), _named(kind)),
            (actor.person, _usual(kind)),
        )  # fmt: skip
        shared = [Shared(name, one["address"], one["by"]) for name, one in common.items()]
        return Views(
            tuple(sorted((str(name), str(to)) for name, to in mine.items())),
            tuple(sorted(shared, key=lambda one: one.name)), str(usual.get("address", "")),
        )  # fmt: skip

    return desk.look(job)


def views_of(desk: Desk, person: str, kind: str) -> tuple[View, ...]:
    """The person's own views of a kind, by name."""
    return desk.look(lambda book: tuple(sorted(_kept(person, kind).items())))


def keep_view(desk: Desk, person: str, kind: str, name: str, address: str) -> bool:
    """Keep a view, in place of one of the same name; False where there are too many."""

    def job(book: Book) -> bool:
        kept = _kept(person, kind)
        if name not in kept and len(kept) >= VIEWS_MAX:
            return False
        drafts.save(person, _named(kind), {**kept, name: address}, desk.now)
        return True

    return desk.work(job)


def drop_view(desk: Desk, person: str, kind: str, name: str) -> None:
    """Forget a view; one that is not there is forgotten already."""

    def job(book: Book) -> None:
        kept = {one: to for one, to in _kept(person, kind).items() if one != name}
        drafts.save(person, _named(kind), kept, desk.now)

    desk.work(job)


def may_share(actor: Actor) -> bool:
    """Whether the person may share views: everybody who changes anything."""
    return actor.role is not Role.AUDITOR


def may_unshare(actor: Actor, one: Shared) -> bool:
    """Whether the person may take a shared view away."""
    return may_share(actor) and (one.by == actor.person or actor.role in TENDS)


def share_view(desk: Desk, actor: Actor, kind: str, name: str, address: str) -> bool:
    """Share a view; False where there are too many, or another's has the name."""

    def job(book: Book) -> bool:
        (kept,) = drafts.several((_common(actor), _named(kind)))
        before = kept.get(name)
        is_others = before is not None and before["by"] != actor.person
        if not may_share(actor) or is_others or (before is None and len(kept) >= VIEWS_MAX):
            return False
        told = {**kept, name: {"address": address, "by": actor.person}}
        drafts.save(_common(actor), _named(kind), told, desk.now)
        return True

    return desk.work(job)


def unshare_view(desk: Desk, actor: Actor, kind: str, name: str) -> bool:
    """Take a shared view away; False where it is not the person's to take."""

    def job(book: Book) -> bool:
        (kept,) = drafts.several((_common(actor), _named(kind)))
        found = kept.get(name)
        if found is None or not may_unshare(actor, Shared(name, found["address"], found["by"])):
            return False
        left = {one: told for one, told in kept.items() if one != name}
        drafts.save(_common(actor), _named(kind), left, desk.now)
        return True

    return desk.work(job)


def open_as(desk: Desk, actor: Actor, kind: str, address: str) -> None:
    """Let the list open so for the person; as it is, where the address is empty."""
    desk.work(lambda book: drafts.save(actor.person, _usual(kind), {"address": address}, desk.now))


def _named(kind: str) -> str:
    return f"views:{kind}"


def _usual(kind: str) -> str:
    return f"usual-view:{kind}"


def _common(actor: Actor) -> str:
    """Under what shared views are kept; no person has a colon in their name."""
    return f"shared:{actor.operator or actor.territory}"


def _kept(person: str, kind: str) -> dict[str, str]:
    found = drafts.find(person, _named(kind))
    return {str(name): str(address) for name, address in found[0].items()} if found else {}
