"""1971 article 2: what a Schedule entails, and notices of partial application (article 2(7))."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.country_facts import Facts
from ringfence.law.names_in_law import substances_named
from ringfence.law.rule import Found, advice, met, rule
from ringfence.law.un1971.preparations import substances
from ringfence.law.un1971.trade import asked_where, traded


def _any_schedule(case: Case) -> Found:
    return traded(case, "I", "II", "III", "IV")


@rule("un1971/2/7", "1971-2-7-a", "1971-2-7-b", "1971-2-7-c", "1971-2-7-d", "1971-2-7-e")
@asked_where(_any_schedule)
def full_regime_is_applied(case: Case) -> Found:
    """The whole regime of the Schedule is applied, also where a Party gave a partial notice.

    A notice under article 2(7) leaves articles 12 and 13 in force towards every Party that gave
    none. Between two Parties that both gave one for the substance some measures may not be owed:
    the whole regime is asked all the same, with a warning.
    """
    giving = [facts.country for facts in (case.origin, case.destination) if _gave(facts, case)]
    if len(giving) > 1:
        return advice(
            f"{' and '.join(giving)} both gave notice of partial application: some of the "
            "measures asked here may not be owed between them",
            partial_notice_for=", ".join(substances(case)),
        )
    if giving:
        return met(f"the notice of {giving[0]} leaves articles 12 and 13 towards other Parties")
    return met("no notice of partial application is held: the whole regime is applied")


def _gave(facts: Facts, case: Case) -> bool:
    notices = facts.of("partial_notice_for")
    named = {one for name in notices.value or () for one in substances_named(name)}
    return bool(named & set(substances(case)))
