"""Checks of the annual statistics of psychotropic substances, Form P: P1 to P10."""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.amounts import grams
from ringfence.terms import Answer
from ringfence.trade.returns.checking import (
    Asked,
    Told,
    Wrong,
    check_of,
    could_not_run,
    does_not_apply,
    moved_in,
    weighed,
)
from ringfence.trade.returns.checks_trade import (
    partners_sum,
    quarters_that_differ,
)
from ringfence.trade.returns.form import Figure, Form
from ringfence.trade.returns.form_bp import INDUSTRIAL
from ringfence.trade.returns.form_p import apparent_consumption_ug, domestic_disposal_ug

P = (Form.P,)


@check_of("P1", P, "un1971/16/4(a)")
def totals_equal_their_partners(asked: Asked) -> Told:
    """Total imports and exports equal the sums of their partners."""
    return partners_sum(asked)


@check_of("P2", P, "ecosoc/1981/7")
def quarters_equal_the_year(asked: Asked) -> Told:
    """The four quarters of Form A/P equal the year for Schedule II."""
    quarters = asked.quarters(Form.A_P)
    if len(quarters) < 4:
        return could_not_run("one of four quarters")
    covered = {figure.substance for one in quarters for figure in one.figures}
    others = [one for one, _ in moved_in(asked.return_, "imported", "exported")[0]]
    beyond = [one for one in others if one.substance not in covered]
    missing: list[Wrong] = []
    if asked.others.lists is None:
        missing = [(one, "whether it stands in Schedule II") for one in beyond]
    else:
        covered |= {one.substance for one in beyond if _is_in(asked, one.substance, "II")}
    differ = quarters_that_differ(asked.return_, quarters, frozenset(covered))
    return weighed(differ, "the year equals its quarters", 4, missing)


def _is_in(asked: Asked, substance: str, schedule: str) -> bool:
    assert asked.others.lists is not None
    return any(
        entry.answer_on(asked.law_year()) is Answer.MET
        for entry in asked.others.lists.entries_of(substance)
        if (entry.convention, entry.schedule) == (Convention.UN1971, schedule)
    )


@check_of("P3", P, "un1971/16/4(a)")
def makers_stocks_move_plausibly(asked: Asked) -> Told:
    """No more leaves the makers than they had, made and imported."""
    wrong, missing = [], []
    for substance in asked.return_.substances:
        figure = Figure("domestic_disposal", substance)
        disposal_ug = domestic_disposal_ug(asked.return_, substance)
        if disposal_ug is None:
            missing.append((figure, "makers' stocks or a flow is not reported"))
        elif disposal_ug < 0:
            wrong.append((figure, f"{-disposal_ug} ug more left than there was"))
    seen = len(asked.return_.substances)
    return weighed(wrong, "makers' stocks move plausibly", seen, missing)


@check_of("P4", P, "un1971/3/2")
def exempt_use_has_its_preparation(asked: Asked) -> Told:
    """A substance used for exempt preparations is in one that is registered."""
    exempt = asked.others.exempt_preparations
    if exempt is None:
        return could_not_run("which exempt preparations are registered")
    used, silent = moved_in(asked.return_, "used_exempt")
    wrong = [(one, "is in no exempt preparation") for one, _ in used if one.substance not in exempt]
    return weighed(wrong, "every exempt use has its preparation", len(used), silent)


@check_of("P5", P, "un1971/4/(b)")
def industrial_use_states_its_product(asked: Asked) -> Told:
    """Industrial use states what is made."""
    products = {one.substance for one in asked.return_.stated if one.item == INDUSTRIAL}
    used, silent = moved_in(asked.return_, "used_industrial")
    wrong = [(one, "no product is stated") for one, _ in used if one.substance not in products]
    return weighed(wrong, "every industrial use states its product", len(used), silent)


