"""What a return rests on beside the entries, and what its checks compare it with.

What the node does not hold is left out, and the check that needs it says that it could not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.file_assessment import assessments
from ringfence.jobs.keeping import held_of, paper_of
from ringfence.jobs.return_announcements import announced_ug, special_licences
from ringfence.jobs.return_endorsements import endorsed_of
from ringfence.law.limits.assessments import Assessment as AssessmentInLaw
from ringfence.law.limits.assessments import assessment_on
from ringfence.law.limits.estimates import Figures, figures_in_force
from ringfence.law.lists import load_lists
from ringfence.ledger.account import SCHEDULE_III_PREPARATION, AccountKind
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.terms import Country, Day, Period
from ringfence.trade.activity_grid import Activity
from ringfence.trade.assessment import in_law
from ringfence.trade.company_return import CompanyReturn
from ringfence.trade.estimate import Estimate, EstimateKind, filings_of
from ringfence.trade.licence import LicenceTerms, held_on, quota_ug
from ringfence.trade.returns.checking import Others
from ringfence.trade.returns.checks_trade import PAPERS
from ringfence.trade.returns.form import (
    AssessmentLine,
    Documents,
    EstimateLine,
    Return,
    SupplementLine,
)
from ringfence.trade.returns.life import Sent, versions_sent
from ringfence.trade.returns.units import UnitGroup, form_a_groups, form_a_remembered

COMPANY_RETURN, AT_ONCE = "company_return", 500
MAKES = frozenset({Activity.MANUFACTURE, Activity.PRODUCE, Activity.CULTIVATE})
_COMPLETE = ("closed", "complete", "nil")
_NOT_COUNTED = frozenset({"draft", "replaced"})


def documents_of(book: Book, period: Period, territory: str) -> Documents:
    """The documents that a territory's return of the period rests on beside the books.

    The books keep estimates and assessments of other territories too: they are theirs to file.
    """
    makers = {one.holder for one in _licences(book) for cell in one.grid if cell.activity in MAKES}
    papers = [
        paper_of(kinds()["estimate"], one)
        for one in book.documents("estimate")
        if one.state not in _NOT_COUNTED
    ]
    year = period.first.year
    of_year = [one for one in papers if (one.territory, one.year) == (territory, year)]
    return Documents(
        is_complete=_is_complete(book, period),
        makers=frozenset(makers),
        potent=frozenset(one for one, it in form_a_groups().items() if it is UnitGroup.G_MG),
        estimates=tuple(_estimate(one) for one in of_year if one.kind is EstimateKind.ESTIMATE),
        supplements=tuple(
            line
            for one in of_year
            if one.kind is EstimateKind.SUPPLEMENT
            for line in _supplement(one)
        ),
        assessments=tuple(_assessments(book, period, territory)),
    )


def others_of(book: Book, return_: Return, number: str, today: Day) -> Others:
    """What the checks of a return compare it with, as far as the node holds it."""
    period, lists = return_.period, load_lists()
    own = held_of(kinds()["return"], book.document("return", number))
    sent = own.happened(Sent)
    made, permits = _makers(book, period)
    endorsed, awaited = endorsed_of(book, return_)
    return Others(
        returns=tuple(_other_returns(book, number)),
        today=today,
        sent_on=sent[-1].on if sent else None,
        lists=lists,
        unit_groups=form_a_groups(),
        units_remembered=form_a_remembered(),
        endorsed_ug=endorsed,
        awaited_ug=awaited,
        papers=_papers(book, return_),
        schedule_iii=schedule_iii_entries(book, period),
        estimates=_figures(book, period.last, return_.territory),
        published_ug={
            one.substance: one.total_ug
            for one in book.limits(
                territory=return_.territory, year=period.first.year, kind="import", holder=""
            )
        },
        supplied_ug=supplied_ug(book, period),
        manufacturers=made,
        permits_ug=permits,
        assessments=_assessed(book, return_.territory, period.last),
        exempt_preparations=_exempt(book, return_.territory, period.last),
        special_licences=frozenset(special_licences(book, return_.territory, period)),
        announced_ug=announced_ug(book, return_.territory, period),
    )


def _held(book: Book, kind: str, **filters: Any) -> list[Any]:
    return [held_of(kinds()[kind], one) for one in book.documents(kind, **filters)]


def _of_papers(book: Book, kind: str, **filters: Any) -> list[Any]:
    return [paper_of(kinds()[kind], one) for one in book.documents(kind, **filters)]


def _licences(book: Book) -> list[LicenceTerms]:
    return _of_papers(book, "licence")


def _is_complete(book: Book, period: Period) -> bool:
    """Whether every registered operator has signed every day of the period."""
    operators = [one.number for one in book.listed(Listing({"operator": ("registered",)}))]
    filed = book.listed(Listing({COMPANY_RETURN: _COMPLETE}))
    if set(operators) - {firm for one in filed for firm in one.card.firms}:
        return False
    signed: dict[str, list[CompanyReturn]] = {}
    for paper in _company_returns(book, period):
        signed.setdefault(paper.operator, []).append(paper)
    return all(_covers(signed.get(operator, ()), period) for operator in operators)


def _covers(papers: Iterable[CompanyReturn], period: Period) -> bool:
    """Whether returns hold every day of a period; days that two of them hold count once."""
    ahead = period.first
    for paper in sorted(papers, key=lambda one: one.first):
        if paper.first > ahead:
            return False
        ahead = max(ahead, paper.last + timedelta(days=1))
        if ahead > period.last:
            return True
    return ahead > period.last


def _company_returns(book: Book, period: Period) -> Iterable[CompanyReturn]:
    """The company returns signed in full that may lie in a period; none is longer than a year."""
    ends = (period.first, period.last + timedelta(days=366))
    rows = book.listed(Listing({COMPANY_RETURN: _COMPLETE}, days={"ends": ends}))
    numbers = [one.number for one in rows]
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        yield from _of_papers(book, COMPANY_RETURN, number=some)


def _estimate(one: Estimate) -> EstimateLine:
    return EstimateLine(
        document=f"estimate:{one.number}",
        substance=one.substance,
        consumption_ug=one.consumption,
        use_for_drugs_ug=one.use_for_drugs,
        use_schedule_iii_ug=one.use_schedule_iii,
        use_uncovered_ug=one.use_uncovered,
        stock_ug=one.stocks_31_december,
        special_addition_ug=one.special_stock_addition,
        opium_production_ug=one.opium_production,
        manufacture_ug=one.quantity_each or None,
        area_ha="" if one.opium_area_ha is None else str(one.opium_area_ha),
        place=one.opium_place,
    )


def _supplement(one: Estimate) -> Iterable[SupplementLine]:
    document = f"estimate:{one.number}"
    for change in one.changes:
        yield SupplementLine(
            document, one.substance, change.item_changed, change.old, change.new, change.reason
        )


def _assessments(book: Book, period: Period, territory: str) -> Iterable[AssessmentLine]:
    """Those that were approved, have begun by the end of the period, and stand."""
    for held in assessments(book):
        paper = held.paper
        begins = paper.effective_on
        is_early = begins is None or begins > period.last
        if paper.territory != territory or held.state in _NOT_COUNTED or is_early:
            continue
        yield AssessmentLine(
            document=f"assessment:{paper.number}",
            substance=paper.substance,
            need_ug=paper.quantity_ug,
            effective=begins,
            industrial_product=paper.industrial_use_product,
            reason=paper.reason,
        )


def schedule_iii_entries(book: Book, period: Period) -> frozenset[str]:
    """The numbers of the entries of the period about preparations of Schedule III alone.

    A return leaves them out by their accounts; its checks ask for them by their numbers.
    """
    entries = book.entries(purpose=SCHEDULE_III_PREPARATION, first=period.first, last=period.last)
    return frozenset(
        entry.number
        for entry in entries
        if all(line.account.purpose.startswith(SCHEDULE_III_PREPARATION) for line in entry.lines)
    )


def _other_returns(book: Book, number: str) -> Iterable[Return]:
    """Of every other return what was sent last, else what was computed last."""
    for stored in book.documents("return"):
        if stored.number == number:
            continue
        held = held_of(kinds()["return"], stored)
        sent, made = versions_sent(held), held.happened(Return)
        if sent:
            yield sent[-1].frozen.return_
        elif made:
            yield made[-1]


def _papers(book: Book, return_: Return) -> dict[str, str]:
    """The document behind each entry of trade."""
    wanted = {
        number for column in PAPERS for _, cell in return_.of(column) for number in cell.rests_on
    }
    numbers, found = sorted(wanted), dict[str, str]()
    for start in range(0, len(numbers), 500):
        batch = book.entries(number=numbers[start : start + 500])
        found |= {entry.number: entry.because for entry in batch}
    return found


def _figures(book: Book, day: Day, territory: str) -> dict[str, Figures]:
    """The figures in force on the day, by substance; those that are not known are left out."""
    by_substance: dict[str, list[Any]] = {}
    for held in _held(book, "estimate"):
        if (held.paper.territory, held.paper.year) == (territory, day.year):
            by_substance.setdefault(held.paper.substance, []).append(held)
    found = {}
    for substance, every in by_substance.items():
        figures = figures_in_force(filings_of(every), day)
        if isinstance(figures, Figures):
            found[substance] = figures
    return found


def supplied_ug(book: Book, period: Period) -> dict[str, int]:
    """Micrograms imported and manufactured from the first day of the year on, by substance."""
    year, found = Period(date(period.last.year, 1, 1), period.last), dict[str, int]()
    comes = frozenset({AccountKind.IMPORT, AccountKind.MANUFACTURE})
    for account, amount_ug in book.moved_on(year.first, year.last, comes).items():
        if account.purpose != SCHEDULE_III_PREPARATION:
            found[account.substance] = found.get(account.substance, 0) - amount_ug
    return found


def _makers(book: Book, period: Period) -> tuple[frozenset[str], dict[str, int] | None]:
    """Substances for which a maker was licensed in the period, and what its ceilings permit.

    `None` for what is permitted where a maker's licence sets neither ceiling nor quota.
    """
    made: set[str] = set()
    permits: dict[str, int] | None = {}
    for licence in _held(book, "licence"):
        holds = held_on(licence, period.last)[0] or held_on(licence, period.first)[0]
        for cell in licence.paper.grid if holds else ():
            if cell.activity not in MAKES or not cell.substance:
                continue
            made.add(cell.substance)
            quota = quota_ug(licence, cell.substance, period.last.year)
            most = cell.ceiling_ug if cell.ceiling_ug is not None else quota
            if most is None or permits is None:
                permits = None
            else:
                permits[cell.substance] = permits.get(cell.substance, 0) + most
    return frozenset(made), permits


def _assessed(book: Book, territory: str, day: Day) -> dict[str, AssessmentInLaw]:
    every, found = in_law(assessments(book)), dict[str, AssessmentInLaw]()
    for substance in {one.substance for one in every}:
        one = assessment_on(every, Country(territory), substance, day)
        if one is not None:
            found[substance] = one
    return found


def _exempt(book: Book, territory: str, day: Day) -> frozenset[str]:
    """Substances that a registered preparation exempt under 1971 article 3 contains."""
    return frozenset(
        part.substance
        for held in _held(book, "product", state="in_force")
        if held.paper.is_exempt_in(Country(territory), day)
        for part in held.paper.ingredients
    )
