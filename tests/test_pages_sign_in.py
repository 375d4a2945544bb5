"""Signing in: two steps, our frame, our policy of contents; nothing to guess or to steal."""

from __future__ import annotations

import io
import logging
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ringfence.jobs.signing_in import invite
from ringfence.store.node import DEMONSTRATION_MARK
from ringfence.trade.roles import Role
from ringfence.web import accounts, logs
from ringfence.web.headers import POLICY
from tests.pages_parts import PERSONS, Pages

PASSWORD = "a long sentence of nobody"
LOGIN = "/sign-in/login/"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    made = Pages(tmp_path / "node")
    cache.clear()
    return made


def code_of(secret: str) -> str:
    """The code that an authenticator shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_second_step(office: Pages, role: Role) -> tuple[Client, str, list[str]]:
    """A person who came by a link and set up a password and an authenticator."""
    (office.folder / DEMONSTRATION_MARK).unlink(missing_ok=True)
    client = Client()
    client.post(f"/sign-in/link/{invite(office.desk, PERSONS[role][0])}")
    assert client.get("/")["Location"] == "/account/second-step"
    told = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/sign-in/password/set/", told).status_code == 302
    page = client.get("/sign-in/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/sign-in/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    cache.clear()
    codes = re.findall(r"\b\d{8}\b", client.get("/sign-in/2fa/recovery-codes/").content.decode())
    return client, secret, codes


def test_a_person_sets_up_an_authenticator_and_signs_in_with_both_steps(office: Pages) -> None:
    client, secret, _codes = with_second_step(office, Role.CASE_OFFICER)
    assert client.get("/").status_code == 200
    client.post("/sign-in/logout/")
    assert client.get("/").status_code == 302
    first = client.post(LOGIN, {"login": "carla", "password": PASSWORD})
    assert first["Location"].startswith("/sign-in/2fa/authenticate/")
    assert client.get("/").status_code == 302, "a password alone shows nothing"
    wrong = client.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and b"There is a problem" in wrong.content
    done = client.post("/sign-in/2fa/authenticate/", {"code": code_of(secret)})
    assert done.status_code == 302 and client.get("/").status_code == 200


def test_a_code_of_the_authenticator_and_a_recovery_code_work_once(office: Pages) -> None:
    _client, secret, codes = with_second_step(office, Role.CASE_OFFICER)
    assert len(codes) == 10
    code = code_of(secret)
    for given, status in ((code, 302), (code, 200), (codes[0], 302), (codes[0], 200)):
        browser = Client()
        browser.post(LOGIN, {"login": "carla", "password": PASSWORD})
        done = browser.post("/sign-in/2fa/authenticate/", {"code": given})
        assert done.status_code == status, given


SIGNED_IN = (
    "/sign-in/2fa/", "/sign-in/2fa/totp/activate/", "/sign-in/2fa/webauthn/",
    "/sign-in/2fa/webauthn/add/", "/sign-in/2fa/recovery-codes/generate/",
    "/sign-in/2fa/recovery-codes/", "/sign-in/password/change/", "/sign-in/logout/",
    "/sign-in/reauthenticate/", "/sign-in/2fa/reauthenticate/", "/account/second-step",
)  # fmt: skip


def assert_ours(answer: Any, address: str) -> None:
    """The page is in our frame and holds nothing that our policy forbids."""
    text = answer.content.decode()
    assert answer["Content-Security-Policy"] == POLICY and answer["X-Frame-Options"] == "DENY"
    assert 'class="rf-skip"' in text and "ringfence.css" in text, address
    for one in re.findall(r"<script[^>]*>", text):
        assert "src=" in one or "application/json" in one, (address, one)
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text), address
    assert not re.search(r"\b(please|sorry|invalid)\b", text, re.IGNORECASE), address
    assert text.count("<h1") == 1, address
    for field in re.findall(r"<input[^>]*>", text):
        named = re.search(r'id="([^"]+)"', field)
        hidden = 'type="hidden"' in field or "<label" in field
        assert hidden or (named and f'for="{named[1]}"' in text), (address, field)


@pytest.mark.parametrize("address", SIGNED_IN)
def test_every_page_of_the_sign_in_library_is_ours(address: str, office: Pages) -> None:
    client, _secret, _codes = with_second_step(office, Role.CASE_OFFICER)
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    assert_ours(answer, address)


def test_the_pages_before_signing_in_are_ours(office: Pages) -> None:
    for address in (LOGIN, f"/sign-in/link/{invite(office.desk, 'carla')}", "/check", "/identify"):
        assert_ours(Client().get(address), address)
    wrong = Client().post(LOGIN, {"login": "carla", "password": "x"})
    assert_ours(wrong, LOGIN)
    with_second_step(office, Role.CASE_OFFICER)
    browser = Client()
    browser.post(LOGIN, {"login": "carla", "password": PASSWORD})
    assert_ours(browser.get("/sign-in/2fa/authenticate/"), "authenticate")


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/reset/", "confirm-email/", "login/code/confirm/",
                "password/reset/key/1-abc/", "inactive/", "confirm-email/abc/"],
)  # fmt: skip
def test_what_the_library_offers_beyond_that_leads_nowhere(address: str, office: Pages) -> None:
    for client in (Client(), office.as_(Role.CASE_OFFICER)):
        assert client.get(f"/sign-in/{address}").status_code == 404
        assert client.post(f"/sign-in/{address}", {"email": "a@example.org"}).status_code == 404


def test_guessing_a_password_is_stopped(office: Pages) -> None:
    with_second_step(office, Role.CASE_OFFICER)
    said = [
        Client().post(LOGIN, {"login": "carla", "password": f"guess {count}"}).content.decode()
        for count in range(7)
    ]
    assert "Too many" in said[-1] and "Too many" not in said[0]
    right = Client().post(LOGIN, {"login": "carla", "password": PASSWORD})
    assert right.status_code == 200, "also the right one, until the time is over"


def test_guessing_a_code_is_stopped(office: Pages) -> None:
    _client, secret, _codes = with_second_step(office, Role.CASE_OFFICER)
    browser = Client()
    browser.post(LOGIN, {"login": "carla", "password": PASSWORD})
    for count in range(7):
        answer = browser.post("/sign-in/2fa/authenticate/", {"code": f"{count:06}"})
    assert "Too many" in answer.content.decode()
    assert browser.post("/sign-in/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200


def test_who_has_an_account_is_not_to_be_learnt(office: Pages) -> None:
    with_second_step(office, Role.CASE_OFFICER)
    pages = []
    for name in ("carla", "nobody", "amir"):
        cache.clear()
        page = Client().post(LOGIN, {"login": name, "password": "wrong"})
        pages.append((page.status_code, bare(page).replace(name, "NAME")))
    assert pages[0] == pages[1] == pages[2]
    guessed = Client().get("/sign-in/link/guessed")
    code = invite(office.desk, "carla", by="ada", confirmed_by="amir")
    client = Client()
    client.post(f"/sign-in/link/{code}")
    used = Client().get(f"/sign-in/link/{code}")
    assert bare(used).replace(code, "guessed") == bare(guessed)


def bare(page: Any) -> str:
    """The page without the token against forged forms, which differs each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())


