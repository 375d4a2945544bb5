"""Deputies and reminders: for some days, no more rights than before, four eyes for both."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, acting, opened
from ringfence.jobs.reminders import reminders
from ringfence.jobs.taking_work import take
from ringfence.jobs.worklist import worklist
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor, Role
from tests.office import Office
from tests.pages_parts import FIRM
from tests.portal_parts import LICENCE, Portal
from tests.test_pages_work import a_proposal, an_operator

PAGE = "/account/deputies"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    made = Portal(tmp_path / "node", monkeypatch)
    made.person("beate", Role.APPROVER)
    made.person("curt", Role.CASE_OFFICER)
    return made


def told(portal: Portal, deputy: str, days: int = 5, first: int = 0) -> dict[str, str]:
    return {
        "deputy": deputy, "reason": "leave",
        "first": (portal.day + timedelta(first)).isoformat(),
        "last": (portal.day + timedelta(first + days)).isoformat(),
    }  # fmt: skip


def names(portal: Portal, role: Role, deputy: str, first: int = 0) -> None:
    made = portal.as_(role).post(PAGE, told(portal, deputy, first=first))
    assert made.status_code == 302, made.content.decode()[:3000]


def who(portal: Portal, person: str) -> Actor:
    return portal.desk.look(lambda book: acting(book, person))


def rows(portal: Portal, person: str) -> set[str]:
    return {one.listed.number for one in worklist(portal.desk, who(portal, person)).mine}


def test_a_deputy_has_what_the_absent_person_took_on_those_days_only(portal: Portal) -> None:
    an_operator(portal, "XA-F-0300", by="curt")
    take(portal.desk, "operator", "XA-F-0300", who(portal, "carla"))
    assert "XA-F-0300" not in rows(portal, "curt"), "carla has it"
    names(portal, Role.CASE_OFFICER, "curt", first=1)
    assert not who(portal, "curt").stands_for, "not before its first day"
    portal.on(portal.day + timedelta(1))
    assert who(portal, "curt").stands_for == ("carla",)
    assert "XA-F-0300" in rows(portal, "curt")
    take(portal.desk, "operator", "XA-F-0300", who(portal, "curt"))
    home = portal.browser("curt", Role.CASE_OFFICER).get("/").content.decode()
    assert "You stand for carla." in home
    portal.on(portal.day + timedelta(9))
    assert not who(portal, "curt").stands_for, "nor after its last"


def test_a_deputy_never_approves_what_the_absent_person_entered(portal: Portal) -> None:
    a_proposal(portal, "XA-F-0301")
    names(portal, Role.CASE_OFFICER, "amir")
    assert "XA-F-0301" not in rows(portal, "amir"), "carla entered it, and amir stands for her"
    assert "XA-F-0301" in rows(portal, "beate")
    opened(portal.desk, "operator", "XA-F-0301", "amir")
    with pytest.raises(ActRefused, match="person you stand for"):
        act_by_kind(portal.desk, "operator", "XA-F-0301", "register", Asked("amir"))
    page = portal.as_(Role.APPROVER).post("/papers/operator/XA-F-0301/register", {"version": "2"})
    assert page.status_code == 403
    opened(portal.desk, "operator", "XA-F-0301", "beate")
    with pytest.raises(ActRefused, match="no site is entered"):
        act_by_kind(portal.desk, "operator", "XA-F-0301", "register", Asked("beate"))


def test_a_deputy_has_no_more_rights_than_the_own_role(portal: Portal) -> None:
    a_proposal(portal, "XA-F-0302")
    names(portal, Role.APPROVER, "curt")
    assert who(portal, "curt").stands_for == ("amir",)
    opened(portal.desk, "operator", "XA-F-0302", "curt")
    done = act_by_kind(portal.desk, "operator", "XA-F-0302", "register", Asked("curt"))
    assert done.held.state == "proposed", "a case officer only proposes, whoever is away"


def test_it_is_named_by_oneself_among_colleagues_and_ended(portal: Portal) -> None:
    carla = portal.as_(Role.CASE_OFFICER)
    for wrong, field in (
        ({**told(portal, "carla")}, "f-deputy"),
        ({**told(portal, "rita")}, "f-deputy"),
        ({**told(portal, "curt", days=-1)}, "f-last"),
        ({**told(portal, "curt", days=200)}, "f-last"),
        ({**told(portal, "curt"), "first": ""}, "f-first"),
    ):
        page = carla.post(PAGE, wrong)
        assert page.status_code == 400 and f'href="#{field}"' in page.content.decode(), wrong
    names(portal, Role.CASE_OFFICER, "curt")
    (stored,) = portal.desk.look(lambda book: book.documents("deputy"))
    assert stored.body["person"] == "carla", "nobody names a deputy for another"
    (noted,) = [
        one for _at, one in portal.desk.look(lambda book: list(book.acts_on(stored.subject)))
    ]
    assert (noted["act"], noted["person"]) == ("store.deputy.name", "carla")
    assert portal.as_(Role.APPROVER).post(PAGE, {"end": stored.number}).status_code == 403
    assert who(portal, "curt").stands_for == ("carla",)
    assert carla.post(PAGE, {"end": stored.number}).status_code == 302
    assert not who(portal, "curt").stands_for
    assert portal.as_(Role.AUDITOR).post(PAGE, told(portal, "curt")).status_code == 403


def test_what_ends_soon_is_told_to_whom_it_concerns(portal: Portal) -> None:
    def ends(person: str) -> list[tuple[str, str]]:
        found = reminders(portal.desk, who(portal, person))
        return [(one.what, one.number) for one in found]

    assert ("ends", LICENCE) not in ends("carla"), "it ends in more than 90 days"
    licence: Any = portal.desk.look(lambda book: book.documents("licence", number=LICENCE))[0]
    last = licence.body["paper"]["valid_until"]
    from datetime import date

    portal.on(date.fromisoformat(last) - timedelta(days=90))
    assert ("ends", LICENCE) in ends("carla") and ("ends", LICENCE) in ends("rita")
    assert ("ends", LICENCE) not in ends("stan") and ("ends", LICENCE) not in ends("rosa")
    text = portal.as_(Role.CASE_OFFICER).get("/").content.decode()
    assert "Reminders" in text and "in 90 days" in text
    portal.on(date(2032, 4, 20))
    assert ("return", "A:2032Q1") in ends("stan") and ("return", "A:2032Q1") in ends("amir")
    assert ("return", "A:2032Q1") not in ends("carla")
    assert FIRM in licence.operator


def test_commands_name_and_end_a_deputy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch).made()
    days = ("--first", "2025-01-02", "--last", "2025-01-05")
    said = office("person", "deputy", "ap2", *days, "--as", "ap")
    number = said.split()[-1]
    office("person", "end-deputy", number, "--as", "ap2", code=1)
    assert "ended" in office("person", "end-deputy", number, "--as", "ap")
    office("person", "deputy", "ap", *days, "--as", "ap", code=3)


def for_carla(portal: Portal, deputy: str = "curt") -> dict[str, str]:
    return {**told(portal, deputy), "person": "carla", "for": "1"}


def test_for_somebody_absent_an_administrator_proposes_and_an_approver_decides(
    portal: Portal,
) -> None:
    ada, amir = portal.as_(Role.ADMINISTRATOR), portal.as_(Role.APPROVER)
    assert "Propose a deputy for somebody absent" in ada.get(PAGE).content.decode()
    assert "carla" in ada.get(f"{PAGE}?for=1").content.decode()
    assert ada.post(PAGE, for_carla(portal)).status_code == 302
    (stored,) = portal.desk.look(lambda book: book.documents("deputy"))
    assert stored.state == "proposed" and not who(portal, "curt").stands_for
    assert "Proposed for somebody absent" in amir.get(PAGE).content.decode()
    decided = {"approve": stored.number}
    for role in (Role.ADMINISTRATOR, Role.CASE_OFFICER, Role.AUDITOR):
        assert portal.as_(role).post(PAGE, decided).status_code == 403, role
    assert amir.post(PAGE, decided).status_code == 302
    assert who(portal, "curt").stands_for == ("carla",)
    acts = portal.desk.look(lambda book: list(book.acts_on(stored.subject)))
    noted = [(one["act"], one["person"]) for _at, one in acts]
    assert noted == [("store.deputy.name_for", "ada"), ("store.deputy.name_for", "amir")]
    assert amir.post(PAGE, decided).status_code == 403, "it was decided"
    assert ada.post(PAGE, {"end": stored.number}).status_code == 302, "stopping needs one"
    assert not who(portal, "curt").stands_for


def test_nobody_makes_themselves_a_deputy_of_somebody_absent(portal: Portal) -> None:
    ada = portal.as_(Role.ADMINISTRATOR)
    refused = ada.post(PAGE, for_carla(portal, "ada"))
    assert refused.status_code == 403 and "nobody proposes it for themselves" in (
        refused.content.decode()
    )
    assert ada.post(PAGE, for_carla(portal, "amir")).status_code == 302
    (stored,) = portal.desk.look(lambda book: book.documents("deputy"))
    amir = portal.as_(Role.APPROVER).post(PAGE, {"approve": stored.number})
    assert amir.status_code == 403, "amir would be the deputy"
    beate = portal.browser("beate", Role.APPROVER)
    assert beate.post(PAGE, {"refuse": stored.number}).status_code == 302
    assert not who(portal, "amir").stands_for
    assert portal.as_(Role.CASE_OFFICER).post(PAGE, for_carla(portal, "stan")).status_code == 403
    unknown = ada.post(PAGE, {**for_carla(portal), "person": "nobody"})
    assert unknown.status_code == 400 and 'href="#f-person"' in unknown.content.decode()
