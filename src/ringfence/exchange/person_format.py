"""The JSON form of who may act: `ringfence.person.list/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ringfence.trade.roles import Actor

LIST = "ringfence.person.list/1"


def persons_to_wire(persons: Iterable[Actor]) -> dict[str, Any]:
    """Every person with each role."""
    return {
        "format": LIST,
        "persons": [
            {
                "person": one.person,
                "role": one.role.value,
                "territory": one.territory,
                "operator": one.operator,
                "is_system": one.is_system,
            }
            for one in persons
        ],
    }
