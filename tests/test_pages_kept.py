"""Nothing that was typed is lost, done twice, or shown to another person."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.trade.roles import Role
from ringfence.web import accounts
from ringfence.web.desk import ROLE
from tests.api_parts import OPERATOR, with_token
from tests.pages_parts import PERSONS, Pages

TYPED = {"what": "two drums <b>of</b> codeine", "site": "main", "kind": "theft_internal"}


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def signed_in_again(client: Client, role: Role) -> None:
    account: Any = accounts.account_of(PERSONS[role][0])
    client.force_login(account)
    session = client.session
    session[ROLE] = role.value
    session.save()


def expired(office: Pages, role: Role = Role.OPERATOR_CLERK) -> Client:
    """A browser whose person typed a form, and whose session ended before it was sent."""
    client = office.as_(role)
    assert client.get("/loss").status_code == 200
    client.session.flush()
    answer = client.post("/loss", TYPED)
    assert answer.status_code == 302 and "/sign-in/" in answer["Location"]
    return client


def losses(office: Pages) -> list[str]:
    page = office.as_(Role.CASE_OFFICER).get("/papers/loss/").content.decode()
    return sorted(set(re.findall(r"/papers/loss/(XA-LO[^/]+)/", page)))


def test_what_was_typed_when_the_session_ended_is_shown_and_sent_once(office: Pages) -> None:
    client = expired(office)
    assert not losses(office)
    signed_in_again(client, Role.OPERATOR_CLERK)
    page = client.get("/loss").content.decode()
    assert "What you typed was kept" in page and html.escape(TYPED["what"]) in page
    assert "<b>of</b>" not in page
    inputs = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    again = {name: html.unescape(value) for name, value in inputs if name in TYPED}
    assert again == TYPED
    sent = client.post("/loss", {**again, "kept-form": "send"})
    assert sent.status_code == 302 and "/papers/loss/" in sent["Location"]
    assert len(losses(office)) == 1
    assert "What you typed was kept" not in client.get("/loss").content.decode()


def test_it_can_be_thrown_away(office: Pages) -> None:
    client = expired(office)
    signed_in_again(client, Role.OPERATOR_CLERK)
    assert client.post("/loss", {**TYPED, "kept-form": "drop"})["Location"] == "/"
    assert "What you typed was kept" not in client.get("/loss").content.decode()
    assert not losses(office)


def test_another_person_at_the_same_browser_does_not_see_it(office: Pages) -> None:
    client = expired(office)
    signed_in_again(client, Role.RESPONSIBLE_PERSON)
    assert TYPED["what"][:9] not in client.get("/loss").content.decode()
    signed_in_again(client, Role.OPERATOR_CLERK)
    assert "What you typed was kept" not in client.get("/loss").content.decode()


def test_nothing_is_kept_for_who_was_never_signed_in(office: Pages) -> None:
    client = Client()
    assert client.post("/loss", TYPED).status_code == 302
    assert "sessionid" not in client.cookies
    client.cookies["last_person"] = "olga:forged"
    assert client.post("/loss", TYPED).status_code == 302
    assert "sessionid" not in client.cookies


def test_too_much_is_not_kept(office: Pages) -> None:
    client = office.as_(Role.OPERATOR_CLERK)
    client.get("/loss")
    client.session.flush()
    client.post("/loss", {**TYPED, "what": "w" * 300_000})
    signed_in_again(client, Role.OPERATOR_CLERK)
    assert "What you typed was kept" not in client.get("/loss").content.decode()


def test_a_loss_told_by_two_presses_is_told_once(office: Pages) -> None:
    client = office.as_(Role.OPERATOR_CLERK)
    first, second = (client.post("/loss", TYPED) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(losses(office)) == 1
    client.post("/loss", {**TYPED, "what": "a third drum"})
    assert len(losses(office)) == 2


def test_an_act_by_two_presses_is_done_once(office: Pages) -> None:
    """The second press finds the document in another version, and says so."""
    with_token(office).enter("operator", OPERATOR)
    officer, address = office.as_(Role.CASE_OFFICER), "/papers/operator/XA-F-0007/register"
    form = officer.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    answers = [officer.post(address, {"version": version[1]}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 409], answers[0].content.decode()
    assert "Somebody changed this meanwhile" in answers[1].content.decode()


def test_a_form_of_a_page_that_was_open_too_long_is_kept_and_a_forged_one_is_not(
    office: Pages,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = office.as_(Role.OPERATOR_CLERK).cookies
    forged = client.post("/loss", TYPED, headers={"origin": "http://evil.example"})
    assert forged.status_code == 403
    assert "What you typed was kept" not in client.get("/loss").content.decode()
    stale = client.post("/loss", TYPED, headers={"origin": "http://testserver"})
    assert stale.status_code == 403 and "look it over" in stale.content.decode()
    assert "What you typed was kept" in client.get("/loss").content.decode()
    assert not losses(office)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x07", "\u200b"])
def test_a_name_with_signs_that_cannot_be_seen_is_told_at_its_field(
    sign: str, office: Pages
) -> None:
    officer = office.as_(Role.CASE_OFFICER)
    told = {"number": "XA-F-0009", "party.party_name": f"Firm {sign}exe.gnp"}
    answer = officer.post("/papers/operator/new", told)
    page = answer.content.decode()
    assert answer.status_code == 400 and f"U+{ord(sign):04X}" in page
    assert 'href="#f-party-party_name"' in page


def test_letters_that_join_and_signs_of_direction_in_persian_names_are_taken(office: Pages) -> None:
    officer = office.as_(Role.CASE_OFFICER)
    told = {"number": "XA-F-0009", "party.party_name": "می\u200cخواهم\u200f"}
    assert "cannot be seen" not in officer.post("/papers/operator/new", told).content.decode()
