"""Every check of a return: a case in which it is met, one not met, one in which it cannot run."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ringfence.law.limits.assessments import Assessment
from ringfence.law.limits.estimates import DrugKind, Figures, Total
from ringfence.law.lists import load_lists
from ringfence.terms import Answer, Country, Period
from ringfence.trade.returns import units
from ringfence.trade.returns.calendar import quarters_of
from ringfence.trade.returns.cell import Cell, counted, not_reported
from ringfence.trade.returns.checking import Others, check, declared_checks
from ringfence.trade.returns.compute import FORMS
from ringfence.trade.returns.form import Figure, Form, How, Return, Span, Stated
from ringfence.trade.returns.units import UnitGroup, form_a_groups, form_a_remembered

CASES = Path(__file__).parent / "cases" / "returns"
YEAR = 2024
ANSWERS = {
    "met": Answer.MET,
    "not_met": Answer.NOT_MET,
    "undetermined": Answer.UNDETERMINED,
    "not_applicable": Answer.NOT_APPLICABLE,
}
SETS = {
    *("schedule_iii", "manufacturers", "synthetic", "exempt_preparations"),
    *("approved_schedule_i", "banned", "special_licences"),
}


def tables() -> list[dict[str, Any]]:
    files = sorted(CASES.glob("*.toml"))
    return [one for file in files for one in tomllib.loads(file.read_text("utf-8"))["check"]]


def cases() -> Iterator[Any]:
    for table in tables():
        for word, answer in ANSWERS.items():
            if word in table:
                name = f"{table['name']}: {table['says']} ({word})"
                yield pytest.param(table, table[word], answer, id=name)


def cell_of(row: list[Any]) -> Cell:
    if row[3] == -1:
        return not_reported("the case says so")
    return counted(row[3], tuple(row[4]) if len(row) > 4 else (), True)


def return_of(told: dict[str, Any], form: Form) -> Return:
    spec, year = FORMS[form], told.get("year", YEAR)
    period = Period(date(year, 1, 1), date(year, 12, 31))
    if spec.span is Span.QUARTER:
        period = quarters_of(year)[told.get("quarter", 1) - 1]
    figures = {
        Figure(column.name, substance): counted(0, (), True)
        for substance in told.get("balanced", ())
        for column in spec.columns
        if column.how is not How.FILED
    }
    figures |= {Figure(*row[:3]): cell_of(row) for row in told.get("figures", ())}
    stated = tuple(Stated(*row) for row in told.get("stated", ()))
    return Return(spec, "XA", period, figures, stated=stated)


def total(grams: str) -> Total:
    amount = Decimal(grams)
    none = Decimal(0)
    day = date(YEAR, 1, 1)
    return Total(DrugKind.ORDINARY, YEAR, day, amount, amount, none, none, none, False)


def assessment(substance: str, grams: str) -> Assessment:
    return Assessment(Country("XA"), substance, Decimal(grams), date(2020, 1, 1), "case")


def fact(name: str, told: Any) -> Any:
    if name in SETS:
        return frozenset(told)
    if name == "lists":
        return load_lists()
    if name == "unit_groups":
        return {substance: UnitGroup[group] for substance, group in told.items()}
    if name in ("endorsed_ug", "awaited_ug", "announced_ug"):
        return {tuple(row[:3]): row[3] for row in told}
    if name == "totals":
        return {substance: total(grams) for substance, grams in told.items()}
    if name == "assessments":
        return {substance: assessment(substance, grams) for substance, grams in told.items()}
    if name == "molar_mass":
        return {substance: Decimal(mass) for substance, mass in told.items()}
    if name == "estimates":
        return {
            substance: Figures(**{letter: Decimal(grams) for letter, grams in figures.items()})
            for substance, figures in told.items()
        }
    return told


def joined(table: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    lists = ("balanced", "figures", "stated")
    found = {key: [*table.get(key, ()), *case.get(key, ())] for key in lists}
    returns = case.get("returns", table.get("returns", ()))
    return {**found, "returns": returns, "others": case.get("others", {})}


@pytest.mark.parametrize(("table", "case", "answer"), list(cases()))
def test_a_check_answers_as_its_case_says(
    table: dict[str, Any], case: dict[str, Any], answer: Answer
) -> None:
    told = joined(table, case)
    facts = {name: fact(name, value) for name, value in told["others"].items()}
    returns = tuple(return_of(one, Form(one["form"])) for one in told["returns"])
    found = check(return_of(told, Form(table["form"])), Others(returns=returns, **facts))
    [finding] = [one for one in found if one.check == table["name"]]
    assert finding.answer is answer, finding.reason
    assert finding.reason and finding.says and finding.rule
    if answer is Answer.UNDETERMINED:
        assert finding.reason.startswith("could not run")


@pytest.mark.parametrize("name", [one.name for one in declared_checks()])
def test_every_check_has_a_case_met_not_met_and_one_in_which_it_could_not_run(name: str) -> None:
    words = {word for table in tables() if table["name"] == name for word in table}
    assert {"met", "not_met", "undetermined"} <= words


def test_every_check_of_the_treaty_notes_is_there() -> None:
    wanted = {"A": 9, "B": 9, "C": 14, "P": 10, "BP": 4, "D": 6}
    names = {
        f"{letter}{number}" for letter, last in wanted.items() for number in range(1, last + 1)
    }
    assert names == {one.name for one in declared_checks()}


def test_a_check_that_could_not_run_is_told_and_never_left_out() -> None:
    for form in Form:
        found = check(return_of({}, form))
        assert {one.check for one in found} == {
            one.name for one in declared_checks() if form in one.forms
        }
        assert all(one.answer is not Answer.NOT_MET or one.check == "A9" for one in found)


def test_a_check_names_the_figures_that_it_speaks_of() -> None:
    wrong = return_of({"figures": [["imported", "morphine", "XA", 5]]}, Form.A)
    [finding] = [one for one in check(wrong) if one.check == "A2"]
    assert finding.figures == (Figure("imported", "morphine", "XA"),)


def test_the_table_of_unit_groups_names_drugs_of_form_a_and_how_each_is_known() -> None:
    lists = load_lists()
    for substance in form_a_groups():
        entries = [one for one in lists.entries_of(substance) if one.convention == "1961"]
        assert entries or substance == "poppy-straw", substance
    assert form_a_groups()["fentanyl"] is UnitGroup.G_MG
    assert form_a_groups()["morphine"] is UnitGroup.KG_G
    path = Path(units.__file__).with_name("form_a_units.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert all(row["basis"] in ("memory", "sourced") and row["source"] for row in rows)
    assert len(rows) == len(form_a_groups())
    assert form_a_remembered() == {one["substance"] for one in rows if one["basis"] == "memory"}


def test_where_only_memory_says_in_which_group_a_drug_stands_the_check_says_so() -> None:
    made = return_of({"figures": [["imported", "fentanyl", "XB", 5]]}, Form.A)
    groups = {"fentanyl": UnitGroup.G_MG}

    def a3(unit: UnitGroup, remembered: frozenset[str]) -> Any:
        others = Others(unit_groups=groups, units_remembered=remembered)
        told = replace(made, units={"fentanyl": unit})
        [finding] = [one for one in check(told, others) if one.check == "A3"]
        return finding

    known, memory = frozenset[str](), frozenset({"fentanyl"})
    right = a3(UnitGroup.G_MG, memory)
    assert right.answer is Answer.MET
    assert "by memory of the form for 1 of 1 drugs [memory]" in right.reason
    assert "memory" not in a3(UnitGroup.G_MG, known).reason
    wrong = a3(UnitGroup.KG_G, memory)
    assert wrong.answer is Answer.UNDETERMINED and "[memory]: compare with the form" in wrong.reason
    assert a3(UnitGroup.KG_G, known).answer is Answer.NOT_MET
