"""Verifying the journal and the books from the first row: what was changed, removed, inserted.

Each leaf is hashed again and compared with its row; the tree over them with the kept nodes, the
head, and every checkpoint; and the documents, entries, balances and ceilings with what the journal
says of them. Whoever rewrites rows and nodes alike is found by the next checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from ringfence.store import models
from ringfence.store.checked_books import CheckedBooks
from ringfence.store.checked_columns import instant_of
from ringfence.store.checkpoints import Note, OwnKey, kept_checkpoints
from ringfence.store.merkle import Made, Peaks, leaf_hash, node_hash
from ringfence.store.trouble import TROUBLES_MAX, Trouble, Verified

STRETCH_LEVELS = 12
"""Nodes are read for 2**12 rows at once."""


def verify(*, notes: Iterable[Note] = (), keys: Sequence[OwnKey] = ()) -> Verified:
    """Verify everything; run it inside `look`, on one consistent state.

    notes        checkpoints that others hold, beside those that are kept here
    keys         the journal's keys, also those ended; without any, signatures are not looked at
    """
    checkpoints = sorted([*kept_checkpoints(), *notes], key=lambda note: note.size)
    tree, books = _Tree({note.size for note in checkpoints}), CheckedBooks()
    for row in models.JournalRow.objects.order_by("position").iterator(chunk_size=2000):
        leaf = tree.read(row)
        if leaf is not None:
            books.read(row.position, leaf)
    tree.finish()
    troubles = [*tree.troubles, *_checkpoint_troubles(tree, checkpoints, keys)]
    troubles += books.finish()
    return Verified(tree.size, tree.root.hex(), len(checkpoints), tuple(troubles[:TROUBLES_MAX]))


class _Tree:
    """The tree as the rows give it, compared with what was kept of it."""

    def __init__(self, sizes: set[int]) -> None:
        self.troubles: list[Trouble] = []
        self.roots: dict[int, bytes] = {}
        self._sizes, self._peaks = sizes, Peaks()
        self._is_followed = True
        """False once rows are shifted, so that positions no longer tell nodes."""
        self._next, self._kept = 0, _KeptNodes()
        self._keep_root()

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._next

    @property
    def root(self) -> bytes:
        """The root over the rows, as far as the tree could be followed."""
        return self._peaks.root()

    def read(self, row: Any) -> dict[str, Any] | None:
        """Take one row; gives what its leaf says, where it is what was written."""
        if row.position != self._next:
            self._tell("removed", self._next, f"{_rows(self._next, row.position)} gone")
            self._is_followed = False
        self._next = row.position + 1
        is_true = leaf_hash(row.leaf.encode()).hex() == row.leaf_hash
        if not is_true:
            self._tell("changed", row.position, "the leaf is not what was written")
        if self._is_followed:
            for made in self._peaks.append(bytes.fromhex(row.leaf_hash)):
                self._compare(made)
            self._keep_root()
        return self._leaf(row) if is_true else None

    def _leaf(self, row: Any) -> dict[str, Any] | None:
        """What a leaf says, compared with the columns; None where it is no act."""
        try:
            leaf: dict[str, Any] = json.loads(row.leaf)
            is_act = isinstance(leaf["after"], dict) and isinstance(leaf["version"], int)
        except (ValueError, KeyError, TypeError):
            is_act = False
        if not is_act:
            self._tell("changed", row.position, "the leaf is no act")
            return None
        for column in ("person", "act", "subject"):
            if leaf.get(column) != getattr(row, column):
                says = f"the column {column} is not what the leaf says"
                self._tell("changed", row.position, says)
        if leaf.get("at") != instant_of(row.at):
            self._tell("changed", row.position, "the column at is not what the leaf says")
        return leaf

    def _compare(self, made: Made) -> None:
        """Compare a finished subtree with the kept one; go on with the kept one."""
        kept = self._kept.get((made.level, made.position))
        if kept == made.hash.hex():
            return
        first = made.position << made.level
        if kept is None:
            self._tell(
                "inserted", first, f"{_rows(first, first + (1 << made.level))} not in the tree"
            )
            return
        if made.level == 1 and self._explain(made.position, bytes.fromhex(kept)):
            self._is_followed = False
        else:
            self._tell(
                "changed", first, f"{_rows(first, first + (1 << made.level))} not as written"
            )
        self._peaks.hashes[-1] = bytes.fromhex(kept)

    def _explain(self, pair: int, kept: bytes) -> bool:
        """Say of a pair what happened, where rows were shifted; True where the rest is shifted."""
        first = 2 * pair
        hashes = _hashes(first, 4)
        if len(hashes) >= 3 and kept == node_hash(hashes[1], hashes[2]):
            self._tell("inserted", first, "the row was put in later")
            return True
        if len(hashes) >= 3 and kept == node_hash(hashes[0], hashes[2]):
            self._tell("inserted", first + 1, "the row was put in later")
            return True
        after = self._kept.get((1, pair + 1))
        if after and len(hashes) >= 3 and after == node_hash(hashes[1], hashes[2]).hex():
            self._tell("removed", first, f"one of the {_rows(first, first + 2, '')} is gone")
            return True
        return False

    def finish(self) -> None:
        """Compare the end with the head."""
        head = models.JournalHead.objects.get(id=1)
        if self._next < head.size:
            self._tell("removed", self._next, f"{_rows(self._next, head.size)} gone")
        if self._next > head.size:
            self._tell("inserted", head.size, f"{_rows(head.size, self._next)} beyond the end")
        peaks = [peak.hex() for peak in self._peaks.hashes]
        if self._next == head.size and self._is_followed and peaks != head.peaks:
            self._tell(
                "changed", _first_of(head.size, peaks, head.peaks), "the end is not as written"
            )

    def _keep_root(self) -> None:
        if self._next in self._sizes:
            self.roots[self._next] = self._peaks.root()

    def _tell(self, kind: str, position: int, says: str) -> None:
        self.troubles.append(Trouble(kind, "journal", position, says))


class _KeptNodes:
    """The kept nodes, read by stretches of rows."""

    def __init__(self) -> None:
        self._stretch, self._nodes = -1, dict[tuple[int, int], str]()

    def get(self, named: tuple[int, int]) -> str | None:
        """The kept hash of a node by level and position; None where there is none."""
        level, position = named
        if level > STRETCH_LEVELS:
            nodes = models.JournalNode.objects.filter(level=level, position=position)
            found: str | None = nodes.values_list("node_hash", flat=True).first()
            return found
        stretch = (position << level) >> STRETCH_LEVELS
        if stretch != self._stretch:
            self._stretch, self._nodes = stretch, self._read(stretch)
        return self._nodes.get(named)

    def _read(self, stretch: int) -> dict[tuple[int, int], str]:
        asked = Q(pk__in=())
        for level in range(1, STRETCH_LEVELS + 1):
            first = stretch << (STRETCH_LEVELS - level)
            end = (stretch + 1) << (STRETCH_LEVELS - level)
            asked |= Q(level=level, position__gte=first, position__lt=end)
        rows = models.JournalNode.objects.filter(asked)
        found = rows.values_list("level", "position", "node_hash")
        return {(level, position): hashed for level, position, hashed in found}


def _first_of(size: int, found: list[str], kept: list[str]) -> int:
    """The first row under the first peak that differs."""
    first, rest = 0, size
    for one, other in zip(found, kept, strict=False):
        if one != other:
            return first
        width = 1 << (rest.bit_length() - 1)
        first, rest = first + width, rest - width
    return first


def _hashes(first: int, count: int) -> list[bytes]:
    rows = models.JournalRow.objects.filter(position__gte=first, position__lt=first + count)
    found = rows.order_by("position").values_list("leaf_hash", flat=True)
    return [bytes.fromhex(one) for one in found]


def _rows(first: int, end: int, verb: str = "are") -> str:
    if end - first == 1:
        return f"row {first} {'is' if verb else ''}".strip()
    return f"rows {first} to {end - 1} {verb}".strip()


def _checkpoint_troubles(
    tree: _Tree, notes: Iterable[Note], keys: Sequence[OwnKey]
) -> Iterator[Trouble]:
    for note in notes:
        if keys and not any(key.has_signed(note) for key in keys):
            yield Trouble(
                "unsigned", "checkpoint", note.size, f"of {note.at}: not signed by our key"
            )
        elif note.size > tree.size:
            says = (
                f"of {note.at} covers {note.size} rows, {tree.size} are there: the end was cut off"
            )
            yield Trouble("removed", "checkpoint", tree.size, says)
        elif tree.roots.get(note.size, note.root) != note.root:
            says = f"of {note.at}: rows before {note.size} were rewritten"
            yield Trouble("changed", "checkpoint", note.size, says)
