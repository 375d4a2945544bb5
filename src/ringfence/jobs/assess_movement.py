"""Put a movement to the law for a person who asks: an answer, and no record of the question."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ringfence.jobs.doing import Desk
from ringfence.law.decision import Decision, assess
from ringfence.law.movement import movement_from
from ringfence.law.what_if import WhatIf, what_would_change
from ringfence.terms import Day
from ringfence.trade.permissions import Subject, require
from ringfence.trade.roles import Actor

ACT = "law.movement.assess"
EXAMPLES = Path(__file__).parent / "movement_examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A fictitious movement to start from: its outcome as the file tells it, and what it shows."""

    name: str
    outcome: str
    says: str
    movement: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Assessed:
    """The decision with what would change it."""

    decision: Decision
    what_if: WhatIf


def require_part(desk: Desk, actor: Actor) -> None:
    """Raise ActRefused where the role assesses no movements."""
    require(actor, ACT, Subject(desk.territory))


def assessed(desk: Desk, actor: Actor, told: Mapping[str, Any], day: Day | None = None) -> Assessed:
    """The decision on what was told, by the law of the day of shipment unless another is given.

    Raises ActRefused, and InputNotUnderstood with every problem at its place.
    """
    require_part(desk, actor)
    movement = movement_from(dict(told), "movement")
    decision = assess(movement, day or movement.day or desk.today)
    return Assessed(decision, what_would_change(decision))


@cache
def examples() -> tuple[Example, ...]:
    """The examples that come with the package, by name."""
    return tuple(_example(path) for path in sorted(EXAMPLES.glob("*.toml")))


def _example(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    remarks = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        remarks.append(line.lstrip("# ").rstrip())
    outcome = remarks[0].removeprefix("outcome:").strip()
    says = " ".join(line for line in remarks[1:] if line)
    return Example(path.stem, outcome, says, tomllib.loads(text))
