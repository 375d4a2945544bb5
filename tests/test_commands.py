"""The commands as their users meet them: text, JSON, exit codes, and what bad input is told."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ringfence.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
GOODS = str(ROOT / "examples" / "consignments.csv")
ON = ("--as-of", "2025-12-31")


def ringfence(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="ringfence")


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ringfence(*arguments, "--json").stdout)
    return found


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("identify", "morphine", *ON), 1),
        (("identify", "ibuprofen", *ON), 0),
        (("identify", "xyzzy", *ON), 2),
        (("identify", "ibuprofen", "morphine", *ON), 1),
        (("identify", "ibuprofen", "xyzzy", *ON), 2),
        (("screen", GOODS, *ON), 1),
        (("law", "list", *ON), 0),
        (("law", "list", "--as-of", "1950-01-01"), 2),
        (("law", "list", "--country", "CN", *ON), 0),
        (("law", "list", "--country", "JP", *ON), 2),
        (("law", "show", "morphine", *ON), 0),
        (("law", "show", "morphine", "--country", "JP", *ON), 2),
        (("law", "show", "THC", *ON), 2),
        (("law", "diff", "2020-01-01", "2021-01-01"), 0),
        (("law", "gaps", *ON), 0),
        (("law", "gaps", "CN", *ON), 0),
        (("law", "gaps", "JP", *ON), 2),
        (("law", "gaps", "ZZ", *ON), 2),
    ],
)
def test_the_exit_code_says_what_was_found(arguments: tuple[str, ...], code: int) -> None:
    result = ringfence(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout.strip() and not result.stderr


def test_a_file_without_anything_to_stop_exits_with_what_it_holds(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("substance\nibuprofen\n", encoding="utf-8")
    assert ringfence("screen", str(goods), *ON).exit_code == 0
    goods.write_text("substance\nibuprofen\nxyzzy\n", encoding="utf-8")
    assert ringfence("screen", str(goods), *ON).exit_code == 2


# Bad input


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("identify",), "Enter a name, number or structure"),
        (("identify", "morphine", "--as-of", "31.12.2025"), "'31.12.2025' is not a day"),
        (("identify", "morphine", "--country", "China"), "write two letters"),
        (("law", "list", "--convention", "1962"), "write 1961, 1971 or 1988"),
        (("law", "list", "--schedule", "V"), "write one of I, II, III, IV, Table I, Table II"),
        (("law", "list", "--convention", "1988", "--schedule", "IV"), "Table I, Table II"),
        (("law", "list", "--country", "CN", "--schedule", "X"), "is no level of CN: write one of"),
        (("law", "list", "--country", "CN", "--convention", "1961"), "leave out --convention"),
        (("law", "show", "xyzzy"), "for example morphine"),
        (("law", "show", "57-27-3"), "should be 2"),
        (("law", "show", "ibuprofen"), "on no list"),
        (("law", "diff", "2025-12-31", "2024-01-01"), "write `law diff 2024-01-01 2025-12-31`"),
        (("law", "diff", "2025-02-30", "2025-12-31"), "is not a day"),
        (("law", "gaps", "China"), "write two letters"),
        (
            (
                "law",
                "coverages",
            ),
            "coverages",
        ),
        (("screen", "nosuch.csv"), "nosuch.csv: No such file"),
        (("screen", str(ROOT / "README.md")), "Give a .csv"),
        (("screen", GOODS, "--map", "substance"), "write FIELD=COLUMN"),
        (("screen", GOODS, "--map", "drug=reference"), "fields are substance"),
        (("screen", GOODS, "--map", "cas=x", "--map", "cas=y"), "map it to one column"),
        (("screen", GOODS, "--map", "cas=x"), "The columns are"),
        (("screen", GOODS, "--encoding", "klingon"), "--encoding cp1251"),
        (("screen", GOODS, "--out", "verdicts.docx"), "Name a .csv"),
        (("screen", GOODS, "--out", GOODS), "Give --out another name"),
    ],
)
def test_bad_input_is_told_what_to_write(arguments: tuple[str, ...], says: str) -> None:
    result = ringfence(*arguments)
    assert result.exit_code == 3
    assert says in result.stderr and not result.stdout
    assert "Traceback" not in result.output


# JSON

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def days_of(node: Any, key: str = "") -> list[Any]:
    """Every value under a key that holds a day, at any depth."""
    if isinstance(node, dict):
        return [day for name, value in node.items() for day in days_of(value, name)]
    if isinstance(node, list):
        return [day for value in node for day in days_of(value, key)]
    is_day = key in ("day", "from_day") or key.endswith(("_earliest", "_latest"))
    return [node] if is_day and node is not None else []


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        (("identify", "morphine", *ON), "ringfence.identify/1"),
        (("screen", GOODS, *ON), "ringfence.screen/1"),
        (("law", "list", *ON), "ringfence.law.list/1"),
        (("law", "list", "--country", "RU", *ON), "ringfence.law.list/1"),
        (("law", "show", "morphine", *ON), "ringfence.law.show/1"),
        (("law", "show", "THC", *ON), "ringfence.law.show/1"),
        (("law", "diff", "2015-01-01", "2025-12-31"), "ringfence.law.diff/1"),
        (
            ("law", "diff", "2015-01-01", "2025-12-31", "--countries"),
            "ringfence.law.national_diff/1",
        ),
        (("law", "gaps", "RU", *ON), "ringfence.law.gaps/1"),
        (("law", "gaps", "JP", *ON), "ringfence.law.gaps/1"),
        (("law", "gaps", *ON), "ringfence.law.matrix/1"),
    ],
)
def test_a_document_names_its_format_and_writes_days_as_iso(
    arguments: tuple[str, ...], form: str
) -> None:
    found = document(*arguments)
    assert found["format"] == form
    days = days_of(found)
    assert days
    for day in days:
        assert DAY.fullmatch(day) and date.fromisoformat(day)
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"## `{form}`" in page


def test_identify_has_every_key_that_is_documented() -> None:
    (item,) = document("identify", "morphine", *ON)["items"]
    assert set(item) >= {"input", "day", "rule_book", "verdict", "candidates", "reasons"}
    assert set(item) >= {"uncontrolled", "unknown", "conflicts", "unread"}
    candidate = item["candidates"][0]
    keys = "substance name ground via form stereo doubt answer excluded entries national"
    assert set(candidate) >= set(keys.split())
    entry = "convention schedule answer citation decision since trust reason"
    assert set(candidate["entries"][0]) >= set(entry.split())
    national = "country schedule answer citation since basis reason"
    assert set(candidate["national"][0]) >= set(national.split())


def test_a_list_in_text_and_in_json_has_the_same_entries() -> None:
    found = document("law", "list", "--convention", "1988", *ON)
    lines = ringfence("law", "list", "--convention", "1988", *ON).stdout.splitlines()
    entries = [line for line in lines if line.startswith("1988")]
    assert len(entries) == len(found["entries"])
    for line, entry in zip(entries, found["entries"], strict=True):
        assert line.endswith(entry["name"]) and entry["trust"] in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--convention", "1971", "--as-of", "2028-01-01"),
        ("show", "morphine", "--as-of", "2028-01-01"),
        ("diff", "2025-01-01", "2028-01-01"),
    ],
)
def test_after_the_next_regular_session_a_list_is_not_known_to_be_whole(
    arguments: tuple[str, ...],
) -> None:
    result = CliRunner().invoke(main, ["law", *arguments])
    assert result.exit_code == 2, result.output
    assert "decisions of the Commission after" in " ".join(result.output.split())


def test_the_lists_of_two_days_differ_by_what_diff_says() -> None:
    def places(day: str) -> set[tuple[str, str, str]]:
        entries = document("law", "list", "--as-of", day)["entries"]
        met = [one for one in entries if one["answer"] == "met"]
        return {(one["convention"], one["schedule"], one["substance"]) for one in met}

    before, after = places("2014-12-31"), places("2025-12-31")
    changes = document("law", "diff", "2014-12-31", "2025-12-31")["changes"]
    came = {
        (one["convention"], one["to_schedule"], one["substance"])
        for one in changes
        if one["kind"] in ("appeared", "moved")
    }
    left = {
        (one["convention"], one["from_schedule"], one["substance"])
        for one in changes
        if one["kind"] in ("left", "moved")
    }
    assert after - before == came
    assert before - after == left


def test_gaps_without_a_country_count_as_the_reports_do() -> None:
    one = document("law", "gaps", "CN", *ON)
    all_ = document("law", "gaps", *ON)
    assert all_["counts"]["CN"] == one["counts"]
    assert sum(one["counts"]["1988"].values()) == sum(
        gap["convention"] == "1988" for gap in one["gaps"]
    )


def test_a_national_list_carries_how_each_row_is_known() -> None:
    rows = document("law", "list", "--country", "RU", *ON)["national"]
    assert rows and all(row["basis"] and row["source"] and row["citation"] for row in rows)


def test_gaps_print_every_row_only_when_asked() -> None:
    short = ringfence("law", "gaps", "RU", *ON).stdout
    full = ringfence("law", "gaps", "RU", "--all", *ON).stdout
    assert "--all prints them" in short and "--all" not in full
    assert len(full.splitlines()) > 300 > len(short.splitlines())


@pytest.mark.parametrize("name", ["morphine", "Морфин", "57-27-2", "吗啡"])
def test_a_substance_is_shown_by_any_of_its_names(name: str) -> None:
    found = document("law", "show", name, *ON)
    assert found["substance"]["id"] == "morphine"
    assert found["salts"] and found["names"] and found["acts"]


def test_a_name_that_may_mean_several_lists_them() -> None:
    result = ringfence("law", "show", "THC", *ON)
    assert "dronabinol" in result.stdout and "by its id" in result.stdout


# Screening


def test_a_screened_file_is_written_and_summed_up(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = ringfence("screen", GOODS, "--out", str(out), "--show", *ON)
    assert f"written to {out}" in result.stdout
    found = document("screen", GOODS, "--show", *ON)
    assert found["rows"] == sum(found["verdicts"].values()) == len(found["first_rows"])
    assert len(out.read_text(encoding="utf-8").splitlines()) == found["rows"] + 1


def test_nothing_is_printed_on_standard_error_without_a_terminal(tmp_path: Path) -> None:
    assert ringfence("screen", GOODS, *ON).stderr == ""
    assert "rows/s" in ringfence("screen", GOODS, "--progress", *ON).stderr


def test_only_the_first_rows_are_shown_of_a_long_file(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("description\n" + "cotton shirts\n" * 250, encoding="utf-8")
    assert "and 50 more rows" in ringfence("screen", str(goods), "--show", *ON).stdout


def test_a_row_that_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("substance,cas\nmorphine,57-27-2\nheroin\n", encoding="utf-8")
    result = ringfence("screen", str(goods), *ON)
    assert f"{goods}:3: row 2 could not be read" in result.stdout
    (row,) = document("screen", str(goods), *ON)["unreadable"]
    assert (row["row"], row["line"]) == (2, 3)


def test_a_run_stopped_by_hand_leaves_no_file_and_says_so(tmp_path: Path) -> None:
    goods, out = tmp_path / "goods.csv", tmp_path / "out.csv"
    with goods.open("w", encoding="utf-8") as file:
        file.write("description\n")
        file.writelines(f"spare parts, lot {number}\n" for number in range(400_000))
    code = (  # a shell tells jobs in the background to ignore Ctrl-C: undo that first
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from ringfence.cli.main import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "screen", str(goods), "--out", str(out)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    assert "interrupted after" in said and "was not written" in said
    assert list(tmp_path.iterdir()) == [goods]


# Start


def test_a_name_is_identified_without_loading_chemistry_or_columns() -> None:
    code = (
        "import sys; from ringfence.cli.main import main\n"
        "try: main(['identify', 'morphine', '--as-of', '2025-12-31'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rdkit', 'polars', 'pyarrow'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert run.stdout.splitlines()[-1] == "[]"
