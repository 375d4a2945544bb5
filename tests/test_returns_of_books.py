"""A return reads of the books what its period needs, and gives what reading all of them gives."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import openpyxl
import pytest

from ringfence.exchange.returns_xlsx import to_xlsx
from ringfence.jobs.return_books import BooksOfNode
from ringfence.jobs.return_documents import supplied_ug
from ringfence.ledger.account import HELD, SCHEDULE_III_PREPARATION, Account
from ringfence.ledger.account import AccountKind as Kind
from ringfence.ledger.balances import balances
from ringfence.ledger.entry import Entry, moved, reversal
from ringfence.ledger.year import year_of
from ringfence.terms import Day, Period
from ringfence.trade.returns.books import Kinds, WholeBooks
from ringfence.trade.returns.calendar import quarters_of
from ringfence.trade.returns.compute import (
    Carried,
    compute,
    may_rest_on,
    opened,
    opened_all,
)
from ringfence.trade.returns.form import Documents, Figure, Form
from tests.store_parts import CLERK, do, see
from tests.test_returns import (
    KINDS,
    OPERATORS,
    PARTNERS,
    SUBSTANCES,
    YEAR,
    booked,
    seized,
    special,
    stock,
)

TOLD: Documents = {"is_complete": True, "makers": frozenset({"M1"})}


def three_years() -> list[Entry]:
    """What happened in three years, booked in no order of days, with late and crossing corrections.

    Everything begins with enough on hand that nothing is overdrawn in any order.
    """
    chance = random.Random(4)
    begin = date(YEAR - 1, 1, 1)
    entries = [
        booked(number, ("opening", begin, substance, operator, "", 10**9))
        for number, (substance, operator) in enumerate(
            (one, other) for one in SUBSTANCES for other in OPERATORS
        )
    ]
    for substance in SUBSTANCES:
        for kind, account in (
            (Kind.SEIZURE, seized(substance)),
            (Kind.OPENING, special(substance)),
        ):
            source = Account(kind, substance)
            entries.append(moved(f"b-{kind}-{substance}", begin, source, account, 10**9, "begin:1"))
    for number in range(100, 700):
        day = begin + timedelta(days=chance.randrange(3 * 365))
        what = chance.choice(KINDS)
        other = "W2" if what in ("move", "send") else chance.choice(PARTNERS)
        who = chance.choice(OPERATORS[:2])
        entries.append(
            booked(number, (what, day, chance.choice(SUBSTANCES), who, other, number * 7))
        )
    backs = [
        reversal(one, f"{one.number}-back", one.day + timedelta(days=200), "correction:1")
        for one in entries[20::9]
        if one.day.year < YEAR + 1
    ]
    return entries + backs + _batches()


def _batches() -> list[Entry]:
    """Drugs used in one year under a batch that is finished in the next, and one put right."""
    used, made = stock("M1", "morphine"), stock("M1", "codeine")
    into = Account(Kind.USE_FOR_DRUG, "morphine", "M1")
    comes = Account(Kind.MANUFACTURE, "codeine", "M1")
    first = moved("u1", date(YEAR - 1, 12, 20), used, into, 500, "batch:1")
    return [
        first,
        moved("m1", date(YEAR - 1, 12, 30), comes, made, 400, "batch:1"),
        moved("u2", date(YEAR, 1, 5), used, into, 50, "batch:1"),
        reversal(first, "u1-back", date(YEAR, 2, 1), "correction:2"),
    ]


@pytest.fixture
def entries(books: str) -> list[Entry]:
    found = three_years()
    do(lambda book: book.post_all(found, actor=CLERK, act="trade.stock.book", because="past:1"))
    return found


PERIODS = [
    *((Form.C, year_of(YEAR + more)) for more in (-1, 0, 1, 2)),
    *((Form.P, year_of(YEAR + more)) for more in (0, 1)),
    *((Form.A, one) for one in quarters_of(YEAR)),
    (Form.A_P, quarters_of(YEAR)[2]),
    (Form.D, year_of(YEAR)),
]


def test_a_return_read_from_the_store_is_the_one_that_all_entries_make(
    entries: list[Entry],
) -> None:
    for form, period in PERIODS:
        of_list = compute(form, "XA", period, entries, TOLD)
        of_store = see(
            lambda book, form=form, period=period: compute(
                form, "XA", period, BooksOfNode(book), TOLD
            )
        )
        assert of_store.content_hash == of_list.content_hash, (form, period)
    year = compute(Form.C, "XA", year_of(YEAR), entries, TOLD)
    assert year.amount("used_for_drugs", "morphine", "codeine") == 50 - 500


def test_what_was_held_when_a_day_began_is_the_fold_of_the_entries_before_it(
    entries: list[Entry],
) -> None:
    for day in (date(2000, 1, 1), *(date(YEAR - 1 + n // 4, n % 4 * 3 + 1, 1) for n in range(13))):
        until = balances(entries, day - timedelta(days=1))
        for holders in (frozenset[str](), frozenset({"M1", "XA-GOV"})):
            held: dict[Account, int] = {}
            for one, ug in until.items():
                if one.kind in HELD:
                    holder = one.holder if one.holder in holders else ""
                    key = Account(one.kind, one.substance, holder, "", one.purpose)
                    held[key] = held.get(key, 0) + ug
            found = see(lambda book, day=day, holders=holders: book.held_before(day, holders))
            assert found == {key: ug for key, ug in held.items() if ug}, day


def test_what_a_period_moved_is_the_sum_of_its_lines(entries: list[Entry]) -> None:
    kinds = frozenset({Kind.IMPORT, Kind.MANUFACTURE})
    first, last = date(YEAR, 1, 1), date(YEAR, 8, 31)
    found: dict[Account, int] = {}
    for entry in entries:
        for line in entry.lines if first <= entry.day <= last else ():
            if line.account.kind in kinds:
                found[line.account] = found.get(line.account, 0) + line.amount_ug
    assert see(lambda book: book.moved_on(first, last, kinds)) == found


def test_the_entries_of_a_period_come_whole_and_day_by_day(entries: list[Entry]) -> None:
    period = Period(date(YEAR, 4, 1), date(YEAR, 6, 30))
    found = see(lambda book: list(book.entries_of(period.first, period.last)))
    assert [one.day for one in found] == sorted(one.day for one in found)
    wanted = [one for one in entries if one.day in period]
    assert sorted(found, key=lambda one: one.number) == sorted(wanted, key=lambda one: one.number)
    kinds = frozenset({Kind.EXPORT})
    some = see(lambda book: list(book.entries_of(period.first, period.last, kinds)))
    exports = {one.number for one in wanted if {line.account.kind for line in one.lines} & kinds}
    assert {one.number for one in some} == exports and len(some) == len(exports) > 0


def test_every_figure_read_from_the_store_opens_down_to_its_first_posting(
    entries: list[Entry],
) -> None:
    period = year_of(YEAR + 1)
    made = compute(Form.C, "XA", period, entries, TOLD)
    wanted = ("opening_stock", "closing_stock", "consumed", "seized_held", "used_for_drugs")
    for figure, cell in made.figures.items():
        if figure.column in wanted:
            found = see(lambda book, figure=figure: opened(made, figure, BooksOfNode(book), TOLD))
            assert sum(amount for _, amount in found) == cell.amount_ug, figure
    down = see(
        lambda book: opened(made, Figure("closing_stock", "morphine"), BooksOfNode(book), TOLD)
    )
    assert min(entry.day for entry, _ in down) == date(YEAR - 1, 1, 1)
    behind = see(lambda book: opened_all(made, BooksOfNode(book), TOLD))
    for figure, cell in made.figures.items():
        assert sum(amount for _, amount in behind.get(figure, ())) == cell.amount_ug
    carried, amount_ug = behind[Figure("closing_stock", "morphine")][0]
    assert isinstance(carried, Carried) and carried.number == f"balance:{YEAR}-12-31"
    assert behind[Figure("opening_stock", "morphine")][0] == (carried, amount_ug)


class OnlyThePeriod(WholeBooks):
    """Books that do not let a return read what lies before its period."""

    def until(self, last: Day, substance: str = "") -> Iterable[Entry]:
        raise AssertionError("read from the first entry on")

    def moved(self, period: Period, kinds: Kinds = frozenset()) -> list[Entry]:
        assert period.first.year == YEAR
        self.read = list(super().moved(period, kinds))
        return self.read


class NoBalances(OnlyThePeriod):
    def held_before(self, day: Day, holders: frozenset[str]) -> Mapping[Account, int]:
        raise AssertionError("trade needs no balances")


def test_a_return_reads_nothing_before_its_period_but_balances() -> None:
    entries = three_years()
    quarter = quarters_of(YEAR)[1]
    books = NoBalances(entries)
    found = compute(Form.A, "XA", quarter, books, TOLD)
    assert found == compute(Form.A, "XA", quarter, entries, TOLD)
    trade = {Kind.IMPORT, Kind.EXPORT}
    assert all({line.account.kind for line in one.lines} & trade for one in books.read)
    year = compute(Form.C, "XA", year_of(YEAR), OnlyThePeriod(entries), TOLD)
    assert year == compute(Form.C, "XA", year_of(YEAR), entries, TOLD)


def sold(count: int, purpose: str = "") -> list[Entry]:
    own = Account(Kind.STOCK, "morphine", "W1", "site-1", purpose)
    gone = Account(Kind.CONSUMPTION, "morphine", "W1", "", purpose)
    begin = Account(Kind.OPENING, "morphine", "W1", "", purpose)
    there = moved("0", date(YEAR - 1, 5, 1), begin, own, 1000, "begin:1")
    return [
        there,
        *(moved(str(one), date(YEAR, 5, 1), own, gone, 2, f"p:{one}") for one in range(1, count)),
    ]


def test_a_figure_of_too_many_entries_says_how_many_and_names_none() -> None:
    entries = sold(8)
    made = compute(Form.C, "XA", year_of(YEAR), entries, TOLD, numbers_max=5)
    consumed, closing = made.cell("consumed", "morphine"), made.cell("closing_stock", "morphine")
    assert (consumed.rests_on, consumed.entries_unnamed) == ((), 7)
    assert (closing.rests_on, closing.entries_unnamed) == ((f"balance:{YEAR - 1}-12-31",), 7)
    behind = opened_all(made, entries, TOLD)
    assert Figure("consumed", "morphine") not in behind
    (carried,) = behind[Figure("closing_stock", "morphine")]
    assert carried[1] == 1000 and carried[0].number == f"balance:{YEAR - 1}-12-31"
    assert len(opened(made, Figure("consumed", "morphine"), entries, TOLD)) == 7
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made, (), behind)))
    rows = [tuple(row) for row in book["Entries"].iter_rows(values_only=True)]
    told = [row[3:] for row in rows if row[:2] == ("consumed", "morphine")]
    assert told == [("7 entries, not listed here", "", "", "")]
    named = compute(Form.C, "XA", year_of(YEAR), entries, TOLD, numbers_max=8)
    assert named.cell("consumed", "morphine").rests_on == tuple(str(one) for one in range(1, 8))
    assert named.amount("closing_stock", "morphine") == closing.amount_ug == 1000 - 14
    fewer = compute(Form.C, "XA", year_of(YEAR), entries[:-1], TOLD, numbers_max=5)
    assert fewer.content_hash != made.content_hash


def test_a_return_that_was_sent_is_found_by_an_entry_that_it_counts_in_a_sum() -> None:
    entries = sold(8)
    small = {"numbers_max": 5}
    made = compute(Form.C, "XA", year_of(YEAR), entries, TOLD, **small)
    assert may_rest_on(made, entries[0]) and may_rest_on(made, entries[3])
    named = compute(Form.C, "XA", year_of(YEAR), entries, TOLD)
    assert may_rest_on(named, entries[0]) and may_rest_on(named, entries[3])
    other = booked(77, ("sell", date(YEAR, 5, 2), "codeine", "W1", "", 3))
    later = booked(78, ("sell", date(YEAR + 1, 5, 2), "morphine", "W1", "", 3))
    assert not may_rest_on(made, other) and not may_rest_on(named, other)
    assert not may_rest_on(made, later)


@pytest.mark.parametrize("form", [Form.C, Form.A])
def test_what_lies_on_accounts_of_schedule_iii_preparations_is_in_no_figure(form: Form) -> None:
    """By the accounts alone, without anybody naming the entries: also what was carried over."""
    period = year_of(YEAR) if form is Form.C else quarters_of(YEAR)[1]
    own = Account(Kind.STOCK, "morphine", "W1", "site-1", SCHEDULE_III_PREPARATION)
    trade = [
        moved(f"x{place}", date(YEAR, 5, place + 1), *ways, 5, "paper:1")
        for place, ways in enumerate(
            (
                (Account(Kind.IMPORT, "morphine", "W1", "XB", SCHEDULE_III_PREPARATION), own),
                (own, Account(Kind.EXPORT, "morphine", "W1", "XB", SCHEDULE_III_PREPARATION)),
            )
        )
    ]
    assert not compute(form, "XA", period, [*sold(8, SCHEDULE_III_PREPARATION), *trade]).figures


def test_stock_kept_apart_by_another_purpose_is_counted_like_any_other() -> None:
    """Only preparations of Schedule III stay out of the figures; no other purpose does."""
    apart = compute(Form.C, "XA", year_of(YEAR), sold(8, "research"), TOLD)
    plain = compute(Form.C, "XA", year_of(YEAR), sold(8), TOLD)
    assert apart.content_hash == plain.content_hash and plain.amount("consumed", "morphine") == 14


def test_a_preparation_made_from_stock_is_used_but_never_held() -> None:
    """Where one side of a movement is kept apart, the movement is in no column of the drug."""
    own, apart = stock("M1", "codeine"), Account(Kind.STOCK, "codeine", "M1", "site-1",
                                                 SCHEDULE_III_PREPARATION)  # fmt: skip
    begin = Account(Kind.OPENING, "codeine", "M1")
    into = Account(Kind.USE_SCHEDULE_III, "codeine", "M1")
    back = Account(Kind.MANUFACTURE, "codeine", "M1", "", SCHEDULE_III_PREPARATION)
    entries = [
        moved("1", date(YEAR - 1, 5, 1), begin, own, 100, "b:1"),
        moved("2", date(YEAR, 5, 1), own, into, 30, "b:2"),
        moved("3", date(YEAR, 5, 1), back, apart, 30, "b:2"),
        moved("4", date(YEAR, 5, 2), own, apart, 7, "b:3"),
        moved("5", date(YEAR, 5, 3), apart, Account(Kind.CONSUMPTION, "codeine", "M1"), 5, "b:4"),
        moved("6", date(YEAR, 5, 3), Account(Kind.IMPORT, "codeine", "M1", "XB"), apart, 9, "b:5"),
    ]
    made = compute(Form.C, "XA", year_of(YEAR), entries, TOLD)
    assert made.amount("used_schedule_iii", "codeine") == 30
    assert made.amount("manufactured", "codeine") == 0
    assert made.amount("consumed", "codeine") == made.amount("imported", "codeine") == 0
    assert made.amount("closing_stock", "codeine") == 100 - 30 - 7


def test_what_was_supplied_of_an_estimate_leaves_out_schedule_iii_preparations_alone(
    books: str,
) -> None:
    def came(number: str, kind: Kind, purpose: str, amount_ug: int) -> Entry:
        world = Account(kind, "codeine", "M1", "XB" if kind is Kind.IMPORT else "", purpose)
        own = Account(Kind.STOCK, "codeine", "M1", "site-1", purpose)
        return moved(number, date(YEAR, 2, 1), world, own, amount_ug, f"p:{number}")

    found = [
        came("1", Kind.IMPORT, "", 10),
        came("2", Kind.IMPORT, "research", 200),
        came("3", Kind.MANUFACTURE, "", 3000),
        came("4", Kind.MANUFACTURE, SCHEDULE_III_PREPARATION, 40_000),
        came("5", Kind.IMPORT, SCHEDULE_III_PREPARATION, 500_000),
        reversal(came("1", Kind.IMPORT, "", 10), "1-back", date(YEAR, 3, 1), "correction:1"),
        came("6", Kind.OPENING, "", 6_000_000),
    ]
    do(lambda book: book.post_all(found, actor=CLERK, act="trade.stock.book", because="past:1"))
    quarter = quarters_of(YEAR)[1]
    assert see(lambda book: supplied_ug(book, quarter)) == {"codeine": 3200}
