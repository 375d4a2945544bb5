"""Views that a person keeps of a list, and several rows of work taken at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.trade.roles import Role
from tests.pages_parts import Pages


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def test_a_view_is_kept_by_name_opened_and_forgotten_and_is_one_s_own(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    address = "state=in_force&column=number&column=state&sort=-ends&after=x~y&evil=1"
    kept = carla.post("/papers/licence/views", {"name": " Ending  soon ", "address": address})
    plain = "state=in_force&column=number&column=state&sort=-ends"
    assert kept.status_code == 302 and kept["Location"] == f"/papers/licence/?{plain}"
    page = carla.get(kept["Location"])
    assert page.context["views"] == [("Ending soon", plain, True)], "no page, nothing unknown"
    text = page.content.decode()
    assert "The view Ending soon is kept." in text and 'aria-current="true"><bdi>Ending' in text
    assert carla.get("/papers/operator/").context["views"] == [], "of this list only"
    assert office.as_(Role.AUDITOR).get("/papers/licence/").context["views"] == []
    again = {"name": "Ending soon", "address": "state=expired"}
    carla.post("/papers/licence/views", again)
    assert carla.get("/papers/licence/").context["views"] == [
        ("Ending soon", "state=expired", False)
    ]
    carla.post("/papers/licence/views", {"drop": "Ending soon"})
    assert carla.get("/papers/licence/").context["views"] == []


def test_a_view_without_a_name_or_beyond_the_number_is_not_kept(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    for name in ("", "   ", "x" * 61):
        answer = carla.post("/papers/licence/views", {"name": name}, follow=True)
        assert b"alert-danger" in answer.content
    for count in range(21):
        last = carla.post("/papers/licence/views", {"name": f"v{count:02}"}, follow=True)
    assert b"Forget one first" in last.content
    assert len(carla.get("/papers/licence/").context["views"]) == 20
    assert carla.post("/papers/nothing/views", {"name": "x"}).status_code == 404
    assert carla.get("/papers/licence/views").status_code == 405
