"""Papers of other authorities on pages: entered as seen, marked, beside a case that names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.fill_application import apply_again
from ringfence.trade.application import Application
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Role
from tests.pages_parts import Pages
from tests.test_pages_case import LINE, SIDES

NEW = "/foreign/special_licence/new"
ONE = "/foreign/special_licence/XB-SL-4/"
LICENCE = {
    "number": "XB-SL-4", "issued_on": "2026-01-02", "treaty_basis": "1971",
    "authority.name": "Authority of XB", "authority.country": "XB",
    "authority.treaties": "1971", "prohibition": "notice of 12 January 2019",
    "exporter_named": "yes", "importer_named": "yes",
    "valid_from": "2026-01-02", "valid_until": "2027-12-31",
    "exporter.party_name": "ALDERA PHARMA", "exporter.country": "XA",
    "exporter.address_line_1": "4 Mill Lane", "importer.party_name": "Borel Ltd",
    "importer.country": "XB", "importer.address_line_1": "2 Quay",
    "lines[1].line": "1", "lines[1].substance": "morphine", "lines[1].quantity": "900",
    "lines[1].name_declared": "morphine sulfate", "lines[1].salt": "morphine-sulfate",
    "lines[1].unit": "g",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def an_authorisation(office: Pages) -> str:
    told = {
        "number": "XA-EA-1", "treaty_basis": ["1971"], "lines": [LINE], **SIDES,
        "import_paper_number": "XB-IC-9", "special_import_licence_number": "XB-SL-4",
        "valid_from": office.desk.today, "valid_until": office.desk.today,
    }  # fmt: skip
    paper = read_paper(ExportAuthorisation, told)
    enter_by_kind(office.desk, "export_authorisation", paper, "carla")
    return "/papers/export_authorisation/XA-EA-1/"


def licence(office: Pages) -> Any:
    found = office.desk.look(lambda book: book.documents("foreign_special_licence"))
    return found[0] if found else None


def test_a_special_licence_stands_beside_the_case_that_names_it(office: Pages) -> None:
    address, carla = an_authorisation(office), office.as_(Role.CASE_OFFICER)
    page = carla.get(address)
    assert [(one.what, one.state) for one in page.context["view"].foreign] == [
        ("certificate", ""), ("special_licence", ""),
    ]  # fmt: skip
    assert f'href="{NEW}?number=XB-SL-4"' in page.content.decode()
    form = carla.get(f"{NEW}?number=XB-SL-4")
    assert 'value="XB-SL-4"' in form.content.decode()
    made = carla.post(NEW, LICENCE)
    assert made["Location"] == ONE, made.content.decode()[:2000]
    _certificate, kept = carla.get(address).context["view"].foreign
    pairs = {one.what: one.same.value for one in kept.pairs}
    assert kept.state == "entered" and pairs["exporter"] == "equal"
    assert (pairs["importer_address"], pairs["quantity"]) == ("differs", "differs")
    again = carla.post(NEW, LICENCE)
    assert again.status_code == 400 and b'href="#f-number"' in again.content


def test_only_the_office_notes_what_its_authority_said(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    carla.post(NEW, LICENCE)
    denied = office.as_(Role.AUDITOR)
    assert denied.get(ONE).status_code == 200 and not denied.get(ONE).context["states"]
    assert denied.post(ONE, {"state": "valid"}).status_code == 403
    assert licence(office).state == "entered"
    assert office.as_(Role.APPROVER).post(ONE, {"state": "valid"}).status_code == 302
    assert licence(office).state == "valid"
    assert (
        carla.post(ONE, {"state": "gold"}).status_code == 200 and licence(office).state == "valid"
    )
    text = carla.get(ONE).content.decode()
    assert "confirmed by its issuer" in text and "amir" in text
    assert "XB-SL-4" in carla.get("/foreign/").content.decode()


def test_a_firm_enters_its_own_and_reads_none_of_the_others(office: Pages) -> None:
    rita = office.as_(Role.RESPONSIBLE_PERSON)
    assert rita.post(NEW, LICENCE)["Location"] == "/"
    assert licence(office).state == "entered"
    for address in ("/foreign/", ONE):
        assert rita.get(address).status_code == 404
    for role in (Role.STATISTICIAN, Role.CUSTOMS, Role.AUDITOR):
        assert office.as_(role).get(NEW).status_code == 403, role
    assert office.as_(Role.CASE_OFFICER).get("/foreign/gold/new").status_code == 404


def test_an_application_for_an_export_names_the_licence_of_the_country(office: Pages) -> None:
    from ringfence.jobs.fill_application import begin_application
    from ringfence.trade.application import Wanted
    from tests.pages_parts import FIRM

    blank = Application(wanted=Wanted.EXPORT_AUTHORISATION)
    made = begin_application(office.desk, blank, FIRM, "olga:OC")
    clerk, number = office.as_(Role.OPERATOR_CLERK), made.number
    address = f"/apply/{number}/section/certificate"
    form = clerk.get(address).content.decode()
    assert 'name="special_import_licence_number"' in form and "1971 13(3)" in form
    told = {"import_paper_number": "XB-IC-9", "special_import_licence_number": "XB-SL-4"}
    assert clerk.post(address, told).status_code == 302
    page = office.as_(Role.OPERATOR_CLERK).get(f"/papers/application/{number}/")
    assert [one.what for one in page.context["view"].foreign] == ["certificate", "special_licence"]
    again = apply_again(office.desk, number, "olga:OC")
    assert again.held.paper.special_import_licence_number == "", "one licence is for one quantity"
