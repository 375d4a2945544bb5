"""Every row of the lists is found by its own name, number, structure and key, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ringfence.law.entry import Entry
from ringfence.law.identification import identify
from ringfence.law.lists import load_lists
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.match import match
from ringfence.terms import Answer

DAY = date(2026, 2, 15)


def entries() -> list[Any]:
    """What is listed on the day; items of 1961 Schedule III list preparations and have no row."""
    return [
        pytest.param(entry, id=f"{entry.substance} {entry.convention} {entry.schedule}")
        for entry in load_lists().entries
        if not entry.preparations_only and entry.answer_on(DAY) is Answer.MET
    ]


def signals(entry: Entry) -> Iterator[Query]:
    row = load_catalogue().substances[entry.substance]
    yield Query(text=row.name)
    yield from (Query(cas=number) for number in row.cas)
    if row.smiles:
        yield Query(smiles=row.smiles)
        yield Query(inchikey=row.inchikey)


@pytest.mark.parametrize("entry", entries())
def test_an_entry_is_found_by_each_of_its_own_signals(entry: Entry) -> None:
    for query in signals(entry):
        found = identify(match(query), DAY, ())
        places = {
            (one.candidate.substance, standing.entry.citation)
            for one in found.candidates
            for standing in one.entries
            if standing.answer is Answer.MET
        }
        assert (entry.substance, entry.citation) in places, (query, found.reasons)
