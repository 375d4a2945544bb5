"""Accounts: where an amount of one substance is, or where it came from or went.

A *stock* account belongs to a holder at a place. A *world* account stands for what lies outside
the books of the holders: what was made, imported, consumed, lost. Every entry moves amounts
between accounts, so that the sum over all accounts of a substance is always zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AccountKind(StrEnum):
    """What an account stands for; the figures of the returns are sums over these."""

    STOCK = "stock"
    """Held by a licensed operator for domestic consumption, manufacture or export."""
    SPECIAL_STOCK = "special_stock"
    """Held by the Government for special purposes (1961 article 1(1)(w)); never in the returns."""
    SEIZED = "seized"
    """Seized and not yet disposed of."""
    IN_TRANSIT = "in_transit"
    """Left one holder, not yet booked by the next."""
    MANUFACTURE = "manufacture"
    PRODUCTION = "production"
    """Separated from the plant: opium, coca leaf, cannabis, resin (1961 article 1(1)(t))."""
    IMPORT = "import"
    EXPORT = "export"
    CONSUMPTION = "consumption"
    """Left wholesale for retail, medical use or research (1961 article 1(2))."""
    USE_FOR_DRUG = "use_for_drug"
    USE_SCHEDULE_III = "use_schedule_iii"
    USE_UNCOVERED = "use_uncovered"
    USE_EXEMPT_PREPARATION = "use_exempt_preparation"
    USE_INDUSTRIAL = "use_industrial"
    DESTRUCTION = "destruction"
    LOSS = "loss"
    SEIZURE = "seizure"
    """Where seized amounts come from: outside the licit books."""
    OPENING = "opening"
    """What was on hand when the books began."""
    COUNT_DIFFERENCE = "count_difference"
    """What a count found more or less than the books: an open question."""


HELD = (
    AccountKind.STOCK,
    AccountKind.SPECIAL_STOCK,
    AccountKind.SEIZED,
    AccountKind.IN_TRANSIT,
)
"""Kinds of account that hold something real and may never be below zero."""


SCHEDULE_III_PREPARATION = "schedule_iii_preparation"
"""Purpose of every account of preparations of 1961 Schedule III: never in the figures of a drug
(1961 article 2(4)); what was used to make them is."""


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account of one substance.

    holder   the operator's number, the authority's for seized and special stock; empty for world
             accounts that no holder reports
    place    the site of the holder; for IMPORT and EXPORT the code of the partner territory
    purpose  a purpose word where stock is kept apart by purpose; empty otherwise
    """

    kind: AccountKind
    substance: str
    holder: str = ""
    place: str = ""
    purpose: str = ""

    @property
    def is_held(self) -> bool:
        """True where the account holds something real."""
        return self.kind in HELD
