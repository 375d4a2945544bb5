"""Work in the background: what is due by itself at a steady pace, files of lists as they wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from ringfence.jobs.doing import Desk, open_desk
from ringfence.jobs.export_files import make_waiting, remove_old
from ringfence.jobs.nightly import night
from ringfence.jobs.node_work import now_of
from ringfence.jobs.noted_settings import note_settings

LOOKS_EVERY_SECONDS = 5
"""How often it looks for files of lists that wait."""


def work_once(folder: Path) -> int:
    """Do what is due now, with the files that wait; gives how many documents went on."""
    desk = open_desk(folder)
    note_settings(desk)
    done = len(night(desk))
    remove_old(desk)
    make_waiting(desk)
    return done


def work_forever(folder: Path, every_minutes: int) -> Iterator[int]:
    """Do what is due, again and again; gives the count of each round.

    Between two rounds the files are made for which somebody asked meanwhile.
    """
    node = open_desk(folder).node
    while True:
        yield work_once(folder)
        ends = time.monotonic() + every_minutes * 60
        while time.monotonic() < ends:
            time.sleep(LOOKS_EVERY_SECONDS)
            make_waiting(Desk(node, *now_of(node)))
