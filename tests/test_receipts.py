"""Under the 1961 Convention a decision binds a Party from the day it received the notification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ringfence.cli.main import main
from ringfence.jobs.receipts_file import lists_for, load_receipts
from ringfence.law.identification import identified
from ringfence.law.lists import go_by, load_lists, package_lists
from ringfence.law.receipts import Receipt, ReceiptNotUsable, as_bound
from ringfence.store.errors import NodeError
from ringfence.store.node import NodeConfig, Received, create_node, lists_of, open_node
from ringfence.substance.candidate import Query
from ringfence.terms import Answer, DataError, Party, Verdict

NL, TODAY = Party("NL"), date(2026, 11, 25)
CANNABIS = """\
[[receipt]]
party    = "NL"
decision = "63/17"
received = 2021-01-05
source   = "note verbale"
"""
BEFORE, ON = date(2021, 1, 4), date(2021, 1, 5)


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    """Every test leaves the process with the lists of the package."""
    yield
    go_by(package_lists())


@pytest.fixture
def receipts(tmp_path: Path) -> Path:
    path = tmp_path / "receipts.toml"
    path.write_text(CANNABIS, encoding="utf-8")
    return path


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "receipts.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def schedule_iv(answers: date, party: Party, path: Path) -> Answer:
    lists = lists_for(party, path, TODAY)
    (_, entry) = sorted(lists.entries_of("cannabis"), key=lambda one: one.schedule)
    return entry.answer_on(answers)


def test_a_party_is_bound_from_the_day_it_received_the_notification(receipts: Path) -> None:
    assert schedule_iv(BEFORE, NL, receipts) is Answer.MET
    assert schedule_iv(ON, NL, receipts) is Answer.NOT_MET


def test_receipts_of_other_parties_are_passed_over(receipts: Path) -> None:
    assert lists_for(Party("BE"), receipts, TODAY) is package_lists()


def test_receipts_are_read_from_csv_by_substance(tmp_path: Path) -> None:
    header = "party,substance,schedule,received,source"
    path = written(tmp_path, header, "NL,protonitazene,I,2023-05-02,letter")
    (entry,) = lists_for(NL, path, TODAY).entries_of("protonitazene")
    assert str(entry.since) == "2023-05-02"
    assert "letter" in entry.source


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("NL,63/17,,letter", r"receipts\.csv:2: the receipt has no received"),
        ("NL,63/17,2021-01,letter", r"receipts\.csv:2: '2021-01' is not a day"),
        ("Holland,63/17,2021-01-05,letter", r"receipts\.csv:2: 'Holland' is not a country code"),
        ("NL,,2021-01-05,letter", r"receipts\.csv:2: .* neither a decision nor a substance"),
        ("NL,63/17,2021-01-05", r"receipts\.csv:2: too many or too few cells"),
    ],
)
def test_a_receipt_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, row: str, says: str
) -> None:
    with pytest.raises(DataError, match=says):
        load_receipts(written(tmp_path, "party,decision,received,source", row))


def test_a_file_without_receipts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no receipt stands in it"):
        load_receipts(written(tmp_path, "party,decision,received,source"))
    with pytest.raises(DataError, match="cannot be read"):
        load_receipts(tmp_path / "none.csv")


def receipt(decision: str | None, day: date, substance: str | None = None) -> Receipt:
    return Receipt(NL, decision, substance, None, day, "letter", "receipts.csv:2")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([receipt("63/17", date(2020, 12, 1))], "received on 2020-12-01, but"),
        ([receipt("63/71", ON)], "no decision under the 1961 Convention that is held is 63/71"),
        ([receipt(None, ON, "diazepam")], "no decision under the 1961 Convention"),
        ([receipt("63/17", ON), receipt("63/17", BEFORE)], "but also on 2021-01-05"),
    ],
)
def test_a_receipt_that_contradicts_what_is_held_is_refused(told: list[Receipt], says: str) -> None:
    with pytest.raises(ReceiptNotUsable, match=says):
        as_bound(package_lists(), told, NL)


def test_the_version_of_the_rule_book_tells_whose_receipts_are_in_it(receipts: Path) -> None:
    version = lists_for(NL, receipts, TODAY).version
    assert version.startswith(f"{package_lists().version}.NL-")
    other = receipts.with_name("other.toml")
    other.write_text(CANNABIS.replace("2021-01-05", "2021-01-06"), encoding="utf-8")
    assert lists_for(NL, other, TODAY).version != version
    moved = receipts.with_name("moved.toml")
    moved.write_text(f"# the same, a line below\n{CANNABIS}", encoding="utf-8")
    assert lists_for(NL, moved, TODAY).version == version


# Commands


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


PROTONITAZENE = ("identify", "protonitazene", "--country", "NL", "--as-of", "2023-06-01")


def test_a_command_goes_by_the_receipts_of_a_party(tmp_path: Path) -> None:
    header = "party,substance,schedule,received,source"
    path = written(tmp_path, header, "NL,protonitazene,I,2023-05-02,letter")
    told = run(*PROTONITAZENE, "--receipts", f"NL={path}")
    assert "since 2023-05-02" in told.output
    assert "since 2023-05-02" not in run(*PROTONITAZENE).output


@pytest.mark.parametrize(
    "command",
    [
        ("law", "list", "--convention", "1961", "--as-of", "2021-01-05"),
        ("law", "show", "cannabis", "--as-of", "2021-01-05"),
        ("law", "diff", "2021-01-04", "2021-01-05"),
        ("law", "gaps", "NL", "--as-of", "2021-01-05"),
        ("screen", "examples/consignments.csv", "--as-of", "2021-01-05"),
        ("assess", "examples/movements/acetic_anhydride.toml", "--as-of", "2021-01-05"),
    ],
)
def test_every_command_that_tells_the_law_takes_them(
    command: tuple[str, ...], receipts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    told = run(*command, "--receipts", f"NL={receipts}", "--json")
    assert f'"{lists_for(NL, receipts, TODAY).version}"' in told.output


def test_whose_receipts_they_are_must_be_said(receipts: Path) -> None:
    told = run("law", "list", "--receipts", str(receipts))
    assert told.exit_code == 3
    assert "write CC=FILE" in told.output


# The node


def test_a_node_goes_by_what_its_territory_received(tmp_path: Path) -> None:
    received = Received(ON, "note verbale", "63/17")
    config = NodeConfig(territory="NL", name="nl", received=(received,))
    create_node(tmp_path / "node", config, make_journal_key=False, environment={})
    query, go = Query("cannabis"), package_lists
    go_by(go())
    assert identified(query, ON).rule_book == package_lists().version
    open_node(tmp_path / "node", environment={})
    assert load_lists().version.startswith(f"{package_lists().version}.NL-")
    found = identified(query, ON)
    assert found.rule_book == load_lists().version
    assert found.verdict is Verdict.CONTROLLED
    schedules = {
        one.entry.schedule for one in found.candidates[0].entries if one.answer is Answer.MET
    }
    assert "IV" not in schedules


def test_another_node_goes_by_the_lists_of_the_package(tmp_path: Path, receipts: Path) -> None:
    go_by(lists_for(NL, receipts, TODAY))
    config = NodeConfig(territory="XA", name="xa")
    create_node(tmp_path / "node", config, make_journal_key=False, environment={})
    assert load_lists() is package_lists()


@pytest.mark.parametrize(
    ("received", "says"),
    [
        (Received(ON, "letter"), "name its decision, or its substance"),
        (Received(ON, "letter", "99/99"), "no decision under the 1961 Convention"),
        (Received(date(2019, 1, 1), "letter", "63/17"), "was decided on"),
    ],
)
def test_what_a_node_says_it_received_must_be_of_a_decision(received: Received, says: str) -> None:
    config = NodeConfig(territory="NL", name="nl", received=(received,))
    with pytest.raises(NodeError, match=says):
        lists_of(config, "node.toml")


def test_what_is_received_on_a_day_to_come_frees_nothing(receipts: Path) -> None:
    ahead = CANNABIS.replace("2021-01-05", "2062-01-05")
    receipts.write_text(ahead, encoding="utf-8")
    with pytest.raises(ReceiptNotUsable, match="received on 2062-01-05, which has not come yet"):
        lists_for(NL, receipts, TODAY)
    asked = ["identify", "cannabis", "--receipts", f"NL={receipts}"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 3 and "which has not come yet" in done.output


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    header = "party,decision,received,received,source"
    path = written(tmp_path, header, "NL,63/17,2021-01-05,2021-01-06,letter")
    with pytest.raises(DataError, match="names a column twice"):
        load_receipts(path)
