"""Checks of estimates (Form B and its supplement, B1 to B9) and assessments (B/P, BP1 to BP4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ringfence.ledger.amounts import grams
from ringfence.terms import Day
from ringfence.trade.returns import form_b, form_b_supplement, form_bp
from ringfence.trade.returns.checking import (
    Asked,
    Told,
    check_of,
    could_not_run,
    does_not_apply,
    holds,
    moved_in,
    weighed,
)
from ringfence.trade.returns.form import Figure, Form, Return, Stated
from ringfence.trade.returns.form_p import apparent_consumption_ug

B = (Form.B,)
USES = ("use_for_drugs", "use_schedule_iii", "use_uncovered")
MEAN_YEARS = 3


@check_of("B1", B, "un1961/19/1(c)", is_advice=True)
def stocks_cover_a_plausible_time(asked: Asked) -> Told:
    """Estimated stocks cover no more months of consumption than is usual."""
    most = asked.others.policy.cover_months_max
    wrong, missing, seen = [], [], 0
    for figure, cell in asked.return_.of("stock"):
        year_ug = asked.return_.amount("consumption", figure.substance)
        if cell.amount_ug is None or year_ug is None:
            missing.append((figure, "stocks or consumption are not furnished"))
            continue
        seen += 1
        if cell.amount_ug * 12 > year_ug * most:
            wrong.append((figure, f"covers more than {most} months of consumption"))
    return weighed(wrong, "stocks cover a plausible time", seen, missing)


@check_of("B2", B, "un1961/19/1(a)", is_advice=True)
def consumption_is_near_its_mean(asked: Asked) -> Told:
    """Estimated consumption lies near the mean of three years."""
    years = [asked.return_of(Form.C, first) for first in _firsts(asked)]
    told = [one for one in years if one is not None]
    if len(told) < MEAN_YEARS:
        return could_not_run("consumption of the three years before")
    policy = asked.others.policy
    wrong, missing, seen = [], [], 0
    for figure, cell in asked.return_.of("consumption"):
        amounts = [one.amount("consumed", figure.substance) for one in told]
        if cell.amount_ug is None or None in amounts:
            missing.append((figure, "not furnished, or a year is not reported"))
            continue
        seen += 1
        mean_ug = Decimal(sum(one or 0 for one in amounts)) / MEAN_YEARS
        if not policy.usual_low * mean_ug <= cell.amount_ug <= policy.usual_high * mean_ug:
            wrong.append((figure, f"{grams(cell.amount_ug)} g; mean {mean_ug / 10**6:.3f} g"))
    return weighed(wrong, "estimates lie near the mean", seen, missing)


def _firsts(asked: Asked) -> list[Day]:
    """The last three years of which figures are due when the estimate is: two years before it."""
    return [date(asked.year - back, 1, 1) for back in range(2, 2 + MEAN_YEARS)]


@check_of("B3", B, "un1961/29/1")
def use_has_a_licensed_maker(asked: Asked) -> Told:
    """A drug estimated for use in manufacture has a licensed maker."""
    makers = asked.others.manufacturers
    used, silent = moved_in(asked.return_, *USES)
    if makers is None:
        return could_not_run("for which substances a maker is licensed")
    wrong = [(one, "no licensed maker") for one, _ in used if one.substance not in makers]
    return weighed(wrong, "each use has a licensed maker", len(used), silent)


@check_of("B4", B, "un1961/19/1(h)")
def establishments_are_of_synthetic_drugs(asked: Asked) -> Told:
    """Figures of establishments are given for synthetic drugs only."""
    synthetic = asked.others.synthetic
    given = [one for one, cell in asked.return_.of("synthetic_manufacture") if cell.rests_on]
    if synthetic is None:
        return could_not_run("which drugs are synthetic")
    wrong = [(one, "not a synthetic drug") for one in given if one.substance not in synthetic]
    return weighed(wrong, "only synthetic drugs have establishments", len(given))


@check_of("B5", B, "un1961/23/1")
def poppy_has_its_agency(asked: Asked) -> Told:
    """Cultivation of poppy is estimated only where an agency or the control of straw exists."""
    areas = _stated(asked.return_, form_b.AREA)
    if not areas:
        return does_not_apply("no cultivation is estimated")
    if asked.others.has_agency is None:
        return could_not_run("whether an agency or the control of straw exists")
    no_agency = () if asked.others.has_agency else areas
    wrong = [(Figure("area", one.substance), "there is no agency") for one in no_agency]
    return weighed(wrong, "an agency or the control of straw exists", len(areas))


def _stated(return_: Return, item: str) -> list[Stated]:
    return [one for one in return_.stated if one.item == item]


@check_of("B6", B, "un1961/19/4")
def method_is_told(asked: Asked) -> Told:
    """The method by which the estimates were made is told."""
    if any(one.words.strip() for one in _stated(asked.return_, form_b.METHOD)):
        return holds("the method is told")
    if asked.return_.is_nil:
        return could_not_run("any estimate")
    return weighed([(Figure("method", "all"), "no method is told")], "", 1)


@check_of("B7", B, "un1961/19/2")
def total_equals_the_published_one(asked: Asked) -> Told:
    """The total recomputed here equals the one that the Board published."""
    totals, published = asked.others.totals, asked.others.published_ug
    if totals is None or published is None:
        return could_not_run("the total, computed or published,")
    wrong, missing, seen = [], [], 0
    for substance in asked.return_.substances:
        figure = Figure("total", substance)
        if substance not in totals or substance not in published:
            missing.append((figure, "one of the two totals is not told"))
            continue
        seen += 1
        off_g = abs(totals[substance].total_g - grams(published[substance]))
        if off_g > grams(asked.others.policy.rounding_ug):
            wrong.append((figure, f"{off_g} g between the two"))
    return weighed(wrong, "computed and published totals agree", seen, missing)


@check_of("B8", (Form.B_SUPPLEMENT,), "un1961/19/3")
def supplement_is_explained(asked: Asked) -> Told:
    """Each item of a supplement says which circumstances call for it."""
    reasons = {
        (one.substance, one.item.removeprefix(f"{form_b_supplement.REASON}: ")): one.words.strip()
        for one in asked.return_.stated
        if one.item.startswith(form_b_supplement.REASON)
    }
    items = [figure for figure, _ in asked.return_.of("new")]
    known = [one for one in items if (one.substance, one.other) in reasons]
    wrong = [(one, "no reason is told") for one in known if not reasons[one.substance, one.other]]
    missing = [(one, "its circumstances") for one in items if one not in known]
    return weighed(wrong, "every item is explained", len(items), missing)


@check_of("B9", (Form.B, Form.B_SUPPLEMENT), "un1961/21/1")
def total_is_not_overdrawn(asked: Asked) -> Told:
    """Imports and manufacture to date stay within the total."""
    totals, supplied = asked.others.totals, asked.others.supplied_ug
    if totals is None or supplied is None:
        return could_not_run("the total, or what was supplied to date,")
    wrong, missing, seen = [], [], 0
    for substance in asked.return_.substances:
        figure = Figure("total", substance)
        if substance not in totals or substance not in supplied:
            missing.append((figure, "the total or the supply is not told"))
            continue
        seen += 1
        left_g = totals[substance].total_g - grams(supplied[substance])
        if left_g < 0:
            wrong.append((figure, f"overdrawn by {-left_g} g"))
    return weighed(wrong, "no total is overdrawn", seen, missing)


BP = (Form.B_P,)
CANNABINOIDS = frozenset({"dronabinol", "tetrahydrocannabinol"})
"""Substances for which the Board added a line of use to Form B/P. Unverified."""


@check_of("BP1", BP, "ecosoc/1996/30", is_advice=True)
def assessment_covers_last_year(asked: Asked) -> Told:
    """The assessment is not below the apparent consumption of the last year."""
    last = asked.return_of(Form.P, date(asked.year - 1, 1, 1))
    if last is None:
        return could_not_run("the statistics of the last year")
    wrong, missing, seen = [], [], 0
    for figure, cell in asked.return_.of("need"):
        used_ug = apparent_consumption_ug(last, figure.substance)
        if used_ug is None or cell.amount_ug is None:
            missing.append((figure, "the need or last year's figures"))
            continue
        seen += 1
        if cell.amount_ug < used_ug:
            wrong.append((figure, f"{grams(used_ug)} g were used last year"))
    return weighed(wrong, "assessments cover last year's use", seen, missing)


@check_of("BP2", BP, "ecosoc/1996/30", is_advice=True)
def jump_is_explained(asked: Asked) -> Told:
    """An assessment that more than doubles says why."""
    before = asked.others.assessments
    if before is None:
        return could_not_run("the assessment in force")
    explained = {one.substance for one in _stated(asked.return_, form_bp.REASON)}
    wrong, seen = [], 0
    for figure, cell in asked.return_.of("need"):
        held = before.get(figure.substance)
        if held is None or cell.amount_ug is None:
            continue
        seen += 1
        is_jump = grams(cell.amount_ug) > held.quantity_g * asked.others.policy.jump_max
        if is_jump and figure.substance not in explained:
            wrong.append((figure, f"was {held.quantity_g} g, and no reason is told"))
    return weighed(wrong, "no jump is left unexplained", seen)


@check_of("BP3", BP, "ecosoc/1996/30")
def no_import_against_a_zero(asked: Asked) -> Told:
    """A substance assessed at zero is not imported."""
    supplied = asked.others.supplied_ug
    if supplied is None:
        return could_not_run("what was imported to date")
    silent = moved_in(asked.return_, "need")[1]
    zeros = [figure for figure, cell in asked.return_.of("need") if cell.amount_ug == 0]
    wrong = [
        (one, f"{grams(supplied[one.substance])} g were imported")
        for one in zeros
        if supplied.get(one.substance)
    ]
    return weighed(wrong, "nothing assessed at zero is imported", len(zeros), silent)


@check_of("BP4", BP, "ecosoc/1996/30", is_advice=True)
def cannabinoids_state_their_use(asked: Asked) -> Told:
    """A cannabinoid states its use, as the instructions of the Board ask (unverified)."""
    uses = {one.substance for one in _stated(asked.return_, form_bp.USE) if one.words.strip()}
    needs, silent = moved_in(asked.return_, "need")
    asked_for = [one for one, _ in needs if one.substance in CANNABINOIDS]
    missing = [one for one in silent if one[0].substance in CANNABINOIDS]
    wrong = [(one, "its use is not stated") for one in asked_for if one.substance not in uses]
    return weighed(wrong, "every cannabinoid states its use", len(asked_for), missing)
