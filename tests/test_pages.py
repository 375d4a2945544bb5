"""The frame of the pages: who gets in, what each role finds, and what a browser is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.signing_in import invite
from ringfence.store.node import DEMONSTRATION_MARK
from ringfence.trade.roles import Role
from ringfence.web.headers import POLICY
from tests.pages_parts import PERSONS, Pages


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def test_nobody_reads_a_page_without_signing_in_but_those_open_to_all(office: Pages) -> None:
    for address in ("/", "/papers/licence/", "/journal", "/settings", "/account", "/find?q=XA"):
        answer = Client().get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/"), address
    for address in ("/identify?text=morphine", "/check", "/sign-in/login/"):
        assert Client().get(address).status_code == 200, address


@pytest.mark.parametrize("role", list(PERSONS))
def test_every_entry_of_a_role_s_menu_opens(role: Role, office: Pages) -> None:
    client = office.as_(role)
    places = [one for group in client.get("/").context["menu"] for one in group.places]
    assert len(places) >= 4
    for one in places:
        page = client.get(one.address())
        assert page.status_code == 200, (role, one.address())
        here = [at.address() for group in page.context["menu"] for at in group.places if at.is_here]
        assert here == [one.address()], "the place of the page is marked, and no other"


def test_the_menu_opens_by_keyboard_and_without_script(office: Pages) -> None:
    text = office.as_(Role.CASE_OFFICER).get("/papers/licence/").content.decode()
    assert text.count('<details class="rf-menu-group" name="menu">') == 3
    assert '<summary aria-current="true">Cases and papers</summary>' in text
    assert 'href="/papers/licence/" aria-current="page"' in text
    assert '<a href="/journal" >Journal</a>' in text, "a group of one place is that place"


def test_languages_are_named_in_themselves(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    client.cookies["django_language"] = "ru"
    text = client.get("/").content.decode()
    assert 'lang="en" ><span class="rf-long">English</span>' in text
    assert 'lang="ru" aria-current="true"><span class="rf-long">Русский</span>' in text


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_its_list_and_its_form(kind: str, office: Pages) -> None:
    for role in (Role.CASE_OFFICER, Role.RESPONSIBLE_PERSON, Role.STATISTICIAN, Role.INSPECTOR):
        client = office.as_(role)
        page = client.get(f"/papers/{kind}/")
        assert page.status_code == 200
        form = client.get(f"/papers/{kind}/new")
        assert form.status_code == (200 if page.context["may_enter"] else 403), role


def test_a_link_signs_in_once(office: Pages) -> None:
    code = invite(office.desk, "carla")
    client = Client()
    assert b"carla" in client.get(f"/sign-in/link/{code}").content
    assert client.get("/").status_code == 302, "looking at a link signs nobody in"
    assert client.post(f"/sign-in/link/{code}").status_code == 302
    assert client.get("/").status_code == 200
    assert Client().post(f"/sign-in/link/{code}").status_code == 410
    assert Client().post("/sign-in/link/guessed").status_code == 410


def test_after_an_approver_signed_in_nobody_alone_makes_a_link(office: Pages) -> None:
    client = Client()
    client.post(f"/sign-in/link/{invite(office.desk, 'amir')}")
    from ringfence.trade.life import ActRefused

    with pytest.raises(ActRefused):
        invite(office.desk, "carla")
    with pytest.raises(ActRefused):
        invite(office.desk, "amir", by="ada", confirmed_by="amir")
    assert invite(office.desk, "carla", by="ada", confirmed_by="amir")


def test_outside_a_demonstration_the_second_step_comes_first(office: Pages) -> None:
    (office.folder / DEMONSTRATION_MARK).unlink()
    answer = office.as_(Role.CASE_OFFICER).get("/")
    assert answer.status_code == 302 and answer["Location"] == "/account/second-step"


def test_browsers_are_told_to_run_nothing_but_our_own(office: Pages) -> None:
    answer = office.as_(Role.CASE_OFFICER).get("/")
    assert answer["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY and answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "<script>" not in text and " style=" not in text and "onclick" not in text


def test_an_operator_is_entered_on_a_page_with_every_problem_at_its_field(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    wrong = client.post("/papers/operator/new", {"number": "a b", "previous_licence_issued": "x"})
    assert wrong.status_code == 400
    assert b"There is a problem" in wrong.content and b'href="#f-' in wrong.content
    told = {"number": "XA-F-7", "party.party_name": "Aldera Pharma", "party.country": "XA",
            "party.address_line_1": "4 Mill Lane",
            "business_types": "pharmaceutical-wholesaler"}  # fmt: skip
    made = client.post("/papers/operator/new", told)
    assert made.status_code == 302, made.content.decode()[:4000]
    assert client.get(made["Location"]).status_code == 200
    assert client.get("/find?q=xa-f-7").status_code == 302


def test_a_day_that_could_be_two_is_asked_about() -> None:
    from ringfence.web.parts.day_words import DayUnclear, read_day_words

    assert read_day_words("2 апреля 2031") == read_day_words("2.4.2031")
    with pytest.raises(DayUnclear, match="2031-04-03 or 2031-03-04"):
        read_day_words("03/04/2031")


def test_a_number_that_could_be_two_is_asked_about() -> None:
    from ringfence.web.parts.number_words import NumberUnclear, read_number_words

    assert str(read_number_words("1 000,5")) == "1000.5"
    with pytest.raises(NumberUnclear, match=r"1234 or 1\.234"):
        read_number_words("1,234")
