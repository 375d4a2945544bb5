"""Assessments of psychotropic substances: practice of Governments and the Board, not treaty.

ECOSOC 1981/7 (Schedule II), 1991/44 (III and IV), 1993/38 and 1996/30 are the resolutions named
on Form B/P. An assessment is the annual domestic need, without exports and re-exports; it stays in
force from its day until it is changed. Whatever is found here warns and never refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ringfence.law.computed import (
    Computes,
    Undetermined,
    known,
    missing_of,
    refuse_negative,
)
from ringfence.law.limits.clocks import add_years
from ringfence.law.rule import Found, advice, met, not_applicable, undetermined
from ringfence.terms import Country, Day

CITATION = "ecosoc/1996/30"

RENEWAL_YEARS = 3
"""The Board asks for a renewal at least every three years. Unverified: from memory."""

NEAR_SHARE = Decimal("0.9")
"""From this share of the assessment on, a warning says that it is nearly used up. Our choice."""


class Level(StrEnum):
    """How imports of a year stand to the assessment, from quiet to loud."""

    WITHIN = "within"
    NEAR = "near"
    ABOVE = "above"
    NOT_HELD = "no assessment"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The assessed annual domestic need of a country for one substance, from a day on."""

    country: Country
    substance: str
    quantity_g: Decimal
    effective: Day
    source: str

    def __post_init__(self) -> None:
        refuse_negative(quantity_g=self.quantity_g)


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of one year that an assessment is made of, in grams. `None` = not known.

    Exports and re-exports are no needs of the country: they are kept out by having no field.
    """

    medical_g: Decimal | None = None
    """Medical and scientific need, also what is made at home for it."""
    industrial_g: Decimal | None = None
    """What industry needs, with its purpose stated."""
    exceptional_stock_g: Decimal | None = None
    """Stock for exceptional circumstances."""

    def __post_init__(self) -> None:
        refuse_negative(
            medical_g=self.medical_g,
            industrial_g=self.industrial_g,
            exceptional_stock_g=self.exceptional_stock_g,
        )


def assessed_quantity(needs: Needs) -> Decimal | Undetermined:
    """The assessment of a country: its own needs, whoever makes the substance (Form B/P)."""
    missing = missing_of(
        {
            "medical and scientific need": needs.medical_g,
            "industrial need": needs.industrial_g,
            "stock for exceptional circumstances": needs.exceptional_stock_g,
        }
    )
    if missing:
        return Undetermined(CITATION, missing)
    return known(needs.medical_g) + known(needs.industrial_g) + known(needs.exceptional_stock_g)


def assessment_on(
    assessments: Iterable[Assessment], country: Country, substance: str, day: Day
) -> Assessment | None:
    """The assessment in force on `day`: the last that took effect; `None` where none is held."""
    held = [
        one
        for one in assessments
        if (one.country, one.substance) == (country, substance) and one.effective <= day
    ]
    return max(held, key=lambda one: one.effective, default=None)


def renewal_due(effective: Day, every_years: int = RENEWAL_YEARS) -> Day:
    """The day by which the Board asks for a renewed assessment."""
    return add_years(effective, every_years)


def level(
    assessment: Assessment | None, imported_and_requested_g: Decimal, near: Decimal = NEAR_SHARE
) -> Level:
    """Where domestic imports of the year, with the request, stand to the assessment."""
    if assessment is None:
        return Level.NOT_HELD
    if imported_and_requested_g > assessment.quantity_g:
        return Level.ABOVE
    if imported_and_requested_g >= assessment.quantity_g * near:
        return Level.NEAR
    return Level.WITHIN


def import_is_within_assessment(
    assessment: Assessment | None,
    imported_g: Decimal | None,
    requested_g: Decimal | None,
    day: Day,
    *,
    is_for_re_export: bool | None = False,
    declares_re_export: bool | None = None,
) -> Found:
    """Warn where an import goes beyond the assessment; consult the importing authority then.

    An import that its authorisation declares to be for re-export does not count.
    """
    if is_for_re_export:
        return _re_export(declares_re_export)
    if imported_g is None or requested_g is None or is_for_re_export is None:
        return replace(
            undetermined(
                "imports of the year, the request, or whether it is for re-export are not known",
                imported_g=imported_g,
                requested_g=requested_g,
                is_for_re_export=is_for_re_export,
            ),
            is_advice=True,
        )
    facts = {"imported_g": imported_g, "requested_g": requested_g}
    found = level(assessment, imported_g + requested_g)
    if assessment is None:
        return advice("no assessment is held: consult the importing authority", **facts)
    facts["assessment_g"] = assessment.quantity_g
    if found is Level.ABOVE:
        return advice("beyond the assessment: consult the importing authority", **facts)
    due = renewal_due(assessment.effective)
    if day > due:
        return advice(f"the assessment should have been renewed by {due}", **facts)
    if found is Level.NEAR:
        return advice("the assessment is nearly used up", **facts)
    return replace(met("within the assessment", **facts), is_advice=True)


def _re_export(declares_re_export: bool | None) -> Found:
    if declares_re_export:
        return not_applicable("for re-export: not counted against the assessment")
    if declares_re_export is None:
        missing = "whether the import authorisation declares the re-export is not told"
        return replace(undetermined(missing), is_advice=True)
    return advice("the import authorisation does not declare the re-export: ask for it")


COMPUTES: Computes = {"1971x-Form-B-P-page-2": assessed_quantity}
