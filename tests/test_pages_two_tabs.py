"""Two tabs with one draft: the later saving of an older text is refused, and both are shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ringfence.store import drafts
from ringfence.trade.roles import Role
from tests.pages_parts import Pages

PAGES = (
    (Role.CASE_OFFICER, "/papers/operator/new", "new:operator", "number"),
    (Role.CASE_OFFICER, "/papers/import_certificate/new", "new:import_certificate", "number"),
    (Role.OPERATOR_CLERK, "/firm/new/destruction", "firm:destruction", "site"),
)


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def seen(page: Any) -> str:
    found = re.search(r'name="draft_seen" value="([^"]*)"', page.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("role", "address", "name", "field"), PAGES)
def test_the_later_saving_of_an_older_text_is_refused_and_shows_both(
    role: Role, address: str, name: str, field: str, office: Pages
) -> None:
    client = office.as_(role)
    first, second = seen(client.get(address)), seen(client.get(address))
    kept = client.post(address, {field: "XA-F-11", "draft": "1", "draft_seen": first})
    assert kept.status_code == 204
    again = client.post(
        address, {field: "XA-F-12", "draft": "1", "draft_seen": kept["X-Draft-Seen"]}
    )
    assert again.status_code == 204, "the same tab goes on"
    quiet = client.post(address, {field: "XA-F-99", "draft": "1", "draft_seen": second})
    assert quiet.status_code == 409
    shown = client.post(address, {field: "XA-F-99", "leave": "1", "draft_seen": second})
    text = shown.content.decode()
    assert shown.status_code == 409 and "You saved this in another tab meanwhile" in text
    assert "XA-F-12" in text and "XA-F-99" in text
    found = drafts.find(person(office, role), name)
    assert found is not None and found[0][field] == "XA-F-12", "nothing was written over"
    over = client.post(address, {field: "XA-F-99", "leave": "1", "draft_seen": seen(shown)})
    assert over.status_code == 302, "with both seen it is kept"
    found = drafts.find(person(office, role), name)
    assert found is not None and found[0][field] == "XA-F-99"


def person(office: Pages, role: Role) -> str:
    from tests.pages_parts import PERSONS

    return PERSONS[role][0]


def test_the_same_text_in_two_tabs_is_no_conflict(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    address = "/papers/operator/new"
    first = seen(client.get(address))
    for _ in range(2):
        told = {"number": "XA-F-11", "leave": "1", "draft_seen": first}
        assert client.post(address, told).status_code == 302
