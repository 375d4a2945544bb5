"""Which country is known to ask for import and export authorisations of a precursor?"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.un1988.preparations import TABLES
from ringfence.terms import Answer


def country_that_demands_authorisation(case: Case) -> str:
    """The destination or origin whose held or stated facts say so, or an empty text."""
    tables = [table for table in TABLES if case.is_in(Convention.UN1988, table)]
    wanted = [*tables, *(f"1988 {table}" for table in tables)]
    wanted += case.substances(Convention.UN1988, *tables)
    for facts in (case.destination, case.origin):
        if facts.of("demands_authorisation_for").names(*wanted) is Answer.MET:
            return facts.country
    return ""
