"""The notes to the Tables annexed to the 1988 Convention: salts.

The salts of the substances in both Tables are included whenever they can exist, but not the salts
of hydrochloric acid and sulphuric acid, which `law.scope` leaves out.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.rule import Found, met, not_applicable, rule, undetermined
from ringfence.law.un1988.preparations import TABLES
from ringfence.substance.candidate import Via
from ringfence.terms import Answer


@rule("un1988/table", "1988-Annex-note-to-Tables", "1988-Annex-note-to-Table-II")
def salts_stand_with_their_substance(case: Case) -> Found:
    """A salt of a substance in the Tables stands in them, save those of the two acids."""
    reached = case.substances(Convention.UN1988, *TABLES)
    found = case.identification
    salts = [
        one.candidate.substance
        for one in (() if found is None else found.candidates)
        if one.candidate.via is Via.SALT and one.candidate.substance in reached
    ]
    if not salts:
        return not_applicable("no salt of a substance in the Tables")
    if case.standing(Convention.UN1988, *TABLES) is Answer.UNDETERMINED:
        return undetermined(f"a salt of {salts[0]}, whose place in the Tables is not settled")
    return met(f"a salt of {salts[0]}, which stands in the Tables")
