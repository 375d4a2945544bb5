"""Checks of the annual statistics of narcotic drugs, Form C: C1 to C14."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from ringfence.law.computed import Undetermined
from ringfence.law.limits.balance import YearOnTheBooks, production_is_within_estimate, year_balance
from ringfence.law.limits.estimates import Figures
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
from ringfence.trade.returns.checks_trade import counts_no_exempt, quarters_that_differ
from ringfence.trade.returns.fold import SEVERAL
from ringfence.trade.returns.form import Figure, Form, Return
from ringfence.trade.returns.form_b import AREA
from ringfence.trade.returns.form_c import ENTERED, unaccounted_ug

C = (Form.C,)
USES = ("used_schedule_iii", "used_for_drugs", "used_uncovered")


def sum_ug(return_: Return, substance: str, columns: tuple[str, ...]) -> int | None:
    """The sum of several figures of a substance; `None` where one is not reported."""
    amounts = [return_.amount(column, substance) for column in columns]
    return None if None in amounts else sum(one or 0 for one in amounts)


@check_of("C1", C, "un1961/20/1")
def balance_closes(asked: Asked) -> Told:
    """What entered equals what left and what is held, within the tolerance."""
    policy = asked.others.policy
    wrong, missing, seen = [], [], 0
    for substance in asked.return_.substances:
        figure = Figure("balance", substance)
        open_ug = unaccounted_ug(asked.return_, substance)
        turnover_ug = sum_ug(asked.return_, substance, ENTERED)
        if open_ug is None or turnover_ug is None:
            missing.append((figure, "a figure of the balance is not reported"))
            continue
        seen += 1
        allowed_ug = max(policy.balance_share * turnover_ug, Decimal(policy.rounding_ug))
        if abs(open_ug) > allowed_ug:
            wrong.append((figure, f"{open_ug} ug are not accounted for"))
    return weighed(wrong, "every balance closes", seen, missing)


@check_of("C2", C, "un1961/20/1(f)")
def opening_equals_last_closing(asked: Asked) -> Told:
    """Opening stocks equal the closing stocks of the year before."""
    before = asked.before()
    if before is None:
        return could_not_run("the return of the year before")
    wrong: list[Wrong] = []
    missing: list[Wrong] = []
    substances = sorted({*asked.return_.substances, *before.substances})
    for substance in substances:
        opening, closing = _held(asked.return_, before, substance)
        figure = Figure("opening_stock", substance)
        if opening is None or closing is None:
            missing.append((figure, "opening or last closing is not reported"))
        elif opening != closing:
            wrong.append((figure, f"{opening} ug, closed with {closing} ug"))
    return weighed(wrong, "openings equal last closings", len(substances), missing)


def _held(now: Return, before: Return, substance: str) -> tuple[int | None, int | None]:
    """Opening and last closing; a substance that only the other return holds stands at nothing."""
    opening = now.amount("opening_stock", substance) if substance in now.substances else 0
    closing = before.amount("closing_stock", substance) if substance in before.substances else 0
    return opening, closing


@check_of("C3", C, "un1961/20/2")
def trade_equals_the_quarters(asked: Asked) -> Told:
    """Imports and exports of the year equal the four quarters of Form A."""
    quarters = asked.quarters(Form.A)
    if len(quarters) < 4:
        return could_not_run("one of four quarters")
    return weighed(quarters_that_differ(asked.return_, quarters), "the year equals its quarters", 4)


def _above(
    asked: Asked, columns: tuple[str, ...], estimated: Callable[[Figures], Decimal | None]
) -> Iterator[tuple[Figure, str, bool]]:
    """Figures beyond what was estimated; the flag tells those that could not be judged."""
    for substance in asked.return_.substances:
        amount_ug = sum_ug(asked.return_, substance, columns)
        if amount_ug == 0:
            continue
        figure = Figure(columns[0], substance)
        figures = (asked.others.estimates or {}).get(substance)
        limit_g = None if figures is None else estimated(figures)
        if amount_ug is None or limit_g is None:
            yield figure, "the estimate or the figure is not told", False
        elif grams(amount_ug) > limit_g:
            yield figure, f"{grams(amount_ug)} g, estimated {limit_g} g", True


@check_of("C4", C, "un1961/21/1", is_advice=True)
def use_is_within_estimates(asked: Asked) -> Told:
    """Consumption and use stay within their estimates; beyond them article 21 speaks."""
    if asked.others.estimates is None:
        return could_not_run("the estimates in force")
    found = [
        *_above(asked, ("consumed",), lambda figures: figures.consumption_g),
        *_above(asked, USES, lambda figures: figures.utilisation_g),
    ]
    return _weighed_above(asked, found, "consumption and use are within their estimates")


def _weighed_above(asked: Asked, found: list[tuple[Figure, str, bool]], says: str) -> Told:
    wrong = [(figure, what) for figure, what, is_above in found if is_above]
    missing = [(figure, what) for figure, what, is_above in found if not is_above]
    return weighed(wrong, says, len(asked.return_.substances), missing)


@check_of("C5", C, "un1961/19/1(c)", is_advice=True)
def stocks_are_within_estimates(asked: Asked) -> Told:
    """Stocks at the end of the year do not exceed those estimated."""
    if asked.others.estimates is None:
        return could_not_run("the estimates in force")
    found = list(_above(asked, ("closing_stock",), lambda figures: figures.stock_g))
    return _weighed_above(asked, found, "stocks are within their estimates")


@check_of("C6", C, "un1961/29/2")
def manufacture_has_licence_and_permits(asked: Asked) -> Told:
    """What was manufactured has a licensed maker and stays within the permits."""
    makers, permits = asked.others.manufacturers, asked.others.permits_ug
    if makers is None or permits is None:
        return could_not_run("licences or permits of manufacture")
    some, silent = moved_in(asked.return_, "manufactured")
    wrong = [(one, "no licensed maker") for one, _ in some if one.substance not in makers]
    wrong += [
        (figure, f"{amount_ug} ug, permits for {permits.get(figure.substance, 0)} ug")
        for figure, amount_ug in some
        if amount_ug > permits.get(figure.substance, 0)
    ]
    return weighed(wrong, "manufacture is licensed and permitted", len(some), silent)


@check_of("C7", C, "un1961/3/4")
def schedule_iii_use_has_a_formula(asked: Asked) -> Told:
    """A drug used for preparations of Schedule III stands in one of its formulas."""
    lists = asked.others.lists
    if lists is None:
        return could_not_run("the list of the day")
    used, missing = moved_in(asked.return_, "used_schedule_iii")
    wrong = []
    for figure, _ in used:
        answers = {
            entry.answer_on(asked.law_year())
            for entry in lists.entries_of(figure.substance)
            if entry.preparations_only
        }
        if Answer.MET in answers:
            continue
        if Answer.UNDETERMINED in answers or asked.law_year() > lists.last_known_day:
            missing.append((figure, "Schedule III of the day is not settled"))
        else:
            wrong.append((figure, "is in no formula of Schedule III"))
    return weighed(wrong, "each drug stands in a formula of Schedule III", len(used), missing)


def conversions(return_: Return) -> Iterator[tuple[Figure, int]]:
    """Part II: how much of a drug was used for which other one, where a batch tells it."""
    for figure, cell in return_.of("used_for_drugs"):
        if figure.other and figure.other != SEVERAL and cell.amount_ug:
            yield figure, cell.amount_ug


@check_of("C8", C, "un1961/20/1(b)")
def no_more_is_obtained_than_can_be(asked: Asked) -> Told:
    """No more of a drug is obtained from another than one molecule of one from one of the other."""
    molar = asked.others.molar_mass
    if molar is None:
        return could_not_run("molar masses")
    bounds: dict[str, Decimal] = {}
    missing = []
    for figure, used_ug in conversions(asked.return_):
        if figure.substance not in molar or figure.other not in molar:
            missing.append((figure, "a molar mass is not told"))
            continue
        most = used_ug * molar[figure.other] / molar[figure.substance]
        bounds[figure.other] = bounds.get(figure.other, Decimal(0)) + most
    open_ones = {figure.other for figure, _ in missing} | _unsplit(asked.return_)
    wrong = []
    for product, most in sorted(bounds.items()):
        made_ug = asked.return_.amount("manufactured", product)
        figure = Figure("manufactured", product)
        if made_ug is None or product in open_ones:
            missing.append((figure, "not all of what it was made from is told"))
        elif made_ug > most + asked.others.policy.rounding_ug:
            wrong.append((figure, f"{made_ug} ug made, at most {most:.0f} ug can be"))
    return weighed(wrong, "nothing exceeds what can be obtained", len(bounds), missing)


def _unsplit(return_: Return) -> set[str]:
    """Every product, where a batch with several drugs leaves open what came of which."""
    has_unsplit = any(one.other == SEVERAL for one, _ in return_.of("used_for_drugs"))
    return {one.substance for one, _ in return_.of("manufactured")} if has_unsplit else set()


@check_of("C9", C, "un1961/20/1(b)")
def concentrate_is_used_for_its_alkaloid(asked: Asked) -> Told:
    """A concentrate of poppy straw is used for its main alkaloid."""
    alkaloid = asked.others.main_alkaloid
    if alkaloid is None:
        return could_not_run("the main alkaloid of each concentrate")
    used = [one for one, _ in conversions(asked.return_) if one.substance in alkaloid]
    wrong = [
        (one, f"its main alkaloid is {alkaloid[one.substance]}")
        for one in used
        if one.other != alkaloid[one.substance]
    ]
    return weighed(wrong, "concentrates are used for their main alkaloids", len(used))


@check_of("C10", C, "un1961/20/1(e)")
def seizures_are_accounted_for(asked: Asked) -> Told:
    """What was seized or held before is destroyed, released, in special stocks or still held."""
    wrong, missing, seen = [], [], 0
    ways = ("seized_destroyed", "seized_released", "seized_to_special", "seized_held")
    for substance in asked.return_.substances:
        had = sum_ug(asked.return_, substance, ("seized_opening", "seized"))
        went = sum_ug(asked.return_, substance, ways)
        figure = Figure("seized", substance)
        if had is None or went is None:
            missing.append((figure, "a figure of the seizures is not reported"))
        elif had or went:
            seen += 1
            if had != went:
                wrong.append((figure, f"{had} ug seized and held before, {went} ug told of"))
    return weighed(wrong, "every seizure is accounted for", seen, missing)


@check_of("C11", C, "un1961/21/2")
def released_seizures_are_deducted(asked: Asked) -> Told:
    """What was seized and released is deducted in the total of the estimates."""
    used = asked.others.released_in_total_ug
    if used is None:
        return could_not_run("what the total of the estimates deducts")
    released, silent = moved_in(asked.return_, "seized_released")
    wrong = [
        (figure, f"{amount_ug} ug released, {used.get(figure.substance, 0)} ug deducted")
        for figure, amount_ug in released
        if amount_ug != used.get(figure.substance, 0)
    ]
    return weighed(wrong, "released seizures are deducted", len(released), silent)


@check_of("C12", C, "un1961/2/4")
def consumption_has_no_schedule_iii(asked: Asked) -> Told:
    """No consumption counts a preparation of Schedule III."""
    return counts_no_exempt(asked, ("consumed",))


@check_of("C13", C, "un1961/21 bis/1")
def opium_is_plausible(asked: Asked) -> Told:
    """Opium produced stays within its estimate, and its crop is plausible for the area."""
    produced_ug = asked.return_.amount("produced", "opium")
    if not produced_ug:
        return does_not_apply("no opium was produced")
    figures = (asked.others.estimates or {}).get("opium")
    area = [one for one in asked.return_.stated if (one.item, one.substance) == (AREA, "opium")]
    if figures is None or not area:
        return could_not_run("the estimate of opium, or the area,")
    figure = Figure("produced", "opium")
    found = production_is_within_estimate(grams(produced_ug), figures)
    if found.answer is Answer.UNDETERMINED:
        return could_not_run("opium to be produced, 19(1)(f)")
    wrong = [(figure, found.reason)] if found.answer is Answer.NOT_MET else []
    most_kg = Decimal(area[0].words) * asked.others.policy.opium_kg_per_ha_max
    if Decimal(produced_ug) > most_kg * 10**9:
        wrong.append((figure, f"more than {most_kg} kg from {area[0].words} ha"))
    return weighed(wrong, "opium is within its estimate and plausible", 1)


@check_of("C14", C, "un1961/21/1")
def no_excess_was_supplied(asked: Asked) -> Told:
    """Manufacture and imports stay within the sum of article 21(1)."""
    if asked.others.estimates is None:
        return could_not_run("the estimates in force")
    wrong, missing, seen = [], [], 0
    for substance in asked.return_.substances:
        figure = Figure("supplied", substance)
        found = _balance_of(asked, substance)
        if found is None:
            missing.append((figure, "its estimate or a figure is not told"))
            continue
        seen += 1
        if found > 0:
            wrong.append((figure, f"{found} g in excess"))
    return weighed(wrong, "manufacture and imports are within article 21", seen, missing)


def _balance_of(asked: Asked, substance: str) -> Decimal | None:
    """The excess of article 21(1) in grams; `None` where it cannot be computed."""
    estimate = (asked.others.estimates or {}).get(substance)
    year = year_on_the_books(asked.return_, substance)
    if estimate is None or year is None:
        return None
    found = year_balance(year, estimate)
    return None if isinstance(found, Undetermined) else found.excess_g


def year_on_the_books(return_: Return, substance: str) -> YearOnTheBooks | None:
    """The figures of Form C as article 21 reads them; `None` where more came back than went out."""

    def told(*columns: str) -> Decimal | None:
        amount_ug = sum_ug(return_, substance, columns)
        return None if amount_ug is None else grams(amount_ug)

    found = {
        "stock_before_g": told("opening_stock"),
        "manufactured_g": told("manufactured", "produced"),
        "imported_g": told("imported"),
        "used_g": told(*USES),
        "exported_g": told("exported"),
        "special_acquired_g": told("to_special"),
        "released_g": told("seized_released", "released_from_special"),
        "stock_after_g": told("closing_stock"),
    }
    if any(amount_g is not None and amount_g < 0 for amount_g in found.values()):
        return None
    return YearOnTheBooks(consumed_g=told("consumed"), **found)
