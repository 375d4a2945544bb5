"""The demonstration: what is planted is found, what is not planted is not, and the books hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs import node_work
from ringfence.jobs.demonstration import building
from ringfence.jobs.demonstration.building import Asked, Built, NoDemonstration, demonstration
from ringfence.jobs.demonstration.irregularities import IRREGULARITIES
from ringfence.jobs.demonstration.plan import Plan
from ringfence.jobs.demonstration.world import World
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.worklist import worklist
from ringfence.store.node import open_node
from ringfence.trade.roles import Actor, Role

SMALL = Asked(2025, "small")
STATES = {
    "application": {"draft", "sent", "complete", "under_review", "proposed", "decided"},
    "import_certificate": {"used_up", "held", "refused", "withdrawn", "replaced", "proposed"},
    "export_authorisation": {"closed", "shipped", "held", "refused", "withdrawn", "in_query"},
    "licence": {"in_force", "refused", "suspended", "revoked", "proposed"},
    "pre_export_notification": {"closed", "objected", "sent", "lapsed"},
    "estimate": {"in_force", "sent", "queried", "approved"},
    "return": {"sent", "approved", "checked", "computed"},
    "order": {"signed", "accepted", "part_filled", "filled", "received", "refused", "cancelled"},
    "assessment": {"draft", "checked", "approved", "sent", "queried", "in_force", "replaced"},
    "transit_permit": {"proposed", "issued", "entered", "detained", "left", "closed", "diverted"},
    "customer_declaration": {"declared", "accepted", "refused", "ended"},
    "special_import_licence": {"proposed", "issued", "used", "refused", "withdrawn"},
    "export_declaration": {"draft", "declared", "checked", "discarded", "closed"},
    "received_notification": {"received", "answered", "objected", "more_information"},
    "endorsement": {"overdue", "made", "returned", "matched"},
    "personal_block": {"proposed", "kept"},
    "user_change": {"proposed", "approved", "refused"},
    "objection": {"heard", "stands"},
    "setting_change": {"proposed", "approved", "refused"},
    "question": {"open", "answered", "closed"},
    "company_return": {"overdue", "part_refused", "complete", "closed", "nil"},
}
WAITS_FOR_A_SECOND = (
    "application", "import_certificate", "licence", "endorsement", "personal_block",
    "special_import_licence", "transit_permit", "received_notification", "user_change",
)  # fmt: skip
"""Kinds of which something stands proposed on the last day, small as the world may be."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return demonstration(tmp_path_factory.mktemp("planted") / "demo", SMALL)


def test_every_planted_irregularity_is_found(planted: Built) -> None:
    missed = [one.irregularity.name for one in planted.irregularities if not one.findings]
    assert not missed
    assert len(planted.irregularities) >= 12
    for one in planted.irregularities:
        assert all(each.finding.reason for each in one.findings)


def test_the_books_of_the_demonstration_verify_from_the_first_act(planted: Built) -> None:
    verified = node_work.verify_journal(planted.folder, ())
    assert verified.is_whole, verified
    assert verified.size == planted.acts


def test_documents_stand_in_many_states(planted: Built) -> None:
    node = open_node(planted.folder, environment={})
    desk = building.last_desk(node, SMALL)
    for kind, states in STATES.items():
        here = desk.look(lambda book, one=kind: {each.state for each in book.documents(one)})
        assert states <= here, (kind, states - here)


def test_every_kind_of_document_is_there_and_an_approver_has_of_most_kinds_to_decide(
    planted: Built,
) -> None:
    node = open_node(planted.folder, environment={})
    desk = building.last_desk(node, SMALL)
    for kind in kinds():
        assert planted.documents.get(kind), f"the demonstration has no {kind}"
    for kind in WAITS_FOR_A_SECOND:
        proposed = desk.look(
            lambda book, one=kind: [
                each.number for each in book.documents(one) if each.body.get("proposal")
            ]
        )
        assert proposed, f"no {kind} waits for a second person"


