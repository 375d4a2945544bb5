"""What is a country known to ask for precursors: notifications, authorisations?"""

from __future__ import annotations

from ringfence.law.authorisation_checks import substances_named
from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.un1988.preparations import TABLES
from ringfence.terms import Answer


def is_requested(case: Case, table: str) -> Answer:
    """Whether the destination asked to be told of exports of what the goods are.

    A request names a Table or substances. Undetermined when the requests are not known, or when
    one of them names something that cannot be read: it may be this.
    """
    known = case.destination.of("requests_notification_for")
    substances = case.substances(Convention.UN1988, table)
    answer = known.names(table, f"1988 {table}", *substances)
    if answer is Answer.MET or not known.is_known:
        return answer
    others = [one for one in known.value if not _is_table(one)]
    named = [substances_named(one) for one in others]
    if any(set(substances) & one for one in named):
        return Answer.MET
    return answer if all(named) else Answer.UNDETERMINED


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
