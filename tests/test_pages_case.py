"""A document on its page: what is weighed beforehand, who may, what changed meanwhile, and why."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ringfence.jobs.acts import act_by_kind, enter_by_kind
from ringfence.jobs.authorise_export import enter_certificate, propose
from ringfence.jobs.doing import Asked, enter, opened, seen
from ringfence.jobs.rehearse import STAND_IN, rehearsed
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import moved
from ringfence.store.book import Book
from ringfence.store.errors import Overdrawn, OverLimit, StoreBusy
from ringfence.store.rehearsed_book import RehearsedBook
from ringfence.store.stored import Ceiling
from ringfence.terms import Answer
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.life import ActRefused
from ringfence.trade.operator import Operator
from ringfence.trade.paper import read_paper
from ringfence.trade.refusing import Refusal
from ringfence.trade.roles import Actor, Role
from ringfence.trade.side_by_side import Same, side_by_side
from tests.pages_parts import FIRM, Pages

SIDES: dict[str, Any] = {
    "exporter": {"party_name": "Aldera Pharma", "country": "XA", "address_line_1": "4 Mill Lane"},
    "importer": {"party_name": "Borel Ltd", "country": "XB", "address_line_1": "1 Quay"},
}
LINE = {"line": 1, "name_declared": "morphine sulfate", "substance": "morphine",
        "salt": "morphine-sulfate", "quantity": Decimal(1000), "unit": "g"}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def an_operator(office: Pages, number: str = FIRM) -> None:
    party = {"party_name": "Aldera Pharma", "country": "XA", "address_line_1": "4 Mill Lane"}
    told = {"number": number, "business_types": ["importer"], "party": party}
    enter(office.desk, "operator", read_paper(Operator, told), "carla")


def a_certificate(office: Pages, number: str = "XA-IC-1") -> None:
    """An import certificate for which the law will find much missing."""
    told = {
        "number": number, "treaty_basis": ["1961"], "exporter": SIDES["importer"],
        "importer": SIDES["exporter"], "lines": [LINE], "valid_from": office.desk.today,
        "valid_until": office.desk.today + timedelta(days=90),
    }  # fmt: skip
    enter_by_kind(office.desk, "import_certificate", read_paper(ImportCertificate, told), "carla")


def test_what_the_law_would_say_is_weighed_beforehand_and_nothing_of_it_stays(
    office: Pages,
) -> None:
    a_certificate(office)
    held = seen(office.desk, "import_certificate", "XA-IC-1", "amir").held
    before = office.desk.look(lambda book: book.head())
    found = rehearsed(office.desk, "import_certificate", "XA-IC-1", "issue", held)
    assert any(one.answer in (Answer.NOT_MET, Answer.UNDETERMINED) for one in found)
    assert office.desk.look(lambda book: book.head()) == before
    assert STAND_IN not in {one.person for one in office.desk.look(lambda book: book.persons())}
    with pytest.raises(ActRefused) as refused:
        opened(office.desk, "import_certificate", "XA-IC-1", "amir")
        act_by_kind(office.desk, "import_certificate", "XA-IC-1", "issue", Asked("amir"))
    assert refused.value.findings == found, "the rehearsal weighs what the act weighs"


def test_findings_are_read_beforehand_while_somebody_else_writes(office: Pages) -> None:
    a_certificate(office)
    held = seen(office.desk, "import_certificate", "XA-IC-1", "amir").held
    found = rehearsed(office.desk, "import_certificate", "XA-IC-1", "issue", held)
    other = sqlite3.connect(office.folder / "books.sqlite3", timeout=0)
    connection.cursor().execute("PRAGMA busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")
    try:
        again = rehearsed(office.desk, "import_certificate", "XA-IC-1", "issue", held)
        with pytest.raises(StoreBusy):
            office.desk.work(lambda book: book.next_number("XA", "IC", 2031))
    finally:
        other.rollback()
        other.close()
    assert again == found


def test_a_rehearsal_finds_what_the_books_would_refuse_and_writes_none_of_it(
    office: Pages,
) -> None:
    carla = Actor("carla", Role.CASE_OFFICER, "XA")
    stock = Account(AccountKind.STOCK, "morphine", FIRM, "north")
    gone = Account(AccountKind.CONSUMPTION, "morphine")
    came = moved(
        "1", office.desk.today, Account(AccountKind.MANUFACTURE, "morphine"), stock, 10, "t"
    )
    out = [moved(n, office.desk.today, stock, gone, 6, "t") for n in ("2", "3")]
    office.desk.work(lambda book: book.post(came, actor=carla, act="test"))
    office.desk.work(
        lambda book: book.set_limit(
            Ceiling("import", "XA", "morphine", 2031, 100), actor=carla, act="test"
        )
    )

    def trying(book: Book) -> RehearsedBook:
        return RehearsedBook(book, carla, "order:1", 1)

    def look(job: Any) -> Any:
        return office.desk.look(lambda book: job(trying(book)))

    assert look(lambda book: (book.post(out[0], actor=carla, act="t"), book.balance(stock))[1]) == 4
    with pytest.raises(Overdrawn):
        look(lambda book: book.post_all(out, actor=carla, act="t", because="t"))
    look(lambda book: book.take("XA", "morphine", 2031, 100, "order:1"))
    with pytest.raises(OverLimit):
        look(lambda book: book.take("XA", "morphine", 2031, 101, "order:1"))
    assert office.desk.look(lambda book: book.balance(stock)) == 10
    assert office.desk.look(lambda book: book.limit("XA", "morphine", 2031).used_ug) == 0


def test_beside_a_doubt_there_is_no_button_to_grant(office: Pages) -> None:
    a_certificate(office)
    page = office.as_(Role.APPROVER).get("/papers/import_certificate/XA-IC-1/")
    text = page.content.decode()
    assert page.context["stopped"] == "issue" and "/XA-IC-1/issue" not in text
    assert "/XA-IC-1/refuse" in text and "Not met, or not known" in text


def test_whoever_entered_it_reads_that_another_must_decide_and_how_many_there_are(
    office: Pages,
) -> None:
    a_certificate(office)
    console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
    other = Actor("anna", Role.APPROVER, "XA")
    office.desk.work(lambda book: book.set_person(other, actor=console, act="store.users.change"))
    text = office.as_(Role.CASE_OFFICER).get("/papers/import_certificate/XA-IC-1/").content.decode()
    assert "you entered or proposed it, so another must decide: Approver" in text
    assert "Waiting: 2 persons" in text
    text = office.as_(Role.AUDITOR).get("/papers/import_certificate/XA-IC-1/").content.decode()
    assert "only for Approver of XA" in text


def test_nobody_decides_by_sending_a_page_that_was_not_opened(office: Pages) -> None:
    an_operator(office)
    why = Refusal(reason="it deals in nothing controlled")
    act_by_kind(office.desk, "operator", FIRM, "refuse", Asked("carla", None, why))
    amir = office.as_(Role.APPROVER)
    blind = amir.post(f"/papers/operator/{FIRM}/refuse", {"version": "2"})
    assert blind.status_code == 403 and "open the findings" in blind.content.decode()
    assert amir.get(f"/papers/operator/{FIRM}/refuse").status_code == 200
    assert amir.post(f"/papers/operator/{FIRM}/refuse", {"version": "2"}).status_code == 302
    assert seen(office.desk, "operator", FIRM, "amir").held.state == "refused"


def test_where_somebody_was_quicker_both_texts_stand_side_by_side(office: Pages) -> None:
    a_certificate(office)
    carla = office.as_(Role.CASE_OFFICER)
    carla.get("/papers/import_certificate/XA-IC-1/refuse")
    act_by_kind(office.desk, "import_certificate", "XA-IC-1", "hold", Asked("kuan"))
    typed = {"version": "1", "reason": "the importer has no licence"}
    answer = carla.post("/papers/import_certificate/XA-IC-1/refuse", typed)
    text = answer.content.decode()
    assert answer.status_code == 409 and "Somebody changed this meanwhile" in text
    assert "kuan" in text and text.count("the importer has no licence") == 2, "shown, and kept"
    assert seen(office.desk, "import_certificate", "XA-IC-1", "carla").held.version == 2
    again = carla.post("/papers/import_certificate/XA-IC-1/refuse", typed | {"version": "2"})
    assert again.status_code == 302


def test_a_refusal_needs_a_reason_and_its_page_says_why_and_what_would_change_it(
    office: Pages,
) -> None:
    a_certificate(office)
    carla, amir = office.as_(Role.CASE_OFFICER), office.as_(Role.APPROVER)
    carla.get("/papers/import_certificate/XA-IC-1/refuse")
    empty = carla.post("/papers/import_certificate/XA-IC-1/refuse", {"version": "1"})
    assert empty.status_code == 400 and b'href="#f-reason"' in empty.content
    told = {"version": "1", "reason": "The importer holds no licence", "citation": "un1961/31/3",
            "remedy": "A licence that covers morphine"}  # fmt: skip
    assert carla.post("/papers/import_certificate/XA-IC-1/refuse", told).status_code == 302
    amir.get("/papers/import_certificate/XA-IC-1/refuse")
    done = amir.post("/papers/import_certificate/XA-IC-1/refuse", {"version": "2"})
    assert done.status_code == 302, done.content.decode()[:3000]
    text = amir.get("/papers/import_certificate/XA-IC-1/decision").content.decode()
    assert "We cannot grant this" in text and "The importer holds no licence" in text
    assert "A licence that covers morphine" in text and "un1961/31/3" in text
    assert "Read what it asks" in text, "citations stand with the register's words"
    carla_page = carla.get("/papers/import_certificate/XA-IC-1/decision").content.decode()
    assert "Apply again with these answers" in carla_page
    again = carla.get("/papers/import_certificate/new?again=XA-IC-1").content.decode()
    assert "Borel Ltd" in again and 'value="XA-IC-1"' not in again
    assert amir.get("/papers/operator/none/decision").status_code == 404


def test_application_and_foreign_certificate_stand_side_by_side(office: Pages) -> None:
    certificate = {
        "number": "XB-IC-1", "treaty_basis": ["1961"], "importer": SIDES["importer"],
        "exporter": SIDES["exporter"] | {"party_name": "ALDERA  pharma",
                                         "address_line_1": "4 Mill Street"},
        "lines": [LINE | {"quantity": Decimal(1), "unit": "kg"}],
        "valid_from": office.desk.today, "valid_until": office.desk.today + timedelta(30),
    }  # fmt: skip
    paper = {
        "number": "XA-EA-1", "treaty_basis": ["1961"], **SIDES, "lines": [LINE],
        "import_paper_number": "XB-IC-1", "valid_from": office.desk.today,
        "valid_until": office.desk.today + timedelta(90),
    }  # fmt: skip
    ours = read_paper(ExportAuthorisation, paper)
    enter_certificate(office.desk, read_paper(ImportCertificate, certificate), "carla")
    propose(office.desk, ours, "carla")
    page = office.as_(Role.APPROVER).get("/papers/export_authorisation/XA-EA-1/")
    pairs = {one.what: one.same for one in page.context["view"].foreign[0].pairs}
    assert pairs["exporter"] is Same.EQUAL, "case and blanks are folded"
    assert pairs["exporter_address"] is Same.DIFFERS and b"DIFFERS" in page.content
    assert pairs["quantity"] is Same.EQUAL, "1 kg is 1000 g of the same salt"
    assert pairs["valid_until"] is Same.DIFFERS, "asked for longer than the certificate runs"
    text = page.content.decode()
    assert 'href="/partners">Ask the partner by a link' in text
    assert "Address of the exporter" in text and "entered, not confirmed by its issuer" in text
    russian = office.as_(Role.APPROVER)
    russian.cookies["django_language"] = "ru"
    text = russian.get("/papers/export_authorisation/XA-EA-1/").content.decode()
    beside = text[text.index(">XB-IC-1<") :].partition("</table>")[0]
    assert "Адрес экспортера" in beside and "РАЗЛИЧАЕТСЯ" in beside
    assert not re.search(r"(Exporter|Importer|Last day|Quantity|base|entered)", beside)
    based = [
        replace(one.lines[0], quantity_base_ug=base_ug)
        for one, base_ug in (
            (ours, 900_000_000),
            (read_paper(ImportCertificate, certificate), 10**9),
        )
    ]
    within = side_by_side(
        replace(ours, lines=(based[0],), valid_until=office.desk.today),
        replace(read_paper(ImportCertificate, certificate), lines=(based[1],)),
    )
    found = {one.what: one.same for one in within}
    assert found["valid_until"] is Same.WITHIN and found["quantity"] is Same.WITHIN
    other = LINE | {"substance": "codeine", "name_declared": "codeine", "salt": "codeine"}
    missing = side_by_side(ours, read_paper(ImportCertificate, certificate | {"lines": [other]}))
    assert {one.same for one in missing if one.line} == {Same.MISSING}


def test_what_is_wrong_in_the_books_leads_to_a_correction_filled_with_what_stands_there(
    office: Pages,
) -> None:
    def book(book: Book) -> None:
        stock = Account(AccountKind.STOCK, "morphine", FIRM, "north")
        origin = Account(AccountKind.IMPORT, "morphine", place="XB")
        entry = moved("E-1", book.today, origin, stock, 5_000_000, because="operator:" + FIRM)
        book.post(entry, actor=Actor("carla", Role.CASE_OFFICER, "XA"), act="trade.test.book")

    office.desk.work(book)
    an_operator(office)
    carla = office.as_(Role.CASE_OFFICER)
    page = carla.get(f"/papers/operator/{FIRM}/").content.decode()
    assert "?corrects=E-1" in page and "This is wrong" in page
    form = carla.get("/papers/correction/new?corrects=E-1").content.decode()
    assert 'value="E-1"' in form and 'name="right[1].amount_ug" value="5"' in form
    assert f'value="XA-CO-{office.desk.today.year}-000001"' in form
    assert "?corrects=E-1" not in office.as_(Role.AUDITOR).get(
        f"/papers/operator/{FIRM}/").content.decode()  # fmt: skip
    assert carla.get("/papers/correction/new?corrects=none").status_code == 403


def test_what_follows_a_correction_is_shown_before_it_is_proposed_and_before_it_is_decided(
    office: Pages,
) -> None:
    stock = Account(AccountKind.STOCK, "morphine", FIRM, "north")
    origin = Account(AccountKind.IMPORT, "morphine", place="XB")
    entry = moved("E-1", office.desk.today, origin, stock, 5_000_000, because="operator:" + FIRM)
    carla_acts = Actor("carla", Role.CASE_OFFICER, "XA")
    office.desk.work(lambda book: book.post(entry, actor=carla_acts, act="trade.test.book"))
    carla, form = office.as_(Role.CASE_OFFICER), {
        "number": "XA-CO-1", "corrects": "E-1", "what": "one zero too many", "reason": "typing",
        "right[1].substance": "morphine", "right[1].amount_ug": "0.5",
        "right[1].from.kind": "import", "right[1].from.place": "XB",
        "right[1].to.kind": "stock", "right[1].to.holder": FIRM, "right[1].to.place": "north",
    }  # fmt: skip
    page = carla.post("/papers/correction/new", form | {"follow": "1"})
    follows = page.context["follows"]
    assert follows is not None, page.context["problems"]
    assert {(one.account.kind, one.change_ug) for one in follows.changes} == {
        (AccountKind.STOCK, -4_500_000), (AccountKind.IMPORT, 4_500_000)
    }  # fmt: skip
    text = page.content.decode()
    assert "What follows" in text and "−4.5" in text.replace("-4.5", "−4.5")
    assert 'value="one zero too many"' in text or ">one zero too many<" in text
    assert office.desk.look(lambda book: book.documents("correction")) == [], "nothing is entered"
    assert office.desk.look(lambda book: book.balance(stock)) == 5_000_000
    unknown = carla.post("/papers/correction/new", form | {"follow": "1", "corrects": "E-9"})
    assert b"No entry of that number is on the books" in unknown.content
    rita = office.as_(Role.RESPONSIBLE_PERSON)
    own = rita.post("/papers/correction/new", form | {"follow": "1"}).context["follows"]
    assert [one.account for one in own.changes] == [stock] and not own.returns
    assert carla.post("/papers/correction/new", form).status_code == 302
    decided = office.as_(Role.APPROVER).get("/papers/correction/XA-CO-1/")
    assert decided.context["follows"].changes == follows.changes
    assert "What follows" in decided.content.decode()
