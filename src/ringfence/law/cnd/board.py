"""The International Narcotics Control Board: who sits on it, and when it may decide.

Thirteen members elected by the Council: three from a list of at least five that the World Health
Organization nominates, ten from a list of the Members of the United Nations and the Parties
(1961 article 9(1)). A quorum is eight (article 11(3)); it meets at least twice a year (11(2)).
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.law.cnd.voting import BOARD_MEMBERS
from ringfence.law.computed import Computes
from ringfence.law.rule import Found, met, not_met, undetermined

FROM_WHO = 3
"""Members from the list of the World Health Organization (un1961/9/1(a))."""

WHO_LIST_MIN = 5
"""Persons that the list of the World Health Organization names at least (un1961/9/1(a))."""

FROM_GOVERNMENTS = 10
"""Members from the list of Governments (un1961/9/1(b))."""

QUORUM = 8
"""Members whose presence lets the Board decide (un1961/11/3)."""

SESSIONS_MIN = 2
"""Sessions in a calendar year at least (un1961/11/2)."""


@dataclass(frozen=True, slots=True)
class Election:
    """One election to the Board. `None` = not known."""

    from_who: int | None
    who_list: int | None
    from_governments: int | None


def board_is_composed(election: Election) -> Found:
    """Three members from a list of at least five, and ten from Governments: thirteen in all."""
    wanted = {
        "members from the list of the World Health Organization": (election.from_who, FROM_WHO),
        "members from the list of Governments": (election.from_governments, FROM_GOVERNMENTS),
    }
    wrong = [
        f"{number} {says}, {needed} are asked"
        for says, (number, needed) in wanted.items()
        if number is not None and number != needed
    ]
    if election.who_list is not None and election.who_list < WHO_LIST_MIN:
        wrong.append(f"{election.who_list} persons on that list, {WHO_LIST_MIN} are asked")
    if wrong:
        return not_met("; ".join(wrong))
    missing = [says for says, (number, _) in wanted.items() if number is None]
    if election.who_list is None:
        missing.append("persons on the list of the World Health Organization")
    if missing:
        return undetermined(f"not known: {'; '.join(missing)}")
    return met(f"{BOARD_MEMBERS} members: {FROM_WHO} and {FROM_GOVERNMENTS}")


def board_may_decide(present: int | None, sessions_in_year: int | None) -> Found:
    """Eight members are present, in a year in which the Board meets at least twice."""
    facts = {"present": present, "sessions_in_year": sessions_in_year}
    if present is not None and present < QUORUM:
        return not_met(f"{present} members are present, a quorum is {QUORUM}", **facts)
    if sessions_in_year is not None and sessions_in_year < SESSIONS_MIN:
        return not_met(f"{sessions_in_year} session in the year, {SESSIONS_MIN} are asked", **facts)
    if None in facts.values():
        return undetermined("who is present, or how often the Board meets, is not known", **facts)
    return met(f"{present} members are present, a quorum is {QUORUM}", **facts)


COMPUTES: Computes = {
    "1961-9-1-3": board_is_composed,
    "1961-11-2-3": board_may_decide,
}
