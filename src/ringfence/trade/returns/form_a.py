"""Form A: quarterly imports and exports of narcotic drugs and poppy straw, by partner.

Physical movements of the quarter, not authorisations (1961 articles 20(1)(d), 20(2)(b), 25(3)).
Preparations of Schedule III are not reported (2(4)). A quarter without trade is still a return.
"""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.account import AccountKind
from ringfence.trade.returns.form import Column, Form, FormSpec, Span
from ringfence.trade.returns.kinds import ANY_GIVER, EXPORT, GO_OUT, IMPORT, SPECIAL, STOCK

POPPY_STRAW = "poppy-straw"

IMPORTED = Column(
    "imported",
    "Part I, imported from each partner",
    sources=IMPORT,
    targets=STOCK | SPECIAL | GO_OUT,
    partner=AccountKind.IMPORT,
)
EXPORTED = Column(
    "exported",
    "Part II, exported to each partner",
    sources=ANY_GIVER,
    targets=EXPORT,
    partner=AccountKind.EXPORT,
)
COLUMNS = (IMPORTED, EXPORTED)
"""Parts I and II are those of the form; how its columns are arranged was not seen."""

SPEC = FormSpec(
    form=Form.A,
    title="Quarterly statistics of imports and exports of narcotic drugs",
    edition="15th edition, December 2015 (columns unverified)",
    citation="un1961/20/2(b)",
    span=Span.QUARTER,
    columns=COLUMNS,
    scope={Convention.UN1961: ("I", "II")},
    also=frozenset({POPPY_STRAW}),
    has_potent_group=True,
)
