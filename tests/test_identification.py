"""What is it, and is it controlled: the cases of tests/cases/identify, end to end."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.law.identification import Identification, identify
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
from ringfence.terms import Answer

CASES = Path(__file__).parent / "cases" / "identify"
DEFAULT_DAY = date(2025, 12, 31)


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['says']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def met_places(found: Identification) -> set[str]:
    return {
        f"{standing.entry.convention} {standing.entry.schedule}"
        for one in found.candidates
        for standing in one.entries
        if standing.answer is Answer.MET
    }


@pytest.mark.parametrize("case", cases())
def test_the_answer_is_what_a_lawyer_and_a_chemist_would_give(case: dict[str, Any]) -> None:
    found = identify(match(Query(**case["given"])), case.get("as_of", DEFAULT_DAY))
    expect = case["expect"]
    said = "; ".join(found.reasons)
    substances = [one.candidate.substance for one in found.candidates]
    assert found.verdict == expect["verdict"], said
    wanted = expect.get("any_of", [expect["substance"]] if "substance" in expect else [])
    assert not wanted or set(wanted) & set(substances), (substances, said)
    assert set(expect.get("has", [])) <= met_places(found), said
    assert not set(expect.get("lacks", [])) & met_places(found), said
    if "via" in expect:
        assert expect["via"] in {one.candidate.via.value for one in found.candidates}, said
    if "national" in expect:
        countries = {row.country for one in found.candidates for row in one.national}
        assert set(expect["national"]) <= countries, countries
    assert found.reasons, "a verdict without a reason"
