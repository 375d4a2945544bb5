"""What must be done before a list may change, and when the Board may decide."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.law.cnd import dossier
from ringfence.law.cnd.board import Election, board_is_composed, board_may_decide
from ringfence.law.cnd.dossier import STEPS, Body, Dossier
from ringfence.law.computed import Undetermined
from ringfence.law.decision import assess
from ringfence.law.entry import Convention
from ringfence.law.limits.assessments import Needs, assessed_quantity
from ringfence.law.limits.estimates import (
    DrugKind,
    EstimateState,
    Figures,
    Filing,
    Step,
    estimate_is_complete,
    estimate_is_examined,
)
from ringfence.law.movement import movement_from
from ringfence.law.national_control import watched_findings
from ringfence.terms import Answer, Day

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "commission" / "dossier.toml").read_text(encoding="utf-8")
)["case"]
BODIES = ("passed_to", "communicated_to", "review_passed_to")
SENT = Day(2030, 1, 1)


def dossier_of(told: dict[str, Any]) -> Dossier:
    told = {**told, "convention": Convention(told["convention"]), "substance": "example"}
    for key in ("notified_by", "assessed_by"):
        if key in told:
            told[key] = Body(told[key])
    for key in (*BODIES, "votes"):
        if key in told:
            told[key] = tuple(told[key] if key == "votes" else map(Body, told[key]))
    return Dossier(**told)


@pytest.mark.parametrize("case", [pytest.param(one, id=one["says"]) for one in CASES])
def test_a_step_answers_as_its_paragraph_says(case: dict[str, Any]) -> None:
    found = getattr(dossier, case["step"])(dossier_of(case["dossier"]))
    assert found.answer.value == case["expect"], found.reason


def test_every_step_has_a_case_met_one_not_met_and_one_with_the_fact_missing() -> None:
    answers: defaultdict[str, set[str]] = defaultdict(set)
    for case in CASES:
        answers[case["step"]].add(case["expect"])
    for step in STEPS:
        assert answers[step.__name__] >= {"met", "not met", "undetermined"}, step.__name__


@pytest.mark.parametrize("step", [one for one in STEPS if one.__name__.startswith(("dec", "rev"))])
def test_what_has_not_happened_is_not_asked(step: Any) -> None:
    told = Dossier(Convention.UN1961, "example")
    assert step(told).answer is Answer.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("election", "answer"),
    [
        (Election(3, 5, 10), Answer.MET),
        (Election(3, 4, 10), Answer.NOT_MET),
        (Election(4, 5, 9), Answer.NOT_MET),
        (Election(3, None, 10), Answer.UNDETERMINED),
        (Election(None, 5, 10), Answer.UNDETERMINED),
    ],
)
def test_the_board_is_composed_of_three_and_ten(election: Election, answer: Answer) -> None:
    assert board_is_composed(election).answer is answer


@pytest.mark.parametrize(
    ("present", "sessions", "answer"),
    [
        (8, 2, Answer.MET),
        (7, 2, Answer.NOT_MET),
        (8, 1, Answer.NOT_MET),
        (None, 2, Answer.UNDETERMINED),
        (8, None, Answer.UNDETERMINED),
    ],
)
def test_the_board_decides_with_eight_present(
    present: int | None, sessions: int | None, answer: Answer
) -> None:
    assert board_may_decide(present, sessions).answer is answer


FULL = Figures(
    consumption_g=Decimal(1),
    utilisation_g=Decimal(0),
    stock_g=Decimal(0),
    special_addition_g=Decimal(0),
    opium_production_g=Decimal(5),
    synthetic_manufacture_g=Decimal(7),
)


@pytest.mark.parametrize(
    ("kind", "figures", "answer"),
    [
        (DrugKind.ORDINARY, FULL, Answer.MET),
        (DrugKind.OPIUM, FULL, Answer.MET),
        (DrugKind.ORDINARY, Figures(), Answer.NOT_MET),
        (DrugKind.ORDINARY, Figures(consumption_g=Decimal(1)), Answer.UNDETERMINED),
        (DrugKind.SYNTHETIC, Figures(Decimal(1), Decimal(0), Decimal(0), Decimal(0)),
         Answer.UNDETERMINED),
    ],
)  # fmt: skip
def test_an_estimate_is_complete_with_every_figure_of_its_total(
    kind: DrugKind, figures: Figures, answer: Answer
) -> None:
    assert estimate_is_complete(kind, figures).answer is answer


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ((), Answer.NOT_MET),
        ((EstimateState.SUBMITTED,), Answer.UNDETERMINED),
        ((EstimateState.SUBMITTED, EstimateState.QUERIED), Answer.UNDETERMINED),
        ((EstimateState.SUBMITTED, EstimateState.CONFIRMED), Answer.MET),
    ],
)
def test_an_estimate_is_examined_before_it_counts(
    states: tuple[EstimateState, ...], answer: Answer
) -> None:
    filing = Filing(FULL, tuple(Step(state, SENT) for state in states))
    assert estimate_is_examined(filing, SENT).answer is answer


def test_assessed_quantity_adds_every_need_and_leaves_exports_out() -> None:
    assert assessed_quantity(Needs(Decimal(5), Decimal(2), Decimal(1))) == Decimal(8)
    missing = assessed_quantity(Needs(Decimal(5), None, Decimal(1)))
    assert isinstance(missing, Undetermined)
    assert missing.missing == ("industrial need",)


def movement(watches: list[str] | None) -> dict[str, Any]:
    facts = {} if watches is None else {"watches": watches}
    return {
        "day": "2025-11-03",
        "from": "XA",
        "to": "XB",
        "goods": [{"name": "loratadine", "quantity": "1 kg"}],
        "country": [{"code": "XB", **facts}],
    }


@pytest.mark.parametrize(
    ("watches", "count"), [(["Loratadine"], 1), (["acetone"], 0), ([], 0), (None, 0)]
)
def test_watched_findings_warn_of_what_a_country_supervises(
    watches: list[str] | None, count: int
) -> None:
    decision = assess(movement_from(movement(watches)), Day(2025, 11, 3))
    assert decision.outcome.value == "granted"
    warned = [one for one in decision.findings if one.rule == "un1961/2/8"]
    assert len(warned) == count and all(one.is_advice for one in warned)
    assert len(list(watched_findings(decision.cases[0]))) == count


DOSSIER = """
convention = "1988"
substance = "4-piperidone"
notified_by = "board"
has_information = true
passed_to = ["parties", "commission"]
assessed_by = "board"
is_liable_to_abuse = true
is_serious = true
recommended = "Table I"
decided = "Table I"
votes = [VOTES]
members = 53
communicated_to = ["members_of_the_united_nations", "parties_that_are_no_members", "who", "board"]
"""


@pytest.mark.parametrize(
    ("votes", "code", "says"),
    [
        ("36, 0, 17", 0, "in order"),
        ("35, 0, 18", 1, "35 of 53 members voted for it; 36 are needed"),
        ("36, 0", 2, "a vote is told as votes for, against and abstentions"),
    ],
)
def test_the_command_goes_through_the_steps(
    votes: str, code: int, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "dossier.toml"
    file.write_text(DOSSIER.replace("VOTES", votes), encoding="utf-8")
    result = CliRunner().invoke(main, ["law", "dossier", str(file)])
    assert (result.exit_code, says in result.output) == (code, True), result.output
    document = json.loads(CliRunner().invoke(main, ["law", "dossier", str(file), "--json"]).output)
    assert document["format"] == "ringfence.law.dossier/1"
    assert [one["rule"] for one in document["steps"]][:2] == ["un1988/12/2", "un1988/12/3"]


def test_an_unknown_key_of_a_dossier_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "dossier.toml"
    file.write_text(DOSSIER.replace("VOTES", "36, 0, 17") + "voted = 1\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["law", "dossier", str(file)])
    assert result.exit_code == 3
    assert "dossier.toml: voted: is no key that is known here. Did you mean votes?" in result.stderr
