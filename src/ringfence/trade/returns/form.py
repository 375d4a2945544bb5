"""What a form of the Board is, and a return computed on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict

from ringfence.law.entry import Convention
from ringfence.law.limits.clocks import Known
from ringfence.law.limits.estimates import Figures
from ringfence.law.lists import ListBook
from ringfence.ledger.account import AccountKind
from ringfence.terms import Day, Period, RingfenceError
from ringfence.trade.returns.cell import Cell, not_reported
from ringfence.trade.returns.units import UnitGroup


class Form(StrEnum):
    """The returns to the Board, by the letters that everyone uses."""

    A = "A"
    B = "B"
    B_SUPPLEMENT = "B supplement"
    C = "C"
    P = "P"
    A_P = "A/P"
    B_P = "B/P"
    D = "D"


class Span(StrEnum):
    """How long a period a form covers."""

    QUARTER = "quarter"
    YEAR = "year"


class How(StrEnum):
    """Where the figures of a column come from."""

    FLOW = "what moved in the period"
    OPENING = "what was held when the period began"
    CLOSING = "what was held when the period ended"
    FILED = "what a document states"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: what it counts, as kinds of account.

    sources, targets  a flow from a source to a target counts; the way back is taken off
    held              kinds whose balance counts, for OPENING and CLOSING
    partner           the kind of account whose place is the partner; each has its own figure,
                      beside the total
    by_product        each drug obtained has its own figure
    of_makers         only what makers hold or do counts; who is a maker is a document
    needs             the document without which the column is not reported
    known             MEMORY: content by the treaty, the place on the form not seen
    is_ours           shown beside the form, not part of it
    """

    name: str
    says: str
    how: How = How.FLOW
    sources: frozenset[AccountKind] = frozenset()
    targets: frozenset[AccountKind] = frozenset()
    held: frozenset[AccountKind] = frozenset()
    partner: AccountKind | None = None
    by_product: bool = False
    of_makers: bool = False
    needs: str = ""
    known: Known = Known.MEMORY
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form: its columns, whom it covers, how long, in which units, under which edition."""

    form: Form
    title: str
    edition: str
    citation: str
    span: Span
    columns: tuple[Column, ...]
    scope: Mapping[Convention, tuple[str, ...]]
    also: frozenset[str] = frozenset()
    """Substances that no schedule holds and the form covers: poppy straw (1961 article 25(3))."""
    unit: UnitGroup = UnitGroup.KG_G
    has_potent_group: bool = False

    def column(self, name: str) -> Column:
        """The column of a name; raises KeyError for one that the form does not have."""
        return {one.name: one for one in self.columns}[name]


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """Which figure of a return: column, substance, and the partner or product, if any."""

    column: str
    substance: str
    other: str = ""

    def __str__(self) -> str:
        return " / ".join(part for part in (self.column, self.substance, self.other) if part)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a form asks that is no mass: hectares, places, methods, reasons, categories."""

    item: str
    substance: str
    words: str
    unit: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of every return to the Board; empty where it is still to be filled in."""

    office: str = ""
    officer: str = ""
    title: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    signed_on: Day | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One drug of Form B as filed, by the letters of article 19(1); `None` = not furnished."""

    document: str
    substance: str
    consumption_ug: int | None = None
    use_for_drugs_ug: int | None = None
    use_schedule_iii_ug: int | None = None
    use_uncovered_ug: int | None = None
    stock_ug: int | None = None
    special_addition_ug: int | None = None
    opium_production_ug: int | None = None
    manufacture_ug: tuple[int, ...] | None = None
    """What each establishment is to make of a synthetic drug: 19(1)(g) and (h)."""
    area_ha: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """One item of a supplementary estimate: what it was, what it becomes, why."""

    document: str
    substance: str
    item: str
    old_ug: int | None
    new_ug: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One substance of Form B/P: the annual domestic need, without exports and re-exports."""

    document: str
    substance: str
    need_ug: int | None
    effective: Day | None = None
    industrial_product: str = ""
    reason: str = ""


class Documents(TypedDict, total=False):
    """What a return rests on beside the books. A key that is left out is not known.

    is_complete     every company return of the period is in, so that nothing is a true nil
    makers          numbers of holders that make substances
    schedule_iii    numbers of entries about preparations of 1961 Schedule III, exempt 1971 ones
    potent          drugs that Form A asks in grams and milligrams
    figures         the law's own reading of the estimates, by substance
    """

    lists: ListBook
    is_complete: bool
    makers: frozenset[str]
    schedule_iii: frozenset[str]
    potent: frozenset[str]
    cover: Cover
    estimates: tuple[EstimateLine, ...]
    supplements: tuple[SupplementLine, ...]
    assessments: tuple[AssessmentLine, ...]
    figures: Mapping[str, Figures]
    stated: tuple[Stated, ...]
    reports_licit_trade: bool
    revised: Mapping[Figure, Day]


class PeriodNotOfForm(RingfenceError):
    """A form was asked for a period that it does not cover."""

    def __init__(self, form: Form, period: Period, span: Span) -> None:
        self.form, self.period, self.span = form, period, span
        super().__init__(
            f"Form {form} does not cover {period.first} to {period.last}\n"
            f"Give the first and the last day of one {span}."
        )


@dataclass(frozen=True)
class Return:
    """One form of one territory and period, computed. Equal returns have the same hash.

    unsettled  substances of which the lists cannot say whether the form covers them, with why
    """

    spec: FormSpec
    territory: str
    period: Period
    figures: Mapping[Figure, Cell] = field(default_factory=dict)
    units: Mapping[str, UnitGroup] = field(default_factory=dict)
    stated: tuple[Stated, ...] = ()
    cover: Cover = Cover()
    unsettled: Mapping[str, str] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """Which form it is."""
        return self.spec.form

    @property
    def is_nil(self) -> bool:
        """True where there is nothing to report: it is still a return, and still sent."""
        return not self.figures and not self.stated

    @property
    def substances(self) -> tuple[str, ...]:
        """Every substance with a figure, in alphabetical order."""
        return tuple(sorted({figure.substance for figure in self.figures}))

    def cell(self, column: str, substance: str, other: str = "") -> Cell:
        """A figure; not reported where the return has none."""
        found = self.figures.get(Figure(column, substance, other))
        return not_reported("no figure") if found is None else found

    def amount(self, column: str, substance: str, other: str = "") -> int | None:
        """The micrograms of a figure; `None` where it is not reported."""
        return self.cell(column, substance, other).amount_ug

    def of(self, column: str) -> Iterator[tuple[Figure, Cell]]:
        """The figures of a column, totals and parts."""
        return ((figure, cell) for figure, cell in self.figures.items() if figure.column == column)

    def others(self, column: str, substance: str) -> Mapping[str, Cell]:
        """The figures of a substance by partner or product, without the total."""
        return {
            figure.other: cell
            for figure, cell in self.of(column)
            if figure.substance == substance and figure.other
        }

    def unit(self, substance: str) -> UnitGroup:
        """The unit group in which the form shows a substance."""
        return self.units.get(substance, self.spec.unit)

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything the return says and rests on."""
        text = json.dumps(list(self._content()), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _content(self) -> Iterable[list[object]]:
        spec, period = self.spec, self.period
        yield [spec.form, spec.edition, self.territory, str(period.first), str(period.last)]
        for figure, cell in sorted(self.figures.items()):
            many = [cell.entries_unnamed] if cell.entries_unnamed else []
            said = [cell.words, cell.amount_ug, cell.why, sorted(cell.rests_on)]
            yield [*_words(figure), *said, *many]
        yield [[substance, self.unit(substance).name] for substance in self.substances]
        for one in self.stated:
            yield [one.item, one.substance, one.words, one.unit, one.document]
        cover = self.cover
        yield [cover.office, cover.officer, cover.title, cover.telephone, cover.fax, cover.email]
        yield [str(cover.signed_on), cover.remarks, sorted(self.unsettled.items())]


def _words(figure: Figure) -> tuple[str, str, str]:
    return figure.column, figure.substance, figure.other
