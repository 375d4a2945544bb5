"""The mirror: what the exporter reports against what the importer reports, in grams of base.

Compared by year, because goods sent in December may arrive in January. A difference is not yet a
diversion: most are a unit, a salt taken for its base, a partner confused or a quarter's delay, and
each of those leaves its own mark. What none of them explains is unexplained, and a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ringfence.trade.returns.crossings import Crossing, sets_of

TOLERANCE = Decimal("0.01")
"""[policy] How far two figures may lie apart, as a share of the larger, and still be the same."""

FACTOR_TOLERANCE = Decimal("0.005")
"""[policy] How near a ratio must come to a base factor; the Board prints whole per cents."""

UNIT_RATIOS = (Decimal(1000), Decimal(1_000_000))
"""Grams for kilograms, milligrams for grams, and both."""


class MirrorKind(StrEnum):
    """What lies between the two figures, in the order in which it is looked for."""

    MATCH = "match"
    MISSING = "missing on one side"
    UNIT_ERROR = "unit error"
    SALT_BASE_ERROR = "salt taken for base"
    PARTNER_ERROR = "another partner named"
    TIMING = "timing"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Reported:
    """What one side reports of one drug and partner in one year, in grams of base.

    exported_g, imported_g  `None` where that side has reported nothing, which is not zero
    shifted_g  what may have crossed the end of the year: sent in its last quarter
    crossings  consignments of which our documents say, or leave open, that they crossed it
    """

    exporter: str
    importer: str
    substance: str
    year: int
    exported_g: Decimal | None
    imported_g: Decimal | None
    shifted_g: Decimal | None = None
    crossings: tuple[Crossing, ...] = ()


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was found between the two figures of a pair, with the sentence that says it.

    ratio  exported by imported; `None` where a side is missing or zero
    form   the salt or hydrate whose base factor the ratio is
    is_accounted_for  True where both figures are right: documents tell of what crossed the year
    """

    reported: Reported
    kind: MirrorKind
    reason: str
    ratio: Decimal | None = None
    form: str | None = None
    is_accounted_for: bool = False


def mirror(
    reported: Reported,
    factors: Iterable[tuple[str, Decimal]] = (),
    others: Sequence[Reported] = (),
) -> Mirrored:
    """Say what lies between the two figures.

    `factors` are the forms of the drug with their base factors (grams of base in one gram);
    `others` are the other pairs of the same drug and year, among which a confused partner shows.
    """
    exported, imported = reported.exported_g, reported.imported_g
    if exported is None or imported is None:
        return _one_sided(reported, others)
    if _are_close(exported, imported, TOLERANCE):
        return Mirrored(reported, MirrorKind.MATCH, "both sides agree", _ratio(exported, imported))
    ratio = _ratio(exported, imported)
    found = _by_documents(reported, ratio, is_certain=True)
    if found is None and ratio is not None:
        found = _by_unit(reported, ratio) or _by_form(reported, ratio, factors)
    return (
        found
        or _by_partner(reported, others)
        or _by_documents(reported, ratio)
        or _by_timing(reported, ratio)
        or _open(reported, ratio)
    )


def _ratio(exported: Decimal, imported: Decimal) -> Decimal | None:
    return exported / imported if exported > 0 and imported > 0 else None


def _are_close(one: Decimal, other: Decimal, share: Decimal) -> bool:
    return abs(one - other) <= share * max(one, other)


def _one_sided(reported: Reported, others: Sequence[Reported]) -> Mirrored:
    if reported.exported_g is None and reported.imported_g is None:
        return Mirrored(reported, MirrorKind.MISSING, "neither side has reported")
    found = (
        _by_documents(reported, None, is_certain=True)
        or _by_partner(reported, others)
        or _by_documents(reported, None)
    )
    if found is not None:
        return found
    silent = reported.exporter if reported.exported_g is None else reported.importer
    return Mirrored(reported, MirrorKind.MISSING, f"{silent} has reported nothing of it")


def _by_unit(reported: Reported, ratio: Decimal) -> Mirrored | None:
    larger, side = (ratio, "exported") if ratio >= 1 else (1 / ratio, "imported")
    for power in UNIT_RATIOS:
        if _are_close(larger, power, TOLERANCE):
            reason = f"the {side} figure is {power:f} times the other: a unit"
            return Mirrored(reported, MirrorKind.UNIT_ERROR, reason, ratio)
    return None


