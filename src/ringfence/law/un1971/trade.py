"""When do the trade rules of 1971 articles 7 and 12 apply to a case?

Article 12(1) to Schedules I and II, article 12(2) to Schedule III, when the goods pass from one
territory to another and no exemption lifts the article on the whole way. A country may ask that
authorisations are used for Schedules III and IV as well (ECOSOC 1985/15 and 1987/30): where its
demand is known, article 12(1) is applied to them as the law of the destination.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from ringfence.law.case import Case
from ringfence.law.country_facts import Facts
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.movement import MovementKind
from ringfence.law.names_in_law import names_place_or_substance
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.law.un1971.preparations import (
    is_exempt_on_the_way,
    is_plant,
    regime,
    standing,
    substances,
)
from ringfence.terms import Answer

Judge = Callable[[Case], Found]


def controlled(case: Case, *schedules: str) -> Found:
    """Met when the line follows the regime of one of the Schedules, wherever it goes."""
    told = " or ".join(schedules)
    answer = standing(case, *schedules)
    if answer is Answer.NOT_MET:
        return not_applicable(f"not in Schedule {told}")
    if answer is Answer.MET:
        return met(f"in Schedule {told}")
    if is_plant(case):
        return undetermined("the substance is listed, the plant is not: a person must judge")
    return undetermined(f"whether it is in Schedule {told} is not settled")


def traded(case: Case, *schedules: str) -> Found:
    """Met when the Schedule's rules on import and export apply, exemptions aside."""
    inside = controlled(case, *schedules)
    if inside.answer is Answer.NOT_APPLICABLE:
        return inside
    crossing = crosses(case, Convention.UN1971)
    if crossing.answer is not Answer.MET:
        return crossing
    return inside


def handled(case: Case, *schedules: str) -> Found:
    """Met when the Schedule's rules on handling apply, at home or across borders.

    Not to what a traveller carries (article 4(a)) nor to first-aid kits (article 14).
    """
    kind = case.movement.kind
    if kind is MovementKind.TRAVELLER:
        return not_applicable("carried for own treatment: article 4(a) decides")
    if kind is MovementKind.KIT:
        return traded(case, *schedules)
    return controlled(case, *schedules)


def authorised(case: Case) -> Found:
    """Met when article 12(1) applies: Schedules I and II, or what the destination adds."""
    found = traded(case, "I", "II")
    if found.answer is Answer.NOT_APPLICABLE and demands_authorisation(case):
        return traded(case, "III", "IV")
    return found


def demands_authorisation(case: Case) -> bool:
    """True when origin or destination is known to demand authorisations for the line."""
    return who_demands(case) is not None


def demanded(case: Case) -> Answer:
    """Whether origin or destination demands authorisations, by Schedule (`1971 III`) or name."""
    if who_demands(case) is not None:
        return Answer.MET
    return _demands(case.destination, case)


def who_demands(case: Case) -> Facts | None:
    """The facts of the origin or destination that demands authorisations for the line."""
    for facts in (case.origin, case.destination):
        if _demands(facts, case) is Answer.MET:
            return facts
    return None


def demand_of(facts: Facts) -> str:
    """Who demands authorisations that the Convention does not ask for, and where that stands."""
    return f"{facts.country} demands it ({facts.of(_DEMANDS).source})"


_DEMANDS = "demands_authorisation_for"


def _demands(facts: Facts, case: Case) -> Answer:
    known = facts.of(_DEMANDS)
    if not known.value:
        return known.names()
    schedules = [f"1971 {schedule}" for schedule in regime(case)]
    return names_place_or_substance(known, schedules, substances(case))


def asked_where(application: Judge, exemption_lifts: bool = True) -> Callable[[Judge], Judge]:
    """Ask a rule only where it applies; where that is unsure, so is the answer.

    An exemption on the whole way lifts the rule. Where one country exempts the preparation and
    another is not known, a rule that is met stays met, since it was obeyed either way.
    """

    def declare(judge: Judge) -> Judge:
        @wraps(judge)
        def judged(case: Case) -> Found:
            applies = application(case)
            if applies.answer is not Answer.MET:
                return applies
            found = judge(case)
            return _with_exemption(case, found) if exemption_lifts else found

        return judged

    return declare


def _with_exemption(case: Case, found: Found) -> Found:
    lifted = is_exempt_on_the_way(case)
    if lifted.answer is Answer.MET:
        return not_applicable(lifted.reason)
    if lifted.answer is Answer.UNDETERMINED and found.answer is Answer.NOT_MET:
        return undetermined(f"{found.reason}; {lifted.reason}", **found.facts)
    return found


under_12_1 = asked_where(authorised)
"""Rules of article 12(1): separate import and export authorisations."""


def _declared(case: Case) -> Found:
    return traded(case, "III")


def _safeguarded(case: Case) -> Found:
    return traded(case, "I", "II")


under_12_2 = asked_where(_declared)
"""Rules of article 12(2): export declarations for Schedule III."""

under_12_3 = asked_where(_safeguarded)
"""Rules of article 12(3): safeguards for Schedules I and II."""


def day_of_shipment(case: Case) -> date:
    """The day on which the goods move; the day of the law applied where it is not told."""
    return case.movement.day or case.day
