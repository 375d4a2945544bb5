"""Humanitarian emergencies: supplies that leave before an import certificate can be had.

Model guidelines of WHO of 1996 (WHO/PSA/96.17): control rests with the exporting authority, on
request of a recognised agency, and the Board counts it as consumption of the exporting country.
The treaty has no such clause, so the relief is a reading that can be turned off.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.law.un1961.readings import READINGS, Readings


def needs_no_certificate(case: Case, readings: Readings = READINGS) -> Found:
    """Met when the supplies may leave on the exporting authority's decision alone."""
    movement = case.movement
    if movement.purpose is not Purpose.HUMANITARIAN_EMERGENCY:
        return not_applicable("not a humanitarian emergency")
    if not readings.emergency_needs_no_certificate:
        return not_met("the treaty has no clause for emergencies")
    asked = movement.requested_by_recognised_agency
    facts = {"requested_by_recognised_agency": asked}
    if asked is None:
        return undetermined(
            "whether a recognised agency asked for the supplies is not told", **facts
        )
    if not asked:
        return not_met("no recognised agency asked for the supplies", **facts)
    return met("an emergency: the exporting authority answers for it (WHO/PSA/96.17)", **facts)