@check_of("P6", P, "un1971/7/(b)")
def schedule_i_is_of_approved_establishments(asked: Asked) -> Told:
    """Substances of Schedule I are held by approved establishments only."""
    lists, approved = asked.others.lists, asked.others.approved_schedule_i
    if lists is None or approved is None:
        return could_not_run("the list, or the establishments approved for Schedule I,")
    wrong: list[Wrong] = []
    missing: list[Wrong] = []
    seen = 0
    for substance in asked.return_.substances:
        answers = {
            entry.answer_on(asked.law_year())
            for entry in lists.entries_of(substance)
            if (entry.convention, entry.schedule) == (Convention.UN1971, "I")
        }
        seen += Answer.MET in answers
        figure = Figure("schedule_i", substance)
        if Answer.MET in answers and substance not in approved:
            wrong.append((figure, "no approved establishment"))
        elif Answer.UNDETERMINED in answers and Answer.MET not in answers:
            missing.append((figure, "whether it is in Schedule I is not settled"))
    return weighed(wrong, "Schedule I is with approved establishments", seen, missing)


@check_of("P7", P, "ecosoc/1996/30", is_advice=True)
def consumption_is_within_assessment(asked: Asked) -> Told:
    """Apparent consumption stays within the assessment."""
    return _within_assessment(
        asked,
        "apparent_consumption",
        {one: apparent_consumption_ug(asked.return_, one) for one in asked.return_.substances},
    )


@check_of("P8", P, "ecosoc/1996/30", is_advice=True)
def imports_are_within_assessment(asked: Asked) -> Told:
    """Imports stay within the assessment; what is for re-export does not count, if told."""
    imports = {one: asked.return_.amount("imported", one) for one in asked.return_.substances}
    return _within_assessment(asked, "imported", imports)


def _within_assessment(asked: Asked, column: str, amounts: dict[str, int | None]) -> Told:
    held = asked.others.assessments
    if held is None:
        return could_not_run("the assessments in force")
    wrong, missing, seen = [], [], 0
    for substance, amount_ug in amounts.items():
        figure = Figure(column, substance)
        if amount_ug is None or (amount_ug > 0 and substance not in held):
            missing.append((figure, "its assessment or a figure is not told"))
        elif amount_ug > 0:
            seen += 1
            limit_g = held[substance].quantity_g
            if grams(amount_ug) > limit_g:
                wrong.append((figure, f"{grams(amount_ug)} g, assessed {limit_g} g"))
    return weighed(wrong, "within the assessments", seen, missing)


@check_of("P9", P, "un1971/13/3")
def banned_imports_have_licences(asked: Asked) -> Told:
    """A substance whose import was prohibited under article 13 came under special licences."""
    banned, licences = asked.others.banned, asked.others.special_licences
    if banned is None or licences is None:
        return could_not_run("prohibitions of article 13, or special licences,")
    imported, not_told = moved_in(asked.return_, "imported")
    came = [one for one, _ in imported if one.substance in banned]
    silent = [one for one in not_told if one[0].substance in banned]
    wrong = [(one, "no special licence") for one in came if one.substance not in licences]
    return weighed(wrong, "prohibited imports have special licences", len(came), silent)


UNIT_RATIO = 1000
NEAR = 100
"""A figure from 900 to 1100 times the last one looks like grams written as kilograms. Ours."""


@check_of("P10", P, "un1971/16/4", is_advice=True)
def no_figure_is_off_by_a_thousand(asked: Asked) -> Told:
    """No figure is a thousand times, or a thousandth of, the same figure of the year before."""
    before = asked.before()
    if before is None:
        return could_not_run("the return of the year before")
    wrong, seen = [], 0
    for figure, cell in asked.return_.figures.items():
        last_ug = before.amount(figure.column, figure.substance, figure.other)
        if not last_ug or not cell.amount_ug or last_ug < 0 or cell.amount_ug < 0:
            continue
        seen += 1
        larger, smaller = max(last_ug, cell.amount_ug), min(last_ug, cell.amount_ug)
        if smaller * (UNIT_RATIO - NEAR) <= larger <= smaller * (UNIT_RATIO + NEAR):
            wrong.append((figure, f"{cell.amount_ug} ug, last year {last_ug} ug: check the unit"))
    if not seen:
        return does_not_apply("no figure stands beside one of last year")
    return weighed(wrong, "no figure is off by a thousand", seen)
