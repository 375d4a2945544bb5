"""Papers beyond the treaty: what a country demands by its own law is due, and is marked so."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.law.case import Case
from ringfence.law.case_building import cases_of
from ringfence.law.lists import load_lists
from ringfence.law.movement import movement_from
from ringfence.law.papers import Due
from ringfence.law.papers_due import papers_of
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import read_day

TABLETS = {
    "name": "codeine phosphate tablets 15 mg",
    "quantity": "1000 tablets",
    "composition": {
        "is_divided": True,
        "is_mixture": True,
        "has_other_ingredients": True,
        "ingredients": [
            {"name": "codeine phosphate", "mg_per_unit": 15, "stated_as": "salt"},
            {"name": "paracetamol", "mg_per_unit": 500},
        ],
    },
}


def cases(demands: list[str]) -> tuple[Case, ...]:
    country = {"code": "XB", "parties_to": ["1961"], "demands_authorisation_for": demands}
    movement: dict[str, Any] = {
        "from": "XA",
        "to": "XB",
        "goods": [TABLETS],
        "country": [country, {"code": "XA", "parties_to": ["1961"]}],
    }
    day = read_day("2025-11-03")
    return cases_of(movement_from(movement), day, load_lists(), load_catalogue())


def test_a_preparation_of_schedule_3_needs_no_authorisation_by_the_treaty() -> None:
    assert "import_certificate" not in {one.paper for one in papers_of(cases([]))}


@pytest.mark.parametrize("paper", ["import_certificate", "export_authorisation"])
def test_a_stricter_country_may_demand_them_for_schedule_3(paper: str) -> None:
    (found,) = [one for one in papers_of(cases(["1961 III"])) if one.paper == paper]
    assert (found.due, found.citation) == (Due.BY_NATIONAL_LAW, "un1961/39")
