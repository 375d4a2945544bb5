"""The words of lists that documents hold, so that a page names them and shows no code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from ringfence.jobs.document_kinds import kinds


@cache
def listed_words() -> frozenset[str]:
    """Every word of every enumeration that a paper, or what an act tells, can hold."""
    seen: set[Any] = set()
    found: set[str] = set()
    for kind in kinds().values():
        for record in (kind.paper, *(one.told for one in kind.verbs.values() if one.told)):
            found |= set(_words(record, seen))
    return frozenset(found)


def _words(hint: Any, seen: set[Any]) -> Iterator[str]:
    if get_args(hint):
        for inner in get_args(hint):
            yield from _words(inner, seen)
    elif hint not in seen and isinstance(hint, type):
        seen.add(hint)
        if issubclass(hint, StrEnum):
            yield from (one.value for one in hint)
        elif dataclasses.is_dataclass(hint):
            for inner in get_type_hints(hint).values():
                yield from _words(inner, seen)
