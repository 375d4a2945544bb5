"""What hostile people send to the pages and the API: nothing breaks, runs, leaks or is believed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ringfence.jobs.document_kinds import kinds
from ringfence.trade.roles import Role
from ringfence.web.headers import HEADERS
from ringfence.web.limits import BYTES_MAX
from tests.api_parts import ADDRESS, OPERATOR, ROOT, in_browser, with_token
from tests.pages_parts import FIRM, PERSONS, Pages

ADDRESSES = (
    "/", "/papers/", "/papers/operator/", "/papers/operator/new", "/papers/operator/XA-F-0007/",
    "/papers/operator/XA-F-0007/register", "/find?q=XA", "/journal", "/settings", "/account",
    "/nothing", "/papers/nothing/", "/papers/operator/nothing/", "/identify?text=morphine",
    "/check", "/sign-in/login/", "/sign-in/link/x", "/sign-in/2fa/", "/api/v1/reference",
    "/api/v1/openapi.json",
    "/api/v1/documents/operator", "/api/v1/nothing", "/static/ringfence.css",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_tells_the_browser_to_run_nothing_but_our_own(
    address: str, office: Pages
) -> None:
    for client in (Client(), office.as_(Role.CASE_OFFICER)):
        answer = client.get(address)
        for name, value in HEADERS.items():
            assert answer[name] == value, (address, name)
        if not address.startswith("/static/"):
            assert answer["Cache-Control"] in ("no-store", "max-age=0, no-cache, no-store, "
                                               "must-revalidate, private")  # fmt: skip
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_fault_of_ours_is_a_page_with_our_policy_and_no_detail(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("secret of Amina")

    monkeypatch.setattr("ringfence.web.pages.account.render", broken)
    monkeypatch.setattr("ringfence.web.api.documents.following", broken)
    client = office.as_(Role.CASE_OFFICER)
    client.raise_request_exception = False
    page = client.get("/account")
    assert page.status_code == 500 and "Something went wrong" in page.content.decode()
    assert "Amina" not in page.content.decode() and page["X-Frame-Options"] == "DENY"
    answer = client.get(f"{ROOT}/documents/licence")
    assert answer.status_code == 500 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 500 and "Amina" not in answer.content.decode()
    for name, value in HEADERS.items():
        assert answer[name] == value


def patterns(found: Any = None, before: str = "") -> list[str]:
    """Every address that the node answers, by its pattern."""
    every: list[str] = []
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            every += patterns(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            every.append(before + str(one.pattern))
    return every


def filled(pattern: str) -> str:
    """An address of a pattern; empty where it is a pattern of letters."""
    if "^" in pattern or "(?P" in pattern:
        return ""
    values = {"kind": "operator", "number": "XA-F-0007", "verb": "register"}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values.get(m[1], "1"), pattern)


OPEN_QUESTIONS = ("/api/v1/identify", "/api/v1/check")
"""Answered to anyone, and nothing of them is kept: there is nothing to forge."""


def test_no_form_is_taken_without_the_token_against_forged_forms(office: Pages) -> None:
    with_token(office).enter("operator", OPERATOR)
    client = Client(enforce_csrf_checks=True)
    client.cookies = office.as_(Role.CASE_OFFICER).cookies
    asked = 0
    for pattern in patterns():
        address = filled(pattern)
        if not address or address in OPEN_QUESTIONS:
            continue
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(address, {"a": "b"}, content_type="application/json")
            assert answer.status_code in (403, 404, 405), (method, address, answer.status_code)
            asked += 1
        answer = client.post(address, {"role": "AP", "language": "ru"})
        assert answer.status_code in (403, 404, 405), (address, answer.status_code)
    assert asked > 300
    journal = in_browser(office, Role.AUDITOR).get("/journal?act=trade.operator")
    assert [one["act"] for one in journal["acts"]] == ["trade.operator.enter"]


SCRIPT = "<script>alert(1)</script>{{191*7}}{% now 'Y' %}\"'><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.example")'
SQL = "'; DROP TABLE store_document; --"
HOSTILE = (SCRIPT, FORMULA, SQL, "%00", "../../etc/passwd", "\u202egnp.exe", "a" * 10_000,
           "%s%n{0}", "${191*7}", "\r\nSet-Cookie: a=b", "\ufeff\u200b", "Ω" * 300)  # fmt: skip


def hostile_operator(text: str) -> dict[str, Any]:
    """A firm of which every text is hostile, as far as its form lets it in."""
    short = text[:200]
    address = {**ADDRESS, "party_name": short, "address_line_1": short}
    return {
        **OPERATOR,
        "party": address,
        "business_model": text[:2000],
        "sites": [{"site": short[:40], "address": address}],
        "duty_holders": [{"person": short[:40], "duty": "person_in_charge"}],
    }


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_texts_are_shown_as_texts(text: str, office: Pages) -> None:
    system = with_token(office)
    answer = system.client.post(
        f"{ROOT}/documents/operator", {"paper": hostile_operator(text)}, "application/json"
    )
    assert answer.status_code in (201, 400), answer.content
    number = "XA-F-0007" if answer.status_code == 201 else ""
    client = office.as_(Role.CASE_OFFICER)
    told = {"number": text[:50], "party.party_name": text, "party.address_line_1": text,
            "party.country": text[:20], "business_model": text}  # fmt: skip
    pages = [
        client.post("/papers/operator/new", told),
        client.get("/papers/operator/new"),
        client.get("/papers/operator/"),
        client.get("/find", {"q": text}),
        client.get("/identify", {"text": text, "cas": text[:50], "day": text[:50]}),
        client.get("/papers/operator/", {"state": text}),
        client.get("/journal", {"person": text, "act": text, "subject": text}),
        client.get("/"),
    ]
    if number:
        pages += [client.get(f"/papers/operator/{number}/"),
                  client.get(f"/papers/operator/{number}/register"),
                  client.get(f"/papers/operator/{number}/change")]  # fmt: skip
    for page in pages:
        assert page.status_code < 500
        body = page.content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body
        assert "1337" not in body
        assert "Set-Cookie" not in dict(page.headers)
    auditor = in_browser(office, Role.AUDITOR)
    assert auditor.get("/journal/verification")["troubles"] == []


def test_an_address_with_what_no_text_holds_is_not_found(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    for address in ("/papers/operator/%00/", "/papers/operator/a%00b/", "/find?q=%00",
                    "/papers/%00/", "/journal?person=a%00", "/api/v1/documents/operator/%00",
                    "/api/v1/documents/operator?state=%00"):  # fmt: skip
        assert client.get(address).status_code in (400, 404), address
    for address in ("/papers/operator/%ff%fe/", "/find?q=%ff%fe", "/identify?text=%ff",
                    f"/papers/operator/{'x' * 5000}/", f"/find?q={'x' * 5000}",
                    "/papers/operator/%ED%A0%80/", "/sign-in/link/%F0%9F%92%A9",
                    f"/api/v1/documents/operator/{'x' * 5000}"):  # fmt: skip
        assert client.get(address).status_code < 500, address


def test_forms_in_broken_bytes_are_no_fault(office: Pages) -> None:
    client = office.as_(Role.CASE_OFFICER)
    kind = "application/x-www-form-urlencoded"
    for body in (b"number=%ff%fe", b"number=\xff\xfe", b"number=a%00b", b"&" * 100_000, b"=" * 50,
                 b"lines%5B99999999999999999999%5D.quantity=1", b"number=" + b"x" * 4_000_000,
                 b"sites%5B1%5D.site=%ED%A0%80"):  # fmt: skip
        answer = client.post("/papers/operator/new", body, content_type=kind)
        assert answer.status_code in (200, 302, 400, 413), (body[:20], answer.status_code)
    wrong = "application/x-www-form-urlencoded; charset=utf-7"
    assert client.post("/papers/operator/new", b"number=1", content_type=wrong).status_code < 500
    parts = 'multipart/form-data; boundary="'
    assert client.post("/papers/operator/new", b"x", content_type=parts).status_code < 500


def test_more_than_any_file_of_ours_is_refused_before_it_is_read(office: Pages) -> None:
    for address in ("/papers/operator/new", f"{ROOT}/stock/{FIRM}/2031Q1/lines"):
        answer = office.as_(Role.OPERATOR_CLERK).generic("POST", address, b"x" * (BYTES_MAX + 1))
        assert answer.status_code == 413, address
        odd = office.as_(Role.OPERATOR_CLERK).generic("POST", address, b"x", CONTENT_LENGTH="-1")
        assert odd.status_code in (400, 413)


def book_of(**members: bytes) -> bytes:
    """A zip file with members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


