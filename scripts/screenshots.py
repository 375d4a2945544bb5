"""Make the pictures of the README: the demonstration is served, and its main pages are looked at.

    python scripts/screenshots.py                 renew docs/pictures
    python scripts/screenshots.py --out FOLDER    every page, wide and narrow, in every language

It needs an installed Chromium. Everything on the pictures is fictitious.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.served_parts import YEAR, Served, serve  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1280, 860), (360, 720)
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, in which language, how wide, light or dark."""

    name: str
    role: str
    path: str
    language: str = "en"
    size: tuple[int, int] = DESK
    scheme: str = "light"


PAGES = {
    "work": ("case officer", "/"),
    "identify": ("case officer", "/identify?text=fentanyl"),
    "substance": ("case officer", "/law/substances/morphine"),
    "application": ("case officer", "/papers/application/"),
    "certificate": ("case officer", f"/papers/import_certificate/XA-IC-{YEAR}-9001/"),
    "authorisation": ("approver", f"/papers/export_authorisation/XA-EA-{YEAR}-8001/"),
    "refusal": ("responsible person", f"/papers/import_certificate/XA-IC-{YEAR}-9002/decision"),
    "estimates": ("statistician", f"/figures/?year={YEAR}"),
    "flows": ("statistician", f"/figures/flows?year={YEAR}"),
    "year": ("statistician", f"/figures/year?year={YEAR}&substance=codeine"),
    "returns": ("statistician", f"/returns?year={YEAR}"),
    "return": ("statistician", f"/returns/A:{YEAR}Q1/"),
    "firm": ("responsible person", "/"),
    "stock": ("operator clerk", "/stock/"),
    "journal": ("auditor", "/journal"),
    "persons": ("administrator", "/persons"),
    "law": ("auditor", "/law/"),
    "assess": ("case officer", "/assess"),
    "check": ("customs", "/check"),
}
"""The main pages by name: whose they are, and where they stand."""

SHOWN = (
    *(Shot(name, *PAGES[name]) for name in ("work", "authorisation", "refusal", "year", "return")),
    Shot("substance", *PAGES["substance"], scheme="dark"),
    Shot("estimates-ru", *PAGES["estimates"], language="ru"),
    Shot("firm-ru-phone", *PAGES["firm"], language="ru", size=PHONE),
)
"""The pictures of the README."""


def every() -> tuple[Shot, ...]:
    """Every page in both languages, on a desk and on a phone, light and dark in turn."""
    return tuple(
        Shot(f"{name}-{language}-{size[0]}", role, path, language, size, scheme)
        for name, (role, path) in PAGES.items()
        for language, size, scheme in (
            ("en", DESK, "light"), ("ru", DESK, "dark"), ("ru", PHONE, "light"),
            ("en", PHONE, "dark"),
        )
    )  # fmt: skip


def main() -> None:
    """Serve the demonstration, look at its pages, and say what a browser complains of."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=PICTURES)
    asked.add_argument("--demo", type=Path, help="a demonstration that is there already")
    told = asked.parse_args()
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("no Chromium is installed: install the package chromium, then run this again")
    shots = SHOWN if told.out == PICTURES else every()
    told.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        served = serve(told.demo or Path(folder) / "demo")
        try:
            troubles = taken(served, found, shots, told.out)
        finally:
            served.stop()
    print(f"{len(shots)} pictures in {told.out}")
    if troubles:
        sys.exit("\n".join(troubles))


def taken(served: Served, chromium: str, shots: tuple[Shot, ...], out: Path) -> list[str]:
    """Take each picture; gives what went wrong on a page."""
    from playwright.sync_api import sync_playwright

    troubles: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        states = {role: _signed_in(browser, served.links[role]) for role in served.links}
        for shot in shots:
            troubles += _take(browser, served, shot, states[shot.role], out)
        browser.close()
    return troubles


def _signed_in(browser: Any, link: str) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def _take(browser: Any, served: Served, shot: Shot, state: Any, out: Path) -> list[str]:
    width, height = shot.size
    context = browser.new_context(
        storage_state=state, color_scheme=shot.scheme, viewport={"width": width, "height": height}
    )
    context.add_cookies(
        [{"name": "django_language", "value": shot.language, "url": served.address}]
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: wrong.append(str(one)))
    answer = page.goto(served.address + shot.path)
    page.wait_for_timeout(900 if page.locator(".rf-chart").count() else 100)
    if answer is None or answer.status != 200:
        wrong.append(f"status {answer and answer.status}")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("scrolls sideways")
    page.screenshot(path=out / f"{shot.name}.png", full_page=out != PICTURES)
    context.close()
    return [f"{shot.name} {shot.path}: {one}" for one in wrong]


if __name__ == "__main__":
    main()
