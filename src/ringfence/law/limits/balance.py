"""1961 article 21(1)-(3): what a territory may make and import in a year, and the excess.

Manufacture and imports of a drug together stay within what was consumed and used (each within its
estimate), exported, added to stock up to the level estimated, and acquired for special purposes.
What goes beyond is an excess; what of it remains at the end of the year is deducted in the next.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from ringfence.law.computed import (
    NONE,
    Computes,
    Undetermined,
    known,
    missing_of,
    refuse_negative,
)
from ringfence.law.limits.estimates import Figures, YearBefore, stock_topup
from ringfence.law.rule import Found, met, not_met

CITATION = "un1961/21/1"


@dataclass(frozen=True, slots=True)
class YearOnTheBooks:
    """What the books say of one territory, drug and year. `None` = not known.

    consumed_g   the flow from wholesale to retail; returns may make it negative
    used_g       for other drugs, Schedule III preparations and substances outside the Convention
    released_g   seized and released for licit use, or taken from special stocks for civilians
    """

    stock_before_g: Decimal | None = None
    manufactured_g: Decimal | None = None
    imported_g: Decimal | None = None
    consumed_g: Decimal | None = None
    used_g: Decimal | None = None
    exported_g: Decimal | None = None
    special_acquired_g: Decimal | None = None
    released_g: Decimal | None = None
    stock_after_g: Decimal | None = None

    def __post_init__(self) -> None:
        known_positive = {each.name: getattr(self, each.name) for each in fields(self)}
        del known_positive["consumed_g"]
        refuse_negative(**known_positive)


@dataclass(frozen=True, slots=True)
class Balance:
    """The test of article 21 for one territory, drug and year.

    allowed_g    the sum of 21(1), each item within its estimate, less the deductions of 21(2)
    supplied_g   manufactured and imported
    excess_g     what was supplied beyond the sum
    remaining_g  what of the excess is still there at the end of the year, and is carried over
    """

    allowed_g: Decimal
    supplied_g: Decimal
    excess_g: Decimal
    remaining_g: Decimal

    def is_kept(self) -> Found:
        """Manufacture and imports stay within the sum of article 21(1)."""
        facts = {"supplied_g": self.supplied_g, "allowed_g": self.allowed_g}
        if self.excess_g == 0:
            return met("manufacture and imports are within the sum of article 21(1)", **facts)
        return not_met(f"{self.excess_g} g were made or imported in excess", **facts)


def year_balance(year: YearOnTheBooks, estimate: Figures) -> Balance | Undetermined:
    """What was allowed, what was supplied, and the excess (article 21(1)-(3)).

    `remaining_g` reads "any excess so established and remaining at the end of the year" as what of
    it lies in stock above the level that stock had to reach; what was consumed or used beyond its
    estimate is gone, and is no part of it.
    """
    missing = missing_of(_needed(year, estimate))
    if missing:
        return Undetermined(CITATION, missing)
    topup_g = stock_topup(estimate.stock_g, year.stock_before_g)
    assert not isinstance(topup_g, Undetermined)
    grown_g = known(year.stock_after_g) - known(year.stock_before_g)
    allowed_g = (
        min(known(year.consumed_g), known(estimate.consumption_g))
        + min(known(year.used_g), known(estimate.utilisation_g))
        + known(year.exported_g)
        + min(max(NONE, grown_g), topup_g)
        + min(known(year.special_acquired_g), known(estimate.special_addition_g))
        - known(year.released_g)
    )
    supplied_g = known(year.manufactured_g) + known(year.imported_g)
    excess_g = max(NONE, supplied_g - allowed_g)
    return Balance(
        allowed_g=allowed_g,
        supplied_g=supplied_g,
        excess_g=excess_g,
        remaining_g=min(excess_g, max(NONE, grown_g - topup_g)),
    )


def unaccounted_g(year: YearOnTheBooks) -> Decimal | Undetermined:
    """What entered and is not accounted for; below zero where more left than entered.

    Special stocks, retailers and hospitals are outside the stock (article 1(1)(x)).
    """
    missing = missing_of(_books(year))
    if missing:
        return Undetermined("un1961/20/1", missing)
    entered_g = known(year.stock_before_g) + known(year.manufactured_g) + known(year.imported_g)
    left_g = known(year.consumed_g) + known(year.used_g) + known(year.exported_g)
    left_g += known(year.special_acquired_g)
    return entered_g + known(year.released_g) - left_g - known(year.stock_after_g)


def carried_over(
    balance: Balance | Undetermined, opium_deduction_g: Decimal | None = None
) -> YearBefore | Undetermined:
    """What the next year's total takes from this balance, once the Board has established it.

    The excess is deducted both from what may be made or imported and from the total (21(3)). The
    stock is left to be filled in: it is a figure of Form C, not of this balance.
    """
    if isinstance(balance, Undetermined):
        return balance
    return YearBefore(excess_g=balance.remaining_g, opium_deduction_g=opium_deduction_g)


def production_is_within_estimate(produced_g: Decimal | None, figures: Figures) -> Found:
    """Opium produced in a year does not exceed the estimate of 19(1)(f) (article 21 bis (1))."""
    facts = {
        "opium produced": produced_g,
        "opium to be produced, 19(1)(f)": figures.opium_production_g,
    }
    missing = missing_of(facts)
    if missing:
        return Undetermined("un1961/21 bis/1", missing).as_found()
    over_g = known(produced_g) - known(figures.opium_production_g)
    if over_g <= 0:
        return met("production is within the estimate", produced_g=produced_g)
    return not_met(f"{over_g} g more opium than estimated", produced_g=produced_g, over_g=over_g)


def _books(year: YearOnTheBooks) -> dict[str, Decimal | None]:
    return {
        "stock at the end of the year before": year.stock_before_g,
        "quantity manufactured": year.manufactured_g,
        "quantity imported": year.imported_g,
        "quantity consumed": year.consumed_g,
        "quantity used": year.used_g,
        "quantity exported": year.exported_g,
        "quantity acquired for special purposes": year.special_acquired_g,
        "amount released for licit use": year.released_g,
        "stock at the end of the year": year.stock_after_g,
    }


def _needed(year: YearOnTheBooks, estimate: Figures) -> dict[str, Decimal | None]:
    return _books(year) | {
        "consumption estimated, 19(1)(a)": estimate.consumption_g,
        "utilisation estimated, 19(1)(b)": estimate.utilisation_g,
        "stocks estimated, 19(1)(c)": estimate.stock_g,
        "addition to special stocks, 19(1)(d)": estimate.special_addition_g,
    }


COMPUTES: Computes = {
    "1961-19-5": year_balance,
    "1961-21-1": year_balance,
    "1961-21-2": year_balance,
    "1961-21-3": carried_over,
    "1961-21-bis-1": production_is_within_estimate,
}
