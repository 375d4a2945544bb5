"""The work in the background: who runs it, how one knows, and that it ends when it is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs.background import SIGN, Background, seen_at
from ringfence.trade.roles import Role
from tests.pages_parts import Pages
from tests.served_parts import command, serve


def eventually(found: Callable[[], bool], within_seconds: float = 30) -> bool:
    """Whether it comes true while one waits."""
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends:
        if found():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_demonstration_works_in_the_background_and_ends_both(
    tmp_path: Path, how: signal.Signals
) -> None:
    served = serve(tmp_path / "demo")
    try:
        assert eventually(lambda: seen_at(tmp_path / "demo") is not None)
        worker = _workers(served.process.pid)
        assert len(worker) == 1
        code, said = command("node", "status", "--node", str(tmp_path / "demo"))
        assert code == 0 and "runs; no file waits" in said
    finally:
        served.process.send_signal(how)
        code = served.process.wait(timeout=40)
    assert code == 0
    assert eventually(lambda: not Path(f"/proc/{worker[0]}").exists(), 10)


def _workers(parent: int) -> list[int]:
    """The processes of a server that work in the background."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            words = (one / "cmdline").read_bytes().split(b"\0") if one.name.isdigit() else []
        except OSError:
            continue
        if b"--beside" in words and str(parent).encode() in words:
            found.append(int(one.name))
    return found


def test_work_ends_by_itself_when_its_server_is_gone(tmp_path: Path) -> None:
    office = Pages(tmp_path / "node")
    asked = [sys.executable, "-m", "ringfence.cli", "node", "work", "--node", str(office.folder),
             "--beside", str(os.getpid() + 100_000)]  # fmt: skip
    process = subprocess.Popen(asked)
    assert process.wait(timeout=30) == 0


def test_work_ends_in_order_when_it_is_asked(tmp_path: Path) -> None:
    office = Pages(tmp_path / "node")
    asked = [sys.executable, "-m", "ringfence.cli", "node", "work", "--node", str(office.folder)]
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL)
    assert eventually(lambda: (office.folder / SIGN).exists())
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


def test_who_looks_is_told_when_nothing_works(tmp_path: Path) -> None:
    office = Pages(tmp_path / "node")
    page = office.as_(Role.ADMINISTRATOR).get("/settings").content.decode()
    assert "it does not run: start <code>ringfence node work</code>" in page
    found = CliRunner().invoke(main, ["node", "status", "--node", str(office.folder)])
    assert "does not run, and never did here" in found.output
    assert CliRunner().invoke(main, ["node", "work", "--once", "--node", str(office.folder)])
    (office.folder / SIGN).touch()
    assert "it runs" in office.as_(Role.ADMINISTRATOR).get("/settings").content.decode()
    found = CliRunner().invoke(main, ["node", "status", "--node", str(office.folder), "--json"])
    told = json.loads(found.output)["work"]
    assert told["runs"] is True and told["waiting"] == 0


def test_an_old_sign_of_life_is_of_work_that_ended() -> None:
    now = datetime.now(UTC)
    assert Background(now, 0, None).runs(now + timedelta(seconds=30))
    assert not Background(now, 0, None).runs(now + timedelta(minutes=10))
    assert not Background(None, 0, None).runs(now)
