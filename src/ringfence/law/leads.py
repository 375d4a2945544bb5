"""Leads from national class rules: a structure that no list names may fit a class.

The order is: the individual list, then the exceptions for medicines, then the class rule. A hit
is a lead for a person, never a finding, so its answer is undetermined and its doubt says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ringfence.law.class_rules import (
    ClassRule,
    countries_with_class_rules,
    hits,
    load_class_rules,
)
from ringfence.law.overlay import NationalStanding
from ringfence.substance import structure
from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground, Query, Via
from ringfence.terms import Answer, Country, Day


def class_leads(
    query: Query, day: Day, countries: Sequence[Country] | None
) -> tuple[tuple[Candidate, NationalStanding, str], ...]:
    """The class rules that a structure fits on `day`: candidate, standing and the class in words.

    `countries` limits the countries; `None` tries every country of which a class rule is held.
    Empty for a query without a structure: a pattern cannot be tried on a name.
    """
    reading = _reading(query)
    if reading is None:
        return ()
    tried = countries_with_class_rules() if countries is None else countries
    rules = [rule for country in tried for rule in load_class_rules(country)]
    return tuple(_leads(hits(rules, lambda pairs: structure.fits(reading, pairs), day)))


def _reading(query: Query) -> structure.Reading | None:
    try:
        if query.smiles:
            return structure.read_smiles(query.smiles)
        if query.inchi:
            return structure.read_inchi(query.inchi)
    except structure.StructureUnreadable:
        return None  # `match` has told it already, among the signals that could not be read
    return None


def _leads(rules: Sequence[ClassRule]) -> Iterator[tuple[Candidate, NationalStanding, str]]:
    for rule in rules:
        doubt = Doubt(
            DoubtKind.CLASS, f"fits the pattern of {rule.covers} ({rule.citation}): a person judges"
        )
        candidate = Candidate(rule.id, Ground.CLASS, Via.GROUP, doubts=(doubt,))
        standing = NationalStanding(
            country=rule.country,
            answer=Answer.UNDETERMINED,
            reason=f"a lead: the structure fits the class {rule.covers} of {rule.instrument}",
            schedule=f"class: {rule.covers}",
            citation=rule.citation,
        )
        yield candidate, standing, rule.covers
