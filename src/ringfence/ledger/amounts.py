"""Amounts: whole micrograms of anhydrous base, made once from what was declared.

A conversion is applied once, to the declared total, never unit by unit, and what was declared
stays beside the amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ringfence.ledger.entry import Declared
from ringfence.substance.catalogue import Catalogue
from ringfence.substance.quantity import Mass, Quantity, base_mass
from ringfence.terms import Grams, RingfenceError

MICROGRAMS_PER_GRAM = 1_000_000
AMOUNT_UG_MAX = 2**63 - 1
"""What an account can hold: 9.2 million tonnes."""

_PLACES_MAX = 12
"""Grams with more places before the point are beyond any account."""


class AmountNotKnown(RingfenceError):
    """A declared quantity gives no amount for the books; says which fact is missing."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{text!r} gives no amount: {reason}")


@dataclass(frozen=True, slots=True)
class Amount:
    """Micrograms of anhydrous base, and what was declared, with the factor that made them."""

    micrograms: int
    declared: Declared


def micrograms(grams: Decimal) -> int:
    """Whole micrograms of `grams`: exact, or rounded half to even, once.

    Raises AmountNotKnown for what is not a mass from 0 up, or is more than an account can hold.

    >>> micrograms(Decimal("0.0000025"))
    2
    """
    if not grams.is_finite() or grams < 0:
        raise AmountNotKnown(str(grams), "a mass is a number from 0 up")
    if grams.adjusted() > _PLACES_MAX or grams * MICROGRAMS_PER_GRAM > AMOUNT_UG_MAX:
        raise AmountNotKnown(str(grams), "more than the books can hold: check the unit")
    return round(Fraction(grams) * MICROGRAMS_PER_GRAM)


def grams(amount_ug: int) -> Grams:
    """The exact grams of so many micrograms."""
    return Grams(Decimal(f"{amount_ug}E-6"))


def declared_amount(
    quantity: Quantity,
    substance: str,
    catalogue: Catalogue,
    *,
    form: str | None = None,
    strength_is_base: bool = False,
) -> Amount:
    """The amount of a declared quantity, converted once; options as of `quantity.base_mass`.

    Raises AmountNotKnown where the quantity or its form is not settled, FormOfOtherSubstance.
    """
    mass = base_mass(quantity, substance, catalogue, form=form, strength_is_base=strength_is_base)
    return amount_of(mass, quantity.text)


def amount_of(mass: Mass, text: str) -> Amount:
    """The amount of a mass that was converted already; raises AmountNotKnown without one."""
    if mass.grams_base is None:
        raise AmountNotKnown(text, mass.reason)
    declared = Declared(
        text=text,
        grams=mass.grams_declared,
        form=mass.form or "",
        factor=mass.factor,
        factor_source=mass.source,
    )
    return Amount(micrograms(mass.grams_base), declared)
