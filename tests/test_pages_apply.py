"""Applications step by step: drafts, candidates, the echo of the books, signing, the receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, opened
from ringfence.jobs.fill_application import application_of
from ringfence.trade.application import Letter, content
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import LICENCE, YEAR, Portal

ABROAD = {
    "exporter.party_name": "Beta Export",
    "exporter.address_line_1": "2 Quay",
    "exporter.country": "XB",
}
LINE = {"name_declared": "morphine sulfate", "quantity": "100", "unit": "g",
        "substance": "morphine", "salt": "morphine-sulfate", "purpose": "medical"}  # fmt: skip
PERIOD = {"valid_from": f"1.5.{YEAR}", "valid_until": f"31.7.{YEAR}", "several_consignments": "no",
          "bonded_warehouse": "no", "intended_for_re_export": "no"}  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def begun(client: Client, wanted: str = "import_certificate", **more: str) -> str:
    told = {"wanted": wanted, "substance": "", "country": "XB", **more}
    answer = client.post("/apply/begin", told)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"].split("/")[2]


def filled(client: Client, number: str) -> None:
    for address, told in (
        ("section/asked", PERIOD),
        ("section/exporter", ABROAD),
        ("line/1", LINE),
    ):
        answer = client.post(f"/apply/{number}/{address}", told)
        assert answer.status_code == 302, (address, answer.content.decode()[:6000])


def states(client: Client, number: str) -> dict[str, str]:
    groups = client.get(f"/apply/{number}/").context["groups"]
    return {one.section.key: one.state for _title, rows in groups for one in rows}


def test_the_start_page_says_which_paper_is_due_under_which_citation(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    asked = {"substance": "morphine sulfate", "direction": "import", "country": "XB"}
    page = client.get("/apply/start", asked)
    text = page.content.decode()
    assert "un1961/31/5" in text and "1961 I" in text
    assert [wanted for _paper, wanted in page.context["begin"]] == ["import_certificate"]
    precursor = client.get("/apply/start", {"substance": "108-24-7", "direction": "export"})
    assert "un1988/12/10(a)" in precursor.content.decode()
    wrong = client.get("/apply/start", {"substance": "morphine", "country": "Q1"})
    assert wrong.status_code == 400
    for field in ("f-direction", "f-country"):
        assert f'href="#{field}"' in wrong.content.decode()


def test_the_system_gives_the_number_and_writes_the_firm_in(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    assert number == f"XA-A-{YEAR}-000001"
    paper = content(application_of(portal.desk, number, "olga"))
    assert paper.importer.party_name == "Aldera Pharma" and paper.importer.licence_number == LICENCE
    assert paper.applicant == paper.importer and paper.exporter.country == "XB"
    assert states(client, number) == {
        "asked": "todo", "lines": "todo", "exporter": "started", "importer": "filled",
        "consignee": "blank", "transport": "blank", "files": "blank",
    }  # fmt: skip


def test_a_line_is_echoed_with_base_room_ceiling_and_stock(portal: Portal) -> None:
    portal.stock(FIRM, 250)
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    part = client.post(f"/apply/{number}/line/1/echo", LINE).context["echo"]
    assert part.base.ug == 85_321_000 or 80_000_000 < part.base.ug < 90_000_000
    assert part.room_ug == 1_000_000_000 and part.ceiling.ceiling_ug == 900_000_000
    assert part.stock_ug == 250_000_000 and not part.is_over
    over = client.post(f"/apply/{number}/line/1/echo", {**LINE, "quantity": "5", "unit": "kg"})
    assert over.context["echo"].is_over and b"more is asked than is left" in over.content


def test_a_name_that_can_mean_several_is_asked_and_never_guessed(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    told = {"name_declared": "no such thing as this", "quantity": "1", "unit": "g"}
    asked = client.post(f"/apply/{number}/line/1", told)
    assert asked.status_code == 400 and b"an officer will look" in asked.content
    assert b'value="no such thing as this"' in asked.content
    kept = client.post(f"/apply/{number}/line/1", {**told, "substance": "none"})
    assert kept.status_code == 302
    line = content(application_of(portal.desk, number, "olga")).lines[0]
    assert line.substance == "" and line.quantity_base_ug is None
    named = client.get("/apply/substances", {"q": "morphine"})
    assert b'value="morphine"' in named.content and b"1961 I" in named.content


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    wrong = client.post(
        f"/apply/{number}/section/asked",
        {"valid_from": f"03/04/{YEAR}", "valid_until": f"1.4.{YEAR}"},
    )
    assert wrong.status_code == 400
    text = wrong.content.decode()
    assert 'href="#f-valid_from"' in text and f"03/04/{YEAR}" in text
    order = client.post(
        f"/apply/{number}/section/asked",
        {"valid_from": f"2.4.{YEAR}", "valid_until": f"1.4.{YEAR}"},
    )
    assert order.status_code == 400 and b'href="#f-valid_until"' in order.content
    assert states(client, number)["asked"] == "todo", "nothing half written"


def test_save_and_leave_and_the_draft_of_the_page_come_back(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    address = f"/apply/{number}/section/exporter"
    seen = client.get(address).context["seen"]
    told = {"exporter.party_name": "Beta Ex", "exporter.country": "XB", "seen": seen}
    kept = client.post(address, {**told, "draft": "1"})
    assert kept.status_code == 204
    again = client.get(address)
    assert again.context["is_draft"] and b"Beta Ex" in again.content
    left = client.post(address, {**told, "leave": "1"})
    assert left.status_code == 302
    assert content(application_of(portal.desk, number, "olga")).exporter.party_name == "Beta Ex"
    assert states(client, number)["exporter"] == "started", "the address is still missing"
    assert client.get(address).context["is_draft"] is False


def test_two_people_of_a_firm_do_not_write_over_each_other(portal: Portal) -> None:
    clerk, signer = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    number = begun(clerk)
    address = f"/apply/{number}/section/exporter"
    seen = clerk.get(address).context["seen"]
    theirs = {**ABROAD, "exporter.party_name": "Gamma", "seen": seen}
    assert signer.post(address, theirs).status_code == 302
    mine = clerk.post(address, {**ABROAD, "seen": seen})
    text = mine.content.decode()
    assert mine.status_code == 200 and "Gamma" in text and "Beta Export" in text
    assert content(application_of(portal.desk, number, "olga")).exporter.party_name == "Gamma"
    assert clerk.post(address, {**ABROAD, "seen": seen, "mine": "1"}).status_code == 302
    assert content(application_of(portal.desk, number, "olga")).exporter.party_name == "Beta Export"


def test_only_the_responsible_person_signs_and_gets_a_receipt(portal: Portal) -> None:
    clerk, signer = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    number = begun(clerk)
    early = signer.post(f"/apply/{number}/check", {"declared": "yes"})
    assert early.status_code == 400 and b"Fill the sections" in early.content
    filled(clerk, number)
    assert "To do" in clerk.get(f"/apply/{number}/").content.decode()
    look = clerk.get(f"/apply/{number}/check")
    text = look.content.decode()
    assert "Not given" in text and "un1961/31/5" in text and "Sign and send" not in text
    assert clerk.post(f"/apply/{number}/check", {"declared": "yes"}).status_code == 200
    version = signer.get(f"/apply/{number}/check").context["version"]
    unticked = signer.post(f"/apply/{number}/check", {"version": version})
    assert unticked.status_code == 400 and b'href="#declared"' in unticked.content
    sent = signer.post(f"/apply/{number}/check", {"version": version, "declared": "yes"})
    assert sent.status_code == 302, sent.content.decode()[:4000]
    page = clerk.get(f"/apply/{number}/sent")
    assert page.context["hash"] in page.content.decode()
    held = application_of(portal.desk, number, "rita")
    assert held.state == "sent" and content(held).declaration.declared_by == "rita"
    rows = clerk.get("/receipts/").context["sent"]
    assert [one.number for one in rows] == [number]
    acts = [one["act"] for one in portal.desk.look(
        lambda book: list(book.acts(subject=f"application:{number}")))]  # fmt: skip
    assert acts[-1] == "trade.application.send" and acts.count("trade.application.fill") == 4


def test_what_the_letter_asks_is_shown_and_put_right(portal: Portal) -> None:
    clerk, signer = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    number = begun(clerk)
    filled(clerk, number)
    version = signer.get(f"/apply/{number}/check").context["version"]
    signer.post(f"/apply/{number}/check", {"version": version, "declared": "yes"})
    opened(portal.desk, "application", number, "carla")
    letter = Letter(("the plan of the site is missing",), portal.day)
    act_by_kind(
        portal.desk, "application", number, "return-incomplete", Asked("carla", None, letter)
    )
    home = clerk.get("/").content.decode()
    assert "the plan of the site is missing" in home
    changed = clerk.post(f"/apply/{number}/line/1", {**LINE, "quantity": "90"})
    assert changed.status_code == 302
    version = signer.get(f"/apply/{number}/check").context["version"]
    again = signer.post(f"/apply/{number}/check", {"version": version, "declared": "yes"})
    assert again.status_code == 302
    held = application_of(portal.desk, number, "rita")
    assert held.state == "sent" and str(content(held).lines[0].quantity) == "90"


def test_apply_again_takes_the_answers_but_not_the_days_or_the_signature(portal: Portal) -> None:
    clerk, signer = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    number = begun(clerk)
    filled(clerk, number)
    version = signer.get(f"/apply/{number}/check").context["version"]
    signer.post(f"/apply/{number}/check", {"version": version, "declared": "yes"})
    asked = clerk.get(f"/papers/application/new?again={number}")
    assert asked["Location"] == f"/apply/{number}/sent"
    again = clerk.post(f"/apply/{number}/again")
    made = again["Location"].split("/")[2]
    paper = content(application_of(portal.desk, made, "olga"))
    assert made != number and paper.lines[0].substance == "morphine"
    assert paper.valid_from is None and not paper.declaration.declared_true


def test_a_case_officer_keys_in_from_paper_and_must_hold_the_signed_one(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    assert officer.post("/apply/begin", {"wanted": "import_certificate"}).status_code == 403
    number = begun(officer, operator=FIRM)
    filled(officer, number)
    version = officer.get(f"/apply/{number}/check").context["version"]
    told: dict[str, Any] = {"version": version, "declared": "yes"}
    assert officer.post(f"/apply/{number}/check", told).status_code == 400
    done = officer.post(f"/apply/{number}/check", {**told, "paper_seen": "yes"})
    assert done.status_code == 302
    assert application_of(portal.desk, number, "olga").state == "sent"


def test_a_licence_is_applied_for_by_its_own_questions(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client, "licence", form="precursors")
    first = states(client, number)
    assert first["start"] == "todo" and len(first) >= 4
    wrong = client.post(f"/apply/{number}/section/start", {"application_kind": ""})
    assert wrong.status_code == 400 and b'href="#f-application_kind"' in wrong.content
    told = {"application_kind": "new", "licensee_kind": "first_time"}
    done = client.post(f"/apply/{number}/section/start", told)
    assert done.status_code == 302, done.content.decode()[:4000]
    assert states(client, number)["start"] == "filled"
    text = client.get(f"/apply/{number}/check").content.decode()
    assert "first_time" in text or "First time" in text


def test_answers_about_persons_are_read_by_those_alone_who_may(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client, "licence", form="precursors")
    keys = states(client, number)
    key = next(one for one in keys if b"responsible_officer" in client.get(
        f"/apply/{number}/section/{one}").content)  # fmt: skip
    told = {"responsible_officer.full_name": "Ferdinand Example", "leave": "1"}
    assert client.post(f"/apply/{number}/section/{key}", told).status_code == 302
    address = f"/papers/application/{number}/"
    for role, sees in ((Role.CASE_OFFICER, True), (Role.APPROVER, True), (Role.AUDITOR, False),
                       (Role.RESPONSIBLE_PERSON, True)):  # fmt: skip
        page = portal.as_(role).get(address)
        assert page.status_code == 200
        assert (b"Ferdinand" in page.content) is sees, role


def test_what_no_database_holds_is_left_out(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client, substance="mor\x00phine")
    told = {**ABROAD, "exporter.party_name": "Be\x00ta Export"}
    assert client.post(f"/apply/{number}/section/exporter", told).status_code == 302
    assert content(application_of(portal.desk, number, "olga")).exporter.party_name == "Beta Export"


def test_an_export_needs_the_certificate_of_the_other_country(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client, "export_authorisation", substance="morphine")
    paper = content(application_of(portal.desk, number, "olga"))
    assert paper.exporter.licence_number == LICENCE and paper.importer.country == "XB"
    assert states(client, number)["certificate"] == "todo"
    told = {"import_paper_date": f"1.3.{YEAR}", "import_paper_authority": "Authority of XB"}
    wrong = client.post(f"/apply/{number}/section/certificate", told)
    assert wrong.status_code == 400 and b'href="#f-import_paper_number"' in wrong.content
    done = client.post(
        f"/apply/{number}/section/certificate", {**told, "import_paper_number": "XB-IC-7"}
    )
    assert done.status_code == 302 and states(client, number)["certificate"] == "filled"


def test_another_firm_finds_no_application(portal: Portal) -> None:
    number = begun(portal.as_(Role.OPERATOR_CLERK))
    other = portal.browser("omar", Role.OPERATOR_CLERK)
    for address in ("", "lines", "line/1", "check", "sent", "section/asked"):
        answer = other.get(f"/apply/{number}/{address}")
        assert answer.status_code == 404, address
    assert other.post(f"/apply/{number}/again").status_code == 404
    assert other.post(f"/apply/{number}/section/exporter", ABROAD).status_code == 404
    assert other.get("/apply/").context["rows"] == []
    assert other.get(f"/find?q={number}").context["groups"] == []


def test_a_file_is_handed_in_named_and_saved_again(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    number = begun(client)
    address = f"/apply/{number}/section/files"
    sent = SimpleUploadedFile("../../Plan «north».pdf", PDF, "text/html")
    assert client.post(address, {"file": sent, "upload": "1"}).status_code == 302
    kept = client.get(address).context["here"][0]
    assert kept.name == "Plan «north».pdf" and kept.content_type == "application/pdf"
    answer = client.get(f"/files/{kept.sha256}")
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    other = portal.browser("omar", Role.OPERATOR_CLERK)
    assert other.get(f"/files/{kept.sha256}").status_code == 404
    assert client.post(address, {"drop": kept.sha256}).status_code == 302
    assert client.get(address).context["here"] == []


@pytest.mark.parametrize(
    ("content_", "says"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "must be a PDF"),
        (b"PK\x03\x04" + b"0" * 50, "must be a PDF"),
        (PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 2 0 R"), "password protected"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "macro"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript>>"), "macro"),
    ],
)
def test_a_hostile_file_is_refused_with_what_to_do(
    content_: bytes, says: str, portal: Portal
) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    answer = client.post("/files/", {"file": SimpleUploadedFile("proof.pdf", content_)})
    assert answer.status_code == 400 and says in answer.content.decode()
    assert client.get("/files/").context["rows"] == []
