"""1988 article 24: stricter measures. A country may ask more of precursors than the treaty does."""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of, is_in_hand
from ringfence.law.case import Case
from ringfence.law.rule import Found, not_applicable, rule, undetermined
from ringfence.law.un1988.demands import demands_authorisation
from ringfence.law.un1988.preparations import TABLES
from ringfence.law.un1988.trade import where_traded
from ringfence.terms import Answer

ASK_NATIONAL_DEMANDS = True
"""[policy] A demand of the destination that is not known holds the movement, because a missing fact
must never grant what the fact would refuse. False asks for the papers of the treaty alone."""


@rule("un1988/24", "1988-24", "1988-12-10-b")
@where_traded(*TABLES)
def demanded_authorisations_are_held(case: Case) -> Found:
    """Where a country asks for authorisations of precursors, both papers are at hand."""
    demanded, country = demands_authorisation(case)
    if demanded is Answer.UNDETERMINED and ASK_NATIONAL_DEMANDS:
        return undetermined(
            f"whether {case.movement.destination} asks for authorisations is not known",
            demands_authorisation_for=None,
        )
    if not country:
        return not_applicable("no country concerned is known to ask for authorisations")
    movement = case.movement
    return all_of(
        is_in_hand(movement.import_certificate, f"import certificate, which {country} asks for"),
        is_in_hand(movement.export_authorisation, f"export authorisation that {country} asks for"),
    )
