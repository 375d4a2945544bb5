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


def test_a_shared_view_is_for_the_office_and_goes_by_who_shared_it_or_who_leads(
    office: Pages,
) -> None:
    carla, amir, aude = (office.as_(one) for one in (Role.CASE_OFFICER, Role.APPROVER,
                                                     Role.AUDITOR))  # fmt: skip
    told = {"name": "Ending", "address": "state=expired", "for": "all"}
    assert b"is shared" in carla.post("/papers/licence/views", told, follow=True).content
    page = aude.get("/papers/licence/")
    assert [(one.name, one.by, may) for one, _here, may in page.context["shared"]] == [
        ("Ending", "carla", False)
    ]
    assert "Share Ending no more" not in page.content.decode()
    assert office.as_(Role.RESPONSIBLE_PERSON).get("/papers/licence/").context["shared"] == []
    taken = amir.post("/papers/licence/views", told, follow=True)
    assert b"It is not shared" in taken.content, "another's view has the name"
    refused = aude.post("/papers/licence/views", told | {"name": "Mine"}, follow=True)
    assert b"It is not shared" in refused.content, "an auditor changes nothing"
    assert (
        b"Only who shared it"
        in aude.post("/papers/licence/views", {"unshare": "Ending"}, follow=True).content
    )
    amir.post("/papers/licence/views", {"unshare": "Ending"})
    assert carla.get("/papers/licence/").context["shared"] == []


def test_a_list_opens_as_the_person_has_it_and_without_a_filter_when_that_is_asked(
    office: Pages,
) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    carla.post("/papers/licence/views", {"usual": "1", "address": "state=expired&sort=-ends"})
    opens = carla.get("/papers/licence/")
    assert opens.status_code == 302
    assert opens["Location"] == "/papers/licence/?state=expired&sort=-ends"
    page = carla.get(opens["Location"])
    assert page.context["is_usual"] and 'href="?sort=-since">Clear all' in page.content.decode()
    assert carla.get("/papers/licence/?sort=-since").context["chips"] == []
    assert office.as_(Role.APPROVER).get("/papers/licence/").status_code == 200
    carla.post("/papers/licence/views", {"plain": "1", "address": "state=expired"})
    assert carla.get("/papers/licence/").status_code == 200


def test_columns_stand_in_the_order_that_the_person_gave_them(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    chosen = "column=about&column=state&column=ends&state=expired"
    moved = carla.get(f"/papers/licence/?{chosen}&earlier=ends")
    assert moved.status_code == 302
    page = carla.get(moved["Location"])
    assert page.context["asked"].columns == ("number", "about", "ends", "state")
    assert "earlier" not in moved["Location"] and "state=expired" in moved["Location"]
    shown = [name for name, _says, is_shown in page.context["columns"] if is_shown]
    assert shown == ["about", "ends", "state"], "the choice stands in that order too"
    first = carla.get(f"/papers/licence/?{chosen}&earlier=about")
    again = carla.get(first["Location"]).context["asked"].columns
    assert again == ("number", "about", "state", "ends"), "the first stays the first"
