"""1971 article 23: a Party may be stricter than the Convention requires.

Two sorts of stricter law bind an exporter here: a destination whose law does not permit the
import, and one that demands import and export authorisations for Schedule III (ECOSOC 1985/15)
or Schedule IV (ECOSOC 1987/30), which the Convention itself does not ask. Where its demand is
known, the rules of article 12(1) are applied; they then refuse or grant.
"""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of
from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_met, rule, undetermined
from ringfence.law.un1971.preparations import regime
from ringfence.law.un1971.trade import asked_where, demanded, traded, who_demands
from ringfence.terms import Answer

ASK_NATIONAL_DEMANDS = True
"""[policy] Whether the destination permits the import, and demands authorisations for Schedules
III and IV, is national law. True holds a consignment until that is known, so that a fact that is
missing never grants; false is satisfied with what the Convention itself asks."""


def _traded(case: Case) -> Found:
    return traded(case, "I", "II", "III", "IV")


@rule("un1971/23", "1971-23", "1971x-ECOSOC-1985-15-1", "1971x-ECOSOC-1987-30-1")
@asked_where(_traded)
def stricter_law_of_the_destination_is_known(case: Case) -> Found:
    """The law of the destination permits the import, and its demand for papers is known."""
    return all_of(_permits(case), _demands(case))


def _permits(case: Case) -> Found:
    """An import authorisation is the destination's own word that its law permits the import."""
    country = case.movement.destination or "the destination"
    permits = case.destination.of("permits_destination")
    if permits.value is False:
        return not_met(f"the law of {country} does not permit the import", source=permits.source)
    if permits.value or not ASK_NATIONAL_DEMANDS:
        return met(f"the law of {country} permits the import", source=permits.source)
    paper = case.movement.import_certificate
    if paper is not None and paper.number:
        return met(f"{country} has authorised the import", number=paper.number)
    return undetermined(f"whether the law of {country} permits the import is not held")


def _demands(case: Case) -> Found:
    country = case.movement.destination or "the destination"
    reached = [schedule for schedule in regime(case) if schedule in ("III", "IV")]
    if not reached:
        return met("the Convention itself asks for authorisations")
    told, answer, demanding = " and ".join(reached), demanded(case), who_demands(case)
    if demanding is not None:
        source = demanding.of("demands_authorisation_for").source
        says = f"{demanding.country} demands authorisations for Schedule {told}"
        return met(says, source=source)
    if answer is Answer.NOT_MET:
        return met(f"{country} demands no authorisations for Schedule {told}")
    if ASK_NATIONAL_DEMANDS:
        return undetermined(
            f"whether {country} demands authorisations for Schedule {told} is not held",
            demands_authorisation_for=None,
        )
    return met("the Convention itself asks for no authorisation")
