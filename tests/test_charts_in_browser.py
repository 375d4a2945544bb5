"""Charts are drawn in a real browser under the policy of the pages, and can be read by keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from ringfence.trade.roles import Role
from ringfence.web import serving
from tests.pages_parts import Pages
from tests.test_pages_law import booked

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
ADDRESSES = (
    "/figures/?year=2026",
    "/figures/flows?year=2026",
    "/figures/year?year=2026&substance=codeine",
    "/figures/estimates/codeine?year=2026",
    "/law/substances/codeine",
)


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def shown(tmp_path: Path, chromium: str) -> Iterator[tuple[Any, str, str]]:
    """A browser, the address of the pages on this machine, and a session that is signed in."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from playwright.sync_api import sync_playwright

    office = Pages(tmp_path / "node")
    booked(office)
    session = office.as_(Role.STATISTICIAN).cookies["sessionid"].value
    server = make_server("127.0.0.1", 0, StaticFilesHandler(serving.wsgi()),
                         handler_class=_Silent)  # fmt: skip
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser, f"http://127.0.0.1:{server.server_port}", session
        browser.close()
    server.shutdown()
    thread.join()


def test_every_chart_is_drawn_and_read_by_keys_in_light_and_dark(
    shown: tuple[Any, str, str],
) -> None:
    browser, base, session = shown
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 800})
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        for address in ADDRESSES:
            page, wrong = context.new_page(), []
            page.on("console", lambda one, wrong=wrong: wrong.append(one.text))
            page.on("pageerror", lambda one, wrong=wrong: wrong.append(str(one)))
            assert page.goto(base + address).status == 200
            chart = page.locator(".rf-chart")
            chart.wait_for(state="visible", timeout=10_000)
            assert chart.locator("canvas").count() == 1, address
            before = chart.screenshot()
            chart.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(400)
            assert chart.screenshot() != before, f"{address}: keys show nothing"
            is_wide = "document.documentElement.scrollWidth > window.innerWidth"
            assert not page.evaluate(is_wide), f"{address}: scrolls sideways"
            assert not wrong, (address, wrong)
            page.close()
        context.close()
