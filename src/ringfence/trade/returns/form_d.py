"""Form D: precursors of 1988 Tables I and II (article 12(12)); its layout was not seen.

Part one: seizures, in kilograms or litres; the books hold masses only, and a volume becomes one
where its density is told before it is booked. Part two: substances of no table, stopped shipments
and methods, as categories and nothing finer. Part three: licit trade and requirements, voluntary
(ECOSOC 1995/20, CND 49/3): not reported unless the authority chooses to.
"""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.account import AccountKind
from ringfence.trade.returns.form import Column, Form, FormSpec, Span
from ringfence.trade.returns.kinds import (
    ANY_GIVER,
    EXPORT,
    GO_OUT,
    GONE,
    IMPORT,
    MADE,
    SEIZED,
    SPECIAL,
    STOCK,
)

LICIT_TRADE = "reports_licit_trade"

COLUMNS = (
    Column("seized", "Part one, seized", sources=frozenset({AccountKind.SEIZURE}) | STOCK,
           targets=SEIZED),
    Column("seized_destroyed", "of it destroyed", sources=SEIZED, targets=GONE, is_ours=True),
    Column("imported", "Part three, imported from each partner", sources=IMPORT,
           targets=STOCK | SPECIAL | GO_OUT, partner=AccountKind.IMPORT, needs=LICIT_TRADE),
    Column("exported", "Part three, exported to each partner", sources=ANY_GIVER, targets=EXPORT,
           partner=AccountKind.EXPORT, needs=LICIT_TRADE),
    Column("manufactured", "Part three, manufactured", sources=MADE,
           targets=STOCK | SPECIAL | GO_OUT, needs=LICIT_TRADE),
)  # fmt: skip

CATEGORY = "method category"
UNLISTED = "substance of no table"
STOPPED = "stopped shipment"
REQUIREMENT = "annual legitimate requirement, g"
PREPARATION_UNITS = "seized preparations, units"

CATEGORIES = frozenset(
    {
        "import under a false name",
        "forged authorisation",
        "front company",
        "theft in transport",
        "theft from a site",
        "domestic purchase",
        "smuggling",
        "other",
    }
)
"""Words allowed in the open part: a method is told by category, never in detail. Our choice."""

SPEC = FormSpec(
    form=Form.D,
    title="Annual information on precursors",
    edition="edition not seen (unverified)",
    citation="un1988/12/12",
    span=Span.YEAR,
    columns=COLUMNS,
    scope={Convention.UN1988: ("Table I", "Table II")},
)