def _by_form(
    reported: Reported, ratio: Decimal, factors: Iterable[tuple[str, Decimal]]
) -> Mirrored | None:
    """One side wrote the salt, the other its base: the ratio is the factor, or its inverse.

    Where the ratio fits several forms the nearest is named; which it was is for a person.
    """
    smaller, side = (ratio, "imported") if ratio < 1 else (1 / ratio, "exported")
    near = [(abs(smaller - factor), form, factor) for form, factor in factors if factor < 1]
    if not near:
        return None
    distance, form, factor = min(near)
    if distance > FACTOR_TOLERANCE:
        return None
    reason = (
        f"the ratio {smaller:.4f} is the base factor of {form} ({factor}): "
        f"the {side} figure counts the salt"
    )
    return Mirrored(reported, MirrorKind.SALT_BASE_ERROR, reason, ratio, form)


def _by_partner(reported: Reported, others: Sequence[Reported]) -> Mirrored | None:
    """The same amount stands under another country on the side that lacks it."""
    for other in others:
        if _key(other) == _key(reported) or not _is_same_trade(other, reported):
            continue
        if _is_booked_from(other, reported):
            return _confused(reported, f"{other.importer} names {other.exporter} as the source")
        if _is_booked_to(other, reported):
            return _confused(reported, f"{other.exporter} names {other.importer} as the buyer")
    return None


def _is_booked_from(other: Reported, reported: Reported) -> bool:
    """The importer books what it lacks of one country under another that reports no export."""
    same = reported.imported_g is None and other.importer == reported.importer
    return same and other.exported_g is None and _is_amount(other.imported_g, reported.exported_g)


def _is_booked_to(other: Reported, reported: Reported) -> bool:
    """The exporter books what it lacks to one country under another that reports no import."""
    same = reported.exported_g is None and other.exporter == reported.exporter
    return same and other.imported_g is None and _is_amount(other.exported_g, reported.imported_g)


def _confused(reported: Reported, reason: str) -> Mirrored:
    return Mirrored(reported, MirrorKind.PARTNER_ERROR, f"{reason}: the same amount")


def _key(reported: Reported) -> tuple[str, str, str, int]:
    return reported.exporter, reported.importer, reported.substance, reported.year


def _is_same_trade(one: Reported, other: Reported) -> bool:
    return (one.substance, one.year) == (other.substance, other.year)


def _is_amount(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and other > 0 and _are_close(one, other, TOLERANCE)


def _by_documents(
    reported: Reported, ratio: Decimal | None, *, is_certain: bool = False
) -> Mirrored | None:
    """Consignments that left before the end of a year and arrived after it close the difference.

    is_certain  only those of which both days are told
    """
    apart = (reported.exported_g or Decimal(0)) - (reported.imported_g or Decimal(0))
    for crossings in sets_of(reported.crossings):
        if is_certain and not all(one.is_certain for one in crossings):
            return None
        crossed = sum((one.signed_g(reported.year) for one in crossings), Decimal(0))
        if not crossed or not _may_have_left(reported, crossings):
            continue
        if abs(apart - crossed) <= TOLERANCE * abs(crossed):
            told = "; ".join(one.told() for one in crossings)
            reason = f"goods crossed the end of the year: {told}"
            arrived = all(one.arrived_on for one in crossings)
            return Mirrored(
                reported, MirrorKind.TIMING, reason, ratio, is_accounted_for=arrived
            )  # fmt: skip
    return None


def _may_have_left(reported: Reported, crossings: Sequence[Crossing]) -> bool:
    """No more arrived after the year than the exporter sent in its last quarter, where it tells."""
    late = sum((one.amount_g for one in crossings if one.begins.year > reported.year), Decimal(0))
    return reported.shifted_g is None or late <= reported.shifted_g * (1 + TOLERANCE)


def _by_timing(reported: Reported, ratio: Decimal | None) -> Mirrored | None:
    """What was sent in the last quarter and booked in the next year closes the difference."""
    shifted = reported.shifted_g
    exported, imported = reported.exported_g, reported.imported_g
    if shifted is None or exported is None or imported is None or exported <= imported:
        return None
    if _are_close(exported - shifted, imported, TOLERANCE):
        reason = (
            f"{shifted.normalize():f} g were sent before the end of the year and booked after it"
        )
        return Mirrored(reported, MirrorKind.TIMING, reason, ratio)
    return None


def _open(reported: Reported, ratio: Decimal | None) -> Mirrored:
    more = "exported" if (reported.exported_g or 0) > (reported.imported_g or 0) else "imported"
    reason = f"more was {more} than the other side tells, and no known error explains it"
    return Mirrored(reported, MirrorKind.UNEXPLAINED, reason, ratio)
