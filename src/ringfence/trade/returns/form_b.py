"""Form B: annual estimates of requirements, as they are filed (1961 articles 12(1) and 19).

Figures come from the estimate itself, not from the books; each opens to the document that states
it. Areas, places and the method are no masses and stand as stated facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ringfence.law.entry import Convention
from ringfence.trade.returns.cell import Cell, filed
from ringfence.trade.returns.form import (
    Column,
    EstimateLine,
    Figure,
    Form,
    FormSpec,
    How,
    Span,
    Stated,
)

COLUMNS = (
    Column("consumption", "Part II, 19(1)(a): consumption", How.FILED),
    Column("use_for_drugs", "Part II, 19(1)(b): for other drugs", How.FILED),
    Column("use_schedule_iii", "Part II, 19(1)(b): for Schedule III preparations", How.FILED),
    Column("use_uncovered", "Part II, 19(1)(b): for substances not covered", How.FILED),
    Column("stock", "Part II, 19(1)(c): stocks on 31 December", How.FILED),
    Column("special_addition", "Part II, 19(1)(d): addition to special stocks", How.FILED),
    Column("synthetic_manufacture", "Part III, 19(1)(h): sum of the establishments", How.FILED),
    Column("opium_production", "Part IV, 19(1)(f): opium to be produced", How.FILED),
)
"""Content by article 19(1); how the form numbers its columns was not seen."""

METHOD = "19(4) method"
AREA = "19(1)(e) area"
PLACE = "19(1)(e) place"
ESTABLISHMENTS = "19(1)(g) establishments"

SPEC = FormSpec(
    form=Form.B,
    title="Annual estimates of requirements for narcotic drugs",
    edition="23rd edition, December 2014 (columns unverified)",
    citation="un1961/12/1",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1961: ("I", "II")},
)


def figures(lines: Iterable[EstimateLine]) -> Iterator[tuple[Figure, Cell]]:
    """The figures of each drug as the estimate states them."""
    for line in lines:
        made = None if line.manufacture_ug is None else sum(line.manufacture_ug)
        told = {
            "consumption": line.consumption_ug,
            "use_for_drugs": line.use_for_drugs_ug,
            "use_schedule_iii": line.use_schedule_iii_ug,
            "use_uncovered": line.use_uncovered_ug,
            "stock": line.stock_ug,
            "special_addition": line.special_addition_ug,
            "synthetic_manufacture": made,
            "opium_production": line.opium_production_ug,
        }
        for column, amount_ug in told.items():
            yield Figure(column, line.substance), filed(amount_ug, line.document)


def stated(lines: Iterable[EstimateLine]) -> Iterator[Stated]:
    """Areas, places and numbers of establishments, where they are furnished."""
    for line in lines:
        if line.area_ha:
            yield Stated(AREA, line.substance, line.area_ha, "ha", line.document)
        if line.place:
            yield Stated(PLACE, line.substance, line.place, "", line.document)
        if line.manufacture_ug is not None:
            count = str(len(line.manufacture_ug))
            yield Stated(ESTABLISHMENTS, line.substance, count, "", line.document)
