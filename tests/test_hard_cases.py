"""Hard cases, each judged whole: the outcome, the rules that decide it, and no other.

`deciding` names every rule that decides; `includes` some of them, where a missing fact makes many
answer alike; `advised` the rules that warn. A vote is judged by its threshold.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ringfence.law.cnd.voting import Tally, passes
from ringfence.law.entry import Convention
from tests.test_rules import decided, load

FOLDER = Path(__file__).parent / "cases" / "hard"


def told(kind: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += [pytest.param(one, id=one["says"]) for one in load(path).get(kind, [])]
    return found


@pytest.mark.parametrize("case", told("case"))
def test_a_hard_case_ends_as_the_treaty_says(case: dict[str, Any]) -> None:
    decision = decided(case)
    said = [f"{one.rule} {one.answer}: {one.reason}" for one in decision.deciding]
    assert decision.outcome.value == case["outcome"], said
    if case["outcome"] == "granted":
        advised = {one.rule for one in decision.findings if one.is_advice}
        assert set(case.get("advised", [])) <= advised
        return
    found = {one.rule for one in decision.deciding}
    if "deciding" in case:
        assert found == set(case["deciding"]), said
    assert set(case.get("includes", [])) <= found, said


@pytest.mark.parametrize("case", told("vote"))
def test_a_vote_passes_or_fails_as_the_treaty_says(case: dict[str, Any]) -> None:
    result = passes(Convention(case["convention"]), Tally(*case["votes"]), case["members"])
    assert result.answer.value == case["expect"], result.reason


def test_there_are_forty_hard_cases_or_more_and_each_says_why() -> None:
    cases = [param.values[0] for kind in ("case", "vote") for param in told(kind)]
    assert len(cases) >= 40
    assert all(one["because"] for one in cases)
    assert all(
        one["outcome"] == "granted" or one.get("deciding") or one.get("includes")
        for one in cases
        if "outcome" in one
    )
