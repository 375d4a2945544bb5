"""1961 article 33: possession of drugs needs legal authority; travellers and their medicines.

The Convention has no clause for travellers; the Board leaves their medicines to the country that
they enter. Where its rule is not known nothing is permitted by default.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import MovementKind
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, told, undetermined
from ringfence.law.un1961.trade import every, is_drug
from ringfence.terms import Answer


@rule("un1961/33", "1961-33")
def traveller_keeps_the_rule_of_the_place(case: Case) -> Found:
    """A traveller's medicine keeps to the days and papers that the destination permits."""
    if case.movement.kind is not MovementKind.TRAVELLER:
        return not_applicable("not carried for own treatment")
    standing = is_drug(case)
    if standing.answer is not Answer.MET:
        return standing
    return every(_days(case), _prescription(case))


def _days(case: Case) -> Found:
    permitted = case.destination.of("traveller_days")
    days = case.movement.journey.days_of_treatment
    place = case.movement.destination
    facts = {"days_of_treatment": days, "permitted": permitted.value, "source": permitted.source}
    if permitted.value is None:
        return undetermined(f"how much a traveller may carry into {place} is not known", **facts)
    if days is None:
        return undetermined("how many days the amount lasts is not told", **facts)
    if days > permitted.value:
        return not_met(f"{days} days of treatment, {place} permits {permitted.value}", **facts)
    return met(f"{days} days of treatment, {place} permits {permitted.value}", **facts)


def _prescription(case: Case) -> Found:
    papers = case.destination.of("traveller_papers").value
    place = case.movement.destination
    if papers is None:
        return undetermined(f"which papers {place} asks of a traveller is not known", papers=None)
    if not papers:
        return met(f"{place} asks no papers of a traveller")
    return told(
        case.movement.journey.has_prescription,
        "has_prescription",
        f"the traveller has what {place} asks for: {', '.join(papers)}",
        f"the traveller lacks what {place} asks for: {', '.join(papers)}",
        f"whether the traveller has what {place} asks for ({', '.join(papers)})",
    )
