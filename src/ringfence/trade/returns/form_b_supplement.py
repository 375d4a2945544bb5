"""Supplement to Form B: items of an estimate replaced within the year (1961 article 19(3)).

Each item gives the old figure, the new one and the circumstances that call for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ringfence.law.entry import Convention
from ringfence.trade.returns.cell import Cell, filed
from ringfence.trade.returns.form import (
    Column,
    Figure,
    Form,
    FormSpec,
    How,
    Span,
    Stated,
    SupplementLine,
)

COLUMNS = (
    Column("old", "the figure in force, by item", How.FILED),
    Column("new", "the figure that replaces it, by item", How.FILED),
)

REASON = "19(3) circumstances"

SPEC = FormSpec(
    form=Form.B_SUPPLEMENT,
    title="Supplement to the annual estimates of requirements",
    edition="edition not seen (unverified)",
    citation="un1961/19/3",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1961: ("I", "II")},
)


def figures(lines: Iterable[SupplementLine]) -> Iterator[tuple[Figure, Cell]]:
    """The old and the new figure of each item."""
    for line in lines:
        yield Figure("old", line.substance, line.item), filed(line.old_ug, line.document)
        yield Figure("new", line.substance, line.item), filed(line.new_ug, line.document)


def stated(lines: Iterable[SupplementLine]) -> Iterator[Stated]:
    """The circumstances told for each item; an empty text where none are."""
    for line in lines:
        item = f"{REASON}: {line.item}"
        yield Stated(item, line.substance, line.reason, "", line.document)
