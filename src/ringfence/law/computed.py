"""What a computation of the law gives when a fact is missing: never zero, always the fact's name.

A computed duty returns its own result type or `Undetermined`, so that a caller cannot take one
for the other. Quantities are exact grams of anhydrous base.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ringfence.law.rule import Found, undetermined
from ringfence.terms import RingfenceError

NONE = Decimal(0)
"""Known to be nothing. It is always written out; a missing amount is `None`, never this."""

Computes = Mapping[str, Callable[..., object]]
"""Obligations of the register and the functions that compute them (see `law/limits`)."""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A result that cannot be computed, with the facts that are missing, in plain words."""

    citation: str
    missing: tuple[str, ...]

    @property
    def reason(self) -> str:
        """One sentence that names what is missing."""
        return f"not known: {'; '.join(self.missing)}"

    def as_found(self) -> Found:
        """The same as the answer of a rule."""
        return undetermined(self.reason, missing=", ".join(self.missing))


class NegativeQuantity(RingfenceError):
    """A quantity that cannot be below zero was given as one."""

    def __init__(self, name: str, quantity: Decimal) -> None:
        self.name, self.quantity = name, quantity
        super().__init__(
            f"{name} is {quantity}, below zero\nEnter the quantity without a sign, "
            "and book what came back as a movement of its own."
        )


def refuse_negative(**quantities_g: Decimal | None) -> None:
    """Raise NegativeQuantity where a known quantity is below zero."""
    for name, quantity in quantities_g.items():
        if quantity is not None and quantity < 0:
            raise NegativeQuantity(name, quantity)


def missing_of(facts: Mapping[str, Decimal | None]) -> tuple[str, ...]:
    """The descriptions whose quantity is not known, in order."""
    return tuple(says for says, quantity in facts.items() if quantity is None)


def known(quantity: Decimal | None) -> Decimal:
    """A quantity that was checked to be known before."""
    assert quantity is not None, "checked by missing_of"
    return quantity
