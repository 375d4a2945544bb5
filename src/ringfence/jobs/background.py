"""Work in the background: what is due by itself, at once and then at a steady pace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from ringfence.jobs.doing import open_desk
from ringfence.jobs.nightly import night


def work_once(folder: Path) -> int:
    """Do what is due now; gives how many documents went on."""
    return len(night(open_desk(folder)))


def work_forever(folder: Path, every_minutes: int) -> Iterator[int]:
    """Do what is due, again and again; gives the count of each round."""
    while True:
        yield work_once(folder)
        time.sleep(every_minutes * 60)
