"""1961 articles 31(1)(b) and 21(4): what may still be sent to a country in a year.

The exporter's authority compares a request with the total of the estimates of the destination,
plus what is to be re-exported, less what was imported or is authorised and still valid. Imports
belong to the year in which the goods physically arrive; until the endorsed quantity is known, the
authorised one counts. Nothing that may still arrive is left out, so cutting a consignment into
parts frees no room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ringfence.law.computed import (
    NONE,
    Computes,
    Undetermined,
    known,
    missing_of,
    refuse_negative,
)
from ringfence.law.limits.estimates import Total
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.terms import Country, Day

CITATION = "un1961/31/1(b)"


@dataclass(frozen=True, slots=True)
class Consignment:
    """One consignment under an authorisation.

    dispatched_g  what left, at most what was authorised
    arrived       the day of physical import, once known
    endorsed_g    what was actually imported, once the endorsed authorisation came back (31(7))
    """

    dispatched: Day
    dispatched_g: Decimal
    arrived: Day | None = None
    endorsed_g: Decimal | None = None

    def __post_init__(self) -> None:
        refuse_negative(dispatched_g=self.dispatched_g, endorsed_g=self.endorsed_g)

    def counts_in(self, year: int, as_of: Day) -> Decimal:
        """What counts against `year`. Until the day of arrival is known, the consignment counts in
        every year in which it may have arrived or may yet arrive."""
        quantity_g = self.dispatched_g if self.endorsed_g is None else self.endorsed_g
        if self.arrived is not None:
            return quantity_g if self.arrived.year == year else NONE
        may_arrive = self.dispatched.year <= year <= max(as_of.year, self.dispatched.year) + 1
        return quantity_g if may_arrive else NONE


@dataclass(frozen=True, slots=True)
class Authorised:
    """One authorisation to send a drug to a country, with what has moved under it.

    valid_until  last day of import; `None` = not known, and then the authorisation counts as open
    is_closed    True when nothing more will move under it: revoked, or returned endorsed
    """

    number: str
    quantity_g: Decimal
    valid_from: Day
    valid_until: Day | None
    consignments: tuple[Consignment, ...] = ()
    is_closed: bool = False

    def __post_init__(self) -> None:
        refuse_negative(quantity_g=self.quantity_g)

    def counts_in(self, year: int, as_of: Day) -> Decimal:
        """What counts against `year`: what moved, and the rest while it may still move.

        The unused rest of an expired or closed authorisation is released.
        """
        moved_g = sum((one.counts_in(year, as_of) for one in self.consignments), NONE)
        return moved_g + (self._rest_g() if self._may_still_move_in(year, as_of) else NONE)

    def _rest_g(self) -> Decimal:
        sent_g = sum((one.dispatched_g for one in self.consignments), NONE)
        return max(NONE, self.quantity_g - sent_g)

    def _may_still_move_in(self, year: int, as_of: Day) -> bool:
        if self.is_closed:
            return False
        first = max(self.valid_from, as_of)
        if self.valid_until is None:
            return year >= first.year
        return as_of <= self.valid_until and first.year <= year <= self.valid_until.year


@dataclass(frozen=True, slots=True)
class Headroom:
    """What may still be sent to a destination in a year, as of one day."""

    year: int
    as_of: Day
    total_g: Decimal
    re_export_g: Decimal
    taken_g: Decimal
    is_provisional: bool = False

    @property
    def left_g(self) -> Decimal:
        """Total plus re-exports less what is taken; below zero when the total is overdrawn."""
        return self.total_g + self.re_export_g - self.taken_g

    def fits(self, requested_g: Decimal | None) -> Found:
        """Whether a further export stays within the total (article 31(1)(b))."""
        facts: dict[str, object] = {
            "left_g": self.left_g,
            "requested_g": requested_g,
            "year": self.year,
            "as_of": self.as_of,
            "provisional": self.is_provisional,
        }
        if requested_g is None:
            return undetermined("the amount in grams of base is not known", **facts)
        refuse_negative(requested_g=requested_g)
        if requested_g <= self.left_g:
            return met(f"{requested_g} g fit in the {self.left_g} g left for {self.year}", **facts)
        over_g = requested_g - max(NONE, self.left_g)
        return not_met(f"{over_g} g more than what is left for {self.year}", **facts)


def headroom(
    total: Total | Undetermined | None,
    re_export_g: Decimal | None,
    authorised: Iterable[Authorised],
    as_of: Day,
) -> Headroom | Undetermined:
    """What is left of the total of a destination: T + RX - imports made or authorised.

    `re_export_g` is the amount that the importing authority certified as intended for re-export;
    zero where it is known that there is none. Source: article 31(1)(b).
    """
    if isinstance(total, Undetermined):
        return total
    if total is None:
        return Undetermined(CITATION, ("total of the estimates of the destination",))
    if re_export_g is None:
        return Undetermined(CITATION, ("amount intended for re-export",))
    refuse_negative(re_export_g=re_export_g)
    return Headroom(
        year=total.year,
        as_of=as_of,
        total_g=total.total_g,
        re_export_g=re_export_g,
        taken_g=sum((one.counts_in(total.year, as_of) for one in authorised), NONE),
        is_provisional=total.is_provisional,
    )


def export_is_within_total(
    requested_g: Decimal | None,
    total_g: Decimal | None,
    taken_g: Decimal | None,
    re_export_g: Decimal | None,
) -> Found:
    """The same test from four amounts, for a movement that is told and not on the books."""
    amounts = {
        "total of the estimates": total_g,
        "imports made or authorised": taken_g,
        "amount intended for re-export": re_export_g,
        "amount requested in grams of base": requested_g,
    }
    missing = missing_of(amounts)
    facts = {
        "requested_g": requested_g,
        "total_g": total_g,
        "taken_g": taken_g,
        "re_export_g": re_export_g,
    }
    if missing:
        return undetermined(f"not known: {'; '.join(missing)}", **facts)
    left_g = known(total_g) + known(re_export_g) - known(taken_g)
    if known(requested_g) <= left_g:
        return met(f"{requested_g} g fit in the {left_g} g left", **facts, left_g=left_g)
    return not_met(f"{requested_g} g are more than the {left_g} g left", **facts, left_g=left_g)


def over_export(
    exported_to_g: Decimal | None,
    total: Total | Undetermined | None,
    exported_from_g: Decimal | None,
) -> Found:
    """Met when exports to a country exceed its total and what it exported: the Board may notify.

    Article 21(4)(a) adds "after deduction of any excess" (21(3)). The total of 19(2) is already
    less that excess, so it is deducted once, not twice.
    """
    if isinstance(total, Undetermined):
        return total.as_found()
    amounts = {
        "exports to the country": exported_to_g,
        "total of the estimates": None if total is None else total.total_g,
        "exports of the country": exported_from_g,
    }
    missing = missing_of(amounts)
    if missing or total is None:
        return undetermined(f"not known: {'; '.join(missing)}")
    allowed_g = total.total_g + known(exported_from_g)
    facts = {"exported_to_g": exported_to_g, "allowed_g": allowed_g, "as_of": total.as_of}
    if known(exported_to_g) > allowed_g:
        over_g = known(exported_to_g) - allowed_g
        return met(f"exports exceed the total by {over_g} g", over_g=over_g, **facts)
    return not_met("exports are within the total", **facts)


@dataclass(frozen=True, slots=True)
class StopNotice:
    """A notice of the Board under article 21(4): no further export of a drug to a country."""

    country: Country
    substance: str
    received: Day

    @property
    def last(self) -> Day:
        """The notice holds for the rest of its year."""
        return self.received.replace(month=12, day=31)

    def binds(self, country: Country, substance: str, day: Day) -> bool:
        """True for an authorisation of that drug to that country in the rest of that year."""
        same = (country, substance) == (self.country, self.substance)
        return same and self.received <= day <= self.last


def export_under_notice(
    notice: StopNotice | None,
    country: Country,
    substance: str,
    day: Day,
    has_covering_supplement: bool | None,
    is_essential_for_the_sick: bool | None,
) -> Found:
    """After a notice an export is authorised only under one of two exceptions (21(4)(b)).

    (i) a supplementary estimate covers both what was imported in excess and the new need;
    (ii) the exporting Government holds the export essential for the treatment of the sick.
    """
    if notice is None or not notice.binds(country, substance, day):
        return not_applicable("no notice of the Board binds this export")
    facts = {"received": notice.received, "until": notice.last}
    if has_covering_supplement:
        return met("a supplementary estimate covers the excess and the new need", **facts)
    if is_essential_for_the_sick:
        return met("the exporting Government holds it essential for the sick", **facts)
    if has_covering_supplement is None or is_essential_for_the_sick is None:
        reason = "a notice of the Board is in force; whether an exception applies is not told"
        return undetermined(reason, **facts)
    return not_met("a notice of the Board is in force and no exception applies", **facts)


def supplement_covers(
    old: Total | None,
    new: Total | None,
    over_imported_g: Decimal | None,
    needed_g: Decimal | None,
) -> Found:
    """Whether a supplement covers the excess import and the additional need (21(4)(b)(i))."""
    if old is None or new is None or over_imported_g is None or needed_g is None:
        return undetermined("both totals, the excess import and the new need must be known")
    gained_g, wanted_g = new.total_g - old.total_g, over_imported_g + needed_g
    facts = {"gained_g": gained_g, "wanted_g": wanted_g}
    if gained_g >= wanted_g:
        return met("the supplement covers the excess import and the new need", **facts)
    return not_met(f"the supplement is {wanted_g - gained_g} g short", **facts)


COMPUTES: Computes = {
    "1961-31-1-b": headroom,
    "1961-21-4-a": over_export,
    "1961-21-4-b": export_under_notice,
}
