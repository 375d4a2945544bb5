"""Firms, persons, journal and returns on pages."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from ringfence.jobs.doing import enter
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import moved
from ringfence.store import models
from ringfence.store.book import Book
from ringfence.trade.operator import Operator
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Actor, Role
from tests.pages_parts import FIRM, Pages

CARLA = Actor("carla", Role.CASE_OFFICER, "XA")


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def an_operator(office: Pages, number: str = FIRM) -> None:
    party = {"party_name": "Aldera Pharma", "country": "XA", "address_line_1": "4 Mill Lane"}
    told = {"number": number, "business_types": ["importer"], "party": party}
    enter(office.desk, "operator", read_paper(Operator, told), "carla")


def an_import(office: Pages, day: date, amount_ug: int) -> None:
    def job(book: Book) -> None:
        stock = Account(AccountKind.STOCK, "morphine", FIRM, "north")
        origin = Account(AccountKind.IMPORT, "morphine", place="XB")
        entry = moved(f"E-{day}", day, origin, stock, amount_ug, because="operator:" + FIRM)
        book.post(entry, actor=CARLA, act="trade.test.book")

    office.desk.work(job)


def propose_role(office: Pages, client: Client, **more: str) -> str:
    told = {"number": "U-1", "person": "nora", "role": "CO", **more}
    answer = client.post("/papers/user_change/new", told)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return told["number"]


def test_a_role_is_proposed_by_one_and_entered_by_another_with_a_link_shown_once(
    office: Pages,
) -> None:
    ada, amir = office.as_(Role.ADMINISTRATOR), office.as_(Role.APPROVER)
    propose_role(office, ada, with_link="yes")
    assert "U-1" in ada.get("/persons").content.decode()
    assert ada.get("/papers/user_change/U-1/approve").status_code == 403, "not the proposer"
    blind = amir.post("/papers/user_change/U-1/approve", {"version": "1"})
    assert blind.status_code == 403, "unread is undecided"
    assert amir.get("/papers/user_change/U-1/approve").status_code == 200
    done = amir.post("/papers/user_change/U-1/approve", {"version": "1"})
    found = re.search(r"/sign-in/link/([\w-]+)", done.content.decode())
    assert done.status_code == 200 and found
    roles = office.desk.look(lambda book: book.persons(person="nora"))
    assert [(one.role, one.territory) for one in roles] == [(Role.CASE_OFFICER, "XA")]
    nora = Client()
    assert nora.post(f"/sign-in/link/{found[1]}").status_code == 302
    assert nora.get("/").status_code == 200
    again = amir.post("/papers/user_change/U-1/approve", {"version": "1"})
    assert "/sign-in/link/" not in again.content.decode(), "the link is shown once"
    assert found[1] not in str(office.desk.look(lambda book: list(book.acts())))


def test_nobody_decides_on_their_own_role_nor_makes_themselves_an_approver(office: Pages) -> None:
    ada, amir = office.as_(Role.ADMINISTRATOR), office.as_(Role.APPROVER)
    propose_role(office, ada, number="U-2", person="amir", role="AU")
    amir.get("/papers/user_change/U-2/approve")
    own = amir.post("/papers/user_change/U-2/approve", {"version": "1"})
    assert own.status_code == 409 and "nobody decides on their own" in own.content.decode()
    propose_role(office, ada, number="U-3", person="ada", role="AP")
    amir.get("/papers/user_change/U-3/approve")
    word = amir.post("/papers/user_change/U-3/approve", {"version": "1"})
    assert word.status_code == 409 and "deciding role" in word.content.decode()
    assert office.desk.look(lambda book: book.persons(person="ada", role="AP")) == []


def test_a_role_that_ended_lets_nobody_in(office: Pages) -> None:
    ada, amir = office.as_(Role.ADMINISTRATOR), office.as_(Role.APPROVER)
    kuan = office.as_(Role.CUSTOMS)
    propose_role(office, ada, number="U-4", person="kuan", role="CU", ends="yes")
    amir.get("/papers/user_change/U-4/approve")
    assert amir.post("/papers/user_change/U-4/approve", {"version": "1"}).status_code == 200
    assert kuan.get("/").status_code == 403


def test_persons_are_for_those_who_see_to_them(office: Pages) -> None:
    for role in (Role.CASE_OFFICER, Role.RESPONSIBLE_PERSON, Role.CUSTOMS):
        assert office.as_(role).get("/persons").status_code == 403, role
    for role in (Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR):
        page = office.as_(role).get("/persons?q=kuan")
        assert page.status_code == 200 and b"kuan" in page.content, role
    assert office.as_(Role.AUDITOR).get("/papers/user_change/new").status_code == 403


def test_a_journal_is_verified_on_the_page_and_says_how_far(office: Pages) -> None:
    aude = office.as_(Role.AUDITOR)
    assert b"Not verified on these pages yet" in aude.get("/journal").content
    size = office.desk.look(lambda book: book.head()[0])
    assert aude.post("/journal/verify").status_code == 302
    text = aude.get("/journal").content.decode()
    assert f"Verified up to act {size}" in text and "aude" in text
    assert office.as_(Role.CASE_OFFICER).post("/journal/verify").status_code == 403
    assert "/journal/verify" not in office.as_(Role.CASE_OFFICER).get("/journal").content.decode()


def test_a_broken_journal_names_its_first_bad_entry(office: Pages) -> None:
    row = models.JournalRow.objects.get(position=3)
    models.JournalRow.objects.filter(position=3).update(leaf=row.leaf.replace("XA", "XB"))
    aude = office.as_(Role.AUDITOR)
    aude.post("/journal/verify")
    text = aude.get("/journal").content.decode()
    assert "does not fit its proof" in text and "First bad entry" in text
    assert re.search(r"First bad entry:</strong> <bdi>journal 3\b", text)


def test_the_proof_of_an_act_leads_to_the_root_and_is_shown_to_those_who_read_the_act(
    office: Pages,
) -> None:
    from ringfence.store.merkle import is_included

    an_operator(office)
    size, root = office.desk.look(lambda book: book.head())
    page = office.as_(Role.AUDITOR).get(f"/journal/{size - 1}/proof")
    proof = page.context["proof"]
    assert is_included(proof.leaf_hash, size - 1, size, proof.path, root)
    assert root.hex() in page.content.decode()
    assert office.as_(Role.CUSTOMS).get(f"/journal/{size - 1}/proof").status_code == 404


def test_a_firm_s_page_holds_what_the_office_reads_and_nothing_of_another(office: Pages) -> None:
    an_operator(office)
    an_import(office, office.desk.today, 5_000_000)
    text = office.as_(Role.CASE_OFFICER).get(f"/firms/{FIRM}/").content.decode()
    assert "Aldera Pharma" in text and "morphine" in text and "5" in text
    assert office.as_(Role.CASE_OFFICER).get("/firms/none/").status_code == 404
    assert office.as_(Role.CUSTOMS).get(f"/firms/{FIRM}/").status_code == 404
    an_operator(office, "XA-F-0002")
    assert office.as_(Role.RESPONSIBLE_PERSON).get("/firms/XA-F-0002/").status_code == 404


def test_a_return_is_computed_and_each_figure_opens_to_its_postings(office: Pages) -> None:
    an_operator(office)
    an_import(office, date(2025, 2, 3), 12_300_000_000)
    stan = office.as_(Role.STATISTICIAN)
    owed = stan.get("/returns?year=2025").content.decode()
    assert "Form A" in owed and "30 April 2025" in owed and "late" in owed
    made = stan.post("/returns/compute", {"form": "A", "period": "2025Q1"})
    assert made.status_code == 302 and made["Location"] == "/returns/A:2025Q1/"
    page = stan.get(made["Location"])
    figures = re.findall(r'href="\?figure=([^"#]+)', page.content.decode())
    assert figures and "12.3" in page.content.decode()
    opened = stan.get(f"/returns/A:2025Q1/?figure={figures[0]}").content.decode()
    assert "E-2025-02-03" in opened and FIRM in opened
    assert f"/papers/operator/{FIRM}/" not in opened, "a statistician may not open it"
    assert stan.get("/returns/A:2025Q1/?figure=nonsense").status_code == 404
    assert stan.get("/papers/return/A:2025Q1/check").status_code == 200
    assert stan.post("/papers/return/A:2025Q1/check", {"version": "2"}).status_code == 302
    assert b"What the checks found" in stan.get("/returns/A:2025Q1/").content
    file = stan.post("/returns/A:2025Q1/file")
    assert "Figures" in openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    assert office.as_(Role.CUSTOMS).get("/returns").status_code == 403
    assert office.as_(Role.CUSTOMS).post("/returns/A:2025Q1/file").status_code == 404
    told = {"form": "A", "period": "2025Q1"}
    assert office.as_(Role.APPROVER).post("/returns/compute", told).status_code == 403
    assert stan.post("/returns/compute", {"form": "Z", "period": "2025Q1"}).status_code == 404
