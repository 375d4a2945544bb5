"""Form C: annual statistics of narcotic drugs (1961 article 20(1)(a)-(c), (e)-(g), 20(2)(a)).

Stocks leave out special stocks, retailers and hospitals (1(1)(x)); consumption is therefore what
flows from wholesale to them, and what comes back is taken off. With S for stocks:

    S before + manufactured + produced + imported + released from special + seized and released
      = consumed + used + exported + to special + destroyed or lost + S after + D

D is what no column explains; it is 0 where nothing was lost unseen.
"""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.account import AccountKind
from ringfence.trade.returns.form import Column, Form, FormSpec, How, Return, Span
from ringfence.trade.returns.form_a import EXPORTED, IMPORTED, POPPY_STRAW
from ringfence.trade.returns.kinds import (
    ANY_GIVER,
    COME_IN,
    CONSUMED,
    GO_OUT,
    GONE,
    MADE,
    PRODUCED,
    SEIZED,
    SPECIAL,
    STOCK,
)


def _used(name: str, says: str, kind: AccountKind, *, by_product: bool = False) -> Column:
    return Column(name, says, sources=ANY_GIVER, targets=frozenset({kind}), by_product=by_product)


_INTO_BOOKS = STOCK | SPECIAL | GO_OUT

COLUMNS = (
    Column("opening_stock", "stocks on 31 December before", How.OPENING, held=STOCK, is_ours=True),
    Column("manufactured", "Part I, manufactured", sources=MADE, targets=_INTO_BOOKS),
    Column("produced", "Part III, produced", sources=PRODUCED, targets=_INTO_BOOKS),
    Column("consumed", "Part I, consumed", sources=ANY_GIVER, targets=CONSUMED),
    _used("used_schedule_iii", "Part I, for Schedule III", AccountKind.USE_SCHEDULE_III),
    _used(
        "used_for_drugs",
        "Part I, for other drugs; Part II, by drug obtained",
        AccountKind.USE_FOR_DRUG,
        by_product=True,
    ),
    _used("used_uncovered", "Part I, for substances not covered", AccountKind.USE_UNCOVERED),
    Column("to_special", "Part I, for special purposes", sources=STOCK | COME_IN, targets=SPECIAL),
    Column(
        "released_from_special",
        "special stocks released for civilian purposes",
        sources=SPECIAL,
        targets=STOCK | GO_OUT,
        is_ours=True,
    ),
    Column("closing_stock", "Part I, stocks on 31 December", How.CLOSING, held=STOCK),
    Column("seized", "Part IV, seized", sources=frozenset({AccountKind.SEIZURE}) | STOCK,
           targets=SEIZED),
    Column("seized_destroyed", "Part IV, destroyed", sources=SEIZED, targets=GONE),
    Column("seized_released", "Part IV, released for licit use", sources=SEIZED,
           targets=STOCK | GO_OUT),
    Column("seized_to_special", "Part IV, to special stocks", sources=SEIZED, targets=SPECIAL),
    Column("seized_opening", "seized and held before", How.OPENING, held=SEIZED, is_ours=True),
    Column("seized_held", "Part IV, still held", How.CLOSING, held=SEIZED),
    IMPORTED,
    EXPORTED,
    Column("destroyed_or_lost", "destroyed or lost from licit stock",
           sources=STOCK | COME_IN, targets=GONE, is_ours=True),
    Column("seized_from_stock", "seized from licit stock", sources=STOCK, targets=SEIZED,
           is_ours=True),
    Column("found_by_count", "found by counts more than the books held: an open question",
           sources=frozenset({AccountKind.COUNT_DIFFERENCE}), targets=STOCK, is_ours=True),
)  # fmt: skip
"""Content by article 20(1); how the form numbers its columns was not seen. Columns that are ours
make the balance whole; imports and exports are those of Form A."""

SPEC = FormSpec(
    form=Form.C,
    title="Annual statistics of production, manufacture, consumption, stocks and seizures",
    edition="editions of 2012 and later (columns unverified)",
    citation="un1961/20/2(a)",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1961: ("I", "II")},
    also=frozenset({POPPY_STRAW}),
)

ENTERED = (
    "opening_stock",
    "manufactured",
    "produced",
    "imported",
    "released_from_special",
    "seized_released",
)
LEFT = (
    "consumed",
    "used_schedule_iii",
    "used_for_drugs",
    "used_uncovered",
    "exported",
    "to_special",
    "destroyed_or_lost",
    "seized_from_stock",
    "closing_stock",
)


def unaccounted_ug(return_: Return, substance: str) -> int | None:
    """D of the balance: what entered less what left; `None` where a figure is not reported."""
    entered = [return_.amount(column, substance) for column in ENTERED]
    left = [return_.amount(column, substance) for column in LEFT]
    if None in entered or None in left:
        return None
    return sum(one or 0 for one in entered) - sum(one or 0 for one in left)
