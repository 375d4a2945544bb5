"""The settings that node.toml holds, noted in the journal whenever they are found changed.

Two persons change a setting in the books; whoever holds the node's files can still write into
node.toml, and nobody decides on that. The node notes what it finds there, so that an auditor sees
since when a limit is another one, and that nobody approved it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.jobs.doing import Desk, system
from ringfence.store.book import Book
from ringfence.store.node import NodeConfig
from ringfence.store.node_settings import SETTINGS, texts_of

ACT = "store.settings.found"
SUBJECT = "setting:node.toml"


def note_settings(desk: Desk, made_by: str = "") -> tuple[str, ...]:
    """Note what node.toml says where the journal holds another state; gives what changed.

    The desk is that of the file alone, without settings decided by two persons. The first note
    names what differs from the defaults; `made_by` is who made the node with it.
    """
    config = desk.node.config
    now = {one.name: list(texts_of(config, one)) for one in SETTINGS}
    plain = _defaults(config)
    if (desk.look(_noted) or plain) == now:
        return ()

    def job(book: Book) -> tuple[str, ...]:
        was = _noted(book) or plain
        changed = tuple(name for name, value in now.items() if was.get(name) != value)
        if changed:
            before = {"settings": {name: was[name] for name in changed if name in was}}
            after = {"settings": now, "changed": list(changed), "approved_by": made_by}
            book.record(system(desk), ACT, SUBJECT, before, after)
        return changed

    return desk.work(job)


def unapproved(book: Book, year: int) -> Iterator[tuple[str, str]]:
    """Each setting found changed in node.toml in a year by nobody's decision: day and sentence."""
    for _, one in _notes(book):
        if one["after"]["approved_by"]:
            continue
        day, was, now = str(one["at"])[:10], one["before"]["settings"], one["after"]["settings"]
        for name in one["after"]["changed"] if day.startswith(f"{year}-") else ():
            old, new = ", ".join(was.get(name, ())), ", ".join(now[name])
            yield day, f"{name} was found changed in node.toml from {old} to {new}: nobody approved"


def _notes(book: Book) -> list[tuple[int, Any]]:
    return [one for one in book.acts_on(SUBJECT) if one[1]["act"] == ACT]


def _noted(book: Book) -> dict[str, list[str]]:
    """What the journal holds of the settings; nothing before the first note."""
    notes = _notes(book)
    return dict(notes[-1][1]["after"]["settings"]) if notes else {}


def _defaults(config: NodeConfig) -> dict[str, list[str]]:
    """The settings of a node of this territory that changes nothing."""
    plain = NodeConfig(territory=config.territory, name=config.name)
    return {one.name: list(texts_of(plain, one)) for one in SETTINGS}
