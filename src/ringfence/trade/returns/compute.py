"""Compute a return, and open a figure of it down to the entries that sum to it.

    compute(Form.C, "XA", year_of(2031), entries, {"is_complete": True, "lists": load_lists()})

The books are a list of entries from the first one on, or `Books` that a store reads: of what lies
before the period the balances. What a document would say and nobody told is not reported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from ringfence.law.limits.clocks import add_months
from ringfence.law.lists import ListBook, load_lists
from ringfence.ledger.entry import Entry
from ringfence.terms import Answer, Day, Period
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
from ringfence.trade.returns.books import Books, WholeBooks
from ringfence.trade.returns.cell import Cell, Status, counted, not_reported
from ringfence.trade.returns.fold import Contribution, Fold
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
NUMBERS_MAX = 2_000
"""How many entries a figure names; where more sum to it, it says how many. All can be opened."""

BALANCE = "balance:"
"""Begins what a stock rests on beside entries of the period: the balance at the end of a day."""

_MONTHS = {Span.QUARTER: 3, Span.YEAR: 12}


def compute(
    form: Form,
    territory: str,
    period: Period,
    books: Books | Iterable[Entry],
    documents: Documents | None = None,
    *,
    numbers_max: int = NUMBERS_MAX,
) -> Return:
    """The return of a territory for a period, from its books and documents.

    A figure to which more than `numbers_max` entries sum says how many, and names none; `opened`
    finds them. Raises PeriodNotOfForm.
    """
    spec, told = FORMS[form], documents or {}
    _check_period(spec, period)
    covers = _Covers(spec, period, told.get("lists") or load_lists())
    figures = dict(_from_documents(form, told))
    if any(column.how is not How.FILED for column in spec.columns):
        read = _read(books, told)
        found = _fold(spec, period, told, covers).of_period(read)
        figures |= _from_books(spec, period, found, told, numbers_max)
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


@dataclass(frozen=True, slots=True)
class Carried:
    """What was held when a period began, where that is not opened further."""

    number: str
    day: Day
    because: str = ""


def opened(
    return_: Return,
    figure: Figure,
    books: Books | Iterable[Entry],
    documents: Documents | None = None,
) -> tuple[tuple[Entry, int], ...]:
    """The entries behind a figure, each with the micrograms that it adds; they sum to it.

    A stock opens down to the first entry of the books. A figure that a document states has none.
    """
    told = documents or {}
    read, fold = _read(books, told), _fold_of(return_, told)
    how = return_.spec.column(figure.column).how
    found = fold.of_all(read, figure.substance) if how in _HELD else fold.of_period(read)
    behind = _behind(found, return_.period, figure)
    return tuple((entry, ug) for entry, ug in behind.get(figure, ()) if isinstance(entry, Entry))


_HELD = (How.OPENING, How.CLOSING)
Behind = Mapping[Figure, tuple[tuple[Entry | Carried, int], ...]]
"""What stands behind figures, each with the micrograms that it adds."""


def opened_all(
    return_: Return, books: Books | Iterable[Entry], documents: Documents | None = None
) -> Behind:
    """What stands behind each figure, in one pass: entries of the period, and for a stock what was
    carried into it. Of a figure that names none of its many entries only the latter."""
    told = documents or {}
    many = {figure for figure, cell in return_.figures.items() if cell.entries_unnamed}
    found = _fold_of(return_, told).of_period(_read(books, told))
    few = (one for one in found if one[0] is None or one[1] not in many)
    return _behind(few, return_.period)


def _behind(found: Iterable[Contribution], period: Period, wanted: Figure | None = None) -> Behind:
    carried = _carried(period)
    behind: dict[Figure, dict[str, tuple[Entry | Carried, int]]] = {}
    for entry, figure, amount_ug in found:
        if wanted in (None, figure):
            one = entry or carried
            of_figure = behind.setdefault(figure, {})
            before_ug = of_figure[one.number][1] if one.number in of_figure else 0
            of_figure[one.number] = (one, before_ug + amount_ug)
    return {figure: tuple(one.values()) for figure, one in behind.items()}


def _carried(period: Period) -> Carried:
    day = period.first - timedelta(days=1)
    return Carried(f"{BALANCE}{day}", day)


def may_rest_on(return_: Return, entry: Entry, documents: Documents | None = None) -> bool:
    """Whether a figure of a return that was computed counts an entry, by name or in a sum."""
    cells = return_.figures
    if any(entry.number in cell.rests_on for cell in cells.values()):
        return True
    if entry.day > return_.period.last:
        return False
    fold = _fold_of(return_, documents or {})
    is_before = entry.day < return_.period.first
    for figure, _ in fold.contributions(entry):
        cell = cells.get(figure)
        is_carried = cell is not None and _carried(return_.period).number in cell.rests_on
        if cell is not None and (cell.entries_unnamed or (is_before and is_carried)):
            return True
    return False


def _read(books: Books | Iterable[Entry], told: Documents) -> Books:
    if isinstance(books, Books):
        return books
    left_out = told.get("schedule_iii", frozenset())
    return WholeBooks(entry for entry in books if entry.number not in left_out)


def _check_period(spec: FormSpec, period: Period) -> None:
    months = _MONTHS[spec.span]
    is_whole = period.first.day == 1 and (period.first.month - 1) % months == 0
    if not is_whole or add_months(period.first, months) - timedelta(days=1) != period.last:
        raise PeriodNotOfForm(spec.form, period, spec.span)


def covers(form: Form, period: Period) -> Callable[[str], bool]:
    """Which substances a form is about in a period, also where that is not settled."""
    return _Covers(FORMS[form], period, load_lists())


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


def _fold_of(return_: Return, told: Documents) -> Fold:
    covers = _Covers(return_.spec, return_.period, told.get("lists") or load_lists())
    return _fold(return_.spec, return_.period, told, covers)


def _fold(spec: FormSpec, period: Period, told: Documents, covers: _Covers) -> Fold:
    left_out = told.get("schedule_iii", frozenset())
    return Fold(spec, period, covers, told.get("makers"), left_out)


def _from_books(
    spec: FormSpec,
    period: Period,
    found: Iterable[Contribution],
    told: Documents,
    numbers_max: int,
) -> dict[Figure, Cell]:
    """Trade names each entry, whatever their number: check A6 asks for the paper of each."""
    carried = _carried(period).number
    trade = {column.name for column in spec.columns if column.partner}
    sums: dict[Figure, _Sum] = {}
    for entry, figure, amount_ug in found:
        if figure not in sums:
            sums[figure] = _Sum(sys.maxsize if figure.column in trade else numbers_max)
        sums[figure].add(carried if entry is None else entry.number, amount_ug)
    return dict(_cells(spec, sums, told))


class _Sum:
    """What sums to a figure while entries are read; names are dropped where they are too many.

    What one entry adds to one figure comes in one piece, so that each is counted once.
    """

    __slots__ = ("_last", "_max", "amount_ug", "count", "names")

    def __init__(self, numbers_max: int) -> None:
        self._max, self._last = numbers_max, ""
        self.amount_ug, self.count = 0, 0
        self.names: list[str] = []

    def add(self, name: str, amount_ug: int) -> None:
        self.amount_ug += amount_ug
        if name == self._last:
            return
        self._last = name
        self.count += 1
        if self.count <= self._max:
            self.names.append(name)

    @property
    def rests_on(self) -> tuple[str, ...]:
        if self.count <= self._max:
            return tuple(self.names)
        return tuple(name for name in self.names[:1] if name.startswith(BALANCE))

    @property
    def unnamed(self) -> int:
        return 0 if self.count <= self._max else self.count - len(self.rests_on)


def _cells(
    spec: FormSpec,
    sums: Mapping[Figure, _Sum],
    told: Documents,
) -> Iterator[tuple[Figure, Cell]]:
    """Every column of every substance that moved or is held, and the parts that there are."""
    is_complete = told.get("is_complete")
    substances = sorted({figure.substance for figure in sums})
    parts = {figure for figure in sums if figure.other}
    for column in spec.columns:
        if column.how is How.FILED:
            continue
        wanted = {Figure(column.name, substance) for substance in substances}
        for figure in sorted(wanted | {one for one in parts if one.column == column.name}):
            if column.needs and not told.get(column.needs):
                yield figure, not_reported(f"{column.needs} is not told")
            else:
                one = sums.get(figure) or _Sum(0)
                cell = counted(one.amount_ug, one.rests_on, is_complete)
                yield figure, replace(cell, entries_unnamed=one.unnamed)


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
