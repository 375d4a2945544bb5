"""What is said to be computed is computed, and the pages say what the code does."""

from __future__ import annotations

import csv
import importlib
import json
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs.proving_cases import Proofs, proofs
from ringfence.law.coverage import FILES, Status, coverage, differences, module_of, ties
from ringfence.law.obligations import Text, load_obligations

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = {
    Text.UN1961: [*range(1, 52), "14 bis", "21 bis", "38 bis"],
    Text.UN1971: range(1, 34),
    Text.UN1988: range(1, 35),
}
SCHEDULES = {
    Text.UN1961: ["Schedule I", "Schedule II", "Schedule III", "Schedule IV"],
    Text.UN1971: ["Schedules I-IV"],
    Text.UN1988: ["Annex"],
}


@cache
def held_proofs() -> Proofs:
    found = proofs()
    assert found is not None
    return found


# The register


def test_the_register_is_whole() -> None:
    obligations = load_obligations()
    assert len(obligations) == 362
    assert len({one.id for one in obligations}) == 362
    for one in obligations:
        assert one.summary and one.who and one.source, one


def test_the_register_is_read_as_it_is_written() -> None:
    path = ROOT / "src" / "ringfence" / "law" / "obligations.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        written = [row["id"] for row in csv.DictReader(rows)]
    assert written == [one.id for one in load_obligations()]


# Articles


@pytest.mark.parametrize("text", ARTICLES)
def test_every_article_of_a_convention_is_named_once(text: Text) -> None:
    named = Counter(one.article for one in coverage(text))
    wanted = [*map(str, ARTICLES[text]), *SCHEDULES[text]]
    assert not set(wanted) - set(named)
    assert set(named.values()) == {1}


def test_every_obligation_belongs_to_an_article() -> None:
    covered = [row.obligation.id for one in coverage() for row in one.obligations]
    assert sorted(covered) == sorted(one.id for one in load_obligations())


def test_what_is_not_computed_says_why() -> None:
    for one in coverage():
        assert one.why or one.status is Status.COMPUTED, one.article
        for row in one.obligations:
            assert row.why or row.status is Status.COMPUTED, row.obligation.id


# What the code declares


def test_declared_statuses_agree_with_the_code() -> None:
    assert not differences()


def test_every_tie_names_an_obligation_of_the_register() -> None:
    known = {one.id for one in load_obligations()}
    unknown = {(tie.function, tie.obligation) for tie in ties() if tie.obligation not in known}
    assert not unknown


@pytest.mark.parametrize("function", sorted({tie.function for tie in ties()}))
def test_a_function_that_is_tied_exists_and_says_what_it_does(function: str) -> None:
    module = module_of(function)
    found: Any = importlib.import_module(f"ringfence.{module}")
    for part in function.removeprefix(f"{module}.").split("."):
        found = getattr(found, part)
    assert found.__doc__ or found.says


@pytest.mark.parametrize("function", sorted({tie.function for tie in ties()}))
def test_what_is_computed_is_proved_by_a_case(function: str) -> None:
    known = held_proofs()
    assert any(known.of(tie).cases for tie in ties() if tie.function == function)


def test_a_computed_status_cannot_be_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that claims to be computed where nothing is tied is told."""
    from ringfence.law import coverage as module

    text = FILES[Text.CND].read_text(encoding="utf-8").replace("Rule 58", "Rule 99")
    monkeypatch.setattr(module, "DataFile", lambda path: _file(text))
    monkeypatch.setattr(module, "Text", (Text.CND,))
    module._declared.cache_clear()
    try:
        said = module.differences()
    finally:
        module._declared.cache_clear()
    assert any("Rule 99 is declared computed, and nothing is" in one for one in said)


def _file(text: str) -> Any:
    from ringfence.law.data_file import DataFile

    return DataFile(FILES[Text.CND], text)


# The command


def test_the_command_prints_a_row_an_article_and_the_sums() -> None:
    result = CliRunner().invoke(main, ["law", "coverage"])
    assert result.exit_code == 0
    printed = " ".join(result.output.split())
    for one in coverage():
        assert one.title in printed
    assert "1961: 169 obligations: " in result.output
    assert max(map(len, result.output.splitlines())) <= 100


def test_an_article_is_printed_with_its_functions_and_cases() -> None:
    result = CliRunner().invoke(
        main, ["law", "coverage", "--convention", "1961", "--article", "31"]
    )
    assert result.exit_code == 0
    assert "import_certificate_is_held [un1961/31/5], cases: " in " ".join(result.output.split())


def test_the_document_holds_every_obligation() -> None:
    result = CliRunner().invoke(main, ["law", "coverage", "--json"])
    document = json.loads(result.output)
    assert document["format"] == "ringfence.law.coverage/1"
    rows = [row for one in document["articles"] for row in one["obligations"]]
    assert len(rows) == 362
    for row in rows:
        assert bool(row["computed_by"]) == (row["status"] == "computed")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--article", "99"), "no article '99': write a number"),
        (("--convention", "1962"), "write 1961, 1971, 1988, CND"),
    ],
)
def test_an_unknown_article_is_told_what_to_write(arguments: tuple[str, ...], says: str) -> None:
    result = CliRunner().invoke(main, ["law", "coverage", *arguments])
    assert result.exit_code == 3
    assert says in result.stderr


# The pages


def fresh_pages() -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        pages: dict[str, str] = importlib.import_module("build_docs").pages()
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return pages


@pytest.mark.parametrize("name", ["assess.md", "coverage.md", "movement.schema.json"])
def test_a_page_is_what_the_code_says(name: str) -> None:
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == fresh_pages()[name], "run python scripts/build_docs.py"


def test_the_sums_on_the_page_agree_with_the_code() -> None:
    rows = [row for one in coverage() for row in one.obligations]
    counts = Counter(row.status for row in rows)
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert f"| all | {len(rows)} | {' | '.join(str(counts[one]) for one in Status)} |" in page


def test_the_smallest_movement_on_the_page_is_understood() -> None:
    from ringfence.law.movement import movement_from

    page = (ROOT / "docs" / "assess.md").read_text(encoding="utf-8")
    written = page.partition("```toml\n")[2].partition("```")[0]
    assert movement_from(tomllib.loads(written)).goods[0].name == "diazepam"
