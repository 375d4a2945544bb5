"""The law in cases: tests/cases/un*/**.toml, each rule met, not met, and with the fact missing.

A file names its `rule` (a citation) and a `base` movement; a case changes it by `given` (merged
key by key), `without` (keys taken out, dotted) or `goods` (which replaces the lines).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.law.decision import Decision, assess, rules
from ringfence.law.movement import movement_from
from ringfence.law.rule import Rule

CASES = Path(__file__).parent / "cases"
DEFAULT_DAY = date(2025, 11, 3)


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("un*/**/*.toml")):
        file = load(path)
        for case in file["case"]:
            whole = {"rule": file["rule"], "base": file.get("base"), **case}
            found.append(pytest.param(whole, id=f"{whole['rule']}: {case['says']}"))
    return found


def merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for key, value in change.items():
        old = found.get(key)
        both = isinstance(value, Mapping) and isinstance(old, Mapping)
        found[key] = merged(old, value) if both else value  # type: ignore[arg-type]
    return found


def stripped(mapping: dict[str, Any], dotted: str) -> dict[str, Any]:
    head, _, rest = dotted.partition(".")
    if not rest:
        return {key: value for key, value in mapping.items() if key != head}
    inner = mapping.get(head, {})
    if isinstance(inner, list):
        return {**mapping, head: [stripped(one, rest) for one in inner]}
    return {**mapping, head: stripped(inner, rest)}


def movement_of(case: Mapping[str, Any]) -> dict[str, Any]:
    base = load(CASES / "bases" / f"{case['base']}.toml") if case.get("base") else {}
    mapping = merged(base, case.get("given", {}))
    if "goods" in case:
        mapping["goods"] = case["goods"]
    for dotted in case.get("without", []):
        mapping = stripped(mapping, dotted)
    return mapping


def decided(case: Mapping[str, Any]) -> Decision:
    movement = movement_from(movement_of(case))
    return assess(movement, case.get("as_of", movement.day or DEFAULT_DAY))


@pytest.mark.parametrize("case", cases())
def test_the_rule_answers_as_the_paragraph_says(case: dict[str, Any]) -> None:
    decision = decided(case)
    found = [one for one in decision.findings if one.rule == case["rule"]]
    if "name" in case:
        found = [one for one in found if case["name"] in one.reason]
    said = [f"{one.rule} {one.answer}: {one.reason}" for one in decision.findings]
    assert found, said
    assert case["expect"] in {one.answer.value for one in found}, said
    if "outcome" in case:
        assert decision.outcome.value == case["outcome"], said
    if "reason" in case:
        assert any(case["reason"] in one.reason for one in found), said


def proved() -> dict[str, set[str]]:
    """The answers of each rule function that a case expects and that the function gives."""
    by_citation: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        by_citation[rule.citation].append(rule)
    answers: defaultdict[str, set[str]] = defaultdict(set)
    for param in cases():
        case = param.values[0]
        decision = decided(case)
        for rule in by_citation[case["rule"]]:
            found = [rule.find(one) for one in decision.cases]
            if any(
                one.answer.value == case["expect"] and case.get("name", "") in one.reason
                for one in found
            ):
                answers[f"{rule.module}.{rule.name}"].add(case["expect"])
    return answers


def test_every_rule_function_has_a_case_met_one_not_met_and_one_with_the_fact_missing() -> None:
    """Each function by itself, where several compute one paragraph."""
    answers = proved()
    never: defaultdict[str, set[str]] = defaultdict(set)
    for row in load(CASES / "never.toml")["never"]:
        never[row.get("function", row["rule"])] |= set(row["answers"])
    lacking = {}
    for rule in rules():
        exempt = never[rule.citation] | never[rule.name]
        missing = (
            {"met", "not met", "undetermined"} - exempt - answers[f"{rule.module}.{rule.name}"]
        )
        if missing:
            lacking[f"{rule.citation} {rule.name}"] = sorted(missing)
    assert not lacking


def test_what_can_never_be_answered_says_why_and_names_a_rule() -> None:
    known = {rule.citation for rule in rules()} | {rule.name for rule in rules()}
    for row in load(CASES / "never.toml")["never"]:
        assert row["why"] and row["rule"] in known, row
        assert row.get("function", row["rule"]) in known, row
