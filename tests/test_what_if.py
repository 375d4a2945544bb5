"""What `assess --what-if` names: exactly the facts, the paper or the amount that is missing.

Each base movement is thinned to the facts without which it is not granted. Without any one of
them it waits, and that one fact is what would grant it.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ringfence.law.decision import Decision, assess
from ringfence.law.fewest_facts import fewest_facts, leaves, without
from ringfence.law.movement import movement_from
from ringfence.law.record import InputNotUnderstood
from ringfence.law.what_if import what_would_change
from ringfence.terms import Outcome

BASES = Path(__file__).parent / "cases" / "bases"
NO_WISH = {
    "kind": "another movement, not a fact of this one",
    "name": "what the goods are",
    "ingredients": "what the goods are",
    "code": "of which country the facts are told",
    "authorised_base_g": "told by the importer's own authorisation",
}
"""Keys that no wish settles, and why."""


@cache
def fewest(name: str) -> dict[str, Any]:
    mapping = tomllib.loads((BASES / f"{name}.toml").read_text(encoding="utf-8"))
    return fewest_facts(mapping)


def named() -> list[Any]:
    found = []
    for path in sorted(BASES.glob("*.toml")):
        for place in leaves(fewest(path.stem)):
            if place == ("day",):
                continue  # which day's law is applied, not a fact of the movement
            is_actor = place[0] in ("exporter", "importer")
            if place[-1] not in NO_WISH or (place[-1] == "name" and is_actor):
                found.append(pytest.param(path.stem, place, id=f"{path.stem}: {place}"))
    return found


def decided(mapping: dict[str, Any]) -> Decision:
    movement = movement_from(mapping)
    assert movement.day is not None
    return assess(movement, movement.day)


@pytest.mark.parametrize(("name", "place"), named())
def test_the_one_missing_fact_is_named_and_nothing_else(name: str, place: tuple[Any, ...]) -> None:
    mapping = without(fewest(name), place)
    try:
        decision = decided(mapping)
    except InputNotUnderstood:
        return
    assert decision.outcome is Outcome.HELD
    found = what_would_change(decision)
    assert found.sets, found.stands_in_the_way
    assert {len(one) for one in found.sets} == {1}, [[each.says for each in s] for s in found.sets]
    says = [one[0].says for one in found.sets]
    assert any(str(place[-1]) in one for one in says), says


def test_what_is_named_grants() -> None:
    mapping = without(fewest("morphine_shipment"), ("import_certificate", "is_authentic"))
    decision = decided(mapping)
    (change,) = what_would_change(decision).sets[0]
    assert change.says.startswith("establish import_certificate.is_authentic ")
    changed = change.apply(decision.movement)
    assert assess(changed, decision.day).outcome is Outcome.GRANTED


def test_two_missing_facts_are_named_together() -> None:
    mapping = without(fewest("morphine_shipment"), ("limit", "excess_g"))
    mapping = without(mapping, ("goods", 0, "is_mislabelled"))
    (found,) = what_would_change(decided(mapping)).sets
    assert [one.says.split(" (")[0] for one in found] == [
        "establish limit.excess_g",
        "establish goods[1].is_mislabelled",
    ]


def test_a_missing_paper_is_named_where_facts_alone_do_not_do() -> None:
    mapping = dict(fewest("un1988_acetic_anhydride"))
    del mapping["pre_export_notification"]
    mapping["country"] = [
        {**one, "requests_notification_for": ["Table I"]} if one["code"] == "XB" else one
        for one in mapping["country"]
    ]
    decision = decided(mapping)
    assert decision.outcome is Outcome.REFUSED
    (found,) = what_would_change(decision).sets
    assert [one.says for one in found] == [
        "attach a complete pre-export notification, sent before shipment"
    ]


def test_what_no_change_can_mend_is_said() -> None:
    mapping = {**fewest("un1971_methylphenidate_shipment"), "purpose": "other"}
    found = what_would_change(decided(mapping))
    assert not found.sets
    assert any(one.startswith("un1971/5/2: ") for one in found.stands_in_the_way)


def of_real_countries(name: str, origin: str, destination: str) -> list[str]:
    trader = {"name": "A", "address": "1 Quay", "is_licensed": True}
    movement = movement_from(
        {
            "day": date(2026, 11, 24),
            "from": origin,
            "to": destination,
            "purpose": "medical",
            "exporter": trader,
            "importer": trader,
            "goods": [
                {
                    "name": name,
                    "quantity": "5 kg",
                    "documents_name_it": True,
                    "is_mislabelled": False,
                }
            ],
        }
    )
    found = what_would_change(assess(movement, date(2026, 11, 24)))
    assert found.sets
    return [change.says for one in found.sets for change in one]


def test_what_is_held_of_a_country_is_not_wished_away() -> None:
    says = of_real_countries("diazepam", "US", "GB")
    assert "attach a complete import certificate" in says
    assert "attach a complete export authorisation" in says
    assert not [one for one in says if "demands_authorisation_for" in one]


def test_of_a_list_that_is_not_whole_the_rest_is_asked() -> None:
    says = of_real_countries("acetone", "KZ", "RU")
    asked = [one for one in says if one.startswith("establish demands_authorisation_for of RU")]
    assert asked
    assert all(one.endswith("nothing beyond what is held") for one in asked)
