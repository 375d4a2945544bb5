"""The rest of a firm's pages: home, shipments and arrivals, first notice of a loss, its people."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.jobs.acts import act_by_kind, enter_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, opened
from ringfence.ledger.account import Account, AccountKind
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import LICENCE, YEAR, Portal, party

NUMBER = f"XA-IC-{YEAR}-000001"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def certificate(portal: Portal) -> None:
    """An import certificate for 200 g of morphine sulfate, issued by two persons."""
    from ringfence.jobs.standing import read_circumstances

    paper: dict[str, Any] = {
        "number": NUMBER,
        "issued_on": portal.day,
        "treaty_basis": ["1961"],
        "valid_from": portal.day,
        "valid_until": date(YEAR, 12, 31),
        "may_be_several_consignments": False,
        "bonded_warehouse_approved": False,
        "intended_for_re_export": False,
        "authority": {"name": "Authority of XA", "country": "XA", "treaties": ["1961"]},
        "exporter": party("Beta Export", "XB"),
        "importer": party("Aldera Pharma", licence_number=LICENCE),
        "lines": [{"line": 1, "name_declared": "morphine sulfate", "substance": "morphine",
                   "salt": "morphine-sulfate", "pharmaceutical_form": "bulk substance",
                   "quantity": "200", "unit": "g", "purpose": "medical"}],
    }  # fmt: skip
    known = {
        "goods_are_named": True, "is_mislabelled": False, "copy_accompanies": True,
        "suspicion": "", "is_for_illicit_manufacture": False,
        "exporter": {"is_licensed": True}, "importer": {"is_licensed": True},
        "limits": [{"substance": "morphine", "is_stopped_by_board": False,
                    "is_recommended_stop": False}],
        "countries": [
            {"code": code, "parties_to": ["1961", "1971", "1988"], "permits_destination": True,
             "reserves_31_1_b": False, "prohibits_schedule_iv": []}
            for code in ("XA", "XB")
        ],
    }  # fmt: skip
    read = read_paper(kinds()["import_certificate"].paper, paper)
    circumstances = read_circumstances(known, portal.day, "test")
    enter_by_kind(portal.desk, "import_certificate", read, "carla", circumstances)
    opened(portal.desk, "import_certificate", NUMBER, "amir")
    act_by_kind(portal.desk, "import_certificate", NUMBER, "issue", Asked("amir"))


def on_stock(portal: Portal) -> int:
    account = Account(AccountKind.STOCK, "morphine", FIRM, "north")
    return portal.desk.look(lambda book: book.balance(account))


def test_an_arrival_is_echoed_in_base_and_less_needs_a_reason(portal: Portal) -> None:
    certificate(portal)
    client = portal.as_(Role.OPERATOR_CLERK)
    rows = client.get("/goods/").context["rows"]
    assert [number for _kind, number, _held in rows] == [NUMBER]
    address = f"/goods/import_certificate/{NUMBER}"
    echo = client.post(f"{address}/echo", {"quantity_1": "188", "day": "1.5.2031"})
    assert b"160.430176" in echo.content and b"less" in echo.content
    told = {"day": portal.day.isoformat(), "site": "north", "quantity_1": "188",
            "export_paper": "XB-EA-7", "customs_office": "Port"}  # fmt: skip
    less = client.post(address, told)
    assert less.status_code == 400 and b'href="#f-reason"' in less.content
    assert b'value="188"' in less.content and on_stock(portal) == 0
    done = client.post(address, {**told, "reason": "short shipped"})
    assert done.status_code == 302, done.content.decode()[:3000]
    assert on_stock(portal) == 160_430_176
    entries = portal.desk.look(
        lambda book: list(book.entries(because=f"import_certificate:{NUMBER}"))
    )
    assert entries[0].declared is not None and "short shipped" in entries[0].declared.text


def test_customs_book_at_the_border_without_seeing_the_stock(portal: Portal) -> None:
    certificate(portal)
    client = portal.as_(Role.CUSTOMS)
    leads = client.get(f"/papers/import_certificate/{NUMBER}/arrive")
    assert leads.status_code == 302 and leads["Location"].startswith("/goods/")
    page = client.get(leads["Location"])
    assert page.status_code == 200 and b"<option>north" not in page.content
    told = {"day": portal.day.isoformat(), "site": "north", "quantity_1": "200",
            "export_paper": "XB-EA-8"}  # fmt: skip
    assert client.post(leads["Location"], told).status_code == 302
    assert on_stock(portal) == 170_670_400


def test_no_goods_move_under_a_paper_that_is_not_in_force(portal: Portal) -> None:
    certificate(portal)
    told = Asked("carla")
    act_by_kind(portal.desk, "import_certificate", NUMBER, "hold", told)
    client = portal.as_(Role.OPERATOR_CLERK)
    address = f"/goods/import_certificate/{NUMBER}"
    assert NUMBER not in client.get("/goods/").content.decode()
    for answer in (client.get(address), client.post(address, {"quantity_1": "1"})):
        assert answer.status_code == 403 and b"No goods move under it" in answer.content


def test_an_unclear_quantity_is_asked_about_at_its_field(portal: Portal) -> None:
    certificate(portal)
    client = portal.as_(Role.OPERATOR_CLERK)
    told = {"day": "30.2.2031", "site": "north", "quantity_1": "1,234"}
    wrong = client.post(f"/goods/import_certificate/{NUMBER}", told)
    text = wrong.content.decode()
    assert wrong.status_code == 400 and 'href="#f-quantity_1"' in text and 'href="#f-day"' in text


def test_another_firm_books_nothing_and_sees_no_paper(portal: Portal) -> None:
    certificate(portal)
    other = portal.browser("omar", Role.OPERATOR_CLERK)
    assert other.get("/goods/").context["rows"] == []
    for address in (f"/goods/import_certificate/{NUMBER}",
                    f"/goods/import_certificate/{NUMBER}/echo"):  # fmt: skip
        assert other.get(address).status_code == 404
    assert other.get(f"/find?q={NUMBER}").context["groups"] == []
    assert other.get("/papers/import_certificate/").context["rows"] == []


def test_a_loss_is_told_with_two_fields(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    wrong = client.post("/loss", {"what": "two drums"})
    assert wrong.status_code == 400 and b'href="#site"' in wrong.content
    assert b"two drums" in wrong.content
    done = client.post("/loss", {"what": "two drums", "site": "north"})
    number = f"XA-LO-{YEAR}-000001"
    assert done.status_code == 302 and number in done["Location"]
    to_do = client.get("/").context["found"].to_do
    assert [(one.number, one.verbs) for one in to_do] == [(number, ("complete",))]
    held = opened(portal.desk, "loss", number, "carla").held
    assert held.state == "told" or held.state == kinds()["loss"].life.first
    assert held.paper.first_words == "two drums" and held.operators == (FIRM,)
    other = portal.browser("omar", Role.OPERATOR_CLERK)
    assert other.get(f"/papers/loss/{number}/").status_code in (403, 404)


def test_home_tells_what_is_missing_and_what_is_due(portal: Portal) -> None:
    client = portal.as_(Role.RESPONSIBLE_PERSON)
    empty = client.get("/").content.decode()
    assert "Nothing is missing and nothing was refused" in empty
    client.post("/stock/", {"period": f"{YEAR}Q1"})
    client.post("/apply/begin", {"wanted": "import_certificate"})
    page = client.get("/")
    assert f"{FIRM}:{YEAR}Q1" in page.content.decode() and "Not sent yet" in page.content.decode()
    assert [one.day for one in page.context["found"].deadlines] == [date(YEAR, 4, 15)]
    portal.on(date(YEAR, 4, 20))
    assert b"late" in client.get("/").content
    assert portal.as_(Role.CASE_OFFICER).get("/").templates[0].name != "portal.html"


def test_the_responsible_person_manages_clerks_and_nobody_else(portal: Portal) -> None:
    signer = portal.as_(Role.RESPONSIBLE_PERSON)
    assert signer.post("/firm/users", {"person": "new.clerk"}).status_code == 302
    name = f"new.clerk@{FIRM}"
    page = signer.post("/firm/users", {"invite": name})
    found = re.search(r"/sign-in/link/([\w-]+)", page.content.decode())
    assert found is not None
    browser = Client()
    assert browser.post(f"/sign-in/link/{found[1]}").status_code == 302
    assert browser.get("/apply/").status_code == 200
    assert signer.post("/firm/users", {"end": name}).status_code == 302
    assert browser.get("/apply/").status_code in (302, 403)
    for told in ({"invite": name}, {"end": "rita"}, {"invite": "carla"}, {"end": "omar"},
                 {"invite": "rosa"}, {"invite": "new.clerk"}):  # fmt: skip
        assert signer.post("/firm/users", told).status_code == 403, told
    for taken in ("carla", "omar", "rita"):
        wrong = signer.post("/firm/users", {"person": taken})
        assert wrong.status_code == 400 and b"taken" in wrong.content, taken
    assert signer.post("/firm/users", {"person": "a b"}).status_code == 400


def test_no_firm_makes_a_name_that_the_authority_could_use(portal: Portal) -> None:
    signer = portal.as_(Role.RESPONSIBLE_PERSON)
    signer.post("/firm/users", {"person": "director"})
    names = [one.person for one in portal.desk.look(lambda book: book.persons(operator=FIRM))]
    assert f"director@{FIRM}" in names and "director" not in names
    admin = portal.as_(Role.ADMINISTRATOR)
    assert admin.get("/firm/users").status_code == 403, "no firm is named"
    assert admin.get(f"/firm/users?operator={FIRM}").status_code == 200


def test_a_clerk_manages_nobody(portal: Portal) -> None:
    clerk = portal.as_(Role.OPERATOR_CLERK)
    assert clerk.get("/firm/users").status_code == 403
    assert clerk.post("/firm/users", {"person": "friend"}).status_code == 403


def test_a_plan_of_destruction_gets_its_number_from_the_system(portal: Portal) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    page = client.get("/firm/new/destruction")
    assert b'name="number"' not in page.content and FIRM.encode() in page.content
    told = {"operator": FIRM, "site": "north", "planned_on": "2.5.2031", "reason": "expired",
            "method": "incineration", "lines[1].name_declared": "morphine",
            "lines[1].substance": "morphine", "lines[1].quantity": "10", "lines[1].unit": "g",
            "lines[1].already_base": "yes", "witnesses[1].person": "W-1",
            "witnesses[1].is_of_operator": "yes", "witnesses[1].is_authorised": "no"}  # fmt: skip
    wrong = client.post("/firm/new/destruction", told)
    assert wrong.status_code == 400 and b'href="#f-witnesses"' in wrong.content
    second = {"witnesses[2].person": "W-2", "witnesses[2].is_of_operator": "no",
              "witnesses[2].is_authorised": "no"}  # fmt: skip
    done = client.post("/firm/new/destruction", {**told, **second})
    assert done.status_code == 302, done.content.decode()[:3000]
    assert f"XA-DE-{YEAR}-000001" in done["Location"], "no number was given for the first try"
    other = {**told, **second, "operator": "XA-F-0002"}
    assert client.post("/firm/new/destruction", other).status_code == 403
