"""Form P: annual statistics of psychotropic substances (1971 article 16(4)).

Treaty minimum: for Schedules I and II manufacture, imports and exports by partner and makers'
stocks; for III and IV manufacture, total imports and exports; for II and III use in exempt
preparations; for II to IV industrial use. Manufacture leaves out the making of preparations.
Consumption is voluntary. Partner detail of III and IV rests on ECOSOC 1985/15 and 1987/30.
"""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.account import AccountKind
from ringfence.trade.returns.form import Column, Form, FormSpec, How, Return, Span
from ringfence.trade.returns.form_a import EXPORTED, IMPORTED
from ringfence.trade.returns.kinds import ANY_GIVER, CONSUMED, GO_OUT, MADE, SPECIAL, STOCK
from ringfence.trade.returns.units import UnitGroup

COLUMNS = (
    Column("manufactured", "Part one, manufactured", sources=MADE,
           targets=STOCK | SPECIAL | GO_OUT),
    Column("used_exempt", "Part one, for exempt preparations", sources=ANY_GIVER,
           targets=frozenset({AccountKind.USE_EXEMPT_PREPARATION})),
    Column("used_industrial", "Part one, for industrial purposes", sources=ANY_GIVER,
           targets=frozenset({AccountKind.USE_INDUSTRIAL})),
    Column("used_for_substances", "for making other substances", sources=ANY_GIVER,
           targets=frozenset({AccountKind.USE_FOR_DRUG, AccountKind.USE_UNCOVERED})),
    Column("consumed", "Part one, consumed (voluntary)", sources=ANY_GIVER, targets=CONSUMED),
    Column("makers_opening_stock", "makers' stocks on 31 December before", How.OPENING,
           held=STOCK, of_makers=True, needs="makers", is_ours=True),
    Column("makers_closing_stock", "Part one, makers' stocks on 31 December", How.CLOSING,
           held=STOCK, of_makers=True, needs="makers"),
    Column("opening_stock", "all ordinary stocks on 31 December before", How.OPENING,
           held=STOCK, is_ours=True),
    Column("closing_stock", "all ordinary stocks on 31 December", How.CLOSING, held=STOCK,
           is_ours=True),
    IMPORTED,
    EXPORTED,
)  # fmt: skip
"""Content by article 16(4); the arrangement of parts two and three was not seen."""

SPEC = FormSpec(
    form=Form.P,
    title="Annual statistics of psychotropic substances",
    edition="40th edition, 2020: kilograms for all schedules (columns unverified)",
    citation="un1971/16/4",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1971: ("I", "II", "III", "IV")},
    unit=UnitGroup.KG,
)


def domestic_disposal_ug(return_: Return, substance: str) -> int | None:
    """What left the makers for the home market: what entered less every other way out."""
    entered = ("makers_opening_stock", "manufactured", "imported")
    left = ("exported", "used_industrial", "used_exempt", "makers_closing_stock")
    gained = [return_.amount(column, substance) for column in entered]
    spent = [return_.amount(column, substance) for column in left]
    if None in gained or None in spent:
        return None
    return sum(one or 0 for one in gained) - sum(one or 0 for one in spent)


def apparent_consumption_ug(return_: Return, substance: str) -> int | None:
    """M + I - E - industrial - growth of stocks, all ordinary stocks counted."""
    entered = ("manufactured", "imported", "opening_stock")
    left = ("exported", "used_industrial", "closing_stock")
    gained = [return_.amount(column, substance) for column in entered]
    spent = [return_.amount(column, substance) for column in left]
    if None in gained or None in spent:
        return None
    return sum(one or 0 for one in gained) - sum(one or 0 for one in spent)
