"""What is a country known to ask for precursors: notifications, authorisations?"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.country_facts import Facts
from ringfence.law.entry import Convention
from ringfence.law.names_in_law import names_place_or_substance
from ringfence.law.un1988.preparations import TABLES
from ringfence.terms import Answer


def is_requested(case: Case, table: str) -> Answer:
    """Whether the destination asked to be told of exports of what the goods are.

    A request names a Table or substances. Undetermined when the requests are not known, or when
    one of them names something that cannot be read: it may be this.
    """
    known = case.destination.of("requests_notification_for")
    words = (table, f"1988 {table}")
    return names_place_or_substance(known, words, case.substances(Convention.UN1988, table))


def demands_authorisation(case: Case) -> tuple[Answer, str]:
    """Whether the destination or the origin asks for authorisations of precursors, and which.

    What the origin asks is its own authority's affair: only that of the destination must be known.
    """
    for facts in (case.destination, case.origin):
        if _demands(facts, case) is Answer.MET:
            return Answer.MET, facts.country
    return _demands(case.destination, case), ""


def _demands(facts: Facts, case: Case) -> Answer:
    tables = [table for table in TABLES if case.is_in(Convention.UN1988, table)]
    words = [*tables, *(f"1988 {table}" for table in tables)]
    known = facts.of("demands_authorisation_for")
    return names_place_or_substance(known, words, case.substances(Convention.UN1988, *tables))
