"""1961 articles 12 and 19: estimates of drug requirements and their total.

A filing (annual or supplementary) goes through states at the Board; only confirmed, amended or
Board-established figures count. The total of one territory, drug and year follows from the figures
in force, the stock of the year before, and the Board's deductions. INCB recomputes it when the
stock figures of the year before arrive, so every total carries the day on which it was computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from ringfence.law.computed import (
    NONE,
    Computes,
    Undetermined,
    known,
    missing_of,
    refuse_negative,
)
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.terms import Day, RingfenceError

CITATION = "un1961/19/2"


class DrugKind(StrEnum):
    """Which of the three formulas of article 19(2) applies."""

    ORDINARY = "ordinary"
    """19(2)(a): every drug but opium and the synthetic ones."""
    OPIUM = "opium"
    """19(2)(b)."""
    SYNTHETIC = "synthetic"
    """19(2)(c)."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one estimate, by the letters of article 19(1). `None` = not furnished."""

    consumption_g: Decimal | None = None
    """(a): consumption for medical and scientific purposes."""
    utilisation_g: Decimal | None = None
    """(b): for other drugs, Schedule III preparations and substances outside the Convention."""
    stock_g: Decimal | None = None
    """(c): stocks to be held on 31 December of the year of the estimate."""
    special_addition_g: Decimal | None = None
    """(d): addition to special stocks."""
    opium_production_g: Decimal | None = None
    """(f): opium to be produced."""
    synthetic_manufacture_g: Decimal | None = None
    """(h): synthetic drug to be made, summed over the establishments of (g)."""

    def __post_init__(self) -> None:
        refuse_negative(**{each.name: getattr(self, each.name) for each in fields(self)})

    def replaced_by(self, supplement: Figures) -> Figures:
        """These figures with those that a supplementary estimate gives anew (19(3))."""
        given = {each.name: getattr(supplement, each.name) for each in fields(supplement)}
        return replace(self, **{name: value for name, value in given.items() if value is not None})


class EstimateState(StrEnum):
    """Where a filing stands at the Board (article 12(3)-(5))."""

    SUBMITTED = "submitted"
    QUERIED = "queried"
    """12(4): the Board asked for information to complete or explain it."""
    CONFIRMED = "confirmed"
    AMENDED = "amended"
    """12(5): changed with the consent of the Government."""
    ESTABLISHED = "established by the Board"
    """12(3) for want of an estimate, or 12(5) in case of disagreement."""


NEXT_STATES: dict[EstimateState | None, frozenset[EstimateState]] = {
    None: frozenset({EstimateState.SUBMITTED, EstimateState.ESTABLISHED}),
    EstimateState.SUBMITTED: frozenset(EstimateState) - {EstimateState.SUBMITTED},
    EstimateState.QUERIED: frozenset(EstimateState) - {EstimateState.SUBMITTED},
    EstimateState.CONFIRMED: frozenset(),
    EstimateState.AMENDED: frozenset(),
    EstimateState.ESTABLISHED: frozenset({EstimateState.SUBMITTED}),
}
"""From each state the states that may follow. What changes a confirmed figure is a supplement;
an estimate that arrives late is submitted in place of the one the Board had to establish."""

COUNTING_STATES = frozenset(
    {EstimateState.CONFIRMED, EstimateState.AMENDED, EstimateState.ESTABLISHED}
)
"""The states in which figures count towards the total."""


