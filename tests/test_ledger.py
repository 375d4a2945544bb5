"""What must always hold of the books, as folds over entries: nothing is made, lost or forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.amounts import AmountNotKnown, declared_amount, grams, micrograms
from ringfence.ledger.balances import (
    balance,
    balances,
    balances_of,
    imbalances,
    short_accounts,
)
from ringfence.ledger.entry import Entry, EntryDoesNotBalance, Line, moved, reversal
from ringfence.ledger.year import count_differences, years_of
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.quantity import read_quantity

FIRST_DAY = date(2030, 1, 1)
SUBSTANCES = ("codeine", "morphine")
MANUFACTURE = Account(AccountKind.MANUFACTURE, "codeine", "OP-1")
IMPORT = Account(AccountKind.IMPORT, "codeine", "OP-1", "XB")
EXPORT = Account(AccountKind.EXPORT, "codeine", "OP-1", "XC")
STOCK = Account(AccountKind.STOCK, "codeine", "OP-1", "SITE-1")
OTHER = Account(AccountKind.STOCK, "codeine", "OP-2", "SITE-2")
CONSUMPTION = Account(AccountKind.CONSUMPTION, "codeine", "OP-2")

amounts = st.integers(1, 10**13)
days = st.integers(0, 3 * 365).map(lambda later: FIRST_DAY + timedelta(days=later))


@st.composite
def accounts(draw: st.DrawFn, substance: str) -> Account:
    kind = draw(st.sampled_from(AccountKind))
    holder, place = draw(st.sampled_from(("", "OP-1", "OP-2"))), draw(st.sampled_from(("", "XB")))
    return Account(kind, substance, holder, place)


@st.composite
def movements(draw: st.DrawFn) -> Entry:
    substance = draw(st.sampled_from(SUBSTANCES))
    pair = st.tuples(accounts(substance), accounts(substance))
    source, target = draw(pair.filter(lambda two: two[0] != two[1]))
    number = f"E-{draw(st.uuids())}"
    return moved(number, draw(days), source, target, draw(amounts), "test:1")


books = st.lists(movements(), max_size=25)


@given(books)
def test_books_balance_after_any_sequence(entries: list[Entry]) -> None:
    assert imbalances(entries) == {}
    assert sum(balances(entries).values()) == 0


@given(books, days)
def test_books_balance_on_any_day_and_later_entries_do_not_change_it(
    entries: list[Entry], day: date
) -> None:
    until = balances(entries, day)
    assert sum(until.values()) == 0
    assert until == balances([entry for entry in entries if entry.day <= day])


@given(books, movements())
def test_moving_neither_makes_nor_loses_any(entries: list[Entry], entry: Entry) -> None:
    before, after = balances(entries), balances([*entries, entry])
    touched = {line.account for line in entry.lines}
    for account in {*before, *after} - touched:
        assert before.get(account) == after.get(account)
    assert sum(after.get(one, 0) - before.get(one, 0) for one in touched) == 0


@given(books, movements())
def test_a_reversal_restores_every_balance(entries: list[Entry], entry: Entry) -> None:
    back = reversal(entry, "R-1", entry.day, "correction:1")
    assert back.corrects == entry.number
    assert balances([*entries, entry, back]) == balances(entries)


@given(books, amounts, amounts)
def test_a_movement_in_two_parts_sums_to_the_same(
    entries: list[Entry], one: int, other: int
) -> None:
    whole = [moved("W", FIRST_DAY, STOCK, OTHER, one + other, "test:1")]
    parts = [
        moved("P1", FIRST_DAY, STOCK, OTHER, one, "test:1"),
        moved("P2", FIRST_DAY, STOCK, OTHER, other, "test:1"),
    ]
    assert balances([*entries, *whole]) == balances([*entries, *parts])


@given(books, st.randoms())
def test_the_order_of_booking_changes_no_balance_and_no_year(
    entries: list[Entry], rng: st.DrawFn
) -> None:
    shuffled = list(entries)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert balances(shuffled) == balances(entries)
    assert years_of(shuffled, 2031) == years_of(entries, 2031)


@given(books, st.integers(2029, 2034))
def test_opening_and_flows_make_the_closing_of_every_year(entries: list[Entry], year: int) -> None:
    this, following = years_of(entries, year), years_of(entries, year + 1)
    for substance, found in this.items():
        assert found.is_balanced
        opening = following[substance].opening
        for kind in HELD:
            assert found.closing.get(kind, 0) == opening.get(kind, 0)


@given(books)
def test_balances_by_substance_and_by_account_are_parts_of_all_balances(
    entries: list[Entry],
) -> None:
    everything = balances(entries)
    parts: dict[Account, int] = {}
    for substance in SUBSTANCES:
        parts |= balances_of(entries, substance)
    assert parts == everything
    assert all(balance(entries, account) == held for account, held in everything.items())


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(EntryDoesNotBalance, match="sum to -1"):
        Entry("E-1", FIRST_DAY, (Line(STOCK, -3), Line(OTHER, 2)), "test:1")
    with pytest.raises(EntryDoesNotBalance, match="needs lines"):
        Entry("E-1", FIRST_DAY, (), "test:1")
    with pytest.raises(EntryDoesNotBalance, match="cannot be moved"):
        moved("E-1", FIRST_DAY, STOCK, OTHER, 0, "test:1")
    across = Account(AccountKind.STOCK, "morphine")
    with pytest.raises(EntryDoesNotBalance, match="codeine"):
        Entry("E-1", FIRST_DAY, (Line(STOCK, -3), Line(across, 3)), "test:1")


def test_a_short_account_is_found_on_its_first_day_and_not_within_a_day() -> None:
    day = [FIRST_DAY + timedelta(days=number) for number in range(4)]
    late = moved("E-3", day[1], STOCK, OTHER, 60, "test:1")
    entries = [
        moved("E-2", day[0], STOCK, OTHER, 50, "test:1"),
        moved("E-1", day[0], IMPORT, STOCK, 100, "test:1"),
        moved("E-4", day[2], IMPORT, STOCK, 10, "test:1"),
    ]
    assert short_accounts(entries) == ()
    (short,) = short_accounts([*entries, late])
    assert (short.account, short.day, short.balance_ug, short.entry) == (STOCK, day[1], -10, "E-3")


def test_an_account_of_the_world_is_never_short() -> None:
    entries = [moved("E-1", FIRST_DAY, CONSUMPTION, STOCK, 10, "test:1")]
    assert short_accounts(entries) == ()


def year_of_codeine() -> list[Entry]:
    return [
        moved("E-1", date(2030, 5, 1), MANUFACTURE, STOCK, 1000, "test:1"),
        moved("E-2", date(2031, 1, 1), IMPORT, STOCK, 300, "test:1"),
        moved("E-3", date(2031, 6, 1), STOCK, EXPORT, 200, "test:1"),
        moved("E-4", date(2031, 7, 1), STOCK, OTHER, 500, "test:1"),
        moved("E-5", date(2031, 12, 31), OTHER, CONSUMPTION, 450, "test:1"),
        moved("E-6", date(2031, 12, 31), CONSUMPTION, OTHER, 50, "test:1"),
        moved("E-7", date(2032, 1, 1), OTHER, CONSUMPTION, 99, "test:1"),
    ]


def test_a_year_shows_opening_flows_by_partner_and_closing() -> None:
    codeine = years_of(year_of_codeine(), 2031)["codeine"]
    assert codeine.opening == {AccountKind.STOCK: 1000}
    assert codeine.closing == {AccountKind.STOCK: 700}
    assert codeine.flow(AccountKind.IMPORT, "XB").net_in_ug == 300
    assert codeine.flow(AccountKind.EXPORT).net_out_ug == 200
    assert codeine.flow(AccountKind.EXPORT, "XB").net_out_ug == 0
    assert codeine.flow(AccountKind.CONSUMPTION).net_out_ug == 400
    assert codeine.flow(AccountKind.MANUFACTURE).net_in_ug == 0


def test_a_count_asks_only_about_accounts_that_were_counted_and_differ() -> None:
    counted = {STOCK: 600, OTHER: 95}
    (found,) = count_differences(year_of_codeine(), counted, date(2031, 12, 31))
    assert (found.account, found.book_ug, found.difference_ug) == (OTHER, 100, -5)


@pytest.mark.parametrize(
    ("written", "amount_ug"),
    [
        ("0", 0),
        ("12", 12_000_000),
        ("0.000001", 1),
        ("0.0000005", 0),
        ("0.0000015", 2),
        ("0.0000025", 2),
        ("0.00000250000000000000001", 3),
        ("9000000000000.123456", 9_000_000_000_000_123_456),
    ],
)
def test_grams_become_micrograms_rounded_half_to_even_once(written: str, amount_ug: int) -> None:
    assert micrograms(Decimal(written)) == amount_ug


@pytest.mark.parametrize("written", ["-1", "NaN", "Infinity", "1e30"])
def test_what_is_no_mass_that_fits_is_refused(written: str) -> None:
    with pytest.raises(AmountNotKnown):
        micrograms(Decimal(written))


@given(st.integers(0, 2**63 - 1))
def test_grams_and_micrograms_give_each_other_back(amount_ug: int) -> None:
    assert micrograms(grams(amount_ug)) == amount_ug


def test_a_conversion_is_applied_once_to_the_declared_total() -> None:
    """At each tablet the factor would be rounded 3,000 times over."""
    catalogue = load_catalogue()
    salt = next(one for one in catalogue.salts.values() if one.substance == "codeine")
    quantity = read_quantity("3000 tablets of 30 mg")
    found = declared_amount(quantity, "codeine", catalogue, form=salt.id)
    assert found.micrograms == micrograms(Decimal(90) * salt.base_factor)
    assert (found.declared.text, found.declared.grams) == ("3000 tablets of 30 mg", Decimal(90))
    assert (found.declared.form, found.declared.factor) == (salt.id, salt.base_factor)


def test_a_quantity_whose_form_is_not_known_gives_no_amount() -> None:
    with pytest.raises(AmountNotKnown, match="form is not known"):
        declared_amount(read_quantity("3 kg"), "codeine", load_catalogue())
    with pytest.raises(AmountNotKnown, match="strength"):
        declared_amount(read_quantity("500 tablets"), "codeine", load_catalogue(), form="codeine")
