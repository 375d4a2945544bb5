"""The whole story in a real browser: from an application to the quarterly return, in two languages.

The small demonstration is served as a user serves it. Nothing is looked for by its words, so the
same story is told in English on a desk and in Russian on a phone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served_parts import YEAR, Served, command, serve
from tests.test_charts_in_browser import FLAGS

VISITS = [("en", 1280, 900), ("ru", 360, 800)]
TODAY, LAST = f"2.2.{YEAR + 1}", f"30.4.{YEAR + 1}"
QUARTER = f"A:{YEAR}Q4"
HARMLESS = "Failed to load resource: the server responded with a status of 4"
"""What a browser says of a page that refuses; every other word on its console is a fault."""


class Window:
    """One person at a browser of their own."""

    def __init__(self, browser: Any, served: Served, role: str, visit: tuple[str, int, int]):
        language, width, height = visit
        self.served, self.language = served, language
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._noted)
        self.page.on("pageerror", lambda one: self.wrong.append(str(one)))
        self.page.goto(served.links[role])
        self.press("main form button")
        if language != "en":
            self.press(f'button[name="language"][value="{language}"]')

    def _noted(self, one: Any) -> None:
        if one.type in ("error", "warning"):
            self.wrong.append(one.text)

    def go(self, path: str) -> Window:
        """Open a page of the node."""
        self.page.goto(self.served.address + path)
        return self.looked()

    def looked(self) -> Window:
        """Every page is in the language that was chosen, and is as wide as the window."""
        page = self.page
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == self.language, page.url
        too_wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(too_wide), f"{page.url} scrolls sideways"
        found = [one for one in self.wrong if not one.startswith(HARMLESS)]
        assert not found, (page.url, found)
        return self

    def press(self, button: str) -> Window:
        """Press a button or follow a link, and wait for the page that it leads to."""
        self.page.locator(button).last.click()
        self.page.wait_for_load_state()
        return self

    def send(self) -> Window:
        """Press the button that sends the form of the page."""
        self.press("main form button:not([name])")
        return self.looked()

    def fill(self, **told: str) -> Window:
        """Fill fields by their names; a point is written as two underlines."""
        for key, value in told.items():
            name = key.replace("__", ".")
            field = self.page.locator(f'main [name="{name}"]')
            is_radio = field.first.get_attribute("type") == "radio"
            if is_radio:
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def act(self, kind: str, number: str, verb: str, **told: str) -> Window:
        """An act on its own page."""
        return self.go(f"/papers/{kind}/{number}/{verb}").fill(**told).send()

    def state(self, kind: str, number: str) -> str:
        """The state of a document, as the step of its life that is marked."""
        self.go(f"/papers/{kind}/{number}/")
        return str(self.page.locator(".rf-state").inner_text())

    def text(self) -> str:
        """What the page says."""
        return str(self.page.locator("main").inner_text())


class Story:
    """Everybody of the story, each at a window."""

    def __init__(self, browser: Any, served: Served, visit: tuple[str, int, int]):
        self.served, self.is_english = served, visit[0] == "en"
        roles = ("operator clerk", "responsible person", "case officer", "approver", "statistician")
        self.clerk, self.signer, self.officer, self.approver, self.statistician = (
            Window(browser, served, one, visit) for one in roles
        )

    def says(self, window: Window, words: str) -> None:
        """In English the very words are looked at; the catalogue is held by its own tests."""
        if self.is_english:
            assert words in window.text(), window.text()[:3000]


@pytest.fixture(params=VISITS, ids=lambda one: f"{one[0]}-{one[1]}")
def story(
    request: pytest.FixtureRequest, tmp_path: Path, chromium: str, demonstration: Path
) -> Iterator[Story]:
    """The story on a demonstration of its own."""
    from playwright.sync_api import sync_playwright

    folder = tmp_path / "demo"
    shutil.copytree(demonstration, folder)
    served = serve(folder)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield Story(browser, served, request.param)
            browser.close()
    finally:
        served.stop()


def test_from_the_application_to_the_quarterly_return(story: Story, tmp_path: Path) -> None:
    refused = applied(story, "90", "kg")
    refused_with_reasons(story, refused)
    granted = applied_again(story, refused, "100", "g")
    certificate = approved_by_a_second_person(story, granted)
    printed_and_verified(story, certificate, tmp_path)
    room = free_ug(story)
    less_arrives(story, certificate)
    endorsed(story, certificate)
    assert free_ug(story) == room + 8_533_520, "10 g of the salt came back to the estimate"
    quarterly_return_filed(story)
    code, said = command("journal", "verify", "--node", str(story.served.folder))
    assert code == 0, said


def applied(story: Story, quantity: str, unit: str) -> str:
    """The clerk fills an application, the responsible person signs it."""
    clerk = story.clerk
    clerk.go("/apply/start?substance=morphine+sulfate&direction=import&country=XB")
    clerk.press('button[value="import_certificate"]').looked()
    number = clerk.page.url.rstrip("/").rpartition("/")[2]
    clerk.go(f"/apply/{number}/section/exporter").fill(
        exporter__party_name="Beta Export (fictitious)", exporter__address_line_1="2 Quay"
    ).send()
    clerk.go(f"/apply/{number}/line/1").fill(quantity=quantity, unit=unit, purpose="medical").send()
    asked_and_signed(story, number)
    return number


def asked_and_signed(story: Story, number: str) -> None:
    period = {"bonded_warehouse": "no", "intended_for_re_export": "no",
              "several_consignments": "no"}  # fmt: skip
    story.clerk.go(f"/apply/{number}/section/asked").fill(
        valid_from=TODAY, valid_until=LAST, **period
    ).send()
    signer = story.signer.go(f"/apply/{number}/check")
    signer.page.locator('[name="declared"]').check()
    signer.send()
    assert signer.page.url.endswith(f"/apply/{number}/sent")
    for verb in ("accept", "review"):
        story.officer.act("application", number, verb)


def facts_told(officer: Window, number: str) -> None:
    """What belongs to this consignment is told; what is known of the countries is filled in."""
    officer.go(f"/papers/application/{number}/propose").fill(
        goods_are_named="yes", is_mislabelled="no", copy_accompanies="yes",
        is_for_illicit_manufacture="no",
    )  # fmt: skip
    officer.page.locator("#grant details summary").first.click()
    officer.fill(exporter__is_licensed="yes")
    officer.press('[name="look"]').looked()


def refused_with_reasons(story: Story, number: str) -> None:
    """Beyond the estimate there is no way to grant; two persons refuse, and the firm reads why."""
    officer, approver = story.officer, story.approver
    facts_told(officer, number)
    assert officer.page.locator('[name="grant"]').count() == 0, "no grant beside a finding"
    assert officer.page.locator("#findings table a").first.inner_text().startswith("un1961/")
    officer.press('[name="refuse"]').looked()
    assert officer.page.locator("#f-reasons").count() == 1, "a refusal needs reasons"
    reason = "More is asked than the estimate leaves (fictitious)"
    officer.fill(reasons=reason).press('[name="refuse"]').looked()
    approver.act("application", number, "decide")
    clerk = story.clerk.go(f"/papers/application/{number}/decision")
    assert reason in clerk.text()
    story.says(clerk, "We cannot grant this")


def applied_again(story: Story, before: str, quantity: str, unit: str) -> str:
    """The same answers with another quantity."""
    clerk = story.clerk.go(f"/apply/{before}/sent")
    clerk.press('form[action$="/again"] button').looked()
    number = clerk.page.url.rstrip("/").rpartition("/")[2]
    assert number != before
    clerk.go(f"/apply/{number}/line/1").fill(quantity=quantity, unit=unit).send()
    asked_and_signed(story, number)
    return number


def approved_by_a_second_person(story: Story, number: str) -> str:
    """The officer proposes and cannot issue; the approver issues and decides."""
    officer, approver = story.officer, story.approver
    facts_told(officer, number)
    officer.press('[name="grant"]').looked()
    found = re.search(r"XA-IC-\d+-\d+", officer.text())
    assert found, officer.text()[:2000]
    certificate = found[0]
    officer.go(f"/papers/import_certificate/{certificate}/")
    assert officer.page.locator(f'a[href$="{certificate}/issue"]').count() == 0
    officer.go(f"/papers/import_certificate/{certificate}/issue")
    story.says(officer, "This was not done")
    approver.act("import_certificate", certificate, "issue")
    approver.act("application", number, "decide")
    story.clerk.go(f"/papers/application/{number}/decision")
    return certificate


def printed_and_verified(story: Story, certificate: str, folder: Path) -> None:
    """The firm saves the sealed paper; anybody checks it with the published key, and by page."""
    clerk = story.clerk.go(f"/papers/import_certificate/{certificate}/")
    link = clerk.page.locator(f'a[href*="paper.pdf?language={clerk.language}"]').last
    with clerk.page.expect_download() as download:
        link.click()
    paper, key = folder / "paper.pdf", folder / "key.json"
    download.value.save_as(paper)
    node = str(story.served.folder)
    code, said = command("node", "key", "--node", node, "--out", str(key))
    assert code == 0, said
    checking = ("--key", str(key), "--as-of")
    code, said = command("check", str(paper), *checking, f"{YEAR + 1}-02-02")
    assert code == 0 and "genuine" in said, said
    code, said = command("check", str(paper), *checking, f"{YEAR + 1}-05-01")
    assert code == 1 and "genuine" in said, "its last day has passed"
    bent = folder / "bent.pdf"
    content = paper.read_bytes()
    middle = len(content) // 2
    bent.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert command("check", str(bent), "--key", str(key))[0] == 1
    clerk.go("/check")
    clerk.page.locator('main input[type="file"]').set_input_files(paper)
    clerk.send()
    assert certificate in clerk.text()
    story.says(clerk, "Genuine")


def free_ug(story: Story) -> int:
    """What is free of the estimate of morphine, as its page says, in micrograms."""
    page = story.statistician.go(f"/figures/?year={YEAR + 1}").page
    row = page.locator("main table tbody tr", has=page.locator('[href*="morphine"]')).first
    text = row.locator("td").nth(3).inner_text()
    digits = re.sub(r"[^\d.,]", "", text).replace(",", ".")
    return round(float(digits) * 1_000_000_000)


def less_arrives(story: Story, certificate: str) -> None:
    """90 g of 100 g: less needs a reason, and the rest goes back to the estimate."""
    clerk = story.clerk.go(f"/goods/import_certificate/{certificate}")
    told = {"day": TODAY, "site": "main", "export_paper": "XB-EA-77", "customs_office": "North"}
    clerk.fill(**told, quantity_1="90").send()
    assert "/goods/" in clerk.page.url, "less needs a reason"
    clerk.fill(reason="short shipped").send()
    assert "/papers/" in clerk.page.url
    cells = clerk.page.locator("main table").first.inner_text()
    assert "90" in cells and re.search(r"76[.,]80168", cells), cells


def endorsed(story: Story, certificate: str) -> None:
    """The officer begins from what arrived, says that both sides were asked; another makes it."""
    officer = story.officer.go(f"/papers/import_certificate/{certificate}/")
    officer.press('a[href*="/papers/endorsement/new?of="]').looked()
    assert officer.page.locator('[name="lines[1].imported_ug"]').input_value() == "76.80168"
    officer.fill(difference_reason="short_shipped").send()
    number = officer.page.url.rstrip("/").rpartition("/")[2]
    assert number.startswith("XA-EN-"), officer.text()[:2000]
    officer.act("endorsement", number, "make")
    story.approver.go(f"/papers/endorsement/{number}/")
    assert story.approver.page.locator(f'a[href$="{number}/make"]').count() == 0, "a doubt stands"
    officer.act("endorsement", number, "make", both_sides_asked="yes")
    story.approver.act("endorsement", number, "make")
    officer.act("endorsement", number, "return")
    officer.go(f"/papers/import_certificate/{certificate}/")
    assert officer.page.locator('a[href*="/papers/endorsement/new?of="]').count() == 0


def quarterly_return_filed(story: Story) -> None:
    """Computed, checked, each failed check explained, approved by another, sent by two."""
    own, second = story.statistician, story.approver
    own.go(f"/returns?year={YEAR}")
    own.press('form:has([name="form"][value="A"]):has([value$="Q4"]) button').looked()
    assert own.page.url.endswith(f"/returns/{QUARTER}/")
    own.act("return", QUARTER, "check")
    for check in failed_checks(own):
        own.act("return", QUARTER, "explain", check=check, sentence="looked at (fictitious)")
    own.act("return", QUARTER, "approve")
    second.act("return", QUARTER, "approve")
    own.go(f"/returns/{QUARTER}/").press('main a[href*="/send?on="]').looked()
    own.fill(how="mail").send()
    second.act("return", QUARTER, "send")
    assert second.page.locator(".rf-life-here").count() == 1
    story.says(second, "Sent")


def failed_checks(window: Window) -> list[str]:
    """The names of checks that stand against the return, as its page lists them."""
    window.go(f"/returns/{QUARTER}/")
    rows = window.page.locator("main a[href*='/explain?check=']")
    return [str(one.get_attribute("href")).rpartition("=")[2] for one in rows.all()]
