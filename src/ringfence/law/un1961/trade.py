"""When do the trade rules of 1961 article 31, paragraphs 3 to 15, apply to a case?

To drugs of Schedules I and II and their preparations, when they pass from one territory to
another, and not to preparations of Schedule III (articles 2(4) and 31(16)).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.terms import Answer


def article_31(case: Case) -> Found:
    """Met when paragraphs 3 to 15 apply; not applicable when not; undetermined when unsure."""
    standing = case.standing(Convention.UN1961, "I", "II")
    if standing is Answer.NOT_MET:
        return not_applicable("no drug of Schedules I and II")
    crossing = crosses(case, Convention.UN1961)
    if crossing.answer is not Answer.MET:
        return crossing
    exempt = stands_in_schedule_3(case)
    if exempt.answer is Answer.MET:
        return not_applicable(f"a preparation of Schedule III: {exempt.reason}", **exempt.facts)
    if exempt.answer is Answer.UNDETERMINED:
        return exempt
    if standing is Answer.UNDETERMINED:
        return undetermined("whether it is a drug of Schedules I and II is not settled")
    return met("a drug in international trade")


def applies(judge: Callable[[Case], Found]) -> Callable[[Case], Found]:
    """Ask the rule only where article 31 applies; where that is unsure, so is the answer."""

    @wraps(judge)
    def judged(case: Case) -> Found:
        application = article_31(case)
        return judge(case) if application.answer is Answer.MET else application

    return judged
