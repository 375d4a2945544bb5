"""What is a country known to ask for precursors: notifications, authorisations?"""

from __future__ import annotations

from dataclasses import replace

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.names_in_law import names_substance_of
from ringfence.law.un1988.preparations import TABLES
from ringfence.terms import Answer


def is_requested(case: Case, table: str) -> Answer:
    """Whether the destination asked to be told of exports of what the goods are.

    A request names a Table or substances. Undetermined when the requests are not known, or when
    one of them names something that cannot be read: it may be this.
    """
    known = case.destination.of("requests_notification_for")
    if known.names(table, f"1988 {table}") is Answer.MET:
        return Answer.MET
    if known.is_known:
        others = tuple(one for one in known.value if not _is_table(one))
        known = replace(known, value=others)
    return names_substance_of(known, case.substances(Convention.UN1988, table))


def _is_table(name: str) -> bool:
    return name.casefold().removeprefix("1988").strip() in {one.casefold() for one in TABLES}


def country_that_demands_authorisation(case: Case) -> str:
    """The destination or origin whose held or stated facts say so, or an empty text."""
    tables = [table for table in TABLES if case.is_in(Convention.UN1988, table)]
    wanted = [*tables, *(f"1988 {table}" for table in tables)]
    wanted += case.substances(Convention.UN1988, *tables)
    for facts in (case.destination, case.origin):
        if facts.of("demands_authorisation_for").names(*wanted) is Answer.MET:
            return facts.country
    return ""
