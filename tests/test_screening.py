"""A row in, a verdict out: the cases of tests/cases/screening.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.substance.candidate import Query
from ringfence.watch.screening import Row, Screener

FILE = Path(__file__).parent / "cases" / "screening.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
DAY = date(2025, 12, 31)
SCREENER = Screener(DAY)
SIGNALS = ("text", "cas", "inchikey", "smiles", "inchi", "description")


def row_of(cells: dict[str, str]) -> Row:
    query = Query(**{name: cells[name] for name in SIGNALS if name in cells})
    quantity = cells.get("quantity", "")
    return Row(1, query, quantity, cells.get("from", ""), cells.get("to", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_row_gets_the_verdict_that_an_officer_would_give(case: dict[str, Any]) -> None:
    screener = Screener(DAY, case["country"]) if "country" in case else SCREENER
    found, expect = screener.judge(row_of(case["row"])), case["expect"]
    assert found.verdict == expect["verdict"], found
    assert set(expect.get("schedules", [])) <= set(found.schedules), found
    if "papers" in expect:
        assert set(expect["papers"]) <= set(found.papers), found
        assert expect["papers"] or not found.papers, found
    if "reason" in expect:
        assert any(expect["reason"] in reason for reason in found.reasons), found
    if found.verdict != "release":
        assert found.reasons and found.score > 0, found


def test_a_row_that_could_not_be_read_is_never_released() -> None:
    found = SCREENER.judge(Row(1, Query(text="loratadine"), problem="line 7: too few cells"))
    assert found.verdict == "examine" and "line 7" in found.reasons[0]


@given(st.text(max_size=60), st.sampled_from(SIGNALS))
def test_no_cell_can_break_a_screening(cell: str, signal: str) -> None:
    found = SCREENER.judge(Row(1, Query(**{signal: cell}), from_country="XA", to_country="XB"))
    assert found.verdict in {"release", "examine", "stop"} and 0 <= found.score <= 100


def test_the_same_row_gets_the_same_verdict_twice() -> None:
    row = row_of({"text": "f3ntanyl", "quantity": "1 g", "from": "XA", "to": "XB"})
    assert SCREENER.judge(row) == Screener(DAY).judge(row)
