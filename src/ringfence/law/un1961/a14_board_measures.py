"""1961 article 14(2): the Board may recommend that trade with a country stop."""

from __future__ import annotations

from ringfence.law.board_stops import stop_of
from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.amounts import limit_of
from ringfence.law.un1961.readings import READINGS, Readings
from ringfence.law.un1961.trade import drugs_of, drugs_trade


@rule("un1961/14/2", "1961-14-2")
@drugs_trade
def board_recommends_no_stop(case: Case) -> Found:
    """The Board may recommend to stop drug trade with a country; an officer weighs it."""
    return _recommended(case, READINGS)


def _recommended(case: Case, readings: Readings) -> Found:
    stop = stop_of(case, limit_of(case) or case.movement.limit, drugs_of(case))
    facts = {
        "is_stopped_by_board": stop.is_stopped,
        "is_recommended_stop": stop.is_recommended,
        "source": stop.source,
    }
    if stop.is_recommended:
        says = "the Board recommends to stop this trade"
        return not_met(says, **facts) if readings.follows_board else undetermined(says, **facts)
    if stop.is_recommendation_open:
        return undetermined("whether the Board recommends to stop this trade is not told", **facts)
    if stop.is_stopped and stop.is_recommended is None:
        return undetermined("whether the stop is one under article 14(2) is not told", **facts)
    if stop.is_stopped:
        return not_applicable("the stop is a notice under article 21(4)", **facts)
    return met("the Board does not recommend to stop this trade", **facts)
