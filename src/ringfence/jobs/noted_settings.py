"""What node.toml says that bears on decisions, kept in the journal whenever it was changed.

A change by two persons is a document of its own. Whoever holds the node's files can also write
another value into node.toml; the next command, round of work or start of the pages notes what it
says now, so that nobody counts days otherwise without the journal saying since when.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.jobs.doing import Desk, system
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.node import Node, NodeConfig
from ringfence.store.node_settings import SETTINGS, texts_of

ACT = "store.settings.note"
SUBJECT = "node:settings"


def told_by(node: Node) -> dict[str, Any]:
    """What the file says otherwise than by default: settings by name, and receipts of decisions."""
    plainest = NodeConfig(territory=node.config.territory, name=node.config.name)
    found: dict[str, Any] = {
        one.name: list(texts_of(node.config, one))
        for one in SETTINGS
        if texts_of(node.config, one) != texts_of(plainest, one)
    }
    if node.config.received:
        found["received"] = plain(node.config.received)
    return found


def note_settings(desk: Desk) -> bool:
    """Note what node.toml says where that is not what was noted last; gives whether it was.

    `desk` is that of the file alone: what two persons decided stands in the journal as theirs.
    """
    told = told_by(desk.node)
    if desk.look(_noted) == told:
        return False

    def note(book: Book) -> bool:
        before = _noted(book)
        if before == told:
            return False
        after = {"settings": told, "changed": _changed(before, told)}
        book.record(system(desk), ACT, SUBJECT, {"settings": before}, after)
        return True

    return desk.work(note)


def _noted(book: Book) -> Mapping[str, Any]:
    last = book.latest_acts({"subject": SUBJECT, "act": ACT}, 1)
    return dict(last[0]["after"]["settings"]) if last else {}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
