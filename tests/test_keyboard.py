"""Pages by keys alone, at 400 per cent, with less motion, in own colours, and from the right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser_parts import FLAGS, Seen, Sight
from tests.served_parts import YEAR, serve

HERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {tag: one.tagName, id: one.id, says: one.textContent.trim().slice(0, 40),
          href: one.getAttribute("href") || "", top: box.top, bottom: box.bottom,
          right: box.right, left: box.left, width: box.width,
          ring: style.outlineStyle !== "none" || style.boxShadow !== "none",
          covered: (() => {
            const x = box.left + box.width / 2, y = box.top + box.height / 2;
            const at = document.elementFromPoint(x, y);
            return at !== null && !one.contains(at) && !at.contains(one) &&
                   !(one.labels && [...one.labels].some(label => label.contains(at)));
          })()};
}"""
WIDE = "document.documentElement.scrollWidth > window.innerWidth"
TURNED = """() => {
  document.documentElement.dir = "rtl";
  const sheet = document.querySelector('link[href*="tabler.min.css"]');
  sheet.href = sheet.href.replace("tabler.min.css", "tabler.rtl.min.css");
}"""
MINUTE = 60_000
PAGES = (
    "/", "/papers/application/", "/papers/export_authorisation/XA-EA-2025-0401/",
    f"/figures/?year={YEAR}", "/law/substances/codeine", "/loss",
    "/apply/XA-AP-2025-9005/", "/returns/A:2025Q1/",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[Seen | None]:
    """The demonstration in a browser; nothing where none is installed: the tests are left out."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        yield None
        return
    folder = tmp_path_factory.mktemp("keys") / "demo"
    shutil.copytree(demonstration, folder)
    served = serve(folder)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            yield Seen(browser, served)
            browser.close()
    finally:
        served.stop()


@pytest.fixture
def officer(chromium: str, seen: Seen) -> Iterator[Any]:
    """A case officer's window; left out with the others where no Chromium is installed."""
    page = seen.as_("case officer", Sight())
    yield page
    page.context.close()


def stops(page: Any, most: int = 400) -> list[dict[str, Any]]:
    """Where Tab stops, from the start of a page until it leaves the page."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["tag"] == "BODY" or (found and here["says"] == found[0]["says"]
                                     and here["tag"] == found[0]["tag"]):  # fmt: skip
            return found
        found.append(here)
    raise AssertionError(f"{page.url}: Tab never leaves the page: {found[-3:]}")


@pytest.mark.parametrize("address", PAGES)
def test_tab_goes_through_a_page_visibly_and_is_never_caught(
    address: str, officer: Any, seen: Seen
) -> None:
    officer.goto(seen.served.address + address)
    every = stops(officer)
    assert every[0]["href"] == "#content", "the first stop skips to the content"
    assert len(every) > 12
    unseen = [one for one in every if not one["ring"] or one["width"] < 1]
    assert not unseen, unseen[:3]
    covered = [one for one in every[1:] if one["covered"]]
    assert not covered, covered[:3]


def test_the_skip_link_the_menu_and_the_finder_work_by_keys(officer: Any, seen: Seen) -> None:
    officer.goto(seen.served.address + "/")
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    assert officer.evaluate("document.activeElement.id") == "content"
    group = officer.locator(".rf-menu-group").first
    group.locator("summary").focus()
    officer.keyboard.press("Enter")
    assert group.get_attribute("open") is not None
    officer.keyboard.press("Tab")
    assert officer.evaluate("document.activeElement.closest('.rf-menu-group') !== null")
    officer.keyboard.press("Escape")
    assert group.get_attribute("open") is None
    assert officer.evaluate("document.activeElement.tagName") == "SUMMARY"
    officer.keyboard.press("/")
    assert officer.evaluate("document.activeElement.id") == "find"
    officer.keyboard.type("XA-AP-2025-9001")
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/papers/application/XA-AP-2025-9001/")


def test_a_list_is_sorted_walked_and_opened_by_keys(officer: Any, seen: Seen) -> None:
    officer.goto(seen.served.address + "/papers/application/")
    officer.locator("thead a").first.focus()
    officer.keyboard.press("Enter")
    officer.wait_for_url("**sort=number**")
    assert officer.locator('th[aria-sort="ascending"]').count() == 1
    officer.locator("h1").click()
    officer.keyboard.press("j")
    officer.keyboard.press("j")
    second = officer.locator("tbody tr").nth(1).locator("a").first.get_attribute("href")
    assert officer.evaluate("document.activeElement.getAttribute('href')") == second
    officer.keyboard.press("Enter")
    officer.wait_for_url(f"**{second}")


def test_a_row_of_work_is_taken_and_given_back_with_one_key(officer: Any, seen: Seen) -> None:
    officer.goto(seen.served.address + "/")
    row = officer.locator(".rf-work-row").first
    number = row.locator("a").first.get_attribute("href")
    for says in ("You have it now.", "It is back with the office."):
        officer.locator("h1").click()
        officer.keyboard.press("j")
        assert officer.evaluate("document.activeElement.getAttribute('href')") == number
        officer.keyboard.press("t")
        officer.locator(f"text={says}").wait_for()


def test_rows_stay_chosen_on_the_next_page_of_a_list(officer: Any, seen: Seen) -> None:
    place = seen.served.address + "/papers/import_certificate/"
    officer.goto(f"{place}?q=9001")
    officer.locator('input[form="together"]').first.check()
    assert officer.locator("[data-chosen]").inner_text() == "(1)"
    officer.goto(f"{place}?q=9007")
    assert officer.locator("[data-chosen]").inner_text() == "(1)", "of another page"
    officer.locator('input[form="together"]').first.check()
    officer.locator("form[data-rows] button").first.click()
    officer.wait_for_url("**/print")
    chosen = officer.locator('main input[name="row"]')
    assert {chosen.nth(n).get_attribute("value") for n in range(chosen.count())} == {
        "XA-IC-2025-9001", "XA-IC-2025-9007",
    }  # fmt: skip


def test_a_problem_takes_the_focus_and_leads_to_its_field(officer: Any, seen: Seen) -> None:
    officer.goto(seen.served.address + "/loss")
    officer.locator("#what").focus()
    officer.locator("main form button.btn-primary").focus()
    officer.keyboard.press("Enter")
    officer.wait_for_selector("#summary")
    assert officer.title().startswith("Error:")
    assert officer.evaluate("document.activeElement.id") == "summary"
    officer.keyboard.press("Tab")
    to = officer.evaluate("document.activeElement.getAttribute('href')")
    officer.keyboard.press("Enter")
    assert officer.evaluate("document.activeElement.id || location.hash") in (to[1:], to)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_at_four_hundred_per_cent_and_from_the_right(
    address: str, chromium: str, seen: Seen
) -> None:
    """1280 px at 400 per cent are 320 px; an Arabic or Persian reader begins at the right."""
    page = seen.as_("case officer", Sight(width=320, height=640), reduced_motion="reduce")
    page.goto(seen.served.address + address)
    assert not page.evaluate(WIDE), "scrolls sideways at 320 px"
    moves = "[...document.querySelectorAll('*')].some(one => parseFloat(" \
            "getComputedStyle(one).transitionDuration) > 0)"  # fmt: skip
    assert not page.evaluate(moves), "something still moves"
    page.evaluate(TURNED)
    page.wait_for_timeout(200)
    assert not page.evaluate(WIDE), "scrolls sideways from the right"
    page.set_viewport_size({"width": 1280, "height": 860})
    assert not page.evaluate(WIDE), "scrolls sideways from the right on a desk"
    name, end = page.locator(".rf-name").bounding_box(), page.locator(".rf-top-end").bounding_box()
    assert name["x"] > end["x"], "the head is not turned"
    page.context.close()


def test_a_place_is_told_in_colours_of_ones_own(chromium: str, seen: Seen) -> None:
    page = seen.as_("case officer", Sight(), forced_colors="active")
    page.goto(seen.served.address + "/")
    here = page.locator(".rf-menu a[aria-current]").first
    outline = here.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    page.context.close()


def test_keys_are_told_and_can_be_switched_off(seen: Seen | None) -> None:
    if seen is None:
        pytest.skip("no Chromium is installed")
    page = seen.as_("case officer", Sight())
    page.goto(seen.served.address + "/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find", "it is switched off"
    page.locator("#keys-open").click()
    page.locator("#keys-on").check()
    page.locator("#keys button").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.context.close()


def test_who_is_idle_is_warned_and_may_stay(seen: Seen | None) -> None:
    if seen is None:
        pytest.skip("no Chromium is installed")
    page = seen.as_("case officer", Sight())
    page.clock.install()
    page.goto(seen.served.address + "/")
    page.clock.run_for(17 * MINUTE)
    assert not page.locator("#idle").is_visible()
    page.clock.run_for(2 * MINUTE)
    assert page.locator("#idle").is_visible()
    with page.expect_response("**/account") as answer:
        page.locator("#idle button").click()
    assert answer.value.ok
    page.clock.run_for(MINUTE)
    assert not page.locator("#idle").is_visible(), "the time begins anew"
    page.context.close()


def test_what_is_typed_without_a_network_is_kept_told_of_on_every_page_and_sent_later(
    officer: Any, seen: Seen
) -> None:
    address = seen.served.address
    officer.goto(f"{address}/loss")
    officer.fill("#operator", "OP-0003")
    officer.fill("#what", "two drums")
    officer.context.set_offline(True)
    officer.locator("main form[data-keep] button.btn-primary").click()
    assert "it is not sent" in officer.locator(".rf-offline").inner_text()
    officer.context.set_offline(False)
    officer.goto(f"{address}/papers/")
    assert officer.locator("#unsent a").inner_text() == "loss"
    officer.locator("#unsent a").click()
    officer.wait_for_url("**/loss")
    assert officer.locator("#what").input_value() == "two drums"
    officer.fill("#site", "main")
    officer.locator("main form[data-keep] button.btn-primary").click()
    officer.wait_for_url("**/papers/loss/**")
    assert officer.locator("#unsent").is_hidden(), "sent: nothing is kept any more"
    officer.goto(f"{address}/loss")
    assert officer.locator("#what").input_value() == ""
