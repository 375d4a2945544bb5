"""The demonstration in a real browser: a person of each role, in a language, a width, a scheme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.served_parts import Served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """How a page is looked at."""

    language: str = "en"
    scheme: str = "light"
    width: int = 1280
    height: int = 860


@dataclass
class Seen:
    """A browser on the served demonstration; each role signs in once."""

    browser: Any
    served: Served
    states: dict[str, Any] = field(default_factory=dict)

    def as_(self, role: str, sight: Sight, **more: Any) -> Any:
        """A window of a person of the role; nobody is signed in where the role is empty."""
        state = self._state(role) if role else None
        context = self.browser.new_context(
            storage_state=state, color_scheme=sight.scheme, bypass_csp=True,
            viewport={"width": sight.width, "height": sight.height}, **more,
        )  # fmt: skip
        context.add_cookies(
            [{"name": "django_language", "value": sight.language, "url": self.served.address}]
        )
        return context.new_page()

    def _state(self, role: str) -> Any:
        if role not in self.states:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(self.served.links[role])
            page.locator("main form button").last.click()
            page.wait_for_load_state()
            self.states[role] = context.storage_state()
            context.close()
        return self.states[role]