class StateDoesNotFollow(RingfenceError):
    """A step was recorded that article 12 does not allow after the step before."""

    def __init__(self, before: EstimateState | None, after: EstimateState) -> None:
        self.before, self.after = before, after
        allowed = ", ".join(sorted(NEXT_STATES[before])) or "nothing: send a supplement"
        super().__init__(f"{after} does not follow {before or 'nothing'}\nMay follow: {allowed}.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a filing: its state from a day on, with the figures as amended, if they were."""

    state: EstimateState
    day: Day
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """An annual or supplementary estimate of one territory, drug and year, and its steps."""

    figures: Figures
    steps: tuple[Step, ...]
    is_supplementary: bool = False
    explanation: str = ""

    def __post_init__(self) -> None:
        before: Step | None = None
        for step in self.steps:
            state = before.state if before else None
            if step.state not in NEXT_STATES[state] or (before and step.day < before.day):
                raise StateDoesNotFollow(state, step.state)
            before = step

    def counting_on(self, day: Day) -> tuple[Day, Figures] | None:
        """The figures of this filing that count on `day`, and since when; `None` before that."""
        figures, found = self.figures, None
        for step in self.steps:
            if step.day > day:
                break
            figures = step.figures or figures
            if step.state in COUNTING_STATES:
                found = (step.day, figures)
        return found


def figures_in_force(filings: Iterable[Filing], as_of: Day) -> Figures | Undetermined:
    """The figures that count on `as_of`: the last annual estimate, then each supplement on it.

    A supplement replaces only what it gives anew, from the day of its confirmation. Source:
    articles 12(5) and 19(3).
    """
    counting = [
        (counted[0], filing.is_supplementary, counted[1])
        for filing in filings
        if (counted := filing.counting_on(as_of)) is not None
    ]
    counting.sort(key=lambda one: (one[0], one[1]))
    annual = [figures for _, is_supplementary, figures in counting if not is_supplementary]
    if not annual:
        return Undetermined("un1961/12/5", ("an estimate that the Board confirmed or established",))
    found = annual[-1]
    for _, is_supplementary, figures in counting:
        if is_supplementary:
            found = found.replaced_by(figures)
    return found


def supplement_is_explained(filing: Filing) -> Found:
    """A supplementary estimate explains the circumstances that call for it (article 19(3))."""
    if not filing.is_supplementary:
        return not_applicable("not a supplementary estimate")
    if filing.explanation.strip():
        return met("the supplement says which circumstances call for it")
    return not_met("the supplement does not say which circumstances call for it")


def board_establishes(filings: Iterable[Filing], due: Day, as_of: Day) -> Found:
    """The Board establishes an estimate where none was furnished by the day due (article 12(3))."""
    furnished = [
        step.day
        for filing in filings
        if not filing.is_supplementary
        for step in filing.steps
        if step.state is EstimateState.SUBMITTED and step.day <= as_of
    ]
    if any(day <= due for day in furnished):
        return not_applicable("an estimate was furnished in time", due=due)
    if as_of <= due:
        return undetermined("the day due has not passed", due=due)
    if furnished:
        return met("the estimate was furnished late: the Board may already have its own", due=due)
    return met("no estimate was furnished by the day due: the Board establishes one", due=due)


@dataclass(frozen=True, slots=True)
class YearBefore:
    """What the total takes from the year before.

    stock_g              actual stock on 31 December, from Form C (due on 30 June)
    provisional_stock_g  the best figure until then
    excess_g             excess that the Board established for it (21(3)); zero where there is none
    opium_deduction_g    what the Board deducts under 21 bis (2); zero where there is none
    """

    stock_g: Decimal | None = None
    provisional_stock_g: Decimal | None = None
    excess_g: Decimal | None = None
    opium_deduction_g: Decimal | None = None

    def __post_init__(self) -> None:
        refuse_negative(**{each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True)
class Total:
    """The total of the estimates as computed on one day.

    total_g           what may be manufactured and imported, never below zero
    base_g            a + b + d + top-up - released, before the comparison with (f) or (h)
    topup_g           what brings the stock of the year before to the level estimated
    deducted_g        excess of 21(3) and opium deduction of 21 bis (2)
    undeducted_g      what of the deductions found nothing to be deducted from
    is_provisional    True while the stock of the year before is provisional
    """

    kind: DrugKind
    year: int
    as_of: Day
    total_g: Decimal
    base_g: Decimal
    topup_g: Decimal
    deducted_g: Decimal
    undeducted_g: Decimal
    is_provisional: bool

    def __str__(self) -> str:
        mark = ", provisional" if self.is_provisional else ""
        return f"{self.total_g} g for {self.year}, as of {self.as_of}{mark}"


def total_of_estimates(
    kind: DrugKind,
    year: int,
    figures: Figures,
    before: YearBefore,
    released_g: Decimal | None,
    as_of: Day,
) -> Total | Undetermined:
    """The total of the estimates of one territory, drug and year (article 19(2)).

    ordinary    a + b + d + max(0, c - S) - R - E
    opium       the higher of that sum and f, less E and X
    synthetic   the higher of that sum and the sum of h, less E

    `released_g` (R) is what was seized and released for licit use, or taken from special stocks
    for civilians: 19(2)(d) says that the estimates are "appropriately modified" for it. Taking it
    off is the reading that agrees with 21(2), which deducts the same amounts.
    """
    refuse_negative(released_g=released_g)
    missing = missing_of(_needed(kind, figures, before, released_g))
    if missing:
        return Undetermined(CITATION, missing)
    topup_g = stock_topup(figures.stock_g, _stock(before))
    assert not isinstance(topup_g, Undetermined)
    sum_g = known(figures.consumption_g) + known(figures.utilisation_g)
    base_g = sum_g + known(figures.special_addition_g) + topup_g - known(released_g)
    deducted_g = known(before.excess_g)
    if kind is DrugKind.OPIUM:
        deducted_g += known(before.opium_deduction_g)
    left_g = _higher(kind, figures, base_g) - deducted_g
    return Total(
        kind=kind,
        year=year,
        as_of=as_of,
        total_g=max(NONE, left_g),
        base_g=base_g,
        topup_g=topup_g,
        deducted_g=deducted_g,
        undeducted_g=max(NONE, -left_g),
        is_provisional=before.stock_g is None and known(figures.stock_g) > 0,
    )


def stock_topup(
    stock_estimate_g: Decimal | None, stock_g: Decimal | None
) -> Decimal | Undetermined:
    """What brings the stock of the year before to the level estimated: max(0, c - S).

    The treaty speaks only of an amount needed to reach the level, so a stock above it takes
    nothing off. An estimated level of zero needs nothing, whatever the stock is.
    """
    if stock_estimate_g == 0:
        return NONE
    missing = missing_of({"stocks estimated, 19(1)(c)": stock_estimate_g, _STOCK: stock_g})
    if missing:
        return Undetermined(CITATION, missing)
    return max(NONE, known(stock_estimate_g) - known(stock_g))


_STOCK = "stock on 31 December of the year before, actual or provisional"


def _stock(before: YearBefore) -> Decimal | None:
    return before.provisional_stock_g if before.stock_g is None else before.stock_g


def _needed(
    kind: DrugKind, figures: Figures, before: YearBefore, released_g: Decimal | None
) -> dict[str, Decimal | None]:
    needed = {
        "consumption estimated, 19(1)(a)": figures.consumption_g,
        "utilisation estimated, 19(1)(b)": figures.utilisation_g,
        "stocks estimated, 19(1)(c)": figures.stock_g,
        "addition to special stocks, 19(1)(d)": figures.special_addition_g,
        "amount released for licit use, 19(2)(d)": released_g,
        "excess of the year before, 21(3)": before.excess_g,
    }
    if figures.stock_g != 0:
        needed[_STOCK] = _stock(before)
    if kind is DrugKind.OPIUM:
        needed["opium to be produced, 19(1)(f)"] = figures.opium_production_g
        needed["opium deduction, 21 bis (2)"] = before.opium_deduction_g
    if kind is DrugKind.SYNTHETIC:
        needed["synthetic manufacture, 19(1)(h)"] = figures.synthetic_manufacture_g
    return needed


def _higher(kind: DrugKind, figures: Figures, base_g: Decimal) -> Decimal:
    if kind is DrugKind.OPIUM:
        return max(base_g, known(figures.opium_production_g))
    if kind is DrugKind.SYNTHETIC:
        return max(base_g, known(figures.synthetic_manufacture_g))
    return base_g


def estimate_is_complete(kind: DrugKind, figures: Figures) -> Found:
    """Every figure of article 19(1) that the total of this kind of drug rests on is furnished.

    A figure that is not furnished is not zero: the total then cannot be computed, and no export to
    the territory can be shown to keep within it.
    """
    needed = {
        "consumption, 19(1)(a)": figures.consumption_g,
        "utilisation, 19(1)(b)": figures.utilisation_g,
        "stocks, 19(1)(c)": figures.stock_g,
        "addition to special stocks, 19(1)(d)": figures.special_addition_g,
    }
    if kind is DrugKind.OPIUM:
        needed["opium to be produced, 19(1)(f)"] = figures.opium_production_g
    if kind is DrugKind.SYNTHETIC:
        needed["synthetic manufacture, 19(1)(g) and (h)"] = figures.synthetic_manufacture_g
    missing = missing_of(needed)
    if len(missing) == len(needed):
        return not_met("no figure was furnished: the Board establishes the estimate (12(3))")
    if missing:
        return undetermined(f"not furnished: {', '.join(missing)}")
    return met(f"every figure that the total of {kind} drugs rests on is furnished")


def estimate_is_examined(filing: Filing, day: Day) -> Found:
    """Figures count once the Board examined them; a question to the Government leaves them open.

    Source: articles 12(4) and 12(5).
    """
    taken = [step.state for step in filing.steps if step.day <= day]
    if not taken:
        return not_met("the estimate has not been submitted")
    if taken[-1] in COUNTING_STATES:
        return met(f"the estimate was {taken[-1]}")
    if taken[-1] is EstimateState.QUERIED:
        return undetermined("the Board asked for information to complete the estimate")
    return undetermined("the Board has not examined the estimate yet")


COMPUTES: Computes = {
    **dict.fromkeys(
        [f"1961-19-1-{part}" for part in ("a", "b", "c", "d", "e-f", "g-h")], estimate_is_complete
    ),
    "1961-12-3": board_establishes,
    "1961-12-4": estimate_is_examined,
    "1961-12-5": figures_in_force,
    "1961-19-2-a": total_of_estimates,
    "1961-19-2-b": total_of_estimates,
    "1961-19-2-c": total_of_estimates,
    "1961-19-2-d": total_of_estimates,
    "1961-19-3": supplement_is_explained,
}
