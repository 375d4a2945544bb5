"""What all tests share: a node's books on both databases, and what was left out, said plainly."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as examples

from tests import postgres

examples.register_profile("same", derandomize=True, deadline=None)
examples.register_profile("search", max_examples=1000, deadline=None)
examples.load_profile(os.environ.get("RINGFENCE_EXAMPLES", "same"))
"""The same examples in every run, so that a change is judged by what it changed;
`RINGFENCE_EXAMPLES=search` looks for new ones."""


def pytest_configure() -> None:
    """Pages and books live in one process of tests, so Django is told of both at the start."""
    from ringfence.store import settings
    from ringfence.web.settings import APPS, pages_settings

    nowhere = settings.Database("sqlite", ":memory:")
    pages = pages_settings("a key of tests", ("testserver", "localhost", "127.0.0.1"))
    settings.configure(nowhere, apps=APPS, **pages)
    from django.test.utils import setup_test_environment

    setup_test_environment()


_server: postgres.Server | str | None = None
_left_out: list[str] = []
_names = itertools.count()
_told_by_parts: list[tuple[str, str]] = []
left_out: dict[str, list[str]] = {}
"""Further tests that were left out, by what they need."""


def server() -> postgres.Server | str:
    """The one PostgreSQL of this run, started when the first test asks; or why there is none."""
    global _server
    if _server is None:
        _server = postgres.start()
    return _server


@pytest.fixture
def postgres_address(request: pytest.FixtureRequest) -> str:
    """An empty database of a PostgreSQL server."""
    found = server()
    if isinstance(found, str):
        _left_out.append(request.node.nodeid)
        pytest.skip(found)
    return found.create(f"books{next(_names)}")


@pytest.fixture
def chromium(request: pytest.FixtureRequest) -> str:
    """The program of an installed Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        left_out.setdefault("Chromium", []).append(request.node.nodeid.removeprefix("tests/"))
        pytest.skip("no Chromium is installed")
    return found


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small demonstration, built once a run; who changes it takes a copy."""
    from tests.served_parts import YEAR, command

    folder = tmp_path_factory.mktemp("demonstration") / "demo"
    code, said = command(
        "demo", "--dir", str(folder), "--scale", "small", "--year", str(YEAR), "--no-serve"
    )
    assert code == 0, said
    return folder


@pytest.fixture
def axe(request: pytest.FixtureRequest) -> str:
    """The script of the tool that looks for what bars people (axe-core)."""
    try:
        from axe_playwright_python.base import AXE_SCRIPT
    except ImportError:
        name = request.node.nodeid.removeprefix("tests/")
        left_out.setdefault("axe-playwright-python", []).append(name)
        pytest.skip("axe-playwright-python is not installed")
    return str(AXE_SCRIPT)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind: the test runs once on either."""
    if request.param == "sqlite":
        return str(tmp_path / "books.sqlite3")
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture
def books(address: str, tmp_path: Path) -> Iterator[str]:
    """Books with their tables, to which this process is pointed; gives their address."""
    from ringfence.store import settings

    settings.configure(settings.read_database(address, tmp_path))
    settings.migrate()
    yield address
    settings.close()


def told() -> list[tuple[str, str]]:
    """What was left out by this process: what it needs, and the name of the test."""
    postgresql = (f"PostgreSQL ({_server})", _left_out)
    needs = [postgresql, *left_out.items()]
    return [
        (need, one.partition("[")[0].removeprefix("tests/"))
        for need, tests in needs
        for one in tests
    ]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that runs a part of the tests hands what it left out to the one that asked."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Keep what a process of a part left out, for the end of the run."""
    told_there = getattr(node, "workeroutput", {}).get("left_out", ())
    _told_by_parts.extend((need, name) for need, name in told_there)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of the run which tests were left out, and what they need."""
    all_told = sorted({(need, name) for need, name in (*_told_by_parts, *told())})
    for need, names in itertools.groupby(all_told, key=lambda one: one[0]):
        terminalreporter.write_line(f"Left out, for want of {need}:")
        for _, name in names:
            terminalreporter.write_line(f"  {name}")


def pytest_unconfigure() -> None:
    """Stop the server that this run started."""
    if isinstance(_server, postgres.Server):
        _server.stop()