def test_a_session_of_before_signing_in_is_not_that_of_after(office: Pages) -> None:
    client = Client()
    client.get("/check")
    session = client.session
    session["planted"] = "by another"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(f"/sign-in/link/{invite(office.desk, 'carla')}")
    assert client.cookies["sessionid"].value != session.session_key
    assert "planted" not in client.session
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/").status_code == 302


def test_a_session_ends_after_twenty_minutes_and_what_was_typed_is_kept(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    client.post("/papers/operator/new", {"number": "XA-F-0042", "leave": "1"})
    key = client.cookies["sessionid"].value
    kept = Session.objects.get(session_key=key)
    left = kept.expire_date - timezone.now()
    assert timedelta(minutes=19) < left <= timedelta(minutes=20)
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())
    sent = client.post("/papers/operator/new", {"number": "XA-F-0042", "leave": "1"})
    assert sent.status_code == 302 and sent["Location"].startswith("/sign-in/")
    assert b"XA-F-0042" in office.as_(Role.CASE_OFFICER).get("/papers/operator/new").content


def test_every_request_begins_the_twenty_minutes_anew(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    key = client.cookies["sessionid"].value
    soon = timezone.now() + timedelta(minutes=2)
    Session.objects.filter(session_key=key).update(expire_date=soon)
    assert client.get("/").status_code == 200
    left = Session.objects.get(session_key=key).expire_date - timezone.now()
    assert left > timedelta(minutes=19)


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_and_choosing_a_language_lead_nowhere_else(to: str, office: Pages) -> None:
    account: Any = accounts.account_of("carla")
    account.set_password(PASSWORD)
    account.save()
    done = Client().post(f"{LOGIN}?next={to}", {"login": "carla", "password": PASSWORD, "next": to})
    assert done.status_code == 302 and done["Location"] == "/"
    for client in (Client(), office.as_(Role.CASE_OFFICER)):
        chosen = client.post("/language", {"language": "ru", "next": to})
        assert chosen.status_code == 302 and "evil" not in chosen["Location"]
    out = office.as_(Role.CASE_OFFICER).post(f"/sign-in/logout/?next={to}", {"next": to})
    assert "evil" not in out["Location"] and "javascript" not in out["Location"]


def test_another_host_is_not_believed(office: Pages) -> None:
    for name in ("evil.example", "localhost.evil.example", "testserver@evil.example"):
        answer = Client(headers={"host": name}).get("/check")
        assert answer.status_code == 400 and name.encode() not in answer.content


def test_a_role_that_one_does_not_have_is_not_taken(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    client.post("/account/role", {"role": "AP"})
    assert client.get("/").context["actor"].role is Role.CASE_OFFICER
    session = client.session
    session["role"] = "AP"
    session.save()
    assert client.get("/").context["actor"].role is Role.CASE_OFFICER


def test_logs_name_the_address_by_its_pattern_and_no_value() -> None:
    class Match:
        route = "papers/<slug:kind>/<str:number>/"

    class Request:
        method, resolver_match = "GET", Match()

    try:
        raise ValueError("Amina Rahimi, born 1980")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 1, "%s: %s", ("Error", "/papers/x/XA-1/"),
            (ValueError, error, error.__traceback__),
        )  # fmt: skip
    record.request = Request()
    text = logs.WithoutData().format(record)
    assert "papers/<slug:kind>/<str:number>/" in text and "ValueError" in text
    assert "Amina" not in text and "XA-1" not in text and "test_pages_sign_in.py" in text


def test_what_the_server_cannot_read_it_does_not_repeat() -> None:
    from gunicorn.config import Config

    from ringfence.web.server_log import ServerLog

    said = io.StringIO()
    log = ServerLog(Config())
    for handler in log.error_log.handlers:
        handler.setStream(said)
    address = "203.0.113.7"
    log.warning(f"Invalid request from ip={address}: Invalid HTTP header name: 'Amina Rahimi'")
    log.error("Worker (pid:%s) was sent %s", 12, "Amina")
    log.exception(f"Error handling request /papers/{address}")
    text = said.getvalue()
    assert address not in text and "Amina" not in text and "papers" not in text
    assert "test_pages_sign_in.test_what_the_server_cannot_read" in text
    assert "Worker (pid:%s) was sent %s" in text


def test_a_message_that_came_without_values_apart_is_told_by_its_place() -> None:
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, "host.py", 7,
        "Invalid HTTP_HOST header: 'Amina'", (), None, "get_host",
    )  # fmt: skip
    text = logs.WithoutData().format(record)
    assert "Amina" not in text and text.endswith("host.get_host, line 7")


