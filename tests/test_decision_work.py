"""No rule does file or network work: a decision needs nothing but what is in memory.

An audit hook of the interpreter sees every file that is opened, every folder that is listed, every
socket and every process, whoever asks for it. The rule book, the catalogue and the national
overlays are read once; after that no decision may cause any such event.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ringfence.law import identification
from ringfence.law.class_rules import countries_with_class_rules, load_class_rules
from ringfence.law.country_facts import facts_of
from ringfence.law.decision import assess, rules
from ringfence.law.movement import Movement, movement_from
from ringfence.law.overlay import held_countries, load_overlay
from ringfence.law.what_if import what_would_change
from ringfence.terms import Day
from ringfence.watch.screening import Row, Screener
from tests.test_hard_cases import told
from tests.test_rules import movement_of

BASES = Path(__file__).parent / "cases" / "bases"
DAY = Day(2025, 11, 3)
WATCHED = ("open", "os.listdir", "os.scandir", "socket.", "subprocess.", "os.system", "sqlite3.")
_seen: list[str] = []
_is_watching = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _is_watching and event.startswith(WATCHED):
        _seen.append(f"{event} {arguments[0] if arguments else ''}")


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[str]]:
    global _is_watching
    _seen.clear()
    _is_watching = True
    try:
        yield _seen
    finally:
        _is_watching = False


@pytest.fixture(scope="module")
def warm() -> None:
    """The law and the catalogue in memory, as in a process that has decided before."""
    for country in held_countries():
        load_overlay(country)
        facts_of(country, (), DAY)
    for country in countries_with_class_rules():
        load_class_rules(country)
    for path in sorted(BASES.glob("*.toml")):
        assess(movement_from(tomllib.loads(path.read_text(encoding="utf-8"))), DAY)
    rules()
    first = Screener(DAY)
    first.judge(Row(1, _query("CC(=O)Oc1ccccc1C(=O)O")))
    for param in told("case"):
        movement = movement_from(movement_of(param.values[0]))
        assess(movement, movement.day or DAY)
    identification._remembered.cache_clear()  # so that every decision matches its names anew


def _query(smiles: str) -> Any:
    from ringfence.substance.candidate import Query

    return Query(smiles=smiles)


def hard() -> list[Any]:
    return [pytest.param(one.values[0], id=one.id) for one in told("case")]


def test_the_hook_sees_a_file_that_is_read() -> None:
    with watched() as seen:
        (BASES / "morphine_shipment.toml").read_text(encoding="utf-8")
    assert any("morphine_shipment.toml" in one for one in seen)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("case", hard())
def test_a_decision_opens_no_file_and_no_connection(case: dict[str, Any]) -> None:
    movement = movement_from(movement_of(case))
    with watched() as seen:
        assess(movement, case.get("as_of", movement.day or DAY))
    assert not seen


@pytest.mark.usefixtures("warm")
def test_nor_does_a_name_that_was_never_seen_before() -> None:
    with watched() as seen:
        for number in range(50):
            name = f"unheard of {number} codeine hydrochloride"
            goods = {"name": name, "quantity": f"{number + 1} kg"}
            assess(_movement(goods), DAY)
    assert not seen


@pytest.mark.usefixtures("warm")
def test_nor_does_a_country_that_was_never_asked_of_before() -> None:
    with watched() as seen:
        for code in ("HU", "MX", "BG", "KG", "NU", "ZM"):
            told = {"from": "XA", "to": code, "goods": [{"name": "diazepam", "quantity": "1 kg"}]}
            assess(movement_from(told), DAY)
    assert not seen


@pytest.mark.usefixtures("warm")
def test_nor_does_the_search_for_what_would_change() -> None:
    decision = assess(_movement({"name": "morphine", "quantity": "1 kg"}), DAY)
    with watched() as seen:
        what_would_change(decision)
    assert not seen


def _movement(goods: dict[str, Any]) -> Movement:
    return movement_from({"from": "XA", "to": "XB", "goods": [goods]})
