"""Anyone checks a paper: genuine or not, how it stands, and no number can be walked through."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.jobs.doing import open_desk
from ringfence.jobs.print_paper import print_paper
from ringfence.store.node import open_node
from ringfence.web import serving
from ringfence.web.pages import check_paper
from tests.office import Office
from tests.test_jobs import import_proposed, ready

NUMBER = "XA-IC-1"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    serving.make_tables()
    serving.use_node(open_node(made.node))
    ready(made)
    import_proposed(made, NUMBER, 100)
    made.second("authorisation", "issue", NUMBER)
    return made


def printed(office: Office) -> tuple[str, bytes]:
    """Code and bytes of a print of the paper as it stands."""
    sealed = print_paper(open_desk(office.node), "import_certificate", NUMBER, "co")
    return sealed.code, sealed.pdf


def asked(**told: Any) -> str:
    answer = Client().post("/check", told)
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def test_number_and_code_together_say_that_it_is_genuine(office: Office) -> None:
    code, _pdf = printed(office)
    says = asked(number=NUMBER, code=code)
    assert "Genuine, and in force" in says and "Import certificate" in says
    assert "Genuine, and in force" in asked(
        number=f" {NUMBER} ", code=code.lower().replace("-", " ")
    )
    for hidden in ("morphine", "Beta", "OP-1", "100 g"):
        assert hidden not in says, "nothing but how it stands"


def test_an_unknown_number_and_a_wrong_code_get_the_very_same_answer(office: Office) -> None:
    printed(office)

    def bare(number: str, code: str) -> str:
        page = Client().post("/check", {"number": number, "code": code}).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        return page.replace(number, "N").replace(code, "C")

    answers = {bare(NUMBER, "0000-0000"), bare("XA-IC-404", "1234-5678"), bare(NUMBER, "FFFF-FFFF")}
    assert len(answers) == 1 and "Not ours" in answers.pop()


def test_a_paper_that_was_withdrawn_or_has_run_out_is_told_so(office: Office) -> None:
    code, pdf = printed(office)
    office.on(2031, 1, 1)
    assert "Genuine, and expired" in asked(number=NUMBER, code=code)
    office.on(2025, 1, 3)
    office("authorisation", "withdraw", NUMBER, "--as", "co")
    office.second("authorisation", "withdraw", NUMBER)
    says = asked(file=SimpleUploadedFile("x.pdf", pdf, "application/pdf"))
    assert "withdrawn or stopped since" in says
    assert "Something has happened to this paper since the copy was printed" in says


def test_the_file_is_genuine_and_one_changed_byte_is_not(office: Office) -> None:
    _code, pdf = printed(office)
    assert "Genuine, and in force" in asked(file=SimpleUploadedFile("x.pdf", pdf))
    at = pdf.index(b"stream") + 40
    changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
    assert "Not genuine" in asked(file=SimpleUploadedFile("x.pdf", changed))
    for junk in (b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"", b"\x00" * 4096):
        answer = Client(REMOTE_ADDR="10.0.0.9").post(
            "/check", {"file": SimpleUploadedFile("x.pdf", junk)}
        )
        assert answer.status_code in (200, 400) and b"Genuine" not in answer.content, junk


def test_the_text_of_the_square_code_is_checked_and_junk_is_not_read(office: Office) -> None:
    assert "This is no paper" in asked(text="hello")
    assert "This is no paper" in asked(text="ringfence-code:eyJ.x")
    forged = "eyJhbGciOiJFZERTQSIsImtpZCI6IngiLCJ0eXAiOiJyaW5nZmVuY2UtY29kZSJ9.e30.AAAA"
    says = asked(text=forged)
    assert "Genuine" not in says


def test_nobody_walks_through_numbers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _pdf = printed(office)
    for guess in range(check_paper.ASKED_A_MINUTE):
        asked(number=NUMBER, code=f"0000-{guess:04d}")
    refused = Client().post("/check", {"number": NUMBER, "code": code})
    assert refused.status_code == 429 and b"Genuine" not in refused.content
    monkeypatch.setattr(check_paper, "OF_ONE_NUMBER_AN_HOUR", 3)
    for last in range(4):
        answer = Client(REMOTE_ADDR=f"10.0.1.{last}").post(
            "/check", {"number": "XA-IC-77", "code": "0000-0000"}
        )
    assert answer.status_code == 429, "one number, from many addresses"


def test_what_is_missing_stands_at_its_field(office: Office) -> None:
    answer = Client().post("/check", {"number": NUMBER})
    page = answer.content.decode()
    assert answer.status_code == 400 and 'href="#code"' in page and f'value="{NUMBER}"' in page
