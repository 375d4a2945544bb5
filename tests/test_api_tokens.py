"""Tokens of systems: two persons make one, scopes take away, one ends it, no code is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.jobs import tokens
from ringfence.jobs.doing import open_desk
from ringfence.jobs.signing_in import invite
from ringfence.store import models
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Role
from ringfence.trade.token import ScopeNotUnderstood
from tests.api_parts import OPERATOR, System, in_browser, with_token
from tests.office import Office
from tests.pages_parts import Pages


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def asking(code: str) -> System:
    return System(Client(headers={"authorization": f"Bearer {code}"}))


def test_after_an_approver_signed_in_two_persons_make_a_token(office: Pages) -> None:
    Client().post(f"/sign-in/link/{invite(office.desk, 'amir')}")
    scopes = ("licence:read",)
    for by, confirmed_by in (("", ""), ("ada", "ada"), ("ada", "carla"), ("carla", "amir")):
        with pytest.raises(Exception, match=r"may|role|name the|nobody"):
            tokens.make(office.desk, "erp", "carla", "CO", scopes, by=by, confirmed_by=confirmed_by)
    assert tokens.every(office.desk) == []
    code = tokens.make(office.desk, "erp", "carla", "CO", scopes, by="ada", confirmed_by="amir")
    assert asking(code).get("/documents/licence")["documents"] == []
    with pytest.raises(ActRefused):
        tokens.make(office.desk, "own", "amir", "AP", scopes, by="ada", confirmed_by="amir")


def test_a_scope_takes_away_what_the_person_may(office: Pages) -> None:
    system = with_token(office, Role.CASE_OFFICER, "operator:read", "operator:enter")
    system.enter("operator", OPERATOR)
    told = system.act("operator", "XA-F-0007", "register", 403, version=1)
    assert told["detail"] == "the token is not for operator:register"
    system.get("/documents/licence", 403)
    system.get("/journal", 403)
    system.post("/assess", {"movement": {}}, 403)


def test_a_scope_gives_nothing_that_the_person_may_not(office: Pages) -> None:
    every = with_token(office, Role.LABORATORY, "*:*")
    told = every.enter("operator", OPERATOR, 403)
    assert told["detail"] == "the role has no part in it"


def test_no_token_does_what_the_clock_does(office: Pages) -> None:
    assert "expire" not in tokens.things()["licence"]
    from ringfence.jobs.acts import act_by_kind
    from ringfence.jobs.doing import Asked

    with pytest.raises(ActRefused, match="when a day has passed"):
        act_by_kind(office.desk, "licence", "any", "expire", Asked("carla:CO:system"))


@pytest.mark.parametrize(
    "scope", ["", "licence", "licence:", "nothing:read", "licence:fly", "a:b:c"]
)
def test_a_scope_that_names_nothing_is_refused_with_what_to_write(
    scope: str, office: Pages
) -> None:
    with pytest.raises(ScopeNotUnderstood, match="Write"):
        tokens.make(office.desk, "erp", "carla", "CO", (scope,))


@pytest.mark.parametrize("role", [Role.RESPONSIBLE_PERSON, Role.ADMINISTRATOR])
def test_no_token_signs_for_a_firm_or_sees_to_users(role: Role, office: Pages) -> None:
    person = {"OR": "rita", "AD": "ada"}[role.value]
    with pytest.raises(ActRefused, match="a person signs in for that"):
        tokens.make(office.desk, "erp", person, role.value, ("*:*",))


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_a_token_ends(days: int, office: Pages) -> None:
    with pytest.raises(ActRefused, match="ends after"):
        tokens.make(office.desk, "erp", "carla", "CO", ("*:read",), days=days)


def test_one_person_ends_a_token_at_once(office: Pages) -> None:
    code = tokens.make(office.desk, "erp", "carla", "CO", ("*:read",))
    asking(code).get("/documents/licence")
    with pytest.raises(ActRefused):
        tokens.revoke(office.desk, "erp", "carla")
    tokens.revoke(office.desk, "erp", "ada")
    asking(code).get("/documents/licence", 401)
    with pytest.raises(Exception, match="on the books"):
        tokens.make(office.desk, "erp", "carla", "CO", ("*:read",))


def test_neither_books_nor_journal_nor_list_hold_the_code(office: Pages) -> None:
    code = tokens.make(office.desk, "erp", "carla", "CO", ("*:read",))
    asking(code).get("/documents/licence")
    rows = list(models.ApiToken.objects.values())
    leaves = list(models.JournalRow.objects.values_list("leaf", flat=True))
    assert code not in str(rows) and code not in str(leaves)
    assert any("token:erp" in leaf for leaf in leaves)


def test_the_last_use_is_noted_once_a_minute(office: Pages) -> None:
    code = tokens.make(office.desk, "erp", "carla", "CO", ("*:read",))
    asking(code).get("/documents/licence")
    (first,) = tokens.every(office.desk)
    asking(code).get("/documents/licence")
    (again,) = tokens.every(office.desk)
    assert first.last_used_at is not None and again.last_used_at == first.last_used_at
    earlier = first.last_used_at - timedelta(minutes=2)
    models.ApiToken.objects.update(last_used_at=earlier)
    asking(code).get("/documents/licence")
    (later,) = tokens.every(office.desk)
    assert later.last_used_at is not None and later.last_used_at > earlier


def test_what_a_token_of_a_person_entered_the_person_cannot_approve(office: Pages) -> None:
    desk = open_desk(office.folder)

    def both(book: Any) -> None:
        from dataclasses import replace

        officer = book.person("carla")
        book.set_person(
            replace(officer, role=Role.APPROVER), actor=officer, act="store.users.change"
        )

    desk.work(both)
    system = with_token(office, Role.CASE_OFFICER)
    system.enter("operator", OPERATOR)
    system.act("operator", "XA-F-0007", "register", version=1)
    browser = in_browser(office, Role.CASE_OFFICER)
    browser.client.post("/account/role", {"role": "AP"})
    browser.get("/documents/operator/XA-F-0007")
    told = browser.act("operator", "XA-F-0007", "register", 403, version=2)
    assert "cannot decide" in told["detail"]


def test_on_pages_one_proposes_another_approves_and_the_code_is_shown_once(office: Pages) -> None:
    ada, amir, carla = (
        office.as_(role) for role in (Role.ADMINISTRATOR, Role.APPROVER, Role.CASE_OFFICER)
    )
    told = {"name": "stock of Aldera", "person": "carla", "role": "CO", "days": "30",
            "scopes": "licence:read\nlicence:fly"}  # fmt: skip
    wrong = ada.post("/settings/tokens/new", told)
    assert wrong.status_code == 400 and b"names no verb of that thing" in wrong.content
    assert b"licence:fly" in wrong.content and b"stock of Aldera" in wrong.content
    told["scopes"] = "licence:read"
    assert ada.post("/settings/tokens/new", told).status_code == 302
    address = "/settings/tokens/stock of Aldera"
    assert ada.post(f"{address}/collect").status_code == 403
    assert ada.post(f"{address}/approve").status_code in (403, 404)
    assert b"approve" in amir.get("/settings/tokens/").content
    assert amir.post(f"{address}/approve").status_code == 302
    assert amir.post(f"{address}/collect").status_code == 403
    shown = ada.post(f"{address}/collect")
    code = shown.context["code"]
    assert shown["Cache-Control"] == "no-store"
    assert ada.post(f"{address}/collect").status_code == 403
    asking(code).get("/documents/licence")
    for page in (ada, amir, office.as_(Role.AUDITOR)):
        text = page.get("/settings/tokens/").content.decode()
        assert "stock of Aldera" in text and code not in text
    assert carla.get("/settings/tokens/").status_code == 403
    assert carla.post("/settings/tokens/new", told).status_code == 403
    assert office.as_(Role.AUDITOR).post(f"{address}/revoke").status_code == 403
    assert ada.post(f"{address}/revoke").status_code == 302
    asking(code).get("/documents/licence", 401)


def test_the_commands_make_list_and_revoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch).made()
    office("person", "add", "erp", "--role", "CO", "--territory", "XA", "--system",
           "--as", "ad", "--confirmed-by", "ap")  # fmt: skip
    made = office("token", "make", "stock", "--person", "erp", "--scope", "licence:read").strip()
    assert made.startswith("rft_") and len(made) > 40
    (one,) = json.loads(office("token", "list", "--json"))["tokens"]
    assert (one["state"], one["person"], one["scopes"]) == ("in_force", "erp", ["licence:read"])
    assert made not in office("token", "list")
    office("token", "revoke", "stock")
    assert "revoked" in office("token", "list")
    office("token", "revoke", "nothing", code=3)
    office("person", "invite", "erp", code=3)
