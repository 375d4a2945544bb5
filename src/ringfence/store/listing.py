"""What a list of documents asks for. A page begins after a key: the value of the sorted column, and
the number, so that the last page of a hundred thousand rows costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ringfence.store.stored import Listed

SORTED_BY = ("number", "state", "about", "operator", "partner", "entered", "since", "ends")
"""Columns by which a list can be sorted; ties go by number."""

DAYS = ("entered", "since", "ends")

Key = tuple[str, str]
"""Value of the sorted column (an empty text where a day is not told), and the number."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list asks for.

    states     by kind: the states wanted; no states mean every one
    proposals  by kind: the states in which only what stands proposed is wanted
    territory, firm, addressee  whose documents: one value each, empty for all
    first_firm  documents that name this firm as the first of those that they are about
    any_firm   documents about any of these firms
    text       a part of the number, or of what it is about; `number_part` of the number alone
    days       by column (`entered`, `since`, `ends`): first and last day, both included
    equal      by column: the value wanted (`partner`, `operator`, `about`)
    is_proposed  only what stands proposed
    after, before  a key: the page that begins after it, or ends before it
    skip, most  how many rows to leave out first, and how many to give at most
    """

    states: Mapping[str, tuple[str, ...]]
    proposals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    territory: str = ""
    firm: str = ""
    addressee: str = ""
    first_firm: str = ""
    any_firm: tuple[str, ...] = ()
    text: str = ""
    number_part: str = ""
    days: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    equal: Mapping[str, str] = field(default_factory=dict)
    is_proposed: bool = False
    sort: str = "number"
    is_descending: bool = False
    after: Key | None = None
    before: Key | None = None
    skip: int = 0
    most: int | None = None


def key_of(row: Listed, sort: str) -> Key:
    """The key of a row in a list so sorted."""
    if sort == "operator":
        value: Any = row.card.firms[0] if row.card.firms else ""
    elif sort in ("number", "state"):
        value = getattr(row, sort)
    else:
        value = getattr(row.card, sort)
    return ("" if value is None else str(value), row.number)