def test_the_same_work_is_done_for_a_name_that_nobody_has(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time tells nothing either: hashing a password is what signing in costs."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    with_second_step(office, Role.CASE_OFFICER)
    done: list[int] = []
    plain = PBKDF2PasswordHasher.encode

    def counted(self: Any, password: str, salt: str, iterations: int | None = None) -> str:
        done.append(iterations or self.iterations)
        return str(plain(self, password, salt, iterations))

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    worked = []
    for name in ("carla", "nobody", "amir"):
        cache.clear()
        done.clear()
        assert Client().post(LOGIN, {"login": name, "password": "wrong"}).status_code == 200
        worked.append(sum(done))
    assert worked[0] > 0 and worked[0] == worked[1] == worked[2], worked


def test_every_cookie_is_told_of_and_no_script_reads_one(office: Pages) -> None:
    told = (Path(__file__).resolve().parent.parent / "docs" / "security.md").read_text()
    client = Client()
    client.post(f"/sign-in/link/{invite(office.desk, 'carla')}")
    client.get("/account")
    client.post("/language", {"language": "ru", "next": "/"})
    client.post("/account/role", {"role": "CO"})
    client.get("/")
    assert {"sessionid", "last_person", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert f"| `{name}` |" in told, f"docs/security.md does not tell of {name}"
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"], name
