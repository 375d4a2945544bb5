"""1961 article 33: possession of drugs needs legal authority; travellers and their medicines.

The Convention has no clause for travellers; the Board leaves their medicines to the country that
they enter. Where its rule is not known nothing is permitted by default.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import MovementKind
from ringfence.law.rule import Found, not_applicable, rule
from ringfence.law.travellers import carries_papers, keeps_to_days
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
    return every(keeps_to_days(case), carries_papers(case))
