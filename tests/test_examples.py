"""The example movements: each ends as its first line says, for the reason that it gives."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs.movement_file import read_movement
from ringfence.law.decision import Decision, assess

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "movements"
FILES = sorted(FOLDER.glob("*.toml"))
CODES = {"granted": 0, "refused": 1, "held": 2}
DECIDING = {
    "acetic_anhydride": {"un1988/12/10(a)"},
    "codeine_phosphate_bulk": {"un1961/31/1(b)"},
    "diazepam_prohibited": {"un1971/13/2"},
    "methylphenidate": {"un1971/12/1"},
    "transit_without_copy": {"un1961/31/11"},
    "traveller": {"un1971/4(a)"},
}
"""The rules that decide what is not granted: no other may stand in the way."""


def named(path: Path) -> str:
    return path.stem


def said_outcome(path: Path) -> str:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# outcome: (granted|held|refused)", first)
    assert found, f"{path.name}: the first line says no outcome"
    return found[1]


def decided(path: Path) -> Decision:
    movement = read_movement(path)
    assert movement.day is not None, f"{path.name} is pinned to no day"
    return assess(movement, movement.day)


def test_there_are_ten_or_more_and_every_outcome_is_shown() -> None:
    assert len(FILES) >= 10
    assert {said_outcome(path) for path in FILES} == set(CODES)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_an_example_ends_as_its_first_line_says(path: Path) -> None:
    decision = decided(path)
    said = [f"{one.rule} {one.answer}: {one.reason}" for one in decision.deciding]
    assert decision.outcome.value == said_outcome(path), said
    if path.stem in DECIDING:
        assert {one.rule for one in decision.deciding} == DECIDING[path.stem], said


@pytest.mark.parametrize("path", FILES, ids=named)
def test_an_example_says_why_and_that_it_is_made_up(path: Path) -> None:
    head = path.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    assert len(head) >= 4 and all(line.startswith("#") for line in head)
    assert "fictitious" in " ".join(head).lower()


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_command_exits_with_the_code_of_the_outcome(path: Path) -> None:
    result = CliRunner().invoke(main, ["assess", str(path)])
    assert result.exit_code == CODES[said_outcome(path)], result.output


def uncommented(path: Path, tmp_path: Path, first: str) -> Path:
    """The example with the lines that it shows as a remedy written out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index(f"# {first}")
    for number in range(at, len(lines)):
        if not lines[number].startswith("# "):
            break
        lines[number] = lines[number].removeprefix("# ")
    changed = tmp_path / path.name
    changed.write_text("\n".join(lines), encoding="utf-8")
    return changed


@pytest.mark.parametrize(
    ("name", "first"),
    [("acetic_anhydride", "[pre_export_notification]"), ("traveller", "[[country]]")],
)
def test_what_an_example_names_as_the_remedy_grants_it(
    name: str, first: str, tmp_path: Path
) -> None:
    changed = uncommented(FOLDER / f"{name}.toml", tmp_path, first)
    decision = decided(changed)
    assert decision.outcome.value == "granted", [one.reason for one in decision.deciding]


def test_an_authentic_paper_frees_what_was_held_for_it(tmp_path: Path) -> None:
    text = (FOLDER / "methylphenidate.toml").read_text(encoding="utf-8")
    changed = tmp_path / "methylphenidate.toml"
    changed.write_text(text.replace("# is_authentic        = true", "is_authentic = true"))
    assert decided(changed).outcome.value == "granted"


@pytest.mark.parametrize("name", ["morphine_tablets", "poppy_straw", "buprenorphine", "acetone"])
def test_facts_of_countries_may_be_kept_in_one_file(name: str, tmp_path: Path) -> None:
    """What the authority keeps stands in for the countries, stops and authorities of a movement."""
    mapping = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    mapping.pop("country")
    for key in ("is_stopped_by_board", "is_recommended_stop"):
        mapping.get("limit", {}).pop(key, None)
    for paper in ("import_certificate", "export_authorisation"):
        mapping.get(paper, {}).pop("is_notified_authority", None)
    bare = tmp_path / "movement.json"
    bare.write_text(json.dumps(mapping, default=str), encoding="utf-8")
    kept = str(FOLDER.parent / "country_facts.toml")
    held = CliRunner().invoke(main, ["assess", str(bare)])
    granted = CliRunner().invoke(main, ["assess", str(bare), "--facts", kept])
    assert (held.exit_code, granted.exit_code) == (2, 0), granted.output


def test_a_file_of_country_facts_is_refused_with_its_place(tmp_path: Path) -> None:
    wrong = tmp_path / "facts.toml"
    wrong.write_text('[[country]]\ncode = "XXX"\nprohibit = []\n', encoding="utf-8")
    movement = str(FOLDER / "acetone.toml")
    result = CliRunner().invoke(main, ["assess", movement, "--facts", str(wrong)])
    assert result.exit_code == 3
    assert "facts.toml: country[1].prohibit: is no key" in result.stderr
    assert "Did you mean prohibits?" in result.stderr


def test_what_a_movement_tells_goes_before_what_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "facts.toml"
    kept.write_text('[[country]]\ncode = "XB"\npermits_destination = false\n', encoding="utf-8")
    movement = str(FOLDER / "morphine_tablets.toml")
    assert CliRunner().invoke(main, ["assess", movement, "--facts", str(kept)]).exit_code == 0


def test_the_table_of_examples_says_how_each_ends() -> None:
    text = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.toml` \| .+ \| (\w+) \|$", text, re.MULTILINE)
    assert dict(rows) == {path.stem: said_outcome(path) for path in FILES}
