"""Nothing on a page bars anybody: axe-core finds no breach of WCAG 2.2 A and AA on any page.

Every address of `web/urls.py` that shows a page is looked at on the small demonstration, by a role
that may open it: in English on a desk in light or, every other one, in Russian on a phone in the
dark. `RINGFENCE_EXAMPLES=search` looks at each in both ways.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver, resolve

from tests.browser_parts import FLAGS, Seen, Sight
from tests.served_parts import YEAR, serve

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules},
                                         resultTypes: ["violations"]});
  return found.violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(
    node => node.target.join(" ") + " " + node.failureSummary).join(" ; "));
}"""
SIGHTS = (Sight(), Sight("ru", "dark", 360, 720))

PAGES = {
    "case officer": (
        "/", "/?tab=done", "/nothing", "/settings", "/find?q=XA", "/find?q=zz-nothing",
        "/identify?text=morphine", "/identify", "/check", "/assess", "/account", "/partners",
        "/apply/", "/apply/start", "/apply/XA-AP-2025-9005/", "/apply/XA-AP-2025-9005/check",
        "/apply/XA-AP-2025-9005/lines", "/apply/XA-AP-2025-9005/line/1",
        "/apply/XA-AP-2025-9005/section/asked", "/apply/XA-AP-2025-9007/sent",
        "/papers/", "/papers/application/", "/papers/application/new", "/papers/licence/new",
        "/papers/application/XA-AP-2025-9001/", "/papers/assessment/XA-AS-2025-06/",
        "/papers/assessment/XA-AS-2025-06/approve", "/papers/company_return/OP-0003:2025Q1/",
        "/papers/correction/XA-CO-2025-01/", "/papers/customer_declaration/XA-CD-2025-01/",
        "/papers/destruction/XA-DE-2025-01/", "/papers/endorsement/XA-EN-2025-0202/",
        "/papers/estimate/XA-EST-2025-01/", "/papers/export_authorisation/XA-EA-2025-0401/",
        "/papers/export_declaration/XA-ED-2025-9001/",
        "/papers/import_certificate/XA-IC-2025-9001/",
        "/papers/import_certificate/XA-IC-2025-9002/decision",
        "/papers/import_certificate/views", "/papers/application/XA-AP-2025-9001/answer",
        "/papers/inspection/XA-IN-2025-80/", "/papers/licence/L-OP-0018/",
        "/papers/loss/XA-LO-2025-80/", "/papers/operator/OP-0019/", "/papers/order/25X000004/",
        "/papers/pre_export_notification/XA-PN-2025-0901/",
        "/papers/received_notification/XC-PN-2025-06/", "/papers/return/A:2025Q1/",
        "/papers/special_import_licence/XA-SL-2025-01/", "/papers/transit_permit/XA-TP-2025-02/",
        "/firms/OP-0019/", "/work/assessment/XA-AS-2025-06/put-off", "/returns?year=2025",
        "/returns/A:2025Q1/", "/stock/", "/stock/OP-0016:2025Q4/", "/stock/OP-0016:2025Q4/line",
        "/receipts/", "/loss", "/journal", "/journal/2/proof",
        "/law/?name=fentanyl", "/law/difference", "/law/national?country=CN", "/law/gaps",
        "/law/articles",
        "/law/articles/1961/31", "/law/citation/un1961/sched/I", "/law/citation/cnd/68/3",
        "/law/substances/", "/law/substances/codeine",
        f"/figures/?year={YEAR}", f"/figures/flows?year={YEAR}",
        f"/figures/year?year={YEAR}&substance=codeine", f"/figures/estimates/codeine?year={YEAR}",
        f"/figures/entries/codeine/{YEAR}?kind=import",
        "/exports/", "/foreign/", "/foreign/certificate/new",
        "/foreign/certificate/XB-IC-2025-0201/", "/foreign/special_licence/new",
        "/account/deputies", "/papers/import_certificate/new",
        "/api/v1/reference", "/sign-in/2fa/", "/sign-in/2fa/totp/activate/",
        "/sign-in/2fa/webauthn/add/", "/sign-in/password/change/", "/sign-in/logout/",
        "/inspections/due", "/returns/mirror",
    ),
    "auditor": ("/journal/near-misses", "/journal"),
    "approver": ("/persons", "/settings", "/settings/tokens/", "/account/role",
                 "/papers/user_change/XA-UC-2025-03/",
                 "/papers/user_change/XA-UC-2025-03/approve",
                 "/papers/personal_block/OP-0005-or/"),
    "responsible person": ("/", "/firm/users", "/firm/sign/order", "/stock/OP-0003:2025Q1/sign",
                           "/goods/", "/files/", "/firm/new/destruction", "/account/deputies",
                           "/papers/special_import_licence/XA-SL-2025-03/object"),
    "statistician": ("/returns/nil", "/returns/nil?form=A&period=2026Q1"),
    "administrator": ("/settings/change/time_zone", "/settings/change/calendar.weekend"),
    "customs": ("/goods/special_import_licence/XA-SL-2025-02",),
    "": ("/sign-in/login/", "/check", "/identify", f"/times?year={YEAR}"),
}  # fmt: skip
"""Who opens what: a page of every address, and a document of every kind."""

