"""What a check of a return is, and `check`, which applies those of its form.

    @check("A2", (Form.A, Form.A_P), "un1961/20/1(d)")
    def partner_is_another_territory(asked: Asked) -> Told:
        '''No partner is the own territory.'''

A check answers met, not met, not applicable, or undetermined where it could not run, with the
figures it speaks of. It reports and decides nothing; a person explains what is not met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ringfence.law.limits.assessments import Assessment
from ringfence.law.limits.estimates import Figures, Total
from ringfence.law.lists import ListBook
from ringfence.terms import Answer, Day, Finding, RingfenceError
from ringfence.trade.returns.form import Figure, Form, Return
from ringfence.trade.returns.units import UnitGroup

TradeLine = tuple[str, str, str]
"""Column (`imported` or `exported`), substance, partner."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Tolerances that the authority sets; the defaults are ours."""

    balance_share: Decimal = Decimal("0.01")
    """How much of the turnover the balance may leave open."""
    rounding_ug: int = 500_000
    """Half a gram: what rounding on a form may hide."""
    cover_months_max: int = 24
    """Months of consumption that estimated stocks may cover before a question."""
    usual_low: Decimal = Decimal("0.5")
    usual_high: Decimal = Decimal(2)
    jump_max: Decimal = Decimal(2)
    opium_kg_per_ha_max: Decimal = Decimal(120)
    """A crop above it is a question. Unverified: our own figure."""


@dataclass(frozen=True, slots=True)
class Others:
    """What a return is checked against. `None` = not told: what needs it cannot run.

    returns         other returns of the territory: quarters, the year, years before
    unit_groups     the unit group of Form A of each drug of which it is known;
                    units_remembered: drugs of which memory alone says it
    endorsed_ug     sums of endorsed papers of the quarter, by column, substance and partner;
                    awaited_ug: of those that moved and whose endorsement is still open
    papers          the document that each entry rests on, by number of entry
    schedule_iii    numbers of entries about exempt preparations
    estimates       figures in force, by substance; totals: recomputed; published_ug: the Board's
    supplied_ug     imported and manufactured to date, by substance
    manufacturers   substances for which a maker is licensed; permits_ug: what they may make
    released_in_total_ug  seized and released, as used for the total of the estimates
    molar_mass      by substance; main_alkaloid of each concentrate
    assessments     in force, by substance; exempt_preparations: substances that one contains
    banned          substances under article 13 notifications; special_licences of those held
    announced_ug    by column, substance and partner: PENs sent or answered
    requirements_ug annual legitimate requirements of precursors
    """

    returns: tuple[Return, ...] = ()
    today: Day | None = None
    sent_on: Day | None = None
    lists: ListBook | None = None
    unit_groups: Mapping[str, UnitGroup] | None = None
    units_remembered: frozenset[str] = frozenset()
    endorsed_ug: Mapping[TradeLine, int] | None = None
    awaited_ug: Mapping[TradeLine, int] = field(default_factory=dict)
    papers: Mapping[str, str] | None = None
    schedule_iii: frozenset[str] | None = None
    estimates: Mapping[str, Figures] | None = None
    totals: Mapping[str, Total] | None = None
    published_ug: Mapping[str, int] | None = None
    supplied_ug: Mapping[str, int] | None = None
    manufacturers: frozenset[str] | None = None
    permits_ug: Mapping[str, int] | None = None
    synthetic: frozenset[str] | None = None
    has_agency: bool | None = None
    released_in_total_ug: Mapping[str, int] | None = None
    molar_mass: Mapping[str, Decimal] | None = None
    main_alkaloid: Mapping[str, str] | None = None
    assessments: Mapping[str, Assessment] | None = None
    exempt_preparations: frozenset[str] | None = None
    approved_schedule_i: frozenset[str] | None = None
    banned: frozenset[str] | None = None
    special_licences: frozenset[str] | None = None
    announced_ug: Mapping[TradeLine, int] | None = None
    requirements_ug: Mapping[str, int] | None = None
    policy: Policy = Policy()


@dataclass(frozen=True, slots=True)
class Asked:
    """A return with what it is checked against."""

    return_: Return
    others: Others

    @property
    def year(self) -> int:
        """The calendar year of the return."""
        return self.return_.period.first.year

    def before(self, years: int = 1) -> Return | None:
        """The same form of an earlier year, if told."""
        first = date(self.year - years, 1, 1)
        return self.return_of(self.return_.form, first)

    def return_of(self, form: Form, first: Day | None = None) -> Return | None:
        """The return of a form whose period begins on a day; without one, of the same year."""
        wanted = first or date(self.year, 1, 1)
        found = [one for one in self.every() if one.form is form and one.period.first == wanted]
        return found[0] if found else None

    def every(self) -> tuple[Return, ...]:
        """The return itself, and the others told."""
        return (self.return_, *self.others.returns)

    def quarters(self, form: Form) -> tuple[Return, ...]:
        """The four quarters of the year, or fewer where some are not told."""
        found = (self.return_of(form, date(self.year, month, 1)) for month in (1, 4, 7, 10))
        return tuple(one for one in found if one is not None)

    def law_year(self) -> Day:
        """The day whose lists count: the last of the period."""
        return self.return_.period.last


