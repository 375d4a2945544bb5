"""Form A/P: quarterly imports and exports of substances of 1971 Schedule II, by partner.

Import includes entry from abroad into a bonded warehouse, free port or free zone; export includes
dispatch abroad from there. Basis: ECOSOC 1981/7, practice and not treaty.
"""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.trade.returns.form import Form, FormSpec, Span
from ringfence.trade.returns.form_a import EXPORTED, IMPORTED
from ringfence.trade.returns.units import UnitGroup

COLUMNS = (IMPORTED, EXPORTED)

SPEC = FormSpec(
    form=Form.A_P,
    title="Quarterly statistics of imports and exports of substances of Schedule II",
    edition="edition not seen (unverified)",
    citation="ecosoc/1981/7",
    span=Span.QUARTER,
    columns=COLUMNS,
    scope={Convention.UN1971: ("II",)},
    unit=UnitGroup.KG_G,
)
