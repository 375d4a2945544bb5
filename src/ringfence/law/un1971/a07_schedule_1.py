"""1971 article 7: special provisions regarding substances in Schedule I."""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of
from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.movement import Actor, MovementKind, Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import substances
from ringfence.law.un1971.trade import asked_where, handled, traded

VERY_LIMITED = (Purpose.SCIENTIFIC, Purpose.MEDICAL)
"""[policy] Purposes that article 7(a) can permit. How limited a medical purpose must be is for
the authority that approves the establishment; the treaty says "very limited"."""

FOR_A_PERSON = (Purpose.RE_EXPORT, Purpose.HUMANITARIAN_EMERGENCY)
"""[policy] Purposes that the words of article 7(a) do not settle."""


def _handled(case: Case) -> Found:
    return handled(case, "I")


def _traded(case: Case) -> Found:
    return traded(case, "I")


def _domestic(case: Case) -> Found:
    if case.movement.kind is not MovementKind.DOMESTIC:
        return not_applicable("not a supply within one territory: article 7(f) decides")
    return handled(case, "I")


@rule("un1971/7(a)", "1971-7-a", "1971-5-1-2")
@asked_where(_handled)
def use_is_scientific_or_very_limited_medical(case: Case) -> Found:
    """Schedule I: science and very limited medicine, in establishments that are approved."""
    return all_of(_purpose(case.movement.purpose), _establishment(case.movement.importer))


def _purpose(purpose: Purpose | None) -> Found:
    if purpose is None:
        return undetermined("what the goods are for is not told", purpose=None)
    if purpose in VERY_LIMITED:
        return met(f"the purpose is told: {purpose}", purpose=purpose)
    if purpose in FOR_A_PERSON:
        return undetermined(f"{purpose}: the final use decides, and a person must judge it")
    return not_met("only scientific and very limited medical purposes are permitted")


def _establishment(importer: Actor) -> Found:
    approved = importer.is_approved_establishment
    if approved is None:
        return undetermined("whether the establishment that receives is approved is not told")
    if not approved:
        return not_met("the establishment that receives is neither controlled nor approved")
    return met("the establishment that receives is approved by its Government")


@rule("un1971/7(b)", "1971-7-b-c")
@asked_where(_domestic)
def holders_have_a_special_licence(case: Case) -> Found:
    """Trade, distribution and possession of Schedule I need a special licence beforehand."""
    return _both_are_authorised(case)


@rule("un1971/7(d)", "1971-7-d")
@asked_where(_handled)
def amount_is_limited_to_the_authorised_purpose(case: Case) -> Found:
    """No more of Schedule I is supplied than the authorised purpose needs."""
    needed = case.movement.importer.authorised_base_g
    base_g, missing = consigned_base_g(case, substances(case))
    facts = {"shipped_base_g": base_g, "authorised_base_g": needed}
    if needed is None:
        return undetermined("how much the authorised purpose needs is not told", **facts)
    if base_g is None:
        return undetermined(f"the quantity supplied is not known: {missing}", **facts)
    if base_g > needed:
        return not_met(f"{base_g} g are supplied, the purpose needs {needed} g", **facts)
    return met(f"{base_g} g of the {needed} g that the purpose needs", **facts)


@rule("un1971/7(f)", "1971-7-f")
@asked_where(_traded)
def both_ends_are_specifically_authorised(case: Case) -> Found:
    """Schedule I passes borders only between authorities, or those specifically authorised."""
    return _both_are_authorised(case)


def _both_are_authorised(case: Case) -> Found:
    movement = case.movement
    return all_of(
        _is_authorised(movement.exporter, "sends"), _is_authorised(movement.importer, "receives")
    )


def _is_authorised(actor: Actor, does: str) -> Found:
    who = f"whoever {does}"
    if actor.is_specifically_authorised is None:
        return undetermined(f"whether {who} is specifically authorised is not told")
    if not actor.is_specifically_authorised:
        return not_met(f"{who} is neither an authority nor specifically authorised")
    return met(f"{who} is an authority or specifically authorised")
