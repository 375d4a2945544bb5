"""The fewest facts under which a movement is still granted, told as the mapping of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.law.decision import assess
from ringfence.law.movement import movement_from
from ringfence.law.record import InputNotUnderstood
from ringfence.terms import Outcome

Place = tuple[Any, ...]


def leaves(mapping: dict[str, Any], place: Place = ()) -> Iterator[Place]:
    """The place of every value, through tables and lists of tables."""
    for key, value in mapping.items():
        if isinstance(value, dict):
            yield from leaves(value, (*place, key))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, one in enumerate(value):
                yield from leaves(one, (*place, key, number))
        else:
            yield (*place, key)


def without(mapping: Any, place: Place) -> Any:
    """The mapping without the value at the place."""
    head, *rest = place
    copy = list(mapping) if isinstance(mapping, list) else dict(mapping)
    if not rest:
        del copy[head]
    else:
        copy[head] = without(mapping[head], tuple(rest))
    return copy


def fewest_facts(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with every fact taken out without which it is granted all the same.

    The day of shipment stays: without it the law of another day would be applied.
    """
    day = mapping["day"]
    for place in leaves(mapping):
        if place == ("day",):
            continue
        try:
            fewer = without(mapping, place)
            if assess(movement_from(fewer), day).outcome is Outcome.GRANTED:
                mapping = fewer
        except InputNotUnderstood:
            continue
    return mapping
