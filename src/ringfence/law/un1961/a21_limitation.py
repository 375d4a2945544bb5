"""1961 article 21(4): after the Board's notice no more of a drug goes to a country that year."""

from __future__ import annotations

from ringfence.law.board_stops import stop_of
from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.amounts import limit_of
from ringfence.law.un1961.trade import applies_to_drugs, drugs_of


@rule("un1961/21/4(b)", "1961-21-4-a", "1961-21-4-b")
@applies_to_drugs
def board_has_not_stopped_exports(case: Case) -> Found:
    """After a notice: only under a covering supplementary estimate, or to treat the sick."""
    limit = limit_of(case) or case.movement.limit
    stop = stop_of(case, limit, drugs_of(case))
    facts = {"is_stopped_by_board": stop.is_stopped, "source": stop.source}
    if stop.is_stopped is None:
        return undetermined("whether a notice of the Board is in force is not told", **facts)
    if not stop.is_stopped:
        return met("no notice of the Board is in force", **facts)
    if limit.is_recommended_stop:
        return not_applicable("the stop is a recommendation under article 14(2)")
    ways_out = {
        "has_covering_supplement": limit.has_covering_supplement,
        "is_essential_for_the_sick": limit.is_essential_for_the_sick,
    }
    if any(ways_out.values()):
        return met("the Board's notice excepts this export", **ways_out)
    open_ones = [name for name, value in ways_out.items() if value is None]
    if open_ones:
        return undetermined(f"under a notice of the Board, not told: {', '.join(open_ones)}")
    return not_met("a notice of the Board stops exports of this drug for the year", **ways_out)
