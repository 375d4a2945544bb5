"""How often an address may ask: links, questions, and whose address that is behind a proxy."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from ringfence.jobs.signing_in import invite
from ringfence.trade.roles import Role
from ringfence.web.pages import identify, sign_in
from ringfence.web.settings import pages_settings
from ringfence.web.too_often import address_of, network_of
from tests.pages_parts import Pages

BEHIND = override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    made = Pages(tmp_path / "node")
    cache.clear()
    return made


def asked(address: str, forwarded: str = "") -> int:
    """The status of a question from an address, told by a proxy where one is."""
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return Client(REMOTE_ADDR=address, **more).get("/identify?cas=57-27-2").status_code


def test_links_to_sign_in_are_not_tried_one_after_another(office: Pages) -> None:
    client = Client(REMOTE_ADDR="10.0.3.1")
    for _count in range(sign_in.LINKS_A_MINUTE):
        assert client.get("/sign-in/link/guessed").status_code == 410
    assert client.get("/sign-in/link/guessed").status_code == 429
    assert client.post("/sign-in/link/guessed").status_code == 429
    assert Client(REMOTE_ADDR="10.0.3.2").get("/sign-in/link/guessed").status_code == 410
    good = invite(office.desk, "carla")
    assert client.get(f"/sign-in/link/{good}").status_code == 429, "none lets in after that"
    for _count in range(sign_in.LINKS_A_MINUTE + 5):
        seen = Client(REMOTE_ADDR="10.0.3.3").get(f"/sign-in/link/{good}")
        assert seen.status_code == 200, "a good one is not counted"


def test_questions_are_counted_by_address_and_officers_are_not_counted(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identify, "ASKED_A_MINUTE", 2)
    assert [asked("10.0.3.3") for _count in range(3)] == [200, 200, 429]
    assert asked("10.0.3.3", forwarded="203.0.113.7") == 429, "no proxy: its header says nothing"
    carla = office.as_(Role.CASE_OFFICER)
    assert {carla.get("/identify?cas=57-27-2").status_code for _count in range(4)} == {200}


def test_behind_a_proxy_each_of_those_who_ask_is_counted(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identify, "ASKED_A_MINUTE", 2)
    with BEHIND:
        one = [asked("127.0.0.1", "203.0.113.7") for _count in range(3)]
        assert one == [200, 200, 429]
        assert asked("127.0.0.1", "203.0.113.8") == 200, "another behind the same proxy"
        forged = [asked("127.0.0.1", f"198.51.100.{n}, 203.0.113.7") for n in range(3)]
        assert forged == [429] * 3, "what was named before the proxy is not believed"


def test_a_header_is_believed_of_the_neighbouring_proxy_only(office: Pages) -> None:
    def of(seen: str, forwarded: str) -> str:
        told = {"REMOTE_ADDR": seen, "HTTP_X_FORWARDED_FOR": forwarded}
        return address_of(RequestFactory().get("/", **told))

    with BEHIND:
        assert of("10.1.2.3", "1.1.1.1, 2.2.2.2") == "2.2.2.2"
        assert of("8.8.8.8", "2.2.2.2") == "8.8.8.8", "one who comes past the proxy"
        assert of("10.1.2.3", "") == of("10.1.2.3", "junk") == "10.1.2.3"
    assert of("10.1.2.3", "2.2.2.2") == "10.1.2.3"
    assert pages_settings("x", is_behind_proxy=True)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert pages_settings("x")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


def test_the_addresses_of_one_subscriber_are_counted_together() -> None:
    assert network_of("2001:db8:1:2::a") == network_of("2001:db8:1:2:ffff::b")
    assert network_of("2001:db8:1:2::a") != network_of("2001:db8:1:3::a")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
