"""Whom to compare: the trade of own returns beside what the partners report, by year and in base.

`mirror.py` names the difference of one pair; this lays the pairs side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ringfence.ledger.amounts import grams
from ringfence.trade.returns.form import Return
from ringfence.trade.returns.mirror import Mirrored, Reported, mirror

Key = tuple[str, str, str]
"""Exporter, importer, substance."""


def trade_of(quarters: Iterable[Return], column: str) -> dict[Key, Decimal] | None:
    """Grams by exporter, importer and substance of four quarters; `None` where one lacks.

    Within a full year a pair that no quarter names had no trade: it is left out here.
    """
    told = tuple(quarters)
    if len({one.period for one in told}) != 4:
        return None
    found: dict[Key, Decimal] = {}
    for one in told:
        for figure, cell in one.of(column):
            if not figure.other or cell.amount_ug is None:
                continue
            own, other = one.territory, figure.other
            way = (own, other) if column == "exported" else (other, own)
            key = (*way, figure.substance)
            found[key] = found.get(key, Decimal(0)) + grams(cell.amount_ug)
    return found


def last_quarter_g(quarters: Iterable[Return], substance: str, partner: str) -> Decimal | None:
    """What went to a partner in the last quarter, of which some may be booked in the next year."""
    last = max(quarters, key=lambda one: one.period.last, default=None)
    amount_ug = None if last is None else last.amount("exported", substance, partner)
    return None if amount_ug is None else grams(amount_ug)


def compare(
    exports: Mapping[Key, Decimal],
    imports: Mapping[Key, Decimal],
    year: int,
    factors: Mapping[str, tuple[tuple[str, Decimal], ...]],
    shifted_g: Mapping[Key, Decimal] | None = None,
) -> tuple[Mirrored, ...]:
    """Every pair that either side names, classed; `factors` are base factors by substance.

    What a side does not name is told as missing, never as 0: only that side knows which it is.
    """
    shifts = shifted_g or {}
    pairs = [
        Reported(*key, year, exports.get(key), imports.get(key), shifts.get(key))
        for key in sorted({*exports, *imports})
    ]
    return tuple(mirror(one, factors.get(one.substance, ()), pairs) for one in pairs)