HEAD = b"line_id,day,kind,product\n"
FILES: dict[str, tuple[str, bytes]] = {
    "an empty file": ("a.csv", b""),
    "a macro": ("a.xlsm", book_of(xl__vbaProject=b"x", **{"[Content_Types].xml": b"<x/>"})),
    "a macro named otherwise": ("a.xlsx", book_of(**{"xl/vbaProject.bin": b"x"})),
    "a zip bomb": ("a.xlsx", book_of(**{"xl/worksheets/sheet1.xml": b"0" * 60_000_000})),
    "a zip named csv": ("a.csv", book_of(a=b"b")),
    "a program": ("a.csv", b"\x7fELF\x00\x00"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600),
    "another encoding": ("a.csv", HEAD + "1,2031-02-03,поступление,x\n".encode("cp1251")),
    "a broken workbook": ("a.xlsx", b"PK\x03\x04" + b"\x00" * 100),
    "an entity bomb": ("a.xlsx", book_of(**{"xl/workbook.xml":
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})),
    "a name of folders": ("../../../etc/passwd", b"x"),
    "a name of lines": ("a\r\nSet-Cookie: b=c.csv", b"nothing"),
    "a name without end": ("x" * 5000 + ".csv", b"nothing"),
    "unknown columns": ("a.csv", b"a,b,c\n1,2,3\n"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(FILES))
def test_a_hostile_file_of_lines_is_refused_with_what_to_do(what: str, office: Pages) -> None:
    with_token(office).enter("operator", {**OPERATOR, "number": FIRM})
    name, content = FILES[what]
    client = office.as_(Role.OPERATOR_CLERK)
    file = SimpleUploadedFile("x", content)
    file.name = name
    answer = client.post(f"{ROOT}/stock/{FIRM}/2031Q1/lines", {"file": file})
    assert answer.status_code == 400, (what, answer.status_code, answer.content[:500])
    told = answer.json()
    assert told["detail"] and "/tmp" not in answer.content.decode()
    assert "Set-Cookie" not in answer.headers
    if what == "another encoding":
        assert told["question"] == "encoding" and "cp1251" in told["choices"]


def test_a_cell_with_a_formula_is_a_problem_of_its_line_alone(office: Pages) -> None:
    with_token(office).enter("operator", {**OPERATOR, "number": FIRM})
    text = b'line_id,day,kind\n1,2031-02-03,"=1+1"\n2,2031-02-03,"=HYPERLINK(""x"")"\n'
    client = office.as_(Role.OPERATOR_CLERK)
    sent = client.post(
        f"{ROOT}/stock/{FIRM}/2031Q1/lines", {"file": SimpleUploadedFile("a.csv", text)}
    )
    lines = sent.json()["lines"]
    assert [one["verdict"] for one in lines] == ["refused", "refused"]
    assert all("formula" in one["says"][0]["sentence"] for one in lines)


@pytest.mark.parametrize(
    "amount", ["1E+999999", "1e400", "9" * 400, "0x10", "1_000", "NaN", "Infinity", "-1", "١٢"]
)
def test_an_amount_that_is_none_is_a_problem_at_once(amount: str, office: Pages) -> None:
    paper = {"number": "XA-E-1", "territory": "XA", "year": 2031, "substance": "morphine",
             "consumption": amount}  # fmt: skip
    statistician = with_token(office, Role.STATISTICIAN)
    statistician.enter("estimate", paper, 400)
    line = {"line": 1, "substance": "morphine", "name_declared": "morphine", "quantity": amount,
            "unit": "g"}  # fmt: skip
    told = with_token(office).enter(
        "import_certificate", {"number": "XA-IC-1", "lines": [line]}, 400
    )
    assert told["problems"]


def test_no_kind_breaks_on_an_empty_or_an_odd_paper(office: Pages) -> None:
    systems = [with_token(office, role) for role in PERSONS if role not in NEVER]
    for kind in kinds():
        for paper in ({}, {"number": ["x"]}, {"number": {"a": 1}}, {"lines": "x"}, {"lines": [1]}):
            for system in systems[:2]:
                answer = system.client.post(
                    f"{ROOT}/documents/{kind}", {"paper": paper}, "application/json"
                )
                assert answer.status_code in (400, 403, 405), (kind, paper, answer.content)


NEVER = (Role.RESPONSIBLE_PERSON, Role.ADMINISTRATOR)
