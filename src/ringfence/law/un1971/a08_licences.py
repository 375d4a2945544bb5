"""1971 article 8: licences for the trade in Schedules II, III and IV."""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of
from ringfence.law.case import Case
from ringfence.law.movement import Actor
from ringfence.law.rule import Found, met, not_met, rule, undetermined
from ringfence.law.un1971.trade import asked_where, handled


def _handled(case: Case) -> Found:
    return handled(case, "II", "III", "IV")


@rule("un1971/8/1", "1971-8-1-2", "1971-8-3-4", "1971-5-3")
@asked_where(_handled)
def trade_is_licensed(case: Case) -> Found:
    """Whoever sends and whoever receives Schedules II to IV is licensed for it.

    Those duly authorised for therapeutic or scientific functions need no licence (paragraph 3).
    """
    movement = case.movement
    return all_of(_licensed(movement.exporter, "sends"), _licensed(movement.importer, "receives"))


def _licensed(actor: Actor, does: str) -> Found:
    if actor.is_practitioner:
        return met(f"whoever {does} performs therapeutic or scientific functions: paragraph 3")
    if actor.is_licensed is None:
        return undetermined(f"whether whoever {does} is licensed is not told", name=actor.name)
    if not actor.is_licensed:
        return not_met(f"whoever {does} is not licensed", name=actor.name)
    return met(f"whoever {does} is licensed")
