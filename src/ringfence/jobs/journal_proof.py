"""The proof that one act is in the journal, for whoever may read that act."""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.jobs.doing import Desk
from ringfence.jobs.reading_journal import latest
from ringfence.store.book import Book
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.roles import Actor


@dataclass(frozen=True, slots=True)
class Proof:
    """The leaf, its place, and the hashes that lead from it to the root (RFC 9162)."""

    position: int
    size: int
    root: bytes
    leaf: str
    leaf_hash: bytes
    path: tuple[bytes, ...]


def proof_of(desk: Desk, actor: Actor, position: int) -> Proof:
    """The proof of one act; raises ActRefused, and NoSuchDocument where it may not be read."""
    rows, _size = latest(desk, actor, {}, 1, position + 1)
    if not rows or rows[0]["position"] != position:
        raise NoSuchDocument("act", str(position))

    def job(book: Book) -> Proof:
        from ringfence.store.checkpoints import prove_row
        from ringfence.store.journal import leaf_at

        size, root = book.head()
        leaf, hashed = leaf_at(position)
        return Proof(position, size, root, leaf, hashed, tuple(prove_row(position, size)))

    return desk.look(job)