WITHOUT = {
    "language", "sign_in_link", "work_together", "journal_verify", "return_compute", "return_file",
    "export", "paper", "apply_begin", "apply_substances", "apply_echo", "apply_again",
    "stock_template", "stock_upload", "stock_refused", "goods_echo", "sign_order_text",
    "law_list_file", "token_new", "token_act", "file", "receipt", "second_step", "reply",
    "export_file", "print_together", "close_together", "journal_file",
}  # fmt: skip
"""Addresses that show no page of their own: acts, files, parts of a page, and links by a secret."""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Path:
    """A copy of the demonstration."""
    folder = tmp_path_factory.mktemp("looked") / "demo"
    shutil.copytree(demonstration, folder)
    return folder


@pytest.fixture
def seen(chromium: str, axe: str, node: Path) -> Iterator[Seen]:
    """The demonstration in a browser."""
    from playwright.sync_api import sync_playwright

    served = serve(node)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield Seen(browser, served)
            browser.close()
    finally:
        served.stop()


def breaches(page: Any, axe: str) -> list[str]:
    """What bars somebody on the page that is open."""
    if page.locator(".rf-chart").count():
        page.locator(".rf-chart canvas").first.wait_for(timeout=10_000)
    page.evaluate(axe)
    found = list(page.evaluate(RUN, RULES))
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    return found


def test_no_page_bars_anybody(seen: Seen, axe: str) -> None:
    wrong = []
    every = 1 if os.environ.get("RINGFENCE_EXAMPLES") == "search" else 2
    for count, sight in enumerate(SIGHTS):
        for role, addresses in PAGES.items():
            page = seen.as_(role, sight)
            for address in addresses[count % every :: every]:
                page.goto(seen.served.address + address)
                wrong += [f"{role} {sight} {address}: {one}" for one in breaches(page, axe)]
            page.context.close()
    assert not wrong, "\n".join(wrong)


def test_no_form_with_problems_bars_anybody(seen: Seen, axe: str) -> None:
    for sight in SIGHTS:
        page = seen.as_("case officer", sight)
        for address in ("/loss", "/papers/licence/new", "/work/assessment/XA-AS-2025-06/put-off"):
            page.goto(seen.served.address + address)
            page.locator("main form button.btn-primary").first.click()
            page.wait_for_load_state()
            assert page.locator("#summary").count() == 1, address
            assert page.evaluate("document.activeElement.id") == "summary", address
            assert not breaches(page, axe), address
        page.context.close()


def test_papers_chosen_from_a_list_bar_nobody(seen: Seen, axe: str) -> None:
    for sight in SIGHTS:
        page = seen.as_("case officer", sight)
        page.goto(seen.served.address + "/papers/import_certificate/")
        for box in page.locator('input[form="together"]').all()[:3]:
            box.check()
        page.locator("#together button").click()
        page.wait_for_load_state()
        assert page.locator('main input[name="row"]').count() == 3
        assert not breaches(page, axe)
        page.context.close()


def names(found: Any = None) -> set[str]:
    """The names of our own addresses, without those of the API and the sign-in library."""
    every = (found or get_resolver()).url_patterns
    return {one.name for one in every if getattr(one, "name", None)}


def test_every_page_that_there_is_is_looked_at() -> None:
    addresses = {one for pages in PAGES.values() for one in pages}
    looked = {resolve(one.partition("?")[0]).url_name for one in addresses if one != "/nothing"}
    assert names() - looked == WITHOUT