@dataclass(frozen=True, slots=True)
class Told:
    """What a check answers: the answer, a sentence, the figures it speaks of, facts."""

    answer: Answer
    reason: str
    figures: tuple[Figure, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    is_advice: bool = False


@dataclass(frozen=True, slots=True)
class Checked(Finding):
    """A finding of a check: `rule` is its citation, `check` its name, `says` what should hold."""

    check: str = ""
    says: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the forms it reads, its citation, and what should hold."""

    name: str
    forms: tuple[Form, ...]
    citation: str
    says: str
    judge: Callable[[Asked], Told]
    is_advice: bool = False

    def find(self, asked: Asked) -> Checked:
        """Apply the check."""
        told = self.judge(asked)
        return Checked(
            self.citation,
            told.answer,
            told.reason,
            told.facts,
            self.is_advice or told.is_advice,
            self.name,
            self.says,
            told.figures,
        )


class CheckTwice(RingfenceError):
    """A check was declared twice, or without saying what should hold."""


_CHECKS: dict[str, Check] = {}

_Judge = Callable[[Asked], Told]


def check_of(
    name: str, forms: tuple[Form, ...], citation: str, *, is_advice: bool = False
) -> Callable[[_Judge], _Judge]:
    """Declare a function as a check; its docstring says what should hold."""

    def declare(judge: _Judge) -> _Judge:
        says = (judge.__doc__ or "").strip().partition("\n")[0]
        if not says or name in _CHECKS:
            raise CheckTwice(f"{name} ({judge.__name__}) is declared twice or says nothing")
        _CHECKS[name] = Check(name, forms, citation, says, judge, is_advice)
        return judge

    return declare


def declared_checks() -> tuple[Check, ...]:
    """Every check, in order of its name."""
    from ringfence.trade.returns import checks_b, checks_c, checks_d, checks_p, checks_trade

    assert checks_b and checks_c and checks_d and checks_p and checks_trade
    return tuple(sorted(_CHECKS.values(), key=lambda one: _order(one.name)))


def _order(name: str) -> tuple[str, int]:
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :])


def check(return_: Return, others: Others | None = None) -> tuple[Checked, ...]:
    """Every check of the form of a return, applied; none is left out because it could not run."""
    asked = Asked(return_, others or Others())
    return tuple(one.find(asked) for one in declared_checks() if return_.form in one.forms)


def holds(says: str) -> Told:
    """What the check asks holds."""
    return Told(Answer.MET, says)


def does_not_apply(why: str) -> Told:
    """The return has nothing of which the check speaks."""
    return Told(Answer.NOT_APPLICABLE, why)


def could_not_run(missing: str) -> Told:
    """A fact is missing: the check did not run, and says which."""
    return Told(Answer.UNDETERMINED, f"could not run: {missing} is not told")


Wrong = tuple[Figure, str]
"""A figure and what is wrong with it."""


def weighed(wrong: Iterable[Wrong], says: str, seen: int, missing: Iterable[Wrong] = ()) -> Told:
    """Not met where a figure is wrong, else undetermined where one could not be judged.

    Not applicable where nothing was `seen`, so that silence is never taken for an answer.
    """
    failed, open_ones = tuple(wrong), tuple(missing)
    if failed:
        return _of(Answer.NOT_MET, failed)
    if open_ones:
        return _of(Answer.UNDETERMINED, open_ones)
    return holds(says) if seen else does_not_apply("the return has no figure of this kind")


def moved_in(return_: Return, *columns: str) -> tuple[list[tuple[Figure, int]], list[Wrong]]:
    """Totals of columns that are not zero, and those that are not reported and may hide one."""
    cells = [one for column in columns for one in return_.of(column) if not one[0].other]
    some = [(figure, cell.amount_ug) for figure, cell in cells if cell.amount_ug]
    silent = [(figure, "is not reported") for figure, cell in cells if cell.amount_ug is None]
    return some, silent


_SHOWN = 5


def _of(answer: Answer, found: tuple[Wrong, ...]) -> Told:
    sentences = [f"{figure}: {what}" for figure, what in found]
    rest = len(sentences) - _SHOWN
    more = f"; and {rest} more" if rest > 0 else ""
    reason = "; ".join(sentences[:_SHOWN]) + more
    if answer is Answer.UNDETERMINED:
        reason = f"could not run for {reason}"
    return Told(answer, reason, tuple(figure for figure, _ in found))
