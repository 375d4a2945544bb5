"""Compute a return, and open a figure of it down to the entries that sum to it.

    compute(Form.C, "XA", year_of(2031), entries, {"is_complete": True, "lists": load_lists()})

`entries` are the books of the territory from their beginning: opening stocks are the fold of what
lies before the period. What a document would say and nobody told is not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from ringfence.law.limits.clocks import add_months
from ringfence.law.lists import ListBook, load_lists
from ringfence.ledger.entry import Entry
from ringfence.terms import Answer, Period
from ringfence.trade.returns import (
    form_a,
    form_ap,
    form_b,
    form_b_supplement,
    form_bp,
    form_c,
    form_d,
    form_p,
)
from ringfence.trade.returns.cell import Cell, Status, counted, not_reported
from ringfence.trade.returns.fold import Fold, products_of_uses
from ringfence.trade.returns.form import (
    Cover,
    Documents,
    Figure,
    Form,
    FormSpec,
    How,
    PeriodNotOfForm,
    Return,
    Span,
    Stated,
)
from ringfence.trade.returns.units import UnitGroup

FORMS: Mapping[Form, FormSpec] = {
    spec.form: spec
    for spec in (
        form_a.SPEC,
        form_b.SPEC,
        form_b_supplement.SPEC,
        form_c.SPEC,
        form_p.SPEC,
        form_ap.SPEC,
        form_bp.SPEC,
        form_d.SPEC,
    )
}
_MONTHS = {Span.QUARTER: 3, Span.YEAR: 12}


def compute(
    form: Form,
    territory: str,
    period: Period,
    entries: Iterable[Entry],
    documents: Documents | None = None,
    *,
    keeps_numbers: bool = True,
) -> Return:
    """The return of a territory for a period, from its books and documents.

    Without `keeps_numbers` no numbers of entries stand in the figures, for very large books;
    `opened` finds them again. Raises PeriodNotOfForm.
    """
    spec, told = FORMS[form], documents or {}
    _check_period(spec, period)
    covers = _Covers(spec, period, told.get("lists") or load_lists())
    figures = dict(_from_documents(form, told))
    if any(column.how is not How.FILED for column in spec.columns):
        figures |= _from_books(spec, period, entries, told, covers, keeps_numbers)
    return Return(
        spec=spec,
        territory=territory,
        period=period,
        figures=_revised(figures, told),
        units=_units(spec, figures, told),
        stated=(*_stated(form, told), *told.get("stated", ())),
        cover=told.get("cover", Cover()),
        unsettled=dict(sorted(covers.unsettled.items())),
    )


def opened(
    return_: Return, figure: Figure, entries: Iterable[Entry], documents: Documents | None = None
) -> tuple[tuple[Entry, int], ...]:
    """The entries behind a figure, each with the micrograms that it adds; they sum to it.

    A figure that a document states has none.
    """
    return opened_all(return_, entries, documents, (figure,)).get(figure, ())


Behind = Mapping[Figure, tuple[tuple[Entry, int], ...]]
"""The entries behind figures, each with the micrograms that it adds."""


def opened_all(
    return_: Return,
    entries: Iterable[Entry],
    documents: Documents | None = None,
    figures: Iterable[Figure] = (),
) -> Behind:
    """The entries behind each figure, or behind some, in one pass over the books."""
    told, wanted = documents or {}, frozenset(figures)
    covers = _Covers(return_.spec, return_.period, told.get("lists") or load_lists())
    books = tuple(entries)
    fold = _fold(return_.spec, return_.period, books, told, covers)
    found: dict[Figure, dict[str, tuple[Entry, int]]] = {}
    for entry, figure, amount_ug in fold.all_contributions(books):
        if not wanted or figure in wanted:
            behind = found.setdefault(figure, {})
            before_ug = behind[entry.number][1] if entry.number in behind else 0
            behind[entry.number] = (entry, before_ug + amount_ug)
    return {figure: tuple(behind.values()) for figure, behind in found.items()}


def _check_period(spec: FormSpec, period: Period) -> None:
    months = _MONTHS[spec.span]
    is_whole = period.first.day == 1 and (period.first.month - 1) % months == 0
    if not is_whole or add_months(period.first, months) - timedelta(days=1) != period.last:
        raise PeriodNotOfForm(spec.form, period, spec.span)


class _Covers:
    """Which substances a form covers in a period, and of which that cannot be told."""

    def __init__(self, spec: FormSpec, period: Period, lists: ListBook) -> None:
        self._spec, self._period, self._lists = spec, period, lists
        self._known: dict[str, bool] = {}
        self.unsettled: dict[str, str] = {}

    def __call__(self, substance: str) -> bool:
        if substance not in self._known:
            self._known[substance] = self._covers(substance)
        return self._known[substance]

    def _covers(self, substance: str) -> bool:
        if substance in self._spec.also:
            return True
        answers = {
            entry.answer_on(day)
            for entry in self._lists.entries_of(substance)
            if entry.schedule in self._spec.scope.get(entry.convention, ())
            for day in (self._period.first, self._period.last)
        }
        if Answer.MET not in answers and Answer.UNDETERMINED in answers:
            self.unsettled[substance] = "whether it was listed in the period is not settled"
        return bool(answers & {Answer.MET, Answer.UNDETERMINED})


def _from_documents(form: Form, told: Documents) -> Iterator[tuple[Figure, Cell]]:
    if form is Form.B:
        yield from form_b.figures(told.get("estimates", ()))
    elif form is Form.B_SUPPLEMENT:
        yield from form_b_supplement.figures(told.get("supplements", ()))
    elif form is Form.B_P:
        yield from form_bp.figures(told.get("assessments", ()))


def _stated(form: Form, told: Documents) -> Iterator[Stated]:
    if form is Form.B:
        yield from form_b.stated(told.get("estimates", ()))
    elif form is Form.B_SUPPLEMENT:
        yield from form_b_supplement.stated(told.get("supplements", ()))
    elif form is Form.B_P:
        yield from form_bp.stated(told.get("assessments", ()))


def _fold(
    spec: FormSpec,
    period: Period,
    entries: Iterable[Entry],
    told: Documents,
    covers: _Covers,
) -> Fold:
    by_product = any(column.by_product for column in spec.columns)
    return Fold(
        spec,
        period,
        covers,
        told.get("makers"),
        told.get("schedule_iii", frozenset()),
        products_of_uses(entries) if by_product else {},
    )


def _from_books(
    spec: FormSpec,
    period: Period,
    entries: Iterable[Entry],
    told: Documents,
    covers: _Covers,
    keeps_numbers: bool,
) -> dict[Figure, Cell]:
    if any(column.by_product for column in spec.columns):
        entries = tuple(entries)
    fold = _fold(spec, period, entries, told, covers)
    sums: dict[Figure, int] = {}
    numbers: dict[Figure, dict[str, None]] = {}
    for entry, figure, amount_ug in fold.all_contributions(entries):
        sums[figure] = sums.get(figure, 0) + amount_ug
        if keeps_numbers:
            numbers.setdefault(figure, {})[entry.number] = None
    return dict(_cells(spec, sums, numbers, told))


def _cells(
    spec: FormSpec,
    sums: Mapping[Figure, int],
    numbers: Mapping[Figure, Mapping[str, None]],
    told: Documents,
) -> Iterator[tuple[Figure, Cell]]:
    """Every column of every substance that moved or is held, and the parts that there are."""
    is_complete = told.get("is_complete")
    substances = sorted({figure.substance for figure, amount_ug in sums.items()})
    parts = {figure for figure in sums if figure.other}
    for column in spec.columns:
        if column.how is How.FILED:
            continue
        wanted = {Figure(column.name, substance) for substance in substances}
        for figure in sorted(wanted | {one for one in parts if one.column == column.name}):
            if column.needs and not told.get(column.needs):
                yield figure, not_reported(f"{column.needs} is not told")
            else:
                rests_on = tuple(numbers.get(figure, ()))
                yield figure, counted(sums.get(figure, 0), rests_on, is_complete)


def _units(spec: FormSpec, figures: Mapping[Figure, Cell], told: Documents) -> dict[str, UnitGroup]:
    potent = told.get("potent", frozenset()) if spec.has_potent_group else frozenset()
    return {
        figure.substance: UnitGroup.G_MG if figure.substance in potent else spec.unit
        for figure in figures
    }


def _revised(figures: dict[Figure, Cell], told: Documents) -> dict[Figure, Cell]:
    """The figures, with those that were put right after sending marked with the day."""
    days = told.get("revised", {})
    return {
        figure: Cell(Status.REVISED, cell.amount_ug, cell.rests_on, days[figure])
        if figure in days and cell.amount_ug is not None
        else cell
        for figure, cell in figures.items()
    }
