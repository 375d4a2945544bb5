"""Does a movement count as import and export under a convention?

Import and export are physical transfers between States, or between territories with certificate
systems of their own (1961 article 1(1)(m), 1971 article 1(h)). First-aid kits that the treaties
name are not; what a traveller carries for own treatment follows the destination's rule.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.movement import MovementKind
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.law.territories import are_one_territory
from ringfence.law.un1961 import a32_first_aid_kits
from ringfence.law.un1971 import a14_first_aid_kits
from ringfence.terms import Answer

_KITS = {
    Convention.UN1961: a32_first_aid_kits.kit_is_no_trade,
    Convention.UN1971: a14_first_aid_kits.kit_is_no_trade,
}


def crosses(case: Case, convention: Convention) -> Found:
    """Met when the convention's rules on import and export apply to the movement.

    Not applicable when they do not speak of it; undetermined when a fact is missing.
    """
    movement = case.movement
    if movement.kind is MovementKind.DOMESTIC and not case.is_international:
        return not_applicable("the goods stay within one territory")
    if movement.kind is MovementKind.TRAVELLER:
        return not_applicable("carried for own treatment: the destination's rule decides")
    if movement.kind is MovementKind.KIT and convention in _KITS:
        kit = _KITS[convention](case)
        if kit.answer is Answer.MET:
            return not_applicable(kit.reason, **kit.facts)
        if kit.answer is not Answer.NOT_MET:
            return kit
    if movement.kind is MovementKind.BOND_WITHDRAWAL:
        return _withdrawal(movement.journey.foreign_destination)
    if not movement.origin or not movement.destination:
        return undetermined("where the goods leave from and go to is not told")
    if movement.origin == movement.destination:
        return not_applicable("the goods stay within one territory")
    joined = convention is not Convention.UN1988 and are_one_territory(case)
    if joined and joined.answer is Answer.MET:
        return not_applicable(joined.reason, **joined.facts)
    if joined and joined.answer is Answer.UNDETERMINED:
        return joined
    return met(f"the goods pass from {movement.origin} to {movement.destination}")


def _withdrawal(foreign_destination: bool | None) -> Found:
    if foreign_destination is None:
        return undetermined("whether the goods go abroad from bond is not told")
    if foreign_destination:
        return met("a withdrawal from bond to a foreign destination is a new export")
    return not_applicable("a withdrawal from bond into the same territory")
