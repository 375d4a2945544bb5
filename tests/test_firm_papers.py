"""What firms write among themselves is printed too, and anyone can check it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.served_parts import YEAR, command

PAPERS = {
    "order": (f"{YEAR % 100}X000004", "Supplied: no further goods may move under it"),
    "customer-declaration": (f"XA-CD-{YEAR}-01", "Accepted by the supplier"),
    "destruction": (f"XA-DE-{YEAR}-01", "Destroyed: the record is closed"),
}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Path:
    """A copy of the demonstration."""
    folder = tmp_path_factory.mktemp("papers") / "demo"
    shutil.copytree(demonstration, folder)
    return folder


@pytest.mark.parametrize("noun", PAPERS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_is_printed_sealed_and_found_genuine(
    noun: str, language: str, node: Path, tmp_path: Path
) -> None:
    number, banner = PAPERS[noun]
    out, key = tmp_path / "paper.pdf", tmp_path / "key.json"
    at = ("--node", str(node))
    told = (number, "--out", str(out), "--language", language, "--as", "co1")
    code, said = command(noun, "print", *told, *at)
    assert code == 0, said
    assert command("node", "key", *at, "--out", str(key))[0] == 0
    _code, said = command("check", str(out), "--key", str(key))
    assert said.startswith("genuine") and banner in said, said
    whole = bytearray(out.read_bytes())
    whole[len(whole) // 2] ^= 1
    out.write_bytes(whole)
    _code, said = command("check", str(out), "--key", str(key))
    assert said.startswith("altered"), said


def test_a_firm_that_has_no_part_in_it_cannot_print_it(node: Path, tmp_path: Path) -> None:
    told = (PAPERS["order"][0], "--out", str(tmp_path / "p.pdf"), "--as", "OP-0003-oc")
    code, said = command("order", "print", *told, "--node", str(node))
    assert code != 0 and not (tmp_path / "p.pdf").exists(), said
