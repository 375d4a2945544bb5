"""Work in the background: what is due by itself at a steady pace, files of lists as they wait.

Files of the store that know its tables are imported once a node is open, not before. The work
leaves a sign of life in the folder of the node, so that whoever looks knows whether it runs.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from ringfence.jobs.doing import Desk, open_desk
from ringfence.jobs.nightly import night
from ringfence.jobs.node_work import now_of
from ringfence.store.node import Node

LOOKS_EVERY_SECONDS = 5
"""How often it looks for files of lists that wait."""

RUNS_WITHIN_SECONDS = 120
"""A sign of life older than this is of work that has ended."""

SIGN = "work.seen"


@dataclass(frozen=True, slots=True)
class Background:
    """How the work in the background is: when it was seen last, and what waits for it.

    waiting          files of lists that are asked for and not ready
    oldest_asked_at  since when the first of them waits
    """

    seen_at: datetime | None
    waiting: int
    oldest_asked_at: datetime | None

    def runs(self, now: datetime) -> bool:
        """Whether it was seen just now."""
        return (
            self.seen_at is not None and (now - self.seen_at).total_seconds() < RUNS_WITHIN_SECONDS
        )


def background_of(node: Node) -> Background:
    """How the work in the background of an opened node is."""
    from ringfence.store import exports

    waiting, oldest = Desk(node, *now_of(node)).look(lambda _book: exports.queue())
    return Background(seen_at(node.folder), waiting, oldest)


def seen_at(folder: Path) -> datetime | None:
    """When the work was seen last; `None` where it never ran here."""
    try:
        return datetime.fromtimestamp((folder / SIGN).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


class Ending:
    """Whether the work is asked to end: by a signal, or because whom it works for is gone."""

    def __init__(self, parent: int = 0) -> None:
        self._asked, self._parent = Event(), parent

    def listen(self) -> None:
        """Take SIGTERM and SIGINT as asking to end after what is under way."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._heard)

    def _heard(self, _signal: int, _frame: Any) -> None:
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """True from then on."""
        is_left = bool(self._parent) and os.getppid() != self._parent
        return is_left or self._asked.is_set()

    def wait(self, seconds: float) -> None:
        """Rest, but no longer than until it is asked to end."""
        self._asked.wait(seconds)


def work_once(folder: Path) -> int:
    """Do what is due now, with the files that wait; gives how many documents went on."""
    desk = open_desk(folder)
    from ringfence.jobs.export_files import make_waiting, remove_old

    done = len(night(desk))
    remove_old(desk)
    make_waiting(desk)
    return done


def work_on(folder: Path, every_minutes: int, ending: Ending) -> Iterator[int]:
    """Do what is due, again and again until it is asked to end; gives the count of each round.

    Between two rounds the files are made for which somebody asked meanwhile.
    """
    node = open_desk(folder).node
    from ringfence.jobs.export_files import make_waiting

    while not ending.is_asked:
        _show(folder)
        yield work_once(folder)
        ends = time.monotonic() + every_minutes * 60
        while time.monotonic() < ends and not ending.is_asked:
            ending.wait(LOOKS_EVERY_SECONDS)
            _show(folder)
            make_waiting(Desk(node, *now_of(node)))


def _show(folder: Path) -> None:
    (folder / SIGN).touch(mode=0o600)
