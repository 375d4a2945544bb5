"""That somebody was heard, before a decision goes against them or on their objection to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ringfence.law.movement import needed
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held
from ringfence.trade.claim import stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """That somebody was heard: when, who spoke for the firm, and what they said."""

    heard_on: date = needed("the day on which they were heard, or their writing came")
    spoke: str = needed("who spoke or wrote for the firm", limit=200)
    said: str = needed("what they said, in short", limit=4000)


def _heard_by_now(held: Held[Any], act: Act) -> Iterator[Finding]:
    on = act.told.heard_on if isinstance(act.told, Hearing) else None
    fits = None if on is None else on <= act.day
    yield stands(act.name, fits, "it is told who was heard", "say when: today or an earlier day")


HEARD = Duty((_heard_by_now,))
"""What a record of a hearing must tell, here and before a decision."""
