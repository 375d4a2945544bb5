"""Checks report and do not decide: each fires, does not fire, and says when it cannot tell."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.law.identification import identify
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
from ringfence.watch.checks import CHECKS, Seen
from ringfence.watch.screening import Row, Screener

FILE = Path(__file__).parent / "cases" / "checks" / "checks.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
DAY = date(2025, 12, 31)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_check_reports_what_it_sees(case: dict[str, Any]) -> None:
    given = dict(case["given"])
    quantity, consignee = given.pop("quantity", ""), given.pop("consignee", "")
    seen = Seen(identify(match(Query(**given)), DAY), quantity, consignee)
    check = next(one for one in CHECKS if one.name == case["check"])
    finding = check.report(seen)
    assert finding.answer == case["expect"], finding
    assert finding.is_advice and finding.reason


def test_every_check_has_a_case_for_each_thing_it_can_say() -> None:
    for check in CHECKS:
        answers = {case["expect"] for case in CASES if case["check"] == check.name}
        assert {"met", "not met"} <= answers and len(answers) == 3, check.name
        assert check.explain and check.under


def test_a_check_does_not_change_a_verdict() -> None:
    screener = Screener(DAY)
    plain = screener.judge(Row(1, Query(text="morphine"), "12 kg", "XA", "XB"))
    boxed = screener.judge(
        Row(1, Query(text="morphine"), "12 kg", "XA", "XB", consignee="P.O. Box 12")
    )
    assert (plain.verdict, plain.score) == (boxed.verdict, boxed.score)
    assert any("post-box-consignee" in reason for reason in boxed.reasons)
    assert not any("post-box-consignee" in reason for reason in plain.reasons)