@pytest.mark.parametrize("role", ["CO", "AP", "ST", "IN", "CU"])
def test_somebody_of_each_role_finds_work_on_the_last_day(planted: Built, role: str) -> None:
    desk = building.last_desk(open_node(planted.folder, environment={}), SMALL)
    found = worklist(desk, Actor(f"{role.lower()}1", Role(role), "XA"))
    assert found.mine, role


def test_imports_of_1971_schedule_ii_go_by_their_own_authorisations(planted: Built) -> None:
    desk = building.last_desk(open_node(planted.folder, environment={}), SMALL)
    plan = Plan(World(2025, "small"))
    assert plan.psychotropics
    for movement in plan.psychotropics:
        stored = desk.look(
            lambda book, one=movement: book.document("import_certificate", one.number)
        )
        assert stored.state == "used_up"


def test_a_world_without_irregularities_has_none_of_the_findings(
    tmp_path: Path, planted: Built
) -> None:
    plain = demonstration(tmp_path / "plain", Asked(2025, "small", planted=False))
    rules = {one.rule for one in IRREGULARITIES}
    assert not [one for one in plain.findings if one.finding.rule in rules]
    assert not any(one.findings for one in plain.irregularities)
    assert plain.documents["operator"] == planted.documents["operator"]


def test_the_same_demonstration_again_is_used_as_it_stands(planted: Built) -> None:
    before = (planted.folder / "books.sqlite3").stat().st_mtime_ns
    again = demonstration(planted.folder, SMALL)
    assert not again.is_new
    assert (again.acts, again.findings) == (planted.acts, planted.findings)
    assert (planted.folder / "books.sqlite3").stat().st_mtime_ns == before


def test_two_builds_of_a_year_are_the_same_to_the_last_act(tmp_path: Path, planted: Built) -> None:
    other = demonstration(tmp_path / "other", SMALL)
    assert root_of(other.folder) == root_of(planted.folder)


def root_of(folder: Path) -> str:
    return node_work.node_status(folder).journal_root


def test_a_folder_with_anything_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NoDemonstration):
        demonstration(tmp_path, SMALL)
    (tmp_path / "demonstration.json").write_text('{"format": "another/1"}')
    result = CliRunner().invoke(main, ["demo", "--dir", str(tmp_path), "--scale", "small"])
    assert result.exit_code == 3 and "holds no demonstration" in result.output
    assert sorted(one.name for one in tmp_path.iterdir()) == ["demonstration.json", "letter.txt"]


def test_one_that_was_cut_short_or_is_outdated_is_built_anew(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for changed in ({"is_whole": False}, {"release": "0"}, {"year": 2024}):
        folder.mkdir()
        mark = {**building._mark(SMALL, is_whole=True), **changed}
        (folder / building.DEMONSTRATION_MARK).write_text(json.dumps(mark))
        assert not building._is_there(folder, SMALL)
        assert not folder.exists()


def test_the_full_world_has_two_hundred_operators_and_sixty_substances() -> None:
    world = World(2025, "full")
    assert len(world.firms) == len({one.number for one in world.firms}) == 200
    assert len({one.name for one in world.firms}) == 200
    assert len({one.substance for one in world.goods}) == 60
    assert all("fictitious" in one.name for one in world.firms)
    scripts = "".join(one.name for one in world.officers)
    assert any("а" <= sign <= "я" for sign in scripts)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_it_can_be_built_whatever_days_of_the_week_its_dates_fall_on(
    year: int, tmp_path: Path
) -> None:
    built = demonstration(tmp_path / "demo", Asked(year, "small"))
    assert all(one.findings for one in built.irregularities)


def test_the_full_one_is_built_as_a_user_builds_it(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    result = CliRunner().invoke(main, ["demo", "--dir", str(folder), "--no-serve"])
    assert result.exit_code == 0, result.output
    count = len(IRREGULARITIES)
    assert f"{count} of {count}" in result.output
    assert node_work.verify_journal(folder, ()).is_whole


def test_a_year_that_is_not_over_is_refused() -> None:
    result = CliRunner().invoke(main, ["demo", "--year", "2999"])
    assert result.exit_code == 3 and "name a full year from" in result.output
