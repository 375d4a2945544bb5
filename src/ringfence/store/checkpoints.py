"""Checkpoints: signed statements of how far the journal goes, and proofs that it only grew.

How they are written stands in `signed_note`. Whoever holds an older checkpoint can ask for the
proof that the journal of today begins with it.
"""

from __future__ import annotations

from datetime import datetime

from ringfence.store import merkle, models
from ringfence.store.book import Book
from ringfence.store.signed_note import (
    Note,
    OwnKey,
    Signer,
    create_key,
    is_signed,
    load_key,
    read_note,
)

__all__ = [
    "Note",
    "OwnKey",
    "Signer",
    "checkpoint_at",
    "create_key",
    "is_signed",
    "kept_checkpoints",
    "load_key",
    "make_checkpoint",
    "prove_growth",
    "prove_row",
    "read_note",
    "subtree",
]


def make_checkpoint(book: Book, signer: Signer) -> Note:
    """Sign the journal as it is in this work, and keep the checkpoint."""
    size, root = book.head()
    note = signer.sign(size, root, book.now)
    models.Checkpoint.objects.create(size=size, root=root.hex(), at=book.now, note=note.text)
    return note


def checkpoint_at(position: int, at: datetime, signer: Signer) -> tuple[Note, list[bytes]]:
    """The signed note over the journal that ends with a row, and the proof that the row is in it.

    It is the same whenever it is asked for; it is not kept. Inside `work` or `look`.
    """
    size = position + 1
    root = merkle.range_hash(subtree, 0, size)
    return signer.sign(size, root, at), prove_row(position, size)


def kept_checkpoints() -> list[Note]:
    """The checkpoints of this node, the oldest first."""
    rows = models.Checkpoint.objects.order_by("size", "id")
    return [read_note(text) for text in rows.values_list("note", flat=True)]


def subtree(level: int, position: int) -> bytes:
    """The hash over a complete subtree, from the tables."""
    if level == 0:
        found = models.JournalRow.objects.filter(position=position)
        return bytes.fromhex(found.values_list("leaf_hash", flat=True).get())
    nodes = models.JournalNode.objects.filter(level=level, position=position)
    return bytes.fromhex(nodes.values_list("node_hash", flat=True).get())


def prove_row(position: int, size: int) -> list[bytes]:
    """The proof that a row is in the journal of `size` rows; inside `work` or `look`."""
    return merkle.inclusion_proof(subtree, position, size)


def prove_growth(old: int, new: int) -> list[bytes]:
    """The proof that the journal of `new` rows begins with that of `old` rows."""
    return merkle.consistency_proof(subtree, old, new)
