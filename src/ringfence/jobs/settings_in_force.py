"""The settings that hold on a day: node.toml, and over it what two persons decided in the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ringfence.jobs.doing import Desk
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.node import Node
from ringfence.store.node_settings import SETTINGS, setting_named, texts_of, with_setting
from ringfence.store.stored import Stored
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.setting_change import SettingChange
from ringfence.trade.waiting import clocks

KIND = "setting_change"
FAR = Day.max


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What a setting says, since which change, and what is decided or proposed for later.

    since  the change by which it holds; `None` where node.toml says it
    """

    name: str
    value: tuple[str, ...]
    since: Held[SettingChange] | None = None
    coming: tuple[Held[SettingChange], ...] = ()
    proposed: tuple[Held[SettingChange], ...] = ()


def runs_on(desk: Desk, name: str) -> int | None:
    """How many cases run on a time limit now; `None` for a setting that is no clock."""
    limit = name.rpartition(".")[2]
    running = [one for one in clocks() if one.limit == limit]
    if not running:
        return None

    def job(book: Book) -> int:
        return sum(
            book.count_listed(Listing({one.kind: one.states}, territory=desk.territory))
            for one in running
        )

    return desk.look(job)


def in_force(desk: Desk) -> Node:
    """The node under the settings decided to hold today; the same node where there are none."""
    return desk.look(lambda book: _in_force(book, desk))


def _in_force(book: Book, desk: Desk) -> Node:
    """The same; what was put together before is given again while the same changes hold today."""
    from ringfence.store import documents

    key = (documents.rows(KIND, "approved"), desk.today)
    for node, asked, made in _made.last:
        if node is desk.node and asked == key:
            return made
    changes = [_paper(one) for one in book.documents(KIND, state="approved")]
    last: dict[str, SettingChange] = {}
    for one in sorted(changes, key=lambda change: change.valid_from or FAR):
        if (one.valid_from or FAR) <= desk.today:
            last.pop(one.setting, None)
            last[one.setting] = one
    config = desk.node.config
    for one in last.values():
        config = with_setting(config, setting_named(one.setting), one.value)
    made = replace(desk.node, config=config) if last else desk.node
    _made.keep(desk.node, key, made)
    return made


Asked = tuple[tuple[int, ...], Day]


class _Made:
    """The nodes put together last: an approved change is never altered, only another comes.

    Threads read `last` while another replaces it whole.
    """

    def __init__(self) -> None:
        self.last: tuple[tuple[Node, Asked, Node], ...] = ()

    def keep(self, node: Node, asked: Asked, made: Node) -> None:
        """Keep one, and the few before it."""
        self.last = ((node, asked, made), *self.last)[:4]


_made = _Made()


def _paper(stored: Stored) -> SettingChange:
    return read_record(SettingChange, stored.body["paper"], stored.subject)


def setting_rows(desk: Desk) -> tuple[SettingRow, ...]:
    """Every setting as it stands, in the order of the table."""

    def job(book: Book) -> list[Held[SettingChange]]:
        from ringfence.jobs.document_kinds import kinds
        from ringfence.jobs.keeping import held_of

        return [held_of(kinds()[KIND], one) for one in book.documents(KIND)]

    every = desk.look(job)
    return tuple(
        _row(desk, one.name, [held for held in every if held.paper.setting == one.name])
        for one in SETTINGS
    )


def _row(desk: Desk, name: str, changes: Iterable[Held[SettingChange]]) -> SettingRow:
    approved = sorted(
        (one for one in changes if one.state == "approved"),
        key=lambda one: one.paper.valid_from or FAR,
    )
    past = [one for one in approved if (one.paper.valid_from or FAR) <= desk.today]
    return SettingRow(
        name,
        texts_of(desk.node.config, setting_named(name)),
        past[-1] if past else None,
        tuple(one for one in approved if one not in past),
        tuple(one for one in changes if one.state == "proposed"),
    )
