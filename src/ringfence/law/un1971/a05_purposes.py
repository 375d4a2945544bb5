"""1971 article 5: limitation of use to medical and scientific purposes.

Schedule I is limited further by article 7, industrial use by article 4(b).
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.trade import asked_where, handled

MEDICAL = (Purpose.MEDICAL, Purpose.SCIENTIFIC, Purpose.HUMANITARIAN_EMERGENCY)
"""Purposes that are medical or scientific."""


def _handled(case: Case) -> Found:
    return handled(case, "II", "III", "IV")


@rule("un1971/5/2", "1971-5-1-2")
@asked_where(_handled)
def purpose_is_medical_or_scientific(case: Case) -> Found:
    """Substances of Schedules II to IV move for medical and scientific purposes only."""
    purpose = case.movement.purpose
    if purpose is None:
        return undetermined("what the goods are for is not told", purpose=None)
    if purpose in MEDICAL:
        return met(f"the purpose is told: {purpose}", purpose=purpose)
    if purpose is Purpose.INDUSTRIAL:
        return not_applicable("industrial use: article 4(b) decides")
    if purpose is Purpose.ANIMAL_CAPTURE:
        return not_applicable("capture of animals: article 4(c) decides")
    if purpose is Purpose.RE_EXPORT:
        return _re_export(case)
    return not_met("the purpose is neither medical nor scientific", purpose=purpose)


def _re_export(case: Case) -> Found:
    """The use is that of the next country; the import paper must say that they only pass."""
    certificate = case.movement.import_certificate
    states = None if certificate is None else certificate.states_re_export
    if states is None:
        return undetermined("whether the import authorisation states the re-export is not told")
    if not states:
        return not_met("the import authorisation does not state that the goods are for re-export")
    return met("the import authorisation states that the goods are for re-export")
