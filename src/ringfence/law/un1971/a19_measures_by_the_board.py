"""1971 article 19(2): the Board may recommend that Parties stop trade with a country."""

from __future__ import annotations

from ringfence.law.board_stops import stop_of
from ringfence.law.case import Case
from ringfence.law.rule import Found, met, rule, undetermined
from ringfence.law.un1971.limits import limit_of
from ringfence.law.un1971.preparations import substances
from ringfence.law.un1971.trade import asked_where, traded


def _traded(case: Case) -> Found:
    return traded(case, "I", "II", "III", "IV")


@rule("un1971/19/2", "1971-19-1-2", "1971-19-7")
@asked_where(_traded)
def board_recommends_no_stop(case: Case) -> Found:
    """No recommendation of the Board to stop the trade is in force.

    A recommendation binds nobody, so an officer decides on it (compare 1961 article 14(2)). It may
    rest on a notice of partial application that endangers the aims, too (article 19(7)).
    """
    stop = stop_of(case, limit_of(case), substances(case))
    facts = {"source": stop.source}
    if stop.is_recommended or (stop.is_stopped and stop.is_of_both):
        says = "the Board recommends to stop this trade: an officer must decide"
        return undetermined(says, **facts)
    if stop.is_recommendation_open:
        return undetermined("whether the Board recommends to stop this trade is not told", **facts)
    return met("the Board recommends no stop", **facts)
