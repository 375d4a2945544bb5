"""Form B/P: assessments of 1971 Schedules II, III and IV, as they are filed.

One figure a substance: the annual domestic medical and scientific need with home manufacture,
industrial use and stock for exceptional circumstances, without exports and re-exports. It stands
until it is replaced. Basis: ECOSOC 1981/7, 1991/44, 1993/38, 1996/30; practice and not treaty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ringfence.law.entry import Convention
from ringfence.trade.returns.cell import Cell, filed
from ringfence.trade.returns.form import (
    AssessmentLine,
    Column,
    Figure,
    Form,
    FormSpec,
    How,
    Span,
    Stated,
)
from ringfence.trade.returns.units import UnitGroup

COLUMNS = (Column("need", "total annual domestic requirement", How.FILED),)

EFFECTIVE = "effective day"
INDUSTRIAL = "product of industrial use"
REASON = "reason of the change"
USE = "use"

SPEC = FormSpec(
    form=Form.B_P,
    title="Assessments of annual domestic requirements for psychotropic substances",
    edition="edition of July 2020 (layout unverified)",
    citation="ecosoc/1996/30",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1971: ("II", "III", "IV")},
    unit=UnitGroup.KG_G,
)


def figures(lines: Iterable[AssessmentLine]) -> Iterator[tuple[Figure, Cell]]:
    """The assessed need of each substance."""
    for line in lines:
        yield Figure("need", line.substance), filed(line.need_ug, line.document)


def stated(lines: Iterable[AssessmentLine]) -> Iterator[Stated]:
    """Effective days, industrial products and reasons, where they are told."""
    for line in lines:
        if line.effective is not None:
            yield Stated(EFFECTIVE, line.substance, str(line.effective), "", line.document)
        if line.industrial_product:
            yield Stated(INDUSTRIAL, line.substance, line.industrial_product, "", line.document)
        if line.reason:
            yield Stated(REASON, line.substance, line.reason, "", line.document)
