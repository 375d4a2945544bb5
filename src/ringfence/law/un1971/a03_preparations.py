"""1971 article 3: special provisions regarding the control of preparations."""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of
from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import (
    DOSAGE_FORM_NEEDS_COMPOSITION,
    is_exempt_on_the_way,
    is_preparation,
    places,
    regime,
)
from ringfence.law.un1971.trade import asked_where, controlled
from ringfence.terms import Answer


def _any_schedule(case: Case) -> Found:
    return controlled(case, "I", "II", "III", "IV")


@rule("un1971/3/1", "1971-3-1", "1971-1-f")
@asked_where(_any_schedule, exemption_lifts=False)
def preparation_follows_its_strictest_substance(case: Case) -> Found:
    """A preparation follows the strictest Schedule among its psychotropic substances."""
    preparation, composition = is_preparation(case), case.goods.composition
    if preparation.answer is Answer.NOT_MET:
        return not_applicable(preparation.reason, **preparation.facts)
    if composition is None or not composition.ingredients:
        return _without_composition(case, preparation)
    possible = regime(case)
    if len(possible) > 1:
        return undetermined(f"Schedule {' or '.join(possible)}: the strictest is not settled")
    named = ", ".join(f"{place.substance} ({place.schedule})" for place in places(case))
    return met(f"the preparation follows Schedule {possible[0]}", psychotropics=named)


def _without_composition(case: Case, preparation: Found) -> Found:
    if preparation.answer is Answer.UNDETERMINED and case.goods.composition is None:
        if case.goods.quantity or case.goods.base_g is not None:
            return not_applicable("told as the substance itself, not as a preparation")
        return preparation
    if DOSAGE_FORM_NEEDS_COMPOSITION:
        return undetermined("what else the dosage form holds is not told", composition=None)
    return met("the preparation follows the substance that its name tells")


@rule("un1971/3/2", "1971-3-2", "1971-3-4-effect")
@asked_where(_any_schedule, exemption_lifts=False)
def exemption_holds_on_the_whole_way(case: Case) -> Found:
    """An exempt preparation is free of most measures, but only where it is exempt.

    Never with a substance of Schedule I inside. Where the exemption does not hold on the whole
    way, or is not known to, the preparation is judged as controlled.
    """
    found = is_exempt_on_the_way(case)
    if found.answer is Answer.MET:
        return found
    return not_applicable(f"judged as controlled: {found.reason}", **found.facts)


@rule("un1971/3/3", "1971-3-3")
@asked_where(_any_schedule, exemption_lifts=False)
def exempt_preparation_is_made_under_licence_and_record(case: Case) -> Found:
    """An exempt preparation is still made under a licence (article 8) and recorded (11(6)).

    Article 13 binds it too; that is asked there. Inspection, reports and penal provisions remain
    duties of the authority.
    """
    exempt = is_exempt_on_the_way(case)
    if exempt.answer is not Answer.MET:
        return not_applicable("not exempt on the whole way: every measure applies")
    goods = case.goods
    return all_of(
        _holds(goods.made_under_licence, "its maker holds the manufacturing licence"),
        _holds(goods.maker_keeps_records, "its maker keeps records of what went into it"),
    )


@rule("un1971/3/3", "1971-3-3-notify")
@asked_where(_any_schedule, exemption_lifts=False)
def exemption_is_notified(case: Case) -> Found:
    """An exemption is notified with the name, the composition and the measures that it lifts."""
    if is_exempt_on_the_way(case).answer is not Answer.MET:
        return not_applicable("not exempt on the whole way: every measure applies")
    return _holds(case.goods.exemption_is_notified, "the exemptions were notified")


def _holds(fact: bool | None, what: str) -> Found:
    if fact is None:
        return undetermined(f"whether {what} is not told")
    return met(what) if fact else not_met(f"not so: {what}")
