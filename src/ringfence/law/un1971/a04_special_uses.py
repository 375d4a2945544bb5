"""1971 article 4: travellers who carry preparations for own use, and industrial use.

Both are permissions that a Party may give for Schedules II to IV. What a country permits to
travellers is its own law: where its rule is not held, the case waits for a person and is never
granted. The 1961 Convention has no such clause.
"""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of
from ringfence.law.case import Case
from ringfence.law.movement import MovementKind, Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.travellers import carries_papers, keeps_to_days
from ringfence.law.un1971.preparations import is_in, is_preparation
from ringfence.law.un1971.trade import asked_where, controlled, handled
from ringfence.terms import Answer


def _carried(case: Case) -> Found:
    if case.movement.kind is not MovementKind.TRAVELLER:
        return not_applicable("not carried by a traveller for own treatment")
    return controlled(case, "I", "II", "III", "IV")


@rule("un1971/4(a)", "1971-4-a")
@asked_where(_carried)
def traveller_keeps_to_the_rule_of_the_destination(case: Case) -> Found:
    """A traveller may carry a small quantity of a preparation as the destination permits."""
    if is_in(case, "I"):
        return _schedule_1(case)
    preparation = is_preparation(case)
    if preparation.answer is Answer.NOT_MET:
        return not_met("only preparations may be carried, not a bare substance")
    if preparation.answer is Answer.UNDETERMINED:
        return preparation
    return all_of(keeps_to_days(case), carries_papers(case))


def _schedule_1(case: Case) -> Found:
    if is_in(case, "II", "III", "IV"):
        return undetermined("whether it is in Schedule I is not settled")
    return not_met("nobody may carry a substance of Schedule I for own use")


def _industrial(case: Case) -> Found:
    if case.movement.purpose is not Purpose.INDUSTRIAL:
        return not_applicable("not for industrial use")
    return handled(case, "II", "III", "IV")


@rule("un1971/4(b)", "1971-4-b")
@asked_where(_industrial)
def industrial_use_stays_under_control(case: Case) -> Found:
    """Industrial use is under control until the substance can neither be abused nor recovered."""
    if case.goods.is_denatured:
        return met("the substance can neither be abused nor recovered any more")
    is_licensed = case.movement.importer.is_licensed
    if is_licensed is None:
        return undetermined("whether the industrial user is licensed is not told")
    if not is_licensed:
        return not_met("the substance can still be abused, and the user is not licensed")
    return met("the industrial user is licensed, and reports what was used (article 16(4)(d))")


def _capture(case: Case) -> Found:
    if case.movement.purpose is not Purpose.ANIMAL_CAPTURE:
        return not_applicable("not for the capture of animals")
    return handled(case, "II", "III", "IV")


@rule("un1971/4(c)", "1971-4-c")
@asked_where(_capture)
def capture_is_by_authorised_persons(case: Case) -> Found:
    """Animals are captured with Schedules II to IV by persons specifically authorised for it."""
    authorised = case.movement.importer.is_specifically_authorised
    if authorised is None:
        return undetermined("whether whoever receives is authorised for the capture is not told")
    if not authorised:
        return not_met("whoever receives is not authorised for the capture of animals")
    return met("whoever receives is specifically authorised for the capture of animals")
