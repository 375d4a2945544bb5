"""What must hold of every decision, whatever the facts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.law.decision import Decision, assess
from ringfence.law.fewest_facts import leaves, without
from ringfence.law.movement import movement_from
from ringfence.law.record import InputNotUnderstood
from tests.test_hard_cases import told
from tests.test_rules import DEFAULT_DAY, cases, movement_of

BASES = Path(__file__).parent / "cases" / "bases"
RANK = {"refused": 0, "held": 1, "granted": 2}

TELLS_WHAT_HAPPENS = {
    "kind": "what happens to the goods; absent it is a shipment",
    "material": "what the goods are",
    "composition": "what the goods are",
    "ingredients": "what the goods are",
    "name": "what the goods are",
    "cas": "what the goods are",
    "smiles": "what the goods are",
    "transit_through": "an empty list says that nothing is passed through",
    "endorsed_base_g": "an endorsement that was made",
    "lacks": "what a paper was found to lack",
    "covers": "further drugs on a paper",
    "limits": "further limits",
    "suspicion": "a suspicion that was told",
    "is_for_illicit_manufacture": "evidence that was found",
    "country": "tested key by key below it",
    "code": "which country the facts are of",
    "substance": "which drug a limit or paper is for",
    "exempts": "a relief: without it the full rules apply",
    "prohibits_schedule_iv": "a special measure that a country took",
    "is_recommended_stop": "a recommendation that the Board made",
    "purpose": "asked by the rules that need it; other purposes carry rules of their own",
    "quantity": "an amount of plant material or of a line that another fact states",
    "applies_provisionally": "a measure that a country took before the Commission decided",
    "controls_preparations_of": "a measure beyond the treaty, which excepts medicines",
    "used_base_g": "read as nothing used, beside `is_used`",
}
"""Keys that say what happens or what a thing is. Without them it is another movement, not the same
one with a fact missing."""


HAPPENS_ON_THE_WAY = {
    "authorisation_copy_shown",
    "is_processed",
    "is_repacked",
    "overflies_without_landing",
}
"""Events after departure. Before a shipment none has happened, so none can be missing; in transit,
after a diversion and in bond each is asked."""


TOLD_OTHERWISE = {
    ("un1961/31/1(a)", "demands_authorisation_for"): "a Party shall not knowingly permit an export "
    "against the law of the destination: its demand for Schedule III, which the treaty frees, "
    "binds whoever knows it",
    ("un1961/31/5", "issued"): "an authorisation that cites the certificate by its day was issued "
    "after it; only a day of its own that contradicts this refuses",
}
"""Facts whose absence is settled by the paragraph itself or by another fact, by rule and key."""


def decided(mapping: dict[str, Any], day: Any = None) -> Decision:
    movement = movement_from(mapping)
    return assess(movement, day or movement.day or DEFAULT_DAY)


def told_leaves(mapping: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for place in leaves(mapping):
        if not set(place) & (set(TELLS_WHAT_HAPPENS) - {"country"}):
            yield place


HELD_OR_REFUSED = [
    one for one in (*cases(), *told("case")) if one.values[0].get("outcome") in {"held", "refused"}
]


def rules_of(case: dict[str, Any]) -> list[str]:
    """The rules that a case is about."""
    return [case["rule"]] if "rule" in case else case.get("deciding", [])


@pytest.mark.parametrize("case", HELD_OR_REFUSED)
def test_a_missing_fact_never_grants(case: dict[str, Any]) -> None:
    mapping = movement_of(case)
    is_ahead = mapping.get("kind", "shipment") == "shipment"
    for place in told_leaves(mapping):
        if is_ahead and place[-1] in HAPPENS_ON_THE_WAY:
            continue
        if any((rule, place[-1]) in TOLD_OTHERWISE for rule in rules_of(case)):
            continue
        if mapping.get("kind") == "domestic" and place[-1] in ("from", "to"):
            continue  # told as domestic with one territory, it stays there
        try:
            found = decided(without(mapping, place), mapping.get("day"))
        except InputNotUnderstood:
            continue
        assert found.outcome != "granted", f"granted without {'.'.join(map(str, place))}"


def base(name: str) -> dict[str, Any]:
    return tomllib.loads((BASES / f"{name}.toml").read_text(encoding="utf-8"))


def answers(decision: Decision, rule: str) -> set[str]:
    return {one.answer.value for one in decision.findings if one.rule == rule}


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=5), st.integers(1, 30_000))
@settings(max_examples=40, deadline=None)
def test_splitting_a_consignment_frees_no_headroom(parts: list[int], room: int) -> None:
    mapping = base("morphine_shipment")
    mapping["limit"] |= {"total_of_estimates_g": room, "imports_authorised_g": 0}
    line = {key: value for key, value in mapping["goods"][0].items() if key != "quantity"}
    whole = {**mapping, "goods": [{**line, "base_g": sum(parts)}]}
    split = {**mapping, "goods": [{**line, "base_g": part} for part in parts]}
    asked = answers(decided(whole), "un1961/31/1(b)")
    assert answers(decided(split), "un1961/31/1(b)") == asked
    assert asked == ({"met"} if Decimal(sum(parts)) <= room else {"not met"})


LINES = (
    {"name": "morphine sulfate", "base_g": 10},
    {"name": "diazepam", "base_g": 10},
    {"name": "methylphenidate hydrochloride", "base_g": 10},
    {"name": "acetic anhydride", "base_g": 10},
    {"name": "MDMA", "base_g": 1},
    {"name": "loratadine", "quantity": "1 kg"},
    {"name": "zorblaxine", "quantity": "1 kg"},
)


@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=3))
@settings(max_examples=40, deadline=None)
def test_the_union_is_never_weaker_than_one_alone(lines: list[dict[str, Any]]) -> None:
    mapping = base("morphine_shipment")
    told = [{"documents_name_it": True, "is_mislabelled": False, **line} for line in lines]
    together = RANK[decided({**mapping, "goods": told}).outcome]
    alone = [RANK[decided({**mapping, "goods": [line]}).outcome] for line in told]
    assert together <= min(alone)


@pytest.mark.parametrize("name", sorted(path.stem for path in BASES.glob("*.toml")))
@pytest.mark.parametrize(
    "fact",
    [
        {"permits_destination": False},
        {"demands_authorisation_for": ["1971 III", "1971 IV", "Table I", "Table II"]},
        {"requests_notification_for": ["Table I", "Table II"]},
        {"prohibits": ["methylphenidate", "diazepam", "buprenorphine", "mdma", "metamfetamine"]},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_national_law_never_loosens_a_treaty_duty(name: str, fact: dict[str, Any]) -> None:
    mapping = base(name)
    stricter = [
        {**one, **fact} if one["code"] == mapping.get("to") else one
        for one in mapping.get("country", [])
    ]
    before = RANK[decided(mapping).outcome]
    assert RANK[decided({**mapping, "country": stricter}).outcome] <= before


@pytest.mark.parametrize("name", sorted(path.stem for path in BASES.glob("*.toml")))
def test_a_decision_of_the_same_facts_is_the_same(name: str) -> None:
    first, second = decided(base(name)), decided(base(name))
    assert (first.outcome, first.findings) == (second.outcome, second.findings)
