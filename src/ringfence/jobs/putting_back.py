"""Put a copy back: verified, held against checkpoints of others, and told in the journal.

A copy is older than what was done after it. Nothing in it can show what is missing; a checkpoint
that others hold does. The act of putting back makes the journal differ from that of the node that
was copied, so that two books which went on from one copy can be told apart.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ringfence.jobs.doing import Desk, system
from ringfence.jobs.node_work import now_of
from ringfence.jobs.upgrade import bring_up
from ringfence.store.book import Book
from ringfence.store.errors import NodeError
from ringfence.store.node import Node, own_keys

ACT = "store.node.restore"
SUBJECT = "node:restored"


@dataclass(frozen=True, slots=True)
class PutBack:
    """A node that was put back: how many acts the copy held, and when it was made."""

    node: Node
    size: int
    made_at: str


def put_back(file: Path, folder: Path, database: str, checkpoints: Sequence[Path] = ()) -> PutBack:
    """Put a copy back into a new folder, verify it from the first row, and note that it was.

    Raises NodeError where it is no whole copy, where the folder or database holds anything, or
    where it does not go as far as a checkpoint, or went another way; it is left to be looked at.
    """
    from ringfence.store.backup import manifest_of, restore

    manifest = manifest_of(file)
    node = restore(file, folder, database=database, environment=os.environ)
    _hold_against(node, checkpoints)
    desk = Desk(node, *now_of(node))
    told = {name: manifest[name] for name in ("made_at", "size", "root")}

    def note(book: Book) -> None:
        book.record(system(desk), ACT, SUBJECT, {}, {**told, "checkpoints": len(checkpoints)})

    desk.work(note)
    bring_up(node)
    return PutBack(node, int(manifest["size"]), str(manifest["made_at"]))


def _hold_against(node: Node, checkpoints: Sequence[Path]) -> None:
    from ringfence.store.checkpoints import read_note
    from ringfence.store.verifying import verify

    if not checkpoints:
        return
    notes = [read_note(file.read_text(encoding="utf-8")) for file in checkpoints]
    keys, desk = own_keys(node), Desk(node, *now_of(node))
    found = desk.look(lambda _book: verify(notes=notes, keys=keys))
    if not found.is_whole:
        says = "\n".join(str(one) for one in found.troubles)
        raise NodeError(f"the copy is not the journal of the checkpoints: use a newer one\n{says}")
