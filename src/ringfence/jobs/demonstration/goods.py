"""The sixty substances of the demonstration, each with a fictitious size of its yearly trade.

Strengths and amounts are invented round numbers: no figure of a real market or label.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

UG_PER_G = 1_000_000


@dataclass(frozen=True, slots=True)
class Goods:
    """One substance as it is traded.

    form        the salt or hydrate in which it moves, or the substance itself
    schedule    where it stands, as a licence names it: `1961/I`, `1988/Table I`
    year_g      grams of base that the territory imports in the fictitious year
    strength_mg of one unit of the product, in base; `None` for what moves in bulk alone
    """

    substance: str
    form: str
    schedule: str
    year_g: Decimal
    strength_mg: Decimal | None

    @property
    def treaty(self) -> str:
        """The convention: 1961, 1971 or 1988."""
        return self.schedule[:4]

    @property
    def is_precursor(self) -> bool:
        """True for Table I and Table II."""
        return self.treaty == "1988"

    @property
    def is_drug(self) -> bool:
        """True under the 1961 Convention, where estimates bound the imports."""
        return self.treaty == "1961"

    @property
    def needs_authorisation(self) -> bool:
        """True where each import and export has its own paper."""
        return self.is_drug or self.schedule == "1971/II"

    @property
    def has_ceiling(self) -> bool:
        """True where a total on the books bounds what is imported."""
        return self.is_drug

    @property
    def needs_declaration(self) -> bool:
        """True for Schedule III of 1971."""
        return self.schedule == "1971/III"

    @property
    def product(self) -> str:
        """The number of its product in the dictionary."""
        return f"P-{self.substance}"


@cache
def every_goods() -> tuple[Goods, ...]:
    """The table, in its order: the first nine stand for every kind."""
    text = Path(__file__).with_name("goods.csv").read_text(encoding="utf-8")
    return tuple(
        Goods(
            row["substance"],
            row["form"],
            row["schedule"],
            Decimal(row["year_g"]),
            Decimal(row["strength_mg"]) if row["strength_mg"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )
