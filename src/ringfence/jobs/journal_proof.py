"""Proofs from the journal: that one act is in it, and that it only grew since a checkpoint.

On pages and by the API whoever may read an act is given its proof; the commands are for those who
hold the node's files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.jobs.check_journal import leads
from ringfence.jobs.doing import Desk
from ringfence.jobs.node_work import now_of, sign_checkpoint
from ringfence.jobs.reading_journal import latest
from ringfence.store.book import Book, look
from ringfence.store.errors import NoSuchDocument
from ringfence.store.merkle import is_included, leaf_hash
from ringfence.store.node import open_node, own_keys
from ringfence.terms import RingfenceError
from ringfence.trade.roles import Actor

if TYPE_CHECKING:
    from ringfence.store.signed_note import Note


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


class NotProven(RingfenceError):
    """The journal does not hold what a proof is asked of, or does not begin with a checkpoint."""

    is_refusal = True


@dataclass(frozen=True, slots=True)
class Growth:
    """Two signed checkpoints, and the hashes that lead from one to the other (RFC 9162, 2.1.4)."""

    old: Note
    new: Note
    path: tuple[bytes, ...]


def prove_growth(folder: Path, old: Path, new: Path | None) -> Growth:
    """That the journal up to `new` begins with that of `old`; without `new`, up to now.

    Raises NotProven where it does not: then something before `old` was rewritten.
    """
    from ringfence.store.checkpoints import prove_growth as path_of
    from ringfence.store.checkpoints import read_note

    first = read_note(old.read_text(encoding="utf-8"))
    last = read_note(new.read_text(encoding="utf-8")) if new else sign_checkpoint(folder)
    node = open_node(folder)
    for note in (first, last):
        if not any(key.has_signed(note) for key in own_keys(node)):
            raise NotProven(f"no key of this node signed the checkpoint with {note.size} acts")
    if first.size > last.size:
        raise NotProven("the second checkpoint is older than the first: give the older one first")

    def job(book: Book) -> tuple[bytes, ...]:
        size, _root = book.head()
        if last.size > size:
            raise NotProven(
                f"the journal holds {size} acts, the checkpoint {last.size}: it was cut"
            )
        return tuple(path_of(first.size, last.size)) if first.size else ()

    now, today = now_of(node)
    path = look(job, now=now, today=today)
    if not leads(first, last, path):
        raise NotProven(f"the journal does not begin with the {first.size} acts that were signed")
    return Growth(first, last, path)


def prove_act(folder: Path, position: int) -> tuple[Proof, Note]:
    """The proof of one act with a signed checkpoint of now; raises NotProven."""
    note = sign_checkpoint(folder)
    if not 0 <= position < note.size:
        raise NotProven(f"the journal has no act {position}: its last is {note.size - 1}")

    def job(book: Book) -> Proof:
        from ringfence.store.checkpoints import prove_row
        from ringfence.store.journal import leaf_at

        leaf, hashed = leaf_at(position)
        path = tuple(prove_row(position, note.size))
        return Proof(position, note.size, note.root, leaf, hashed, path)

    now, today = now_of(open_node(folder))
    proof = look(job, now=now, today=today)
    if not is_included(proof.leaf_hash, position, note.size, proof.path, note.root) or (
        leaf_hash(proof.leaf.encode()) != proof.leaf_hash
    ):
        raise NotProven(f"act {position} is not what the journal holds: it was rewritten")
    return proof, note
