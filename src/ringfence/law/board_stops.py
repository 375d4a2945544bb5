"""Stops of trade by the Board: notices that bind (1961 article 21(4)) and recommendations.

A notice or a recommendation speaks of a country and of drugs, so it may be told once for the
country (`stopped_by_board`, `recommended_stop_for`, with source and day) instead of with every
movement. What is told with the movement goes first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ringfence.law.case import Case
from ringfence.law.country_facts import Known
from ringfence.law.movement import Limit
from ringfence.law.names_in_law import names_substance_of
from ringfence.terms import Answer


@dataclass(frozen=True, slots=True)
class Stop:
    """What is known: true, false, or `None` where nobody told; `source` says from where.

    `is_stopped_by_board` of a movement speaks of notices and recommendations alike; the list of a
    country speaks of notices alone (`is_of_both` false).
    """

    is_stopped: bool | None
    is_recommended: bool | None
    source: str
    is_of_both: bool = False

    @property
    def is_recommendation_open(self) -> bool:
        """True where nobody told whether the Board recommends to stop the trade."""
        told = self.is_stopped if self.is_of_both else None
        return self.is_recommended is None and told is None


def stop_of(case: Case, limit: Limit, drugs: Collection[str]) -> Stop:
    """The stops of trade in these drugs with the destination of the case."""
    if limit.is_stopped_by_board is not None or limit.is_recommended_stop is not None:
        told = "stated with the movement"
        return Stop(limit.is_stopped_by_board, limit.is_recommended_stop, told, is_of_both=True)
    stopped = case.destination.of("stopped_by_board")
    recommended = case.destination.of("recommended_stop_for")
    return Stop(_named(stopped, drugs), _named(recommended, drugs), stopped.source)


def _named(known: Known, drugs: Collection[str]) -> bool | None:
    answer = names_substance_of(known, drugs)
    return None if answer is Answer.UNDETERMINED else answer is Answer.MET
