"""1961 article 49: traditional uses that a Party could reserve, and when they had to end.

Quasi-medical use of opium was to end within fifteen years of the entry into force, chewing of
coca leaf and non-medical use of cannabis within twenty-five. [memory] for the two periods.
"""

from __future__ import annotations

from datetime import date

from ringfence.law.case import Case
from ringfence.law.movement import Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, told
from ringfence.law.un1961.trade import drugs_of
from ringfence.terms import Answer

ENDS = {
    "opium": date(1979, 12, 13),
    "coca-leaf": date(1989, 12, 13),
    "cannabis": date(1989, 12, 13),
    "cannabis-resin": date(1989, 12, 13),
    "cannabis-extracts-and-tinctures": date(1989, 12, 13),
}
"""The day from which no reservation covers the traditional use of each: 15 and 25 years after
13 December 1964 [memory]."""


def may_be_reserved(case: Case) -> bool:
    """True for another than medical use of what article 49 names, while that could be reserved."""
    if case.movement.purpose is not Purpose.OTHER:
        return False
    return any(drug in ENDS and case.day < ENDS[drug] for drug in drugs_of(case))


@rule("un1961/49/2")
def traditional_use_is_reserved(case: Case) -> Found:
    """A traditional use needs a reservation, and none lasts beyond the period of the article."""
    drugs = [drug for drug in drugs_of(case) if drug in ENDS]
    if case.movement.purpose is not Purpose.OTHER or not drugs:
        return not_applicable("no traditional use of opium, coca leaf or cannabis")
    if not may_be_reserved(case):
        return not_met(f"no reservation lasts beyond {ENDS[drugs[0]]}", ends=ENDS[drugs[0]])
    place = case.movement.destination
    found = told(
        case.destination.of("reserves_49").value,
        "reserves_49",
        f"{place} reserved the traditional use until {ENDS[drugs[0]]}",
        f"{place} has no reservation on the traditional use",
        f"whether {place} reserved the traditional use",
    )
    return found if found.answer is not Answer.MET else met(found.reason, ends=ENDS[drugs[0]])


@rule("un1961/49/3", "1961-49-3-4")
def reservation_is_kept_up(case: Case) -> Found:
    """A reservation stands while its country reports progress, and lapses otherwise."""
    if not may_be_reserved(case) or not case.destination.of("reserves_49").value:
        return not_applicable("no traditional use under a reservation")
    place = case.movement.destination
    return told(
        case.destination.of("reports_under_49").value,
        "reports_under_49",
        f"{place} reports on the traditional use, so its reservation stands",
        f"{place} does not report on the traditional use: its reservation lapses",
        f"whether {place} reports on the traditional use",
    )
