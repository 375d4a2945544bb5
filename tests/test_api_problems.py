"""Whatever goes wrong, a system is told it as problem details: never a page or a bare number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.trade.roles import Role
from ringfence.web import problems
from ringfence.web.api import access
from ringfence.web.limits import BYTES_MAX
from tests.api_parts import OPERATOR, ROOT, System, in_browser, with_token
from tests.pages_parts import FIRM, Pages

KEYS = {"type", "title", "status", "detail", "instance", "problems", "findings", "would_change_it"}
LINES = f"{ROOT}/stock/{FIRM}/2031Q1/lines"
JSON = "application/json"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Pages]:
    yield Pages(tmp_path / "node")


def told(answer: Any, status: int, kind: str) -> Any:
    """The problem of an answer, after it was seen to be whole."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= KEYS and body["status"] == status
    assert body["type"].endswith(f"#problem-{kind}") and kind in problems.kinds()
    assert body["title"] and body["detail"] and body["instance"].startswith("/api/")
    return body


@pytest.mark.parametrize("path", ["/nothing", "/documents/nothing", "/documents/licence/", "/"])
def test_an_address_that_leads_nowhere(path: str, office: Pages) -> None:
    told(with_token(office).client.get(f"{ROOT}{path}"), 404, "not_found")
    told(Client().get(f"/api/v2{path}"), 404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_way_in_which_an_address_is_not_asked(method: str, office: Pages) -> None:
    answer = getattr(Client(), method)(f"{ROOT}/law/list")
    told(answer, 405, "wrong_method")
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        (f"{ROOT}/identify", b"a=1", "application/x-www-form-urlencoded"),
        (f"{ROOT}/assess", b"a=1", "text/plain"),
        (f"{ROOT}/returns/compute", b"<a/>", "application/xml"),
        (f"{ROOT}/documents/operator", b"{}", "text/plain"),
        (LINES, b"{}", JSON),
        (LINES, b"a,b", "text/csv"),
    ],
)
def test_a_body_of_another_type(path: str, body: bytes, content_type: str, office: Pages) -> None:
    client = with_token(office).client
    client.raise_request_exception = False
    answer = client.generic("POST", path, body, content_type=content_type)
    assert "Send the body as" in told(answer, 415, "input")["detail"]


def test_a_body_that_is_too_large(office: Pages) -> None:
    client = with_token(office).client
    told(client.post(f"{ROOT}/identify", b"x" * 6_000_000, JSON), 413, "too_large")
    much = b"x" * (BYTES_MAX + 1)
    told(client.generic("POST", LINES, much, "multipart/form-data"), 413, "too_large")
    for length in ("abc", "-1"):
        answer = client.generic("POST", LINES, b"x", "multipart/form-data", CONTENT_LENGTH=length)
        told(answer, 413, "too_large")


def test_what_cannot_be_read_as_a_request(office: Pages) -> None:
    client = with_token(office).client
    told(client.get(f"{ROOT}/law/list", HTTP_HOST="elsewhere.example"), 400, "not_read")
    told(client.get(f"{ROOT}/law/list", HTTP_HOST="a b"), 400, "not_read")
    told(client.generic("POST", LINES, b"x", "multipart/form-data"), 400, "not_read")
    many = {f"a{count}": "1" for count in range(6000)}
    told(client.post(LINES, many), 400, "not_read")
    page = Client().get("/check", HTTP_HOST="elsewhere.example")
    assert page.status_code == 400 and b"The request cannot be read" in page.content


def test_parameters_are_told_at_their_place_in_our_own_words(office: Pages) -> None:
    client = with_token(office).client
    asked = {
        "/documents/licence?limit=x": ("query.limit", "is no whole number"),
        "/documents/licence?limit=999": ("query.limit", "is out of range"),
        f"/documents/licence?state={'x' * 300}": ("query.state", "is too long"),
        "/law/diff?first=2025-01-01": ("query.last", "is missing"),
    }
    for path, (place, problem) in asked.items():
        (one,) = told(client.get(f"{ROOT}{path}"), 400, "input")["problems"]
        assert (one["place"], one["problem"]) == (place, problem) and one["remedy"]
    bodies = {
        '{"items": []}': ("items", "is empty"),
        '{"items": [{"text": "a"}, {"cas": 7}]}': ("items[2].cas", "is no text"),
        '{"items": [{"txt": "a"}]}': ("items[1].txt", "is no key that is known here"),
    }
    for body, (place, problem) in bodies.items():
        answer = client.post(f"{ROOT}/identify", body, content_type=JSON)
        (one,) = told(answer, 400, "input")["problems"]
        assert (one["place"], one["problem"]) == (place, problem)


def test_a_fault_of_ours_says_nothing_of_its_inside(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret of the house")

    for place in ("ringfence.web.api.documents.following", "ringfence.web.desk.open_desk"):
        client = with_token(office).client
        client.raise_request_exception = False
        monkeypatch.setattr(place, broken)
        answer = client.get(f"{ROOT}/documents/licence")
        monkeypatch.undo()
        told(answer, 500, "problem")
        assert "secret" not in answer.content.decode()


def test_problems_are_told_in_the_language_of_the_asker(office: Pages) -> None:
    system = with_token(office)
    system.enter("operator", OPERATOR)
    client = in_browser(office, Role.AUDITOR).client
    russian = {"headers": {"accept-language": "ru"}}
    answers = [
        client.get(f"{ROOT}/documents/licence/none", **russian),
        client.get(f"{ROOT}/documents/licence?limit=x", **russian),
        client.get(f"{ROOT}/nothing", **russian),
        client.post(f"{ROOT}/identify", "{", content_type=JSON, **russian),
        client.post(f"{ROOT}/documents/operator", {"paper": {"a": 1}}, JSON, **russian),
        client.post(f"{ROOT}/documents/operator", {"paper": OPERATOR}, JSON, **russian),
    ]
    for answer in answers:
        assert answer["Content-Language"] == "ru" and answer.status_code >= 400
        body = answer.json()
        said = [body["title"], *(one["problem"] for one in body["problems"])]
        said += [one["remedy"] for one in body["problems"] if "/api" not in one["remedy"]]
        said += [] if body["problems"] else [body["detail"]]
        assert all(is_russian(one) for one in said), said


def is_russian(text: str) -> bool:
    return any("а" <= sign <= "я" for sign in text.casefold())


def test_what_is_open_to_all_is_asked_so_often_and_no_more(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "OPEN_A_MINUTE", 3)
    monkeypatch.setattr(access, "TOKEN_A_MINUTE", 5)
    item = {"items": [{"cas": "64-31-3"}]}
    first, second = with_token(office), with_token(office)
    guessing = System(Client(headers={"authorization": "Bearer rft_guessed"}))
    for _ in range(2):
        System(Client()).post("/identify", item)
    guessing.post("/identify", item)
    for nobody in (System(Client()), guessing):
        answer = nobody.client.post(f"{ROOT}/identify", item, content_type=JSON)
        told(answer, 429, "too_often")
        assert answer["Retry-After"] == "60"
    for _ in range(5):
        first.post("/identify", item)
    first.post("/identify", item, 429)
    second.post("/identify", item)
    in_browser(office, Role.CASE_OFFICER).post("/identify", item)
    assert System(Client()).get("/law/list?convention=1988")["entries"], "counted apart"
    for _ in range(2):
        System(Client()).get("/law/diff?first=2025-01-01&last=2025-01-02")
    System(Client()).get("/law/substances/morphine", 429)
