"""1961 article 1(1)(m): what import and export are."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.rule import Found, not_applicable, rule
from ringfence.law.un1961.trade import drugs_of


@rule("un1961/1/1(m)", "1961-1-1-m")
def is_import_and_export(case: Case) -> Found:
    """Every physical transfer between States or separate territories is import and export."""
    if not drugs_of(case):
        return not_applicable("no drug of Schedules I and II")
    return crosses(case, Convention.UN1961)
