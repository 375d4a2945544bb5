"""1961 article 14(2): the Board may recommend that trade with a country stop."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.amounts import limit_of
from ringfence.law.un1961.readings import READINGS, Readings
from ringfence.law.un1961.trade import drugs_trade


@rule("un1961/14/2", "1961-14-2")
@drugs_trade
def board_recommends_no_stop(case: Case) -> Found:
    """The Board may recommend to stop drug trade with a country; an officer weighs it."""
    return _recommended(case, READINGS)


def _recommended(case: Case, readings: Readings) -> Found:
    limit = limit_of(case) or case.movement.limit
    facts = {
        "is_stopped_by_board": limit.is_stopped_by_board,
        "is_recommended_stop": limit.is_recommended_stop,
    }
    if limit.is_stopped_by_board is None and limit.is_recommended_stop is None:
        return undetermined("whether the Board recommends to stop this trade is not told", **facts)
    if limit.is_recommended_stop:
        says = "the Board recommends to stop this trade"
        return not_met(says, **facts) if readings.follows_board else undetermined(says, **facts)
    if limit.is_stopped_by_board and limit.is_recommended_stop is None:
        return undetermined("whether the stop is one under article 14(2) is not told", **facts)
    if limit.is_stopped_by_board:
        return not_applicable("the stop is a notice under article 21(4)", **facts)
    return met("the Board does not recommend to stop this trade", **facts)
