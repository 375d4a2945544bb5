"""1971 article 19(2): the Board may recommend that Parties stop trade with a country."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, rule, undetermined
from ringfence.law.un1971.limits import limit_of
from ringfence.law.un1971.trade import asked_where, traded


def _traded(case: Case) -> Found:
    return traded(case, "I", "II", "III", "IV")


@rule("un1971/19/2", "1971-19-1-2")
@asked_where(_traded)
def board_recommends_no_stop(case: Case) -> Found:
    """No recommendation of the Board to stop the trade is in force.

    A recommendation binds nobody, so an officer decides on it (compare 1961 article 14(2)).
    """
    limit = limit_of(case)
    stops = (limit.is_stopped_by_board, limit.is_recommended_stop)
    if True in stops:
        return undetermined("the Board recommends to stop this trade: an officer must decide")
    if stops == (None, None):
        return undetermined("whether the Board recommends to stop this trade is not told")
    return met("the Board recommends no stop")
