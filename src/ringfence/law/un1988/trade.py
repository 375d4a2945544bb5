"""When do the trade rules of 1988 article 12 apply to a case?

To substances of Tables I and II that pass from one territory to another, and not to preparations
that article 12(14) takes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.movement import MovementKind
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.law.un1988.preparations import is_medicine, stands_outside_article_12
from ringfence.terms import Answer

Judge = Callable[[Case], Found]


def is_precursor(case: Case, *tables: str) -> Found:
    """Met for a substance of the Tables that article 12(14) does not take out."""
    standing = case.standing(Convention.UN1988, *tables)
    named = " and ".join(tables)
    if standing is Answer.NOT_MET:
        return not_applicable(f"no substance of {named}")
    outside = stands_outside_article_12(case)
    if outside.answer is Answer.MET:
        return not_applicable(outside.reason, **outside.facts)
    if outside.answer is Answer.UNDETERMINED:
        return outside
    if standing is Answer.UNDETERMINED:
        return undetermined(f"whether it is a substance of {named} is not settled")
    return met(f"a substance of {named}")


def article_12_trade(case: Case, *tables: str) -> Found:
    """Met when the rules of article 12 on international trade apply."""
    precursor = is_precursor(case, *tables)
    if precursor.answer is Answer.NOT_APPLICABLE:
        return precursor
    crossing = passes_a_border(case)
    if crossing.answer is not Answer.MET:
        return crossing
    return precursor


def passes_a_border(case: Case) -> Found:
    """Met when the goods pass a border in the sense of the 1988 Convention.

    It has no clause on travellers: a precursor in someone's bag is no treatment, unless it is a
    medicine, and so it is trade.
    """
    movement = case.movement
    if movement.kind is MovementKind.TRAVELLER and not is_medicine(case):
        shipped = replace(movement, kind=MovementKind.SHIPMENT)
        return crosses(replace(case, movement=shipped), Convention.UN1988)
    return crosses(case, Convention.UN1988)


def where_precursor(*tables: str) -> Callable[[Judge], Judge]:
    """Ask the rule only of substances of these Tables, at home and across borders."""
    return _where(lambda case: is_precursor(case, *tables))


def where_traded(*tables: str) -> Callable[[Judge], Judge]:
    """Ask the rule only of international trade in substances of these Tables."""
    return _where(lambda case: article_12_trade(case, *tables))


def _where(application: Judge) -> Callable[[Judge], Judge]:
    def asked(judge: Judge) -> Judge:
        @wraps(judge)
        def judged(case: Case) -> Found:
            found = application(case)
            return judge(case) if found.answer is Answer.MET else found

        return judged

    return asked
