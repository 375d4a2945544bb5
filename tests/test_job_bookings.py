"""What is booked is of the firm, site and day that the papers name, and is booked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs.announce_precursor import authorised_by
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import acting, open_desk
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from tests.office import Office
from tests.office_papers import AUTHORISATION, KNOWN, OUT, SIDES
from tests.test_job_verbs import announced
from tests.test_jobs import (
    ARRIVAL,
    CORRECTION,
    GRAM,
    amounts,
    filed,
    import_proposed,
    imported,
    line,
    ready,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"OP-1"', '"OP-2"', "OP-2 is no party to the paper"),
        ('"north"', '"cellar"', "OP-1 has no licensed site 'cellar'"),
        ("2025-02-20", "2025-02-21", "2025-02-21 has not come yet"),
    ],
)
def test_an_arrival_of_another_firm_site_or_day_is_not_booked(
    office: Office, old: str, new: str, says: str
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    path = office.file("a.toml", ARRIVAL.format(ug=100 * GRAM).replace(old, new))
    assert says in office("authorisation", "arrive", "XA-IC-1", path, "--as", "cu", code=1)
    for operator in ("OP-1", "OP-2"):
        found = office.wire("stock", "balance", "--operator", operator, "--as", "co")
        assert found["accounts"] == []


def test_a_firm_proposes_corrections_of_its_own_entries_and_of_no_other(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 5)
    filed(office, "OP-1", "2025Q1", line("OP-1-1", "OP-1", "2025-03-01", "supply_out", 300, "OP-2"))
    path = office.file("co.toml", CORRECTION)
    said = office("correction", "propose", path, "--as", "OP-2-1", code=1)
    assert "it belongs to another firm" in said
    office("correction", "propose", path, "--as", "OP-1-1")
    said = office("correction", "approve", "CO-1", "--as", "OP-1-1", code=1)
    assert "cannot decide: ask another" in said
    assert office.wire("correction", "list", "--as", "OP-2-1")["documents"] == []
    office.second("correction", "approve", "CO-1")
    assert office.wire("correction", "show", "CO-1", "--as", "co")["state"] == "posted"


def test_a_correction_of_nothing_says_that_there_is_no_such_entry(office: Office) -> None:
    ready(office)
    path = office.file("co.toml", CORRECTION)
    said = office("correction", "propose", path, "--as", "co", code=3)
    assert "no entry 'company_return:OP-1:OP-1-1' is on the books" in said


def test_a_correction_of_what_was_sent_asks_for_a_revision(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 20)
    made = office.wire("return", "compute", "A", "--period", "2025Q1", "--as", "st")
    office("return", "check", "A:2025Q1", "--as", "st")
    for one in office.wire("return", "checks", "A:2025Q1", "--as", "st")["checks"]:
        if one["answer"] in ("not met", "undetermined"):
            text = f'check = "{one["check"]}"\nsentence = "known"\n'
            office("return", "explain", "A:2025Q1", office.file("e.toml", text), "--as", "st")
    office("return", "approve", "A:2025Q1", "--as", "st")
    office.second("return", "approve", "A:2025Q1")
    sent = f'on = 2025-04-20\nhow = "mail"\ncontent_hash = "{made["content_hash"]}"\n'
    path = office.file("s.toml", sent)
    office("return", "send", "A:2025Q1", path, "--as", "st")
    office.second("return", "send", "A:2025Q1", path)
    text = (
        'number = "CO-7"\ncorrects = "import_certificate:XA-IC-1:arrived:XB-EA-7"\n'
        f'reason = "weighed short"\n[[right]]\nsubstance = "morphine"\namount_ug = {1499 * GRAM}\n'
        '[right.from]\nkind = "import"\nplace = "XB"\n'
        '[right.to]\nkind = "stock"\nholder = "OP-1"\nplace = "north"\n'
    )
    office("correction", "propose", office.file("c.toml", text), "--as", "co")
    office.second("correction", "approve", "CO-7")
    found = office.wire("question", "list", "--as", "co")["documents"]
    assert [one["number"] for one in found] == [
        "correction:CO-7:Form A of 2025-01-01 to 2025-03-31"
    ]
    again = office.wire("return", "compute", "A", "--period", "2025Q2", "--as", "st")
    assert amounts(again)["imported", "XB"] == -GRAM


def test_a_notice_under_an_export_authorisation_books_nothing_of_its_own(office: Office) -> None:
    announced(office)
    sides = SIDES.format_map({**OUT, "authority": "XA", "quantity": 25000})
    sides = sides.replace('"morphine"', '"ephedrine"').replace('["1961"]', '["1988"]')
    text = AUTHORISATION.format(number="XA-EA-9").replace("2025-06-10", "2025-03-01") + sides
    known = office.file("known.toml", KNOWN)
    paper = office.file("ea.toml", text)
    office("authorisation", "propose-export", paper, "--known", known, "--as", "co")
    desk = open_desk(office.node)

    def found(book: Book) -> bool:
        notice = held_of(
            kinds()["pre_export_notification"], book.document("pre_export_notification", "XA-PEN-1")
        )
        return authorised_by(book, notice) is not None

    assert desk.look(found) is False
    desk.work(
        lambda book: book.change(
            book.document("export_authorisation", "XA-EA-9"), actor=acting(book, "ap"),
            act="trade.export_authorisation.issue", state="issued",
        )
    )  # fmt: skip
    assert desk.look(found) is True
