"""The items of 1961 Schedule III as data: drugs, limits, companions and further conditions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from ringfence.law.data_file import DataFile, Table

FILE = Path(__file__).parent / "schedule_3_items.toml"

_KEYS = {
    "item",
    "drugs",
    "counts",
    "unit_mg_max",
    "percent_max",
    "companion",
    "companion_share_min",
    "companion_share_max",
    "route",
    "needs_other_ingredients",
    "must_be_unrecoverable",
    "excludes_1971",
    "source",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item. A limit that is `None` is not set: the item does not reach that kind.

    counts_base  True where the limit counts base, False where the text leaves it open
    companion    names of what must be mixed in, in a share of the drug's mass
    """

    item: str
    drugs: tuple[str, ...]
    counts_base: bool
    unit_mg_max: Decimal | None
    percent_max: Decimal | None
    companion: tuple[str, ...]
    companion_share_min: Decimal | None
    companion_share_max: Decimal | None
    route: str
    needs_other_ingredients: bool
    must_be_unrecoverable: bool
    excludes_1971: bool
    source: str

    @property
    def is_of_whole_mass(self) -> bool:
        """True where the per cent is of the preparation, divided or not."""
        return self.unit_mg_max is None


@cache
def items() -> tuple[Item, ...]:
    """Every item that names a drug, in the order of the Schedule."""
    file = DataFile(FILE)
    return tuple(_item(table) for table in file.tables("item", defaults=("source",), allowed=_KEYS))


def items_of(substance: str) -> tuple[Item, ...]:
    """The items that name a drug; opium stands in two."""
    return tuple(item for item in items() if substance in item.drugs)


def _item(table: Table) -> Item:
    return Item(
        item=table.text("item"),
        drugs=table.texts("drugs"),
        counts_base=table.one_of("counts", ("base", "open")) == "base",
        unit_mg_max=_number(table, "unit_mg_max"),
        percent_max=_number(table, "percent_max"),
        companion=table.texts("companion"),
        companion_share_min=_number(table, "companion_share_min"),
        companion_share_max=_number(table, "companion_share_max"),
        route=table.optional("route"),
        needs_other_ingredients=table.flag("needs_other_ingredients", default=False),
        must_be_unrecoverable=table.flag("must_be_unrecoverable", default=False),
        excludes_1971=table.flag("excludes_1971", default=False),
        source=table.text("source"),
    )


def _number(table: Table, key: str) -> Decimal | None:
    text = table.optional(key)
    try:
        return Decimal(text) if text else None
    except InvalidOperation as wrong:
        raise table.error(f"{key} is no number", 'Write "2.5".', key) from wrong
