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
from ringfence.law.un1971.preparations import is_in, is_preparation
from ringfence.law.un1971.trade import asked_where, controlled, handled
from ringfence.terms import Answer

PRESCRIPTION = "prescription"
"""The word for a prescription or statement among the papers that a country asks of travellers."""


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
    return all_of(_days(case), _papers(case))


def _schedule_1(case: Case) -> Found:
    if is_in(case, "II", "III", "IV"):
        return undetermined("whether it is in Schedule I is not settled")
    return not_met("nobody may carry a substance of Schedule I for own use")


def _days(case: Case) -> Found:
    permitted = case.destination.of("traveller_days")
    carried = case.movement.journey.days_of_treatment
    country = case.movement.destination or "the destination"
    facts = {"days_permitted": permitted.value, "days_carried": carried}
    if not permitted.is_known:
        return undetermined(f"the rule of {country} for travellers is not held", **facts)
    if carried is None:
        return undetermined("how many days the amount lasts is not told", **facts)
    if carried > permitted.value:
        return not_met(f"{carried} days are carried, {country} permits {permitted.value}", **facts)
    return met(f"{country} permits {permitted.value} days", source=permitted.source, **facts)


def _papers(case: Case) -> Found:
    asked = case.destination.of("traveller_papers")
    journey = case.movement.journey
    country = case.movement.destination or "the destination"
    if not asked.is_known:
        return undetermined(f"which papers {country} asks of travellers is not held")
    carried = {one.casefold() for one in journey.papers_carried or ()}
    if journey.has_prescription:
        carried.add(PRESCRIPTION)
    lacking = [one for one in asked.value if one.casefold() not in carried]
    if not lacking and not asked.is_complete:
        return undetermined(f"which other papers {country} asks of travellers is not held")
    if not lacking:
        return met("every paper that is asked of travellers is carried")
    is_told = journey.papers_carried is not None or (
        lacking == [PRESCRIPTION] and journey.has_prescription is False
    )
    if is_told:
        return not_met(f"not carried: {', '.join(lacking)}")
    return undetermined(f"whether these are carried is not told: {', '.join(lacking)}")


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
