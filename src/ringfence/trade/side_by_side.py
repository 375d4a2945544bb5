"""An application or a paper beside the foreign certificate: each pair equal, different or missing.

Letters are compared after folding case and blanks; quantities by the base that they make. It says
what is the same and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ringfence.terms import Day
from ringfence.trade.party import Party
from ringfence.trade.substance_line import SubstanceLine

_ADDRESS = (
    "address_line_1", "address_line_2", "address_line_3", "address_line_4", "locality", "region",
    "postcode",
)  # fmt: skip


class Same(StrEnum):
    """How two matters compare: `within` is an earlier last day, or less of a substance."""

    EQUAL = "equal"
    WITHIN = "within"
    DIFFERS = "differs"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Pair:
    """One matter: what the application says, what the certificate says, and how they compare.

    A last day is a day, a quantity the line that names it; all else is text.
    """

    what: str
    ours: str | Day | SubstanceLine | None
    theirs: str | Day | SubstanceLine | None
    same: Same
    line: int = 0


def side_by_side(paper: Any, certificate: Any) -> tuple[Pair, ...]:
    """Every matter that both name: parties, addresses, each line, the last day."""
    return tuple(_pairs(paper, certificate))


def _pairs(paper: Any, certificate: Any) -> Iterator[Pair]:
    for side in ("exporter", "importer", "consignee"):
        one, other = getattr(paper, side), getattr(certificate, side)
        if one.is_empty and other.is_empty:
            continue
        yield _pair(side, one.party_name, other.party_name)
        yield _pair(f"{side}_address", _address(one), _address(other))
        yield _pair(f"{side}_country", one.country, other.country)
    others = {one.substance or one.name_declared: one for one in certificate.lines}
    for count, line in enumerate(paper.lines, 1):
        yield from _line_pairs(count, line, others.get(line.substance or line.name_declared))
    yield _last_days(getattr(paper, "valid_until", None), getattr(certificate, "valid_until", None))


def _last_days(ours: Day | None, theirs: Day | None) -> Pair:
    """The last day asked for lies within the certificate: the same or an earlier one."""
    if ours is None or theirs is None:
        return Pair("valid_until", ours, theirs, Same.MISSING)
    return Pair("valid_until", ours, theirs, _fits(ours, theirs))


def _fits(ours: Any, theirs: Any) -> Same:
    """Equal, within, or beyond what the certificate says."""
    if ours == theirs:
        return Same.EQUAL
    return Same.WITHIN if ours < theirs else Same.DIFFERS


def _line_pairs(count: int, line: SubstanceLine, other: SubstanceLine | None) -> Iterator[Pair]:
    name = line.substance or line.name_declared
    theirs = "" if other is None else other.substance or other.name_declared
    yield _pair("substance", name, theirs, count)
    ours_ug = line.quantity_base_ug
    theirs_ug = None if other is None else other.quantity_base_ug
    known = None not in (ours_ug, theirs_ug)
    same = _fits(ours_ug, theirs_ug) if known else Same.MISSING
    yield Pair("quantity", line, other, same, count)
    if other is not None and (line.salt or other.salt):
        yield _pair("salt", line.salt, other.salt, count)


def _pair(what: str, ours: str, theirs: str, line: int = 0) -> Pair:
    if not ours or not theirs:
        return Pair(what, ours, theirs, Same.MISSING, line)
    same = Same.EQUAL if _folded(ours) == _folded(theirs) else Same.DIFFERS
    return Pair(what, ours, theirs, same, line)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split())


def _address(party: Party) -> str:
    return ", ".join(one for one in (getattr(party, name) for name in _ADDRESS) if one)
