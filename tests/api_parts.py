"""A node and systems that ask its API, for tests: what is sent is JSON, what comes back is read."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ringfence.jobs import tokens
from ringfence.jobs.doing import open_desk
from ringfence.trade.roles import Role
from tests.pages_parts import PERSONS, Pages

ROOT = "/api/v1"
ADDRESS = {"party_name": "Aldera Pharma", "country": "XA", "address_line_1": "4 Mill Lane"}
BARE = {"number": "XA-F-0007", "party": ADDRESS, "business_types": ["exporter"]}
"""A firm that cannot be registered: no site, nobody in charge."""

OPERATOR = {
    **BARE,
    "sites": [{"site": "north", "address": ADDRESS}],
    "duty_holders": [{"person": "XA-F-0007-1", "duty": "person_in_charge"}],
}


class System:
    """A program that asks with a token, or a browser that asks with its session."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, status: int = 200) -> Any:
        return self._read(self.client.get(f"{ROOT}{path}"), status)

    def post(self, path: str, body: Any, status: int = 200) -> Any:
        answer = self.client.post(f"{ROOT}{path}", body, content_type="application/json")
        return self._read(answer, status)

    def enter(self, kind: str, paper: Any, status: int = 201) -> Any:
        return self.post(f"/documents/{kind}", {"paper": paper}, status)

    def act(self, kind: str, number: str, verb: str, status: int = 200, **body: Any) -> Any:
        return self.post(f"/documents/{kind}/{number}/acts/{verb}", body, status)

    def _read(self, answer: Any, status: int) -> Any:
        text = answer.content.decode()
        assert answer.status_code == status, f"{answer.status_code}\n{text[:3000]}"
        kind = "application/json" if status < 400 else "application/problem+json"
        assert answer["Content-Type"] == kind, answer["Content-Type"]
        return answer.json()


def with_token(
    office: Pages, role: Role = Role.CASE_OFFICER, *scopes: str, name: str = "", days: int = 90
) -> System:
    """A system with a token for the person of a role."""
    return System(Client(headers={"authorization": f"Bearer {code(office, role, *scopes)}"}))


def code(office: Pages, role: Role, *scopes: str, name: str = "") -> str:
    """The code of a new token."""
    desk = open_desk(office.folder)
    made = name or f"system {len(tokens.every(desk)) + 1}"
    return tokens.make(desk, made, PERSONS[role][0], role.value, scopes or ("*:*",))


def in_browser(office: Pages, role: Role) -> System:
    """The person of a role, signed in."""
    return System(office.as_(role))
