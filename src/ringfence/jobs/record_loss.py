"""Tell a theft or loss, complete it with every line in base, book what is found again, close it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on
from ringfence.jobs.settling import settled

KIND = "loss"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Complete, review, find again or close; lines that are told get their base."""
    told: Any = asked.told
    if told is not None and hasattr(told, "lines"):
        told = replace(told, lines=settled(desk, told.lines, f"{KIND} {number}"))
    return act_on(desk, KIND, number, verb, replace(asked, told=told))
