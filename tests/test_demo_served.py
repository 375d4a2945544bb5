"""`ringfence demo` serves: the address, a link a role that works once, an end by Ctrl+C."""

from __future__ import annotations

import re
import socket
import time
from datetime import date
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs.node_work import now_of, verify_journal
from ringfence.store.errors import NodeError
from ringfence.store.node import DEMONSTRATION_MARK, open_node
from tests.served_parts import serve

ROLES = {
    "administrator", "approver", "case officer", "statistician", "customs", "inspector",
    "laboratory", "auditor", "operator clerk", "responsible person",
}  # fmt: skip


class Browser:
    """Just enough of one: cookies, and forms with their token."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, told: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and text of a page; what is told is sent as its form."""
        data = None if told is None else urlencode(told).encode()
        for _ in range(50):
            try:
                with self._opener.open(address, data, timeout=20) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as error:
                return error.code, error.read().decode()
            except URLError:
                time.sleep(0.2)
        raise AssertionError(f"{address} does not answer")

    def enter(self, link: str) -> tuple[int, str]:
        """Open a link and press its button."""
        status, text = self.get(link)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        return self.get(link, {"csrfmiddlewaretoken": token[1]}) if token else (status, text)


def test_each_role_gets_in_by_its_link_once_and_it_ends_when_interrupted(tmp_path: Path) -> None:
    served = serve(tmp_path / "demo")
    try:
        assert set(served.links) == ROLES
        for role, link in served.links.items():
            status, text = Browser().enter(link)
            assert status == 200 and "fictitious" in text, role
            assert Browser().enter(link)[0] == 410, f"{role}: a link is good once"
        assert Browser().get(f"{served.address}/check")[0] == 200
    finally:
        code = served.stop()
    assert code == 0
    again = serve(tmp_path / "demo")
    try:
        assert any("as it was built before" in line for line in again.lines)
        assert not set(again.links.values()) & set(served.links.values())
        assert Browser().enter(again.links["approver"])[0] == 200
    finally:
        again.stop()
    assert verify_journal(tmp_path / "demo", ()).is_whole


def test_an_address_that_is_taken_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for bind in (f"127.0.0.1:{taken.getsockname()[1]}", "8000", "127.0.0.1:x"):
            asked = ["demo", "--dir", str(tmp_path / "demo"), "--bind", bind]
            result = CliRunner().invoke(main, asked)
            assert result.exit_code == 3 and "--bind" in result.output, bind
    assert not (tmp_path / "demo").exists()


def test_the_day_of_a_demonstration_follows_its_books_and_no_other_node_has_one(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "demo"
    asked = ["demo", "--dir", str(folder), "--scale", "small", "--year", "2025", "--no-serve"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    _, today = now_of(open_node(folder, environment={}))
    assert date(2026, 2, 2) <= today <= date(2026, 2, 3), "the first working day, or midnight came"
    (folder / DEMONSTRATION_MARK).unlink()
    with pytest.raises(NodeError, match="days_back"):
        open_node(folder, environment={})
